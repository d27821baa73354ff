#include "intake/import.h"

#include "base/clean_text.h"
#include "base/error.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/door.h"
#include "intake/columns.h"
#include "intake/kinds.h"
#include "intake/log.h"
#include "intake/tidy_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace maillage::intake {
namespace {

constexpr std::array<std::string_view, 17> kWords = {
    "communes",  "zones",   "councils", "authorisations", "cameras",  "sites",
    "buildings", "qpv",     "crime",    "population",     "roads",    "candidates",
    "prices",    "funding", "parcels",  "perimeters",     "elevation"};

/// CRS that the points of the project are in; for communes that of the département that the codes tell.
int target_crs(const domain::Project& project, ImportKind kind, const geo::Table& table,
               const ColumnMap& columns) {
    if (kind != ImportKind::communes || !project.territory->communes.empty() ||
        !project.territory->departement.empty()) {
        return project.territory->epsg;
    }
    const auto role = columns.find("code");
    constexpr auto kNone = std::numeric_limits<std::size_t>::max();
    const std::size_t at =
        role == columns.end() ? kNone : geo::find_column(table, role->second).value_or(kNone);
    std::set<std::string> departements;
    for (const geo::Feature& feature : table.features) {
        if (at < feature.values.size()) {
            departements.insert(domain::departement_of(insee_code(geo::to_text(feature.values[at]))));
        }
    }
    departements.erase("");
    return departements.size() == 1 ? geo::metric_crs(*departements.begin()) : geo::kLambert93;
}

bool move(geo::Point& p, const geo::Reprojection& moves) {
    const auto moved = moves(p);
    p = moved.value_or(p);
    return moved.has_value();
}

bool move(std::vector<geo::Point>& points, const geo::Reprojection& moves) {
    return std::ranges::all_of(points, [&](geo::Point& p) { return move(p, moves); });
}

bool move(geo::Polygon& polygon, const geo::Reprojection& moves) {
    return move(polygon.outer, moves) &&
           std::ranges::all_of(polygon.holes, [&](geo::Ring& hole) { return move(hole, moves); });
}

bool move(geo::Geometry& geometry, const geo::Reprojection& moves) {
    if (auto* point = std::get_if<geo::Point>(&geometry)) {
        return move(*point, moves);
    }
    if (auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        return std::ranges::all_of(*lines, [&](geo::Line& line) { return move(line, moves); });
    }
    auto* polygons = std::get_if<geo::MultiPolygon>(&geometry);
    return polygons == nullptr ||
           std::ranges::all_of(*polygons, [&](geo::Polygon& polygon) { return move(polygon, moves); });
}

geo::Table reprojected(geo::Table table, int epsg, Findings& findings, const std::string& source) {
    const geo::Reprojection moves(table.epsg, epsg);
    std::size_t lost = 0;
    for (geo::Feature& feature : table.features) {
        if (!move(feature.geometry, moves)) {
            feature.geometry = std::monostate();
            ++lost;
        }
    }
    if (lost > 0) {
        findings.push_back(
            {Severity::warning,
             source,
             0,
             {},
             fmt::format("{} géométries hors du domaine de EPSG:{}, laissées vides", lost, epsg)});
    }
    table.epsg = epsg;
    return table;
}

geo::Table clean_copy(geo::Table table, Findings& findings, const std::string& source) {
    ImportLog log(source);
    geo::clean(table, [&](long row, const std::string& column, const std::string& kind, std::string message) {
        log.add(Severity::warning, row, column, kind, std::move(message));
    });
    append(findings, log.finish());
    return table;
}

std::int64_t import_kind(ImportRows& rows, domain::Project& out) {
    switch (rows.kind) {
    case ImportKind::communes:
        return import_communes(rows, out);
    case ImportKind::zones:
        return import_zones(rows, out);
    case ImportKind::councils:
        return import_councils(rows, out);
    case ImportKind::authorisations:
        return import_authorisations(rows, out);
    case ImportKind::cameras:
        return import_cameras(rows, out);
    case ImportKind::sites:
        return import_sites(rows, out);
    case ImportKind::buildings:
        return import_buildings(rows, out);
    case ImportKind::qpv:
        return import_qpv(rows, out);
    case ImportKind::crime:
        return import_crime(rows, out);
    case ImportKind::population:
        return import_population(rows, out);
    case ImportKind::roads:
        return import_roads(rows, out);
    case ImportKind::candidates:
        return import_candidates(rows, out);
    case ImportKind::prices:
        return import_prices(rows, out);
    case ImportKind::funding:
        return import_funding(rows, out);
    case ImportKind::parcels:
        return import_parcels(rows, out);
    case ImportKind::perimeters:
        return import_perimeters(rows, out);
    case ImportKind::elevation:
        break; // no table
    }
    return 0;
}

/// Kind of a source that gave no outline: a map credits those who drew the borders, not those who counted.
constexpr const char* kCommuneFacts = "commune_facts";

std::string convention_note(const ImportOptions& options) {
    if (options.azimuth_convention == "trigo") {
        return "azimuts : sens trigonométrique depuis l'est";
    }
    return options.azimuth_convention == "grille" ? "azimuts : depuis le nord de la grille" : "";
}

bool is_same_outline(const domain::Commune& a, const domain::Commune& b) {
    return a.code == b.code && a.shape == b.shape;
}

/// Populations, names, EPCI... of a file without outlines complete communes whose outlines another file gave.
bool completes_communes(const domain::Project& before, const domain::Project& after, ImportKind kind) {
    const std::vector<domain::Commune>& was = before.territory->communes;
    return kind == ImportKind::communes &&
           std::ranges::any_of(was, [](const domain::Commune& c) { return !c.shape.empty(); }) &&
           std::ranges::equal(was, after.territory->communes, is_same_outline);
}

/// The sources of a kind that is replaced go, with the findings that only they explain.
void record_source(domain::Project& project, const std::string& word, const geo::Table& table,
                   const ImportOptions& options, std::int64_t imported) {
    const std::string& file = options.source;
    std::vector<domain::Source> kept;
    std::set<std::string> gone;
    for (const domain::Source& source : *project.sources) {
        if (source.kind == word && (options.replaces || source.file == file)) {
            gone.insert(source.file);
        } else {
            kept.push_back(source);
        }
    }
    for (const domain::Source& source : kept) {
        gone.erase(source.file);
    }
    Findings findings = *project.findings;
    std::erase_if(findings, [&](const Finding& finding) { return gone.contains(finding.source); });
    kept.push_back({word, file, table.name, convention_note(options), options.attribution, imported,
                    options.is_fictitious, options.origin});
    project.sources = std::move(kept);
    project.findings = std::move(findings);
}

/// The table with the columns and rows that are meant, and how its titles are understood.
struct Understood {
    std::optional<geo::Table> changed;
    Recognition recognition;
};

Understood understood(ImportKind kind, const geo::Table& table, const ColumnMap& asked, ImportLog& log) {
    Understood read;
    const auto now = [&]() -> const geo::Table& { return read.changed ? *read.changed : table; };
    const auto change = [&](std::optional<geo::Table> made) {
        if (made) {
            read.changed = std::move(made);
        }
    };
    if (has_packed_tags(table)) {
        read.changed = unpack_tags(kind, table);
    }
    if (kind == ImportKind::sites && asked.empty()) {
        change(finess_table(now()));
    }
    change(without_script_decimals(now(), log));
    read.recognition = recognise(kind, now(), asked);
    const std::vector<std::size_t> foot = foot_rows(now(), read.recognition.columns, log);
    if (!foot.empty()) {
        read.changed = read.changed ? std::move(read.changed) : std::optional(table);
        for (auto it = foot.rbegin(); it != foot.rend(); ++it) {
            read.changed->features.erase(read.changed->features.begin() + static_cast<std::ptrdiff_t>(*it));
        }
    }
    return read;
}

} // namespace

