#include "io/read/read_table.h"

#include "base/clean_text.h"
#include "base/error.h"
#include "geo/door.h"
#include "io/formats.h"
#include "io/read/budget.h"
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

/// Of a FileGDB, which is a folder, that of its files.
std::uint64_t size_of(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) {
        return std::filesystem::file_size(path);
    }
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    return bytes;
}

Budget budget_for(const SourceFile& file, const std::string& name, const ReadOptions& options) {
    Budget budget = options.most_bytes != 0 ? Budget(name, 0, true, options.most_bytes)
                                            : Budget(name, size_of(file.path), file.is_packed);
    budget.spend(file.sheet_bytes);
    return budget;
}

void read_file(const SourceFile& file, const ReadOptions& options, ReadResult& result, FindingLog& log,
               Budget& budget, Progress& progress) {
    if (is_text(file.extension)) {
        read_csv(file.path, options, result, log, budget, progress);
        take_geometry_column(result, options, log, progress);
    } else if (is_json(file.extension) && is_overpass(file.path)) {
        read_overpass(file, options, result, log, budget, progress);
    } else if (is_json(file.extension) && is_records(file.path)) {
        read_records(file, options, result, log, budget, progress);
    } else {
        read_ogr(file, options, result, log, budget, progress);
        if (result.table.geometry_kind == geo::GeometryKind::none) { // sheets
            take_geometry_column(result, options, log, progress);
        }
    }
}

} // namespace

namespace direct {

ReadResult read_table(const std::filesystem::path& path, const ReadOptions& options, Progress& progress) {
    const SourceFiles sources(path, progress);
    const std::string name = path.filename().string();
    const Selection selection = select(sources, options, name);
    ReadOptions inner = options;
    inner.layer = selection.layer;
    const std::string label = options.layer.empty() ? name : fmt::format("{} ({})", name, options.layer);
    FindingLog log(options.label.empty() ? label : options.label);
    ReadResult result;
    Budget budget = budget_for(*selection.file, name, options);
    read_file(*selection.file, inner, result, log, budget, progress);
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
    geo::clean(result.table,
               [&](long row, const std::string& column, const std::string& kind, std::string message) {
                   log.add(Severity::warning, kind, row, column, std::move(message));
               });
    result.findings = log.take();
    clean(result.findings);
    return result;
}

std::vector<std::string> list_layers(const std::filesystem::path& path) {
    const Progress progress;
    const SourceFiles sources(path, progress);
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
