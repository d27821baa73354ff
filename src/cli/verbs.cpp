#include "cli/verbs.h"

#include "analysis/covered_ground.h"
#include "analysis/density.h"
#include "app/density_tables.h"
#include "app/example.h"
#include "app/files.h"
#include "app/mounts.h"
#include "app/point_views.h"
#include "app/render.h"
#include "app/session.h"
#include "app/summary.h"
#include "base/error.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/text.h"
#include "cli/computed.h"
#include "geo/crs.h"
#include "io/project_lock.h"
#include "io/text_file.h"
#include "io/work_folders.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <sstream>

namespace maillage::cli {
namespace {

Findings draw_map(const Computed& c, std::shared_ptr<const analysis::Scheme> scheme, const app::Style& style,
                  const app::Render& how) {
    Progress progress;
    return app::render_map({.project = c.project,
                            .geometry = app::picture_geometry(*c.project, how),
                            .results = c.results,
                            .results_of = c.project,
                            .scheme = std::move(scheme),
                            .style = style,
                            .selection = {}},
                           how, progress);
}

/// "sol vu 12 345 m² dont 2 345 par deux caméras ou plus".
std::string seen_text(const analysis::CoveredArea& seen) {
    return "sol vu " + to_french(seen.once_m2, 0) + " m² dont " + to_french(seen.twice_m2, 0) +
           " par deux caméras ou plus";
}

void print_gaps(const Computed& c, analysis::Grouping by, std::ostream& out) {
    const app::Results& results = *c.results;
    Progress progress;
    const auto grounds =
        analysis::covered_grounds({*c.project, *results.views, results.legalities, results.gaps}, progress)
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
            << " sites, poids couvert " << app::percent_interval(row.weight_covered, row.weight);
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
    const Computed c = computed(app::make_example(progress), std::nullopt);
    tell(app::save_project(*c.project, folder / "projet.gpkg", progress).findings, console.err);
    const auto scheme = std::make_shared<const analysis::Scheme>(ranked(c, app::scheme_params(*c.project)));
    const app::ExportInput input{*c.project, *c.results, scheme.get()};
    tell(
        app::export_file(input, app::ExportWhat::priority_sites, folder / "sites_prioritaires.shp", progress),
        console.err);
    tell(app::export_file(input, app::ExportWhat::gaps, folder / "lacunes.csv", progress), console.err);
    tell(draw_map(c, scheme, {}, {folder / "carte.png", 1920, 1080}), console.err);
    const std::string text = app::summary(*c.project, *c.results, scheme.get());
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
    if (!options.communes.empty()) {
        app::Import what;
        what.kind = domain::ImportKind::communes;
        what.file = options.communes;
        app::Imported imported = app::import_file(project, what, progress);
        tell(imported.findings, console.err);
        console.out << imported.result.imported << " communes importées (" << imported.note << ")\n";
        project = std::move(imported.result.project);
    }
    tell(app::save_project(project, options.project, progress, {io::FileStamp{}}).findings, console.err);
}

void import_file(const Console& console, const std::filesystem::path& path, const app::Import& what) {
    Progress progress;
    const io::ProjectLock lock(path);
    app::Opened opened = app::open_project(path, progress);
    app::Imported imported = app::import_file(opened.project, what, progress, path);
    tell(imported.findings, console.err);
    tell(app::save_project(imported.result.project, path, progress, {opened.stamp, &lock}).findings,
         console.err);
    console.out << what.file.filename().string() << " : " << imported.result.imported << " importé(s), "
                << imported.findings.size() << " anomalie(s) (" << imported.note << ")\n";
    for (const auto& [role, column] : imported.result.recognised) {
        console.out << "  " << role << " = " << column << '\n';
    }
}

void check(const Console& console, const std::filesystem::path& path, const std::string& format) {
    Progress progress;
    domain::Project project = app::load_project(path, progress);
    Findings all = *project.findings;
    if (!project.territory->communes.empty()) {
        append(all, app::mount_findings(*computed(std::move(project), std::nullopt).results));
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
    const Computed c = load(options.project, options.date);
    if (options.format == "text") {
        console.out << app::mention(*c.project, c.results->date) << '\n';
        print_gaps(c, options.by, console.out);
        return;
    }
    print(app::gaps_table({*c.project, *c.results, nullptr}, options.by), options.format, console.out);
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
    const Computed c = load(options.project, options.date);
    const auto views = app::point_views(*c.results, read_point(options, c.project->territory->epsg));
    if (options.format == "text") {
        console.out << app::point_text(*c.results, views);
        return;
    }
    print(app::point_table(*c.results, views), options.format, console.out);
}

void bands(const Console& console, const std::filesystem::path& path, const app::SetBands& change) {
    Progress progress;
    std::optional<io::ProjectLock> lock;
    if (change != app::SetBands{}) {
        lock.emplace(path);
    }
    app::Opened opened = app::open_project(path, progress);
    domain::Project& project = opened.project;
    if (!change.table.empty()) {
        app::use_density_table(project.settings, app::density_table(change.table));
    }
    if (!change.required.empty()) {
        app::require_band(project.settings, change.required);
    }
    if (lock) {
        tell(app::save_project(project, path, progress, {opened.stamp, &*lock}).findings, console.err);
    }
    console.out << "table " << project.settings.density_table
                << " (disponibles : " << join(app::density_tables(), ", ") << ", ou un fichier)\n";
    for (const domain::DensityBand& band : project.settings.bands) {
        console.out << "  " << band.key << " : " << band.label << ", " << to_french(band.px_per_m, 1)
                    << " px/m"
                    << (band.key == project.settings.required_band ? " (requise pour compter comme couvert)"
                                                                   : "")
                    << '\n';
    }
    console.out << "  à côté : visage de 90 × 60 px (arrêté du 3 août 2007), environ "
                << to_french(analysis::kFace2007_px_per_m, 0) << " px/m\n";
}

void show_summary(const Console& console, const std::filesystem::path& project, std::optional<Date> date) {
    const Computed c = load(project, date);
    if (c.project->sites->empty()) {
        console.out << app::summary(*c.project, *c.results, nullptr);
        return;
    }
    const analysis::Scheme scheme = ranked(c, app::scheme_params(*c.project));
    console.out << app::summary(*c.project, *c.results, &scheme);
}

void export_file(const Console& console, const ExportOptions& options) {
    Progress progress;
    domain::Project project = app::load_project(options.project, progress);
    if (!options.profile.empty()) {
        project.settings.profile = options.profile;
    }
    const Computed c = computed(std::move(project), options.date);
    std::optional<analysis::Scheme> scheme;
    if (app::needs_scheme(options.what)) {
        scheme = ranked(c, app::scheme_params(*c.project));
    }
    tell(app::export_file({*c.project, *c.results, scheme ? &*scheme : nullptr, options.by}, options.what,
                          options.file, progress),
         console.err);
    console.out << options.file.string() << " écrit\n";
}

void render(const Console& console, const RenderOptions& options) {
    const Computed c = load(options.project, options.date);
    std::shared_ptr<const analysis::Scheme> scheme;
    if (options.style.is_shown[static_cast<std::size_t>(app::Layer::priority_sites)] &&
        !c.project->sites->empty()) {
        scheme = std::make_shared<const analysis::Scheme>(ranked(c, app::scheme_params(*c.project)));
    }
    tell(draw_map(c, scheme, options.style, options.how), console.err);
    console.out << options.how.path.string() << " écrit\n";
}

void run_script(const Console& console, const std::filesystem::path& path,
                const std::filesystem::path& script) {
    std::istringstream in(io::read_text_file(script));
    app::Jobs jobs;
    app::Session session;
    std::string text;
    const auto run = [&](const app::Command& command) {
        app::apply(session, jobs, command);
        app::finish_all(session, jobs);
        for (const app::Message& message : session.messages) {
            if (message.is_error) {
                fail(message.text, message.code);
            }
            console.out << message.text << '\n';
        }
        session.messages.clear();
    };
    if (!path.empty()) {
        run(app::Open{path});
    }
    for (long row = 1; std::getline(in, text); ++row) {
        const std::string_view line = trim(text);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        try {
            run(app::parse_command(line));
        } catch (const Error& error) {
            fail(script.filename().string() + ", ligne " + std::to_string(row) + " : " + error.what(),
                 error.exit_code());
        }
    }
}

} // namespace maillage::cli
