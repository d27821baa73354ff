// read_table.h: any file a préfecture sends, as one table in one coordinate system. Reads, never writes.
#pragma once

#include "base/finding.h"
#include "base/progress.h"
#include "geo/table.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace maillage::io {

/// Keeps the rows whose text in `column` is `value`, or begins with it: one département of a national file.
struct RowFilter {
    std::string column; ///< found whatever its case, accents and punctuation
    std::string value;
    bool is_prefix = false;
};

struct ReadOptions {
    std::string layer;    ///< empty: the only one, or an InputError that lists the layers
    int epsg = 0;         ///< stated by the user; 0: the file's own, then what the coordinates make plausible
    std::string encoding; ///< empty: .cpg, BOM, UTF-8 when valid, then a guess
    int target_epsg = 0;  ///< metric CRS of the département; 0: coordinates stay as they are
    std::optional<bool> has_header; ///< CSV and spreadsheets; empty: seen from the first rows
    std::optional<RowFilter> where; ///< applied while reading, so that a national file stays small
    std::size_t max_rows = 0;       ///< 0: all; a few for a preview
    std::uint64_t most_bytes = 0;   ///< the table may take in memory; 0: what the file justifies
    std::string label;              ///< source of the findings; empty: the file's name, with its layer
    /// Where the data should lie, in degrees (x is the longitude). Geometries that a file's own words put
    /// elsewhere are tried with their axes inverted and in the systems of French files.
    std::optional<geo::Box> expected;
};

/// What was assumed, for the import assistant. French where people read it.
struct SourceInfo {
    std::string driver;              ///< "CSV", "ESRI Shapefile", "GPKG"...
    std::string layer;               ///< the one that was read
    std::string encoding;            ///< "UTF-8", "windows-1252"...
    std::string crs_note;            ///< French: which coordinate system, and how it was found
    int source_epsg = 0;             ///< before reprojection; 0: none
    char separator = 0;              ///< CSV only
    std::vector<std::string> layers; ///< all of the file
    std::size_t rows = 0;            ///< features in the table
};

struct ReadResult {
    geo::Table table;
    Findings findings;
    SourceInfo info;
};

/// CSV, XLSX, ODS, XLS, Shapefile (also zipped, or its .dbf alone), GeoPackage, FileGDB, GeoJSON (also a line
/// a feature), TopoJSON, JSON of ArcGIS servers, of open data portals and of Overpass, KML/KMZ, GML, GPX,
/// MapInfo TAB and MIF, FlatGeobuf, OSM (.osm, .pbf); each also in a .gz or .zip. A column of a sheet that
/// holds geometries (WKT, EWKT, hexadecimal EWKB, GeoJSON) becomes the geometry. CSV and spreadsheet cells
/// stay text, so that codes keep their zeros; an empty cell is no value. Their rows are numbered as a
/// spreadsheet shows them, titles and header counted; those of a layer from 1. Past this function rings are
/// valid, normalised and in `target_epsg`. Throws InputError with what to do when the file cannot be read,
/// Cancelled when `progress` asks to stop.
ReadResult read_table(const std::filesystem::path& path, const ReadOptions& options, Progress& progress);

/// Layers, sheets, or readable files of an archive.
std::vector<std::string> list_layers(const std::filesystem::path& path);

} // namespace maillage::io
