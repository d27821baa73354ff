#include "cli/verbs.h"

#include "analysis/covered_ground.h"
#include "base/error.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/text.h"
#include "cli/computed.h"
#include "example/example.h"
#include "geo/crs.h"
#include "io/store/project_lock.h"
#include "io/write/text_file.h"
#include "io/write/work_folders.h"
#include "map/render.h"
#include "report/point_views.h"
#include "report/summary.h"
#include "session/density_tables.h"
#include "session/files.h"
#include "session/mounts.h"
#include "session/session.h"
#include "sight/density.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <sstream>

namespace maillage::cli {
namespace {

/// Of an error in the profile « public »: its words may be those of the register.
constexpr const char* kHiddenReason =
    " : la raison peut citer le registre ; la lire sous le profil « restreint »";

/// "sol vu 12 345 m² dont 2 345 par deux caméras ou plus".
std::string seen_text(const ground::CoveredArea& seen) {
    return "sol vu " + to_french(seen.once_m2, 0) + " m² dont " + to_french(seen.twice_m2, 0) +
           " par deux caméras ou plus";
}

void print_gaps(const plan::Released& c, analysis::Grouping by, std::ostream& out) {
    const analysis::Results& results = c.results();
    Progress progress;
    const auto grounds =
        analysis::covered_grounds({c.project(), *results.views, results.legalities, results.gaps}, progress)
            .by(by);
    for (std::size_t i = 0; i < grounds.size(); ++i) {
        const analysis::Rollup& row = results.gaps.by(by)[i];
        const std::string code = by == analysis::Grouping::commune ? row.key + " " : std::string();
        out << code << row.name << " : ";
        if (row.weight <= 0) {
            out << "rien à couvrir" << (grounds[i].seen.once_m2 > 0 ? ", " + seen_text(grounds[i].seen) : "")
                << '\n';
            continue;
        }
        out << to_french(row.sites_covered.central, 0) << "/" << to_french(row.sites)
            << " sites, poids couvert " << report::percent_interval(row.weight_covered, row.weight);
        if (row.gap_level > 0) {
            out << ", cause principale : " << analysis::label(row.main_cause);
        }
        out << (grounds[i].seen.once_m2 > 0 ? ", " + seen_text(grounds[i].seen) : "") << '\n';
    }
}

/// With the exit code of what went wrong first.
[[noreturn]] void fail(const std::string& text, ExitCode code) {
    switch (code) {
    case ExitCode::input:
        throw InputError(text);
    case ExitCode::storage:
        throw StorageError(text);
    default:
        throw Error(text);
    }
}

/// "2a" is Corse-du-Sud, too.
std::string read_departement(std::string code) {
    std::ranges::transform(code, code.begin(), [](char c) {
        return c == 'a' || c == 'b' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (!code.empty() && domain::departement_name(code).empty()) {
        throw InputError("--departement " + code + " : département inconnu (02, 2A, 974...)");
    }
    return code;
}

} // namespace

void demo(const Console& console, const std::filesystem::path& folder) {
    Progress progress;
    io::make_private_folders(folder);
    domain::Project example = example::make_example(progress);
    tell(session::save_project(example, folder / "projet.gpkg", progress).findings, console.err);
    const plan::Released c = ranked(released(std::move(example)));
    tell(session::export_file(c, report::ExportWhat::priority_sites, folder / "sites_prioritaires.shp",
                              progress),
         console.err);
    tell(session::export_file(c, report::ExportWhat::gaps, folder / "lacunes.csv", progress), console.err);
    tell(map::render_map(c, {}, {folder / "carte.png", 1920, 1080}, progress), console.err);
    const std::string text = report::summary(c);
    tell(io::write_text_file(folder / "synthese.txt", text), console.err);
    console.out << text << "\nÉcrit dans " << folder.string()
                << " : projet.gpkg, carte.png, lacunes.csv, sites_prioritaires.shp, synthese.txt\n";
}

void new_project(const Console& console, const NewOptions& options) {
    Progress progress;
    if (std::filesystem::exists(options.project)) {
        throw InputError(options.project.string() + " existe déjà");
    }
    domain::Project project;
    project.title = options.title;
    domain::Territory territory;
    territory.departement = read_departement(options.departement);
    territory.epsg = geo::metric_crs(territory.departement);
    project.territory = territory;
    if (!options.communes.file.empty()) {
        session::Imported imported = import_file(project, options.communes, progress);
        tell(imported.findings, console.err);
        console.out << imported.result.imported << " communes importées (" << imported.note << ")\n";
        project = std::move(imported.result.project);
    }
    tell(session::save_project(project, options.project, progress, {io::FileStamp{}}).findings, console.err);
}

void import_file(const Console& console, const Subject& subject, const session::Import& what) {
    Progress progress;
    const std::filesystem::path& path = subject.project;
    const io::ProjectLock lock(path);
    const session::Opened opened = session::open_project(path, progress, subject.reads_outside);
    const bool is_public = domain::is_public(told_profile(subject, opened.project));
    session::Imported imported;
    try {
        imported = import_file(opened.project, what, progress, path);
    } catch (const InputError&) {
        if (!is_public) {
            throw;
        }
        throw domain::Undisclosed(what.file.filename().string() + kHiddenReason);
    }
    const io::Saved saved =
        session::save_project(imported.result.project, path, progress, {opened.stamp, &lock});
    if (is_public) { // how many there are is not public, nor what is wrong with them
        tell(saved.findings, console.err);
        console.out << what.file.filename().string()
                    << " : importé ; compte et anomalies : profil « restreint »\n";
        return;
    }
    tell(imported.findings, console.err);
    tell(saved.findings, console.err);
    const std::size_t remarks =
        count(imported.findings, Severity::note); // how the file was read is no defect
    console.out << what.file.filename().string() << " : " << imported.result.imported << " importé(s), "
                << imported.findings.size() - remarks << " anomalie(s), " << remarks << " remarque(s) ("
                << imported.note << ")\n";
    for (const auto& [role, column] : imported.result.recognised) {
        console.out << "  " << role << " = " << column << '\n';
    }
}

void check(const Console& console, const Subject& subject, const std::string& format) {
    domain::Project project = opened(subject);
    domain::refuse_if_public(project, "les anomalies");
    Findings all = *project.findings;
    if (!project.territory->communes.empty()) {
        append(all, session::mount_findings(restricted(std::move(project), "les anomalies").results()));
    }
    if (format == "json") {
        nlohmann::ordered_json rows = nlohmann::ordered_json::array();
        for (const Finding& f : all) {
            rows.push_back({{"severite", to_string(f.severity)},
                            {"source", f.source},
                            {"ligne", f.row},
                            {"colonne", f.column},
                            {"message", f.message}});
        }
        console.out << rows.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        return;
    }
    for (const Finding& finding : all) {
        console.out << to_string(finding.severity) << " : " << printable(to_string(finding), Blanks::shown)
                    << '\n';
    }
    console.out << count(all, Severity::error) << " erreur(s), " << count(all, Severity::warning)
                << " avertissement(s), " << count(all, Severity::note) << " remarque(s)\n";
}

void gaps(const Console& console, const GapsOptions& options) {
    const plan::Released c = restricted(options.subject, "les lacunes");
    if (options.format == "text") {
        console.out << report::mention(c.project(), c.results().date) << '\n';
        print_gaps(c, options.by, console.out);
        return;
    }
    print(report::gaps_table(c, options.by), options.format, console.out);
}

namespace {

geo::Point read_point(const SeeOptions& options, int epsg) {
    if (options.at.empty() == (options.point.size() != 2)) {
        throw InputError("indiquer le point par X Y en mètres, ou par --at LON,LAT");
    }
    if (options.at.empty()) {
        return {options.point[0], options.point[1]};
    }
    const auto parts = split(options.at, ',');
    const auto lon = parts.size() == 2 ? parse_number(parts[0]) : std::nullopt;
    const auto lat = parts.size() == 2 ? parse_number(parts[1]) : std::nullopt;
    const bool is_degrees = lon && lat && std::abs(*lon) <= 180 && std::abs(*lat) <= 90;
    const auto point = is_degrees ? geo::Reprojection(geo::kWgs84, epsg)({*lon, *lat}) : std::nullopt;
    if (!point) {
        throw InputError("--at " + options.at +
                         " : LONGITUDE,LATITUDE en degrés décimaux attendu, par exemple 3.6245,49.5641");
    }
    return *point;
}

} // namespace

void see(const Console& console, const SeeOptions& options) {
    const plan::Released c = restricted(options.subject, "les champs des caméras");
    const geo::Point at = read_point(options, c.project().territory->epsg);
    if (options.format == "text") {
        console.out << report::point_text(c, at);
        return;
    }
    print(report::point_table(c, at), options.format, console.out);
}

void bands(const Console& console, const Subject& subject, const session::SetBands& change) {
    Progress progress;
    std::optional<io::ProjectLock> lock;
    if (change != session::SetBands{}) {
        lock.emplace(subject.project);
    }
    session::Opened opened = session::open_project(subject.project, progress, subject.reads_outside);
    domain::Project& project = opened.project;
    domain::refuse_if_public(told_profile(subject, project), "les exigences de détail");
    if (!change.table.empty()) {
        session::use_density_table(project.settings, session::density_table(change.table));
    }
    if (!change.required.empty()) {
        session::require_band(project.settings, change.required);
    }
    if (lock) {
        tell(session::save_project(project, subject.project, progress, {opened.stamp, &*lock}).findings,
             console.err);
    }
    console.out << "table " << project.settings.density_table
                << " (disponibles : " << join(session::density_tables(), ", ") << ", ou un fichier)\n";
    for (const domain::DensityBand& band : project.settings.bands) {
        console.out << "  " << band.key << " : " << band.label << ", " << to_french(band.px_per_m, 1)
                    << " px/m"
                    << (band.key == project.settings.required_band ? " (requise pour compter comme couvert)"
                                                                   : "")
                    << '\n';
    }
    for (const std::string& key : session::density_tables()) { // both scales are read side by side
        if (key == project.settings.density_table) {
            continue;
        }
        const session::DensityTableFile other = session::density_table(key);
        std::vector<std::string> levels;
        for (const domain::DensityBand& band : other.bands) {
            levels.push_back(band.label + " " + to_french(band.px_per_m, 1));
        }
        console.out << "  à côté, " << key << " : " << join(levels, ", ") << " px/m\n";
    }
    console.out << "  à côté : visage de 90 × 60 px (arrêté du 3 août 2007), environ "
                << to_french(sight::kFace2007_px_per_m, 0) << " px/m\n";
}

void show_summary(const Console& console, const Subject& subject) {
    const plan::Released c = released(subject);
    console.out << report::summary(c.project().sites->empty() ? c : ranked(c));
}

void export_file(const Console& console, const ExportOptions& options) {
    Progress progress;
    domain::Project project = opened(options.subject);
    check_disclosed(project, options.what);
    const plan::Released c = released(std::move(project));
    const plan::Released whole = report::needs_scheme(options.what) ? ranked(c) : c;
    tell(session::export_file({whole, options.by}, options.what, options.file, progress), console.err);
    console.out << options.file.string() << " écrit\n";
}

void render(const Console& console, const RenderOptions& options) {
    Progress progress;
    domain::Project project = opened(options.subject);
    check_disclosed(project, options.style);
    const plan::Released c = released(std::move(project));
    const bool has_pins = options.style.is_shown[static_cast<std::size_t>(map::Layer::priority_sites)] &&
                          !c.project().sites->empty();
    tell(map::render_map(has_pins ? ranked(c) : c, options.style, options.how, progress), console.err);
    console.out << options.how.path.string() << " écrit\n";
}

namespace {

/// Commands whose messages speak of files alone, or of what was released to them.
bool may_be_told(const session::Command& command) {
    return std::visit(
        []<class C>(const C&) {
            return std::is_same_v<C, session::Open> || std::is_same_v<C, session::Save> ||
                   std::is_same_v<C, session::Export> || std::is_same_v<C, map::Render> ||
                   std::is_same_v<C, session::SaveLog>;
        },
        static_cast<const session::AnyCommand&>(command));
}

} // namespace

void run_script(const Console& console, const std::filesystem::path& path,
                const std::filesystem::path& script) {
    std::istringstream in(io::read_text_file(script));
    session::Jobs jobs;
    session::Session session;
    std::string text;
    const auto run = [&](const session::Command& command) {
        const bool is_hidden = domain::is_public(session.project->settings.profile) && !may_be_told(command);
        try {
            session::apply(session, jobs, command);
        } catch (const domain::Undisclosed&) {
            throw;
        } catch (const InputError&) {
            if (!is_hidden) {
                throw;
            }
            throw domain::Undisclosed(std::string("commande refusée") + kHiddenReason);
        }
        session::finish_all(session, jobs);
        for (const session::Message& message : session.messages) {
            if (message.is_error) {
                if (is_hidden && message.code == InputError("").exit_code()) {
                    throw InputError(std::string("commande refusée") + kHiddenReason);
                }
                fail(message.text, message.code);
            }
            if (!is_hidden) {
                console.out << message.text << '\n';
            }
        }
        session.messages.clear();
    };
    if (!path.empty()) {
        run(session::Open{path, console.reads_outside});
    }
    for (long row = 1; std::getline(in, text); ++row) {
        const std::string_view line = trim(text);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        try {
            run(session::parse_command(line));
        } catch (const Error& error) {
            fail(script.filename().string() + ", ligne " + std::to_string(row) + " : " + error.what(),
                 error.exit_code());
        }
    }
}

} // namespace maillage::cli
