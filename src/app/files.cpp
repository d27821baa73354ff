#include "app/files.h"

#include "app/relief.h"
#include "base/error.h"
#include "base/text.h"
#include "domain/project_tables.h"
#include "geo/crs.h"
#include "io/project_store.h"
#include "io/read_table.h"
#include "io/write_table.h"

#include <algorithm>
#include <fstream>

namespace maillage::app {
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
    auto columns = domain::recognise_columns(domain::ImportKind::communes, head);
    for (const auto& [role, column] : what.options.columns) {
        columns[role] = column;
    }
    const auto column = columns.contains("code") ? geo::find_column(head, columns["code"]) : std::nullopt;
    if (!column || head.features.empty()) {
        return geo::kLambert93; // the import itself will say what is missing
    }
    return geo::metric_crs(departement_of(insee_code(geo::to_text(head.features[0].values[*column]))));
}

/// A spreadsheet has no use for a polygon, nor for the centre of a commune that stands for an act.
void drop_shapes(geo::Table& table, ExportWhat what, io::Format format) {
    const bool is_sheet =
        format == io::Format::csv || format == io::Format::xlsx || format == io::Format::ods;
    const bool is_place = table.geometry_kind == geo::GeometryKind::point && what != ExportWhat::registry;
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
    std::vector<domain::Source> sources = *project.sources;
    std::erase_if(sources, [](const domain::Source& source) { return source.kind == "elevation"; });
    sources.push_back({domain::to_text(what.kind), what.file.filename().string(), "", imported.note,
                       what.options.attribution, 1, what.options.is_fictitious});
    imported.result.project.sources = std::move(sources);
    return imported;
}

} // namespace

domain::Project load_project(const std::filesystem::path& path, Progress& progress) {
    io::StoredProject stored = io::load_project(path, progress);
    domain::Project project = domain::from_tables({std::move(stored.tables), std::move(stored.settings)});
    const Findings missing = load_relief(project, path.parent_path(), progress);
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

void save_project(const domain::Project& project, const std::filesystem::path& path, Progress& progress) {
    domain::ProjectTables tables = domain::to_tables(project);
    io::save_project(path, {std::move(tables.tables), std::move(tables.settings)}, progress);
}

void save_copy(const domain::Disclosed& project, const std::filesystem::path& path, Progress& progress) {
    save_project(*project, path, progress);
}

Imported import_file(const domain::Project& project, const Import& what, Progress& progress,
                     const std::filesystem::path& project_file) {
    if (what.kind == domain::ImportKind::elevation) {
        const auto folder = project_file.empty() ? std::filesystem::path()
                                                 : std::filesystem::absolute(project_file).parent_path();
        return import_elevation(project, what, folder, progress);
    }
    progress.report(0, "lecture de " + what.file.filename().string());
    io::ReadOptions options;
    options.layer = what.layer;
    options.encoding = what.encoding;
    options.epsg = what.epsg;
    const bool is_first = what.kind == domain::ImportKind::communes;
    options.target_epsg = is_first ? metric_crs_of(what, progress) : project.territory->epsg;
    io::ReadResult read = io::read_table(what.file, options, progress);
    domain::ImportOptions how = what.options;
    if (how.source.empty()) {
        how.source = what.file.filename().string();
    }
    progress.report(0.7, "contrôle des lignes");
    Imported imported;
    imported.result = domain::import_table(project, what.kind, read.table, how);
    imported.findings = read.findings;
    append(imported.findings, imported.result.findings);
    Findings all = *project.findings;
    append(all, imported.findings);
    imported.result.project.findings = all;
    imported.note = read.info.driver;
    for (const std::string& part : {read.info.layer, read.info.encoding, read.info.crs_note}) {
        imported.note += part.empty() ? "" : " · " + part;
    }
    return imported;
}

Findings export_file(const ExportInput& input, ExportWhat what, const std::filesystem::path& path,
                     Progress& progress) {
    const io::Format format = io::format_of(path);
    progress.report(0, "export de " + path.filename().string());
    geo::Table table = export_table(input, what);
    drop_shapes(table, what, format);
    io::WriteOptions options;
    options.title = table.title;
    options.description = mention(input.project, input.results.date);
    options.source = domain::attribution(input.project);
    return io::write_table(table, path, options);
}

void write_lines(const std::filesystem::path& path, const std::vector<std::string>& lines) {
    std::ofstream file(path, std::ios::trunc);
    for (const std::string& line : lines) {
        file << line << '\n';
    }
    if (!file.flush()) {
        throw StorageError("impossible d'écrire « " + path.string() + " »");
    }
}

} // namespace maillage::app
