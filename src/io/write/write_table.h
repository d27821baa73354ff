// write_table.h: tables to the files people open elsewhere. All or nothing: a failure leaves the old file as
// it was.
#pragma once

#include "base/finding.h"
#include "geo/table.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace maillage::io {

enum class Format { shapefile, geopackage, geojson, csv, xlsx, ods, flatgeobuf };

/// ".shp", ".gpkg"...: whatever `format_of` knows.
std::vector<std::string> table_extensions();
/// By extension; InputError for any other.
Format format_of(const std::filesystem::path& path);

/// Kept in the file where its format has a place for it: GeoPackage, GeoJSON (title and description), XLSX.
struct WriteOptions {
    std::string title, description, source, licence;
};

/// What each format does with a table:
/// - Shapefile: UTF-8 with .cpg and .prj; column names at most 10 ASCII characters (else Error: names are the
/// caller's
///   to choose); texts cut at 254 bytes with a Finding; booleans as oui/non; dates as dates; no value stays
///   no value.
/// - GeoJSON: RFC 7946, longitude and latitude with 7 decimals.
/// - CSV: for a French spreadsheet: BOM, `;`, decimal comma, CRLF, dates as 22/11/2026, oui/non, column names
/// as headers.
///   Points add x_l93, y_l93 (x_<epsg>, y_<epsg> elsewhere), lon, lat; lines and polygons are left out with a
///   Finding. Codes are plain text: a spreadsheet that opens the file by double click drops their leading
///   zero, XLSX keeps it. A text that a spreadsheet would run as a formula (= + - @) gets a leading
///   apostrophe, with a Finding.
/// - XLSX and ODS: typed cells, column titles as headers, points as in CSV. In ODS a text that would be read
/// as a
///   formula gets a leading apostrophe, with a Finding; WriteOptions have no place there.
/// - GeoPackage and FlatGeobuf: every type kept.
Findings write_table(const geo::Table& table, const std::filesystem::path& path,
                     const WriteOptions& options = {});
/// Several layers (GeoPackage) or sheets (XLSX, ODS); InputError for formats that hold one table.
Findings write_tables(std::span<const geo::Table> tables, const std::filesystem::path& path,
                      const WriteOptions& options = {});

} // namespace maillage::io
