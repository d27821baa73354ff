#include "session/files.h"

#include "base/clean_text.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "domain/project_tables.h"
#include "geo/crs.h"
#include "io/read/read_table.h"
#include "io/store/project_store.h"
#include "io/write/text_file.h"
#include "io/write/write_table.h"
#include "session/relief.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace maillage::session {
namespace {

std::string departement_of(const std::string& code) {
    return code.starts_with("97") || code.starts_with("98") ? code.substr(0, 3) : code.substr(0, 2);
}

/// The metric CRS that a file of communes asks for, from its first code.
int metric_crs_of(const Import& what, Progress& progress) {
    io::ReadOptions options;
    options.layer = what.layer;
    options.encoding = what.encoding;
    options.epsg = what.epsg;
    options.max_rows = 1;
    const geo::Table head = io::read_table(what.file, options, progress).table;
    auto columns = intake::recognise_columns(intake::ImportKind::communes, head);
    for (const auto& [role, column] : what.options.columns) {
        columns[role] = column;
    }
    const auto column = columns.contains("code") ? geo::find_column(head, columns["code"]) : std::nullopt;
    if (!column || head.features.empty()) {
        return geo::kLambert93; // the import itself will say what is missing
    }
    return geo::metric_crs(departement_of(insee_code(geo::to_text(head.features[0].values[*column]))));
}

/// Tells two files of one name apart without keeping where they lie: FNV-1a of the path.
std::string fingerprint(const std::filesystem::path& file) {
    std::error_code error;
    const std::filesystem::path full = std::filesystem::weakly_canonical(file, error);
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : (error ? file : full).string()) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return fmt::format("{:016x}", hash);
}

/// Where the data should lie: round the communes, or in France when there are none yet. A camera may stand in
/// the next département.
geo::Box expected_place(const domain::Territory& territory) {
    constexpr double kRoundDegrees = 1;
    const geo::Box metres = domain::bounds(territory);
    if (metres.is_empty()) {
        constexpr double kWest = -63.5, kEast = 55.9, kSouth = -21.5, kNorth = 51.6; // with the overseas
        const bool is_overseas = territory.departement.size() == 3;
        return is_overseas ? geo::Box{{kWest, kSouth}, {kEast, kNorth}} : geo::Box{{-5.6, 41}, {10, kNorth}};
    }
    const geo::Reprojection to_degrees(territory.epsg, geo::kWgs84);
    geo::Box box;
    for (const geo::Point corner : {metres.min, metres.max, geo::Point{metres.min.x, metres.max.y},
                                    geo::Point{metres.max.x, metres.min.y}}) {
        if (const auto p = to_degrees(corner)) {
            box.extend(*p);
        }
    }
    return box.grown(kRoundDegrees);
}

/// The file's name, layer and place, and the label under which the project keeps what comes of it: decided
/// here, once.
intake::ImportOptions told_options(const domain::Project& project, const Import& what) {
    intake::ImportOptions how = what.options;
    if (!how.source.empty()) {
        return how;
    }
    how.source = what.file.filename().string();
    how.layer = what.layer;
    how.folder = std::filesystem::absolute(what.file).parent_path().filename().string();
    how.origin = fingerprint(what.file);
    how.source = intake::source_label(project, what.kind, how);
    return how;
}

/// A spreadsheet has no use for a polygon, nor for the centre of a commune that stands for an act.
void drop_shapes(geo::Table& table, report::ExportWhat what, io::Format format) {
    const bool is_sheet =
        format == io::Format::csv || format == io::Format::xlsx || format == io::Format::ods;
    const bool is_place =
        table.geometry_kind == geo::GeometryKind::point && what != report::ExportWhat::registry;
    if (!is_sheet || is_place) {
        return;
    }
    for (geo::Feature& feature : table.features) {
        feature.geometry = std::monostate();
    }
    table.geometry_kind = geo::GeometryKind::none;
}