std::string to_text(ImportKind kind) {
    return std::string(kWords.at(static_cast<std::size_t>(kind)));
}

std::optional<ImportKind> parse_import_kind(std::string_view text) {
    const auto* it = std::ranges::find(kWords, text);
    return it == kWords.end() ? std::nullopt : std::optional(static_cast<ImportKind>(it - kWords.begin()));
}

std::vector<ImportKind> all_import_kinds() {
    std::vector<ImportKind> kinds;
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        kinds.push_back(static_cast<ImportKind>(i));
    }
    return kinds;
}

ColumnMap recognise_columns(ImportKind kind, const geo::Table& table) {
    ImportLog silent{{}};
    return understood(kind, table, {}, silent).recognition.columns;
}

std::string source_label(const domain::Project& project, ImportKind kind, const ImportOptions& options) {
    const std::string word = to_text(kind);
    const std::string name =
        options.layer.empty() ? options.source : fmt::format("{} ({})", options.source, options.layer);
    std::set<std::string> taken;
    for (const domain::Source& source : *project.sources) {
        const bool is_of_kind =
            source.kind == word || (kind == ImportKind::communes && source.kind == kCommuneFacts);
        const bool is_same_layer = options.layer.empty() || source.layer == options.layer;
        if (is_of_kind && is_same_layer && !options.origin.empty() && source.origin == options.origin) {
            return source.file;
        }
        const bool is_known =
            options.origin.empty() || source.origin.empty(); // of an earlier version: by its name
        if (!is_of_kind || !(options.replaces || is_known)) {
            taken.insert(source.file);
        }
    }
    const bool is_taken_by_kind = std::ranges::any_of(*project.sources, [&](const domain::Source& source) {
        return source.file == name && source.kind == word;
    });
    std::vector<std::string> labels = {name};
    if (!is_taken_by_kind) {
        labels.push_back(fmt::format("{} ({})", name, word));
    }
    if (!options.folder.empty()) {
        labels.push_back(options.folder + "/" + name);
    }
    for (const std::string& label : labels) {
        if (!taken.contains(label)) {
            return label;
        }
    }
    for (int n = 2;; ++n) {
        const std::string label = fmt::format("{} ({})", name, n);
        if (!taken.contains(label)) {
            return label;
        }
    }
}

