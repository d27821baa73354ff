// import.h: tables of whatever a user has, turned into values and findings. Nothing is dropped or repaired
// silently.
#pragma once

#include "base/finding.h"
#include "domain/project.h"
#include "geo/table.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::intake {

enum class ImportKind {
    communes,
    zones,
    councils,
    authorisations,
    cameras,
    sites,
    buildings,
    qpv,
    crime,
    population,
    roads,
    candidates,
    prices,
    funding,
    parcels,
    perimeters,
    elevation, ///< a grid, not a table: `app` reads it
};

/// "communes", "zones"... as on the command line. parse gives nothing for another word.
std::string to_text(ImportKind kind);
std::optional<ImportKind> parse_import_kind(std::string_view text);
std::vector<ImportKind> all_import_kinds();

/// role -> column name in the file: overrides what the alias table recognises.
using ColumnMap = std::map<std::string, std::string>;

struct ImportOptions {
    ColumnMap columns;
    std::string source;             ///< base name of the file: goes into findings
    std::string site_class;         ///< sites: class of every row, when the file has no class column
    std::string azimuth_convention; ///< "" = clockwise from true north, or "trigo" (from east,
                                    ///< anticlockwise), "grille" (grid north)
    std::string attribution;
    bool is_fictitious = false;
    bool replaces = true; ///< false: rows are added; those that came from the same source before are replaced
    std::string layer;    ///< of the file, when it was one of several
    std::string folder;   ///< name of the folder the file lies in: tells two files of one name apart
    std::string origin;   ///< fingerprint of where the file lies; the same file read again replaces itself
    Findings read_findings; ///< of reading the file: kept, and replaced, together with those of this import
};

struct ImportResult {
    domain::Project project;
    Findings findings;         ///< of this import alone; project.findings has them and the `read_findings`
    ColumnMap recognised;      ///< role -> column really used: shown to the user
    std::int64_t imported = 0; ///< values made
};

/// Which roles the alias table finds among the columns of `table` for this kind: for the import assistant.
ColumnMap recognise_columns(ImportKind kind, const geo::Table& table);

/// Roles of a kind, in the order to show them, with a French label; required ones first.
struct Role {
    std::string key;
    std::string label;
    bool is_required = false;
};

std::vector<Role> roles(ImportKind kind);

/// The name under which a file's values and findings are kept: the file's own; with its layer, its folder or
/// the kind where another file, layer or kind of the project has that name already. The same file read again
/// gets the same one.
std::string source_label(const domain::Project& project, ImportKind kind, const ImportOptions& options);

/// `table` is in the metric CRS of the project's territory (or has no geometry); lon/lat and Lambert columns
/// are projected here through geo::Reprojection. Throws InputError when a required role is missing or nothing
/// is usable.
ImportResult import_table(const domain::Project& project, ImportKind kind, const geo::Table& table,
                          const ImportOptions& options);

} // namespace maillage::intake