/// Elevation is no table: the project keeps its name and checksum.
Imported import_elevation(const domain::Project& project, const Import& what,
                          const std::filesystem::path& folder, Progress& progress) {
    Relief relief = read_relief(what.file, what.epsg, project.territory->epsg, progress);
    Imported imported;
    imported.note = relief.note;
    imported.result.imported = 1;
    imported.result.project = with_relief(project, what.file, std::move(relief), folder);
    require_clean("chemin du relief", imported.result.project.elevation.file); // kept, so it must be text
    require_clean("attribution", what.options.attribution);
    std::vector<domain::Source> sources = *project.sources;
    std::erase_if(sources, [](const domain::Source& source) { return source.kind == "elevation"; });
    sources.push_back({to_text(what.kind), shown_text(what.file.filename().string()), "", imported.note,
                       what.options.attribution, 1, what.options.is_fictitious});
    imported.result.project.sources = std::move(sources);
    return imported;
}

/// The tables know what is wrong, and in which row; the file is named here.
domain::Project checked_project(domain::ProjectTables stored, const std::filesystem::path& path) {
    try {
        return domain::from_tables(std::move(stored));
    } catch (const InputError& error) {
        throw InputError(fmt::format("{} : {}", shown_text(path.filename().string()), error.what()));
    }
}

Findings relief_left_out(const std::filesystem::path& file) {
    return {{Severity::warning, file.filename().string(), 0, "",
             "le fichier du relief est hors du dossier du projet, il n'a pas été lu : les champs sont "
             "calculés sans "
             "relief"}};
}

} // namespace

OutsideFile::OutsideFile(const std::filesystem::path& project, std::filesystem::path file)
    : InputError(project.filename().string() + tr(" : le projet lit un fichier hors de son dossier, ") +
                 file.string() + tr(" ; il n’est pas ouvert sans accord (--outside-files lire ou ignorer)")),
      file_(std::move(file)) {}

namespace {

domain::Project stored_project(const std::filesystem::path& path, Progress& progress) {
    io::StoredProject stored = io::load_project(path, progress);
    return checked_project({std::move(stored.tables), std::move(stored.settings)}, path);
}

domain::Project light_project(const std::filesystem::path& path, Progress& progress) {
    io::StoredProject stored = io::load_project_without(path, domain::heavy_tables(), progress);
    domain::ProjectTables tables{std::move(stored.tables), std::move(stored.settings)};
    tables.file = shown_text(path.filename().string());
    for (const std::string& name : domain::heavy_tables()) {
        if (std::ranges::find(tables.tables, name, &geo::Table::name) != tables.tables.end()) {
            tables.later[name] = [path, name] {
                Progress quiet;
                return io::load_project_table(path, name, quiet);
            };
        }
    }
    return checked_project(std::move(tables), path);
}

domain::Project with_its_relief(domain::Project project, const std::filesystem::path& path,
                                Progress& progress, std::optional<bool> reads_outside) {
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    const std::filesystem::path outside = outside_relief(project, folder);
    if (!outside.empty() && !reads_outside) {
        throw OutsideFile(path, outside);
    }
    if (!outside.empty()) { // as long as it is in memory: saved elsewhere, it is the same file
        project.elevation.file = outside.generic_string();
    }
    const Findings missing =
        outside.empty() || *reads_outside ? load_relief(project, folder, progress) : relief_left_out(outside);
    Findings all = *project.findings;
    for (const Finding& finding : missing) { // told once, however often the project is opened and saved
        if (std::ranges::find(all, finding) == all.end()) {
            all.push_back(finding);
        }
    }
    if (!missing.empty()) {
        project.findings = std::move(all);
    }
    return project;
}

/// What it refers to, named relative to where it is saved.
domain::Project with_stored_names(const domain::Project& project, const std::filesystem::path& path) {
    domain::Project stored = project;
    stored.elevation.file =
        stored_name(project.elevation.file, std::filesystem::absolute(path).parent_path());
    return stored;
}

} // namespace

domain::Project load_project(const std::filesystem::path& path, Progress& progress,
                             std::optional<bool> reads_outside) {
    return with_its_relief(stored_project(path, progress), path, progress, reads_outside);
}

