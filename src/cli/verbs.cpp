#include "cli/verbs.h"

#include "analysis/covered_ground.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/computed.h"
#include "example/example.h"
#include "geo/crs.h"
#include "io/write/text_file.h"
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
#include <fstream>
#include <ostream>

namespace maillage::cli {
namespace {

void draw_map(const Computed& c, std::shared_ptr<const plan::Scheme> scheme, const map::Style& style,
              const map::Render& how) {
    Progress progress;
    map::render_map({.project = c.project,
                     .geometry = map::picture_geometry(*c.project, how),
                     .results = c.results,
                     .results_of = c.project,
                     .scheme = std::move(scheme),
                     .style = style,
                     .selection = {}},
                    how, progress);
}

/// "sol vu 12 345 m² dont 2 345 par deux caméras ou plus".
std::string seen_text(const ground::CoveredArea& seen) {
    return "sol vu " + to_french(seen.once_m2, 0) + " m² dont " + to_french(seen.twice_m2, 0) +
           " par deux caméras ou plus";
}

void print_gaps(const Computed& c, analysis::Grouping by, std::ostream& out) {
    const analysis::Results& results = *c.results;
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
            << " sites, poids couvert " << report::percent_interval(row.weight_covered, row.weight);
        if (row.gap_level > 0) {
            out << ", cause principale : " << analysis::label(row.main_cause);
        }
        out << (grounds[i].seen.once_m2 > 0 ? ", " + seen_text(grounds[i].seen) : "") << '\n';
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
    std::filesystem::create_directories(folder);
    const Computed c = computed(example::make_example(progress), std::nullopt);
    session::save_project(*c.project, folder / "projet.gpkg", progress);
    const auto scheme = std::make_shared<const plan::Scheme>(ranked(c, session::scheme_params(*c.project)));
    const report::ExportInput input{*c.project, *c.results, scheme.get()};
    tell(session::export_file(input, report::ExportWhat::priority_sites, folder / "sites_prioritaires.shp",
                              progress),
         console.err);
    tell(session::export_file(input, report::ExportWhat::gaps, folder / "lacunes.csv", progress),
         console.err);
    draw_map(c, scheme, {}, {folder / "carte.png", 1920, 1080});
    const std::string text = report::summary(*c.project, *c.results, scheme.get());
    io::write_text_file(folder / "synthese.txt", text);
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
        session::Import what;
        what.kind = intake::ImportKind::communes;
        what.file = options.communes;
        session::Imported imported = import_file(project, what, progress);
        tell(imported.findings, console.err);
        console.out << imported.result.imported << " communes importées (" << imported.note << ")\n";
        project = std::move(imported.result.project);
    }
    session::save_project(project, options.project, progress);
}

void import_file(const Console& console, const std::filesystem::path& path, const session::Import& what) {
    Progress progress;
    session::Imported imported = import_file(session::load_project(path, progress), what, progress, path);
    tell(imported.findings, console.err);
    session::save_project(imported.result.project, path, progress);
    console.out << what.file.filename().string() << " : " << imported.result.imported << " importé(s), "
                << imported.findings.size() << " anomalie(s) (" << imported.note << ")\n";
    for (const auto& [role, column] : imported.result.recognised) {
        console.out << "  " << role << " = " << column << '\n';
    }
}

void check(const Console& console, const std::filesystem::path& path, const std::string& format) {
    Progress progress;
    domain::Project project = session::load_project(path, progress);
    Findings all = *project.findings;
    if (!project.territory->communes.empty()) {
        append(all, session::mount_findings(*computed(std::move(project), std::nullopt).results));
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
        console.out << to_string(finding.severity) << " : " << to_string(finding) << '\n';
    }
    console.out << count(all, Severity::error) << " erreur(s), " << count(all, Severity::warning)
                << " avertissement(s), " << count(all, Severity::note) << " remarque(s)\n";
}

void gaps(const Console& console, const GapsOptions& options) {
    const Computed c = load(options.project, options.date);
    if (options.format == "text") {
        console.out << report::mention(*c.project, c.results->date) << '\n';
        print_gaps(c, options.by, console.out);
        return;
    }
    print(report::gaps_table({*c.project, *c.results, nullptr}, options.by), options.format, console.out);
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
    const auto views = report::point_views(*c.results, read_point(options, c.project->territory->epsg));
    if (options.format == "text") {
        console.out << report::point_text(*c.results, views);
        return;
    }
    print(report::point_table(*c.results, views), options.format, console.out);
}

void bands(const Console& console, const std::filesystem::path& path, const session::SetBands& change) {
    Progress progress;
    domain::Project project = session::load_project(path, progress);
    if (!change.table.empty()) {
        session::use_density_table(project.settings, session::density_table(change.table));
    }
    if (!change.required.empty()) {
        session::require_band(project.settings, change.required);
    }
    if (change != session::SetBands{}) {
        session::save_project(project, path, progress);
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

void show_summary(const Console& console, const std::filesystem::path& project, std::optional<Date> date) {
    const Computed c = load(project, date);
    if (c.project->sites->empty()) {
        console.out << report::summary(*c.project, *c.results, nullptr);
        return;
    }
    const plan::Scheme scheme = ranked(c, session::scheme_params(*c.project));
    console.out << report::summary(*c.project, *c.results, &scheme);
}

void export_file(const Console& console, const ExportOptions& options) {
    Progress progress;
    domain::Project project = session::load_project(options.project, progress);
    if (!options.profile.empty()) {
        project.settings.profile = options.profile;
    }
    const Computed c = computed(std::move(project), options.date);
    std::optional<plan::Scheme> scheme;
    if (report::needs_scheme(options.what)) {
        scheme = ranked(c, session::scheme_params(*c.project));
    }
    tell(session::export_file({*c.project, *c.results, scheme ? &*scheme : nullptr, options.by}, options.what,
                              options.file, progress),
         console.err);
    console.out << options.file.string() << " écrit\n";
}

void render(const Console& console, const RenderOptions& options) {
    const Computed c = load(options.project, options.date);
    std::shared_ptr<const plan::Scheme> scheme;
    if (options.style.is_shown[static_cast<std::size_t>(map::Layer::priority_sites)] &&
        !c.project->sites->empty()) {
        scheme = std::make_shared<const plan::Scheme>(ranked(c, session::scheme_params(*c.project)));
    }
    draw_map(c, scheme, options.style, options.how);
    console.out << options.how.path.string() << " écrit\n";
}

void run_script(const Console& console, const std::filesystem::path& path,
                const std::filesystem::path& script) {
    std::ifstream in(script);
    if (!in) {
        throw InputError("script illisible : " + script.string());
    }
    session::Jobs jobs;
    session::Session session;
    std::string text;
    const auto run = [&](const session::Command& command) {
        session::apply(session, jobs, command);
        session::finish_all(session, jobs);
        for (const session::Message& message : session.messages) {
            if (message.is_error) {
                throw InputError(message.text);
            }
            console.out << message.text << '\n';
        }
        session.messages.clear();
    };
    if (!path.empty()) {
        run(session::Open{path});
    }
    for (long row = 1; std::getline(in, text); ++row) {
        const std::string_view line = trim(text);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        try {
            run(session::parse_command(line));
        } catch (const InputError& error) {
            throw InputError(script.filename().string() + ", ligne " + std::to_string(row) + " : " +
                             error.what());
        }
    }
}

} // namespace maillage::cli
