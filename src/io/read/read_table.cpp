#include "io/read/read_table.h"

#include "base/error.h"
#include "io/formats.h"
#include "io/read/geometry_column.h"
#include "io/read/read_csv.h"
#include "io/read/read_ogr.h"
#include "io/read/read_overpass.h"
#include "io/read/read_records.h"
#include "io/read/source_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::io {
namespace {

bool is_text(const std::string& extension) {
    return extension == ".csv" || extension == ".txt" || extension == ".tsv";
}

bool is_json(const std::string& extension) {
    return extension == ".json" || extension == ".geojson";
}

/// Files of an archive are its layers; a single file brings its own.
struct Selection {
    const SourceFile* file = nullptr;
    std::string layer; ///< inside the file
};

Selection select(const SourceFiles& sources, const ReadOptions& options, const std::string& name) {
    const std::vector<SourceFile>& files = sources.files();
    if (files.size() == 1) {
        const bool names_the_file = options.layer == files.front().layer && is_text(files.front().extension);
        return {&files.front(), names_the_file ? "" : options.layer};
    }
    std::vector<std::string> layers;
    for (const SourceFile& file : files) {
        layers.push_back(file.layer);
    }
    const std::string chosen = choose_layer(layers, options.layer, name);
    return {&*std::ranges::find(files, chosen, &SourceFile::layer), ""};
}

void read_file(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
               Progress& progress) {
    if (is_text(file.extension)) {
        read_csv(file.path, options, result, log, progress);
        take_geometry_column(result, options, log, progress);
    } else if (is_json(file.extension) && is_overpass(file.path)) {
        read_overpass(file, options, result, log, progress);
    } else if (is_json(file.extension) && is_records(file.path)) {
        read_records(file, options, result, log, progress);
    } else {
        read_ogr(file, options, result, log, progress);
        if (result.table.geometry_kind == geo::GeometryKind::none) { // sheets
            take_geometry_column(result, options, log, progress);
        }
    }
}

} // namespace

namespace direct {

ReadResult read_table(const std::filesystem::path& path, const ReadOptions& options, Progress& progress) {
    const SourceFiles sources(path);
    const std::string name = path.filename().string();
    const Selection selection = select(sources, options, name);
    ReadOptions inner = options;
    inner.layer = selection.layer;
    const std::string label = options.layer.empty() ? name : fmt::format("{} ({})", name, options.layer);
    FindingLog log(options.label.empty() ? label : options.label);
    ReadResult result;
    read_file(*selection.file, inner, result, log, progress);
    if (sources.files().size() > 1 || result.info.layers.empty()) {
        result.info.layers.clear();
        for (const SourceFile& file : sources.files()) {
            result.info.layers.push_back(file.layer);
        }
    }
    if (result.info.layer.empty()) {
        result.info.layer = selection.file->layer;
    }
    result.table.name = result.info.layer;
    result.info.rows = result.table.features.size();
    result.findings = log.take();
    return result;
}

std::vector<std::string> list_layers(const std::filesystem::path& path) {
    const SourceFiles sources(path);
    const SourceFile& first = sources.files().front();
    if (sources.files().size() == 1 && !is_text(first.extension) &&
        !(is_json(first.extension) && (is_overpass(first.path) || is_records(first.path)))) {
        return ogr_layers(first);
    }
    std::vector<std::string> layers;
    for (const SourceFile& file : sources.files()) {
        layers.push_back(file.layer);
    }
    return layers;
}

} // namespace direct

} // namespace maillage::io