Opened open_project(const std::filesystem::path& path, Progress& progress,
                    std::optional<bool> reads_outside) {
    // First: what another program saves meanwhile is then told, never written over.
    const io::FileStamp stamp = io::stamp_of(path);
    domain::Project stored = stored_project(path, progress);
    return {with_its_relief(stored, path, progress, reads_outside), stamp, stored};
}

Opened open_light(const std::filesystem::path& path, Progress& progress, std::optional<bool> reads_outside) {
    const io::FileStamp stamp = io::stamp_of(path);
    domain::Project stored = light_project(path, progress);
    return {with_its_relief(stored, path, progress, reads_outside), stamp, stored};
}

io::Saved save_project(const domain::Project& project, const std::filesystem::path& path, Progress& progress,
                       const io::SaveTerms& terms) {
    domain::ProjectTables tables = to_tables(with_stored_names(project, path));
    return io::save_project(path, {std::move(tables.tables), std::move(tables.settings)}, progress, terms);
}

io::Saved save_changes(const domain::Project& stored, const domain::Project& project,
                       const std::filesystem::path& path, Progress& progress, const io::SaveTerms& terms) {
    if (stored.territory->epsg == project.territory->epsg) { // else every shape is another one
        domain::ProjectChange change =
            domain::changes(with_stored_names(stored, path), with_stored_names(project, path));
        const auto saved = io::save_changes(
            path,
            {std::move(change.tables), std::move(change.settings_before), std::move(change.settings_after)},
            progress, terms);
        if (saved) {
            return *saved;
        }
    }
    return save_project(project, path, progress, terms);
}

void save_copy(const domain::Disclosed& project, const std::filesystem::path& path, Progress& progress) {
    save_project(*project, path, progress);
}

Reading reading_of(const domain::Project& project, const Import& what) {
    Reading reading;
    reading.import = told_options(project, what);
    reading.read.layer = what.layer;
    reading.read.encoding = what.encoding;
    reading.read.epsg = what.epsg;
    reading.read.target_epsg = project.territory->epsg;
    reading.read.label = reading.import.source;
    reading.read.expected = expected_place(*project.territory);
    return reading;
}

Imported import_file(const domain::Project& project, const Import& what, Progress& progress,
                     const std::filesystem::path& project_file) {
    if (what.kind == intake::ImportKind::elevation) {
        const auto folder = project_file.empty() ? std::filesystem::path()
                                                 : std::filesystem::absolute(project_file).parent_path();
        return import_elevation(project, what, folder, progress);
    }
    progress.report(0, "lecture de " + what.file.filename().string());
    auto [options, how] = reading_of(project, what);
    if (what.kind == intake::ImportKind::communes) {
        options.target_epsg = metric_crs_of(what, progress);
    }
    io::ReadResult read = io::read_table(what.file, options, progress);
    how.read_findings = read.findings;
    progress.report(0.7, "contrôle des lignes");
    Imported imported;
    imported.result = intake::import_table(project, what.kind, read.table, how);
    imported.findings = std::move(read.findings);
    append(imported.findings, imported.result.findings);
    imported.note = read.info.driver;
    for (const std::string& part : {read.info.layer, read.info.encoding, read.info.crs_note}) {
        imported.note += part.empty() ? "" : " · " + part;
    }
    return imported;
}

Findings export_file(const report::ExportInput& input, report::ExportWhat what,
                     const std::filesystem::path& path, Progress& progress) {
    const io::Format format = io::format_of(path);
    progress.report(0, "export de " + path.filename().string());
    geo::Table table = report::export_table(input, what);
    drop_shapes(table, what, format);
    io::WriteOptions options;
    options.title = table.title;
    options.description = report::mention(input.project, input.results.date);
    options.source = domain::attribution(input.project);
    return io::write_table(table, path, options);
}

Findings write_lines(const std::filesystem::path& path, const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    return io::write_text_file(path, text);
}

} // namespace maillage::session