std::vector<Role> roles(ImportKind kind) {
    std::vector<Role> shown;
    for (const RoleNames& role : role_names(kind)) {
        shown.push_back({std::string(role.key), std::string(role.label), role.is_required});
    }
    std::ranges::stable_partition(shown, &Role::is_required);
    return shown;
}

ImportResult import_table(const domain::Project& project, ImportKind kind, const geo::Table& given,
                          const ImportOptions& asked) {
    ImportOptions options = asked;
    options.source = shown_text(asked.source.empty() ? given.name : asked.source);
    require_clean("class", options.site_class);
    require_clean("attribution", options.attribution);
    const std::string& source = options.source;
    if (!options.azimuth_convention.empty() && options.azimuth_convention != "trigo" &&
        options.azimuth_convention != "grille") {
        throw InputError(fmt::format("convention d'azimut inconnue : « {} » (attendu : trigo ou grille)",
                                     options.azimuth_convention));
    }
    Findings early;
    std::optional<geo::Table> made_good;
    if (!geo::is_clean(given)) { // what `io` read is clean already
        made_good = clean_copy(given, early, source);
    }
    const geo::Table& table = made_good ? *made_good : given;
    ImportLog first(source);
    auto [changed, recognition] = understood(kind, table, options.columns, first);
    append(early, first.finish());
    if (table.geometry_kind != geo::GeometryKind::none && table.epsg != 0) {
        const int target = target_crs(project, kind, changed ? *changed : table, recognition.columns);
        if (target != table.epsg) {
            changed = reprojected(changed ? std::move(*changed) : table, target, early, source);
        }
    }
    ImportRows rows(project, kind, changed ? *changed : table, options, std::move(recognition));
    ImportResult result;
    result.project = project;
    result.imported = import_kind(rows, result.project);
    result.recognised = rows.recognised;
    if (result.imported == 0) {
        const std::string reason = rows.log.main_reason();
        const std::string why = !reason.empty() ? reason
                                : early.empty() ? std::string("le fichier est vide")
                                                : early.front().message;
        throw InputError(fmt::format("{} : rien d'utilisable pour « {} » ({} lignes lues) : {}", source,
                                     to_text(kind), table.features.size(), why));
    }
    result.findings = std::move(early);
    append(result.findings, rows.log.finish());
    const std::string word =
        completes_communes(project, result.project, kind) ? kCommuneFacts : to_text(kind);
    record_source(result.project, word, table, options, result.imported);
    Findings all = *result.project.findings;
    append(all, options.read_findings);
    append(all, result.findings);
    result.project.findings = std::move(all);
    return result;
}

} // namespace maillage::intake
