#include "io/read/source_file.h"

#include "base/error.h"
#include "base/text.h"
#include "io/gdal_session.h"
#include "io/read/budget.h"
#include "io/read/read_overpass.h"
#include "io/read/read_records.h"
#include "io/read/sheet_size.h"
#include "io/write/staging.h"
#include "io/write/work_folders.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <memory>
#include <zlib.h>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostUnpacked = 2ULL << 30U;
constexpr std::uint64_t kMostRatio = 200;
constexpr std::uint64_t kSmall = 32ULL << 20U; ///< below, a high ratio is only a very regular file
constexpr std::size_t kPieceBytes = 1U << 20U;
constexpr std::size_t kMostEntries = 10'000;

constexpr std::array<std::string_view, 26> kReadable = {
    ".csv",      ".txt",      ".tsv",       ".xlsx",   ".xlsm",  ".ods", ".xls", ".shp", ".dbf",
    ".gpkg",     ".geojson",  ".json",      ".kml",    ".fgb",   ".osm", ".tab", ".mif", ".topojson",
    ".geojsonl", ".geojsons", ".geojsonld", ".ndjson", ".jsonl", ".gml", ".gpx", ".gdb"};

std::string extension_of(const fs::path& path) {
    return fold(path.extension().string());
}

bool is_readable(const std::string& extension) {
    return extension == ".pbf" || std::ranges::find(kReadable, extension) != kReadable.end();
}

using Sink = std::function<void(const char*, std::size_t)>;

struct VsiCloser {
    void operator()(VSILFILE* file) const noexcept { VSIFCloseL(file); }
};

struct GzCloser {
    void operator()(gzFile_s* file) const noexcept { gzclose(file); }
};

void read_entry(const std::string& inside, const std::string& name, UnpackGuard& guard,
                const Progress& progress, const Sink& sink) {
    const GdalListener listener;
    const std::unique_ptr<VSILFILE, VsiCloser> in(VSIFOpenL(inside.c_str(), "rb"));
    if (!in) {
        throw InputError(
            fmt::format("{} : archive illisible ou protégée par un mot de passe{}", name, listener.reason()));
    }
    std::vector<char> piece(kPieceBytes);
    for (;;) {
        const std::size_t count = VSIFReadL(piece.data(), 1, piece.size(), in.get());
        guard.add(count);
        progress.check();
        sink(piece.data(), count);
        if (count < piece.size()) {
            break;
        }
    }
    if (listener.has_error()) {
        throw InputError(fmt::format("{} : archive incomplète ou abîmée{}", name, listener.reason()));
    }
}

std::string zip_prefix(const fs::path& archive) {
    return "/vsizip/{" + archive.string() + "}/";
}

std::vector<std::string> zip_entries(const fs::path& archive, const std::string& name) {
    start_gdal();
    const GdalListener listener;
    std::string root = zip_prefix(archive);
    root.pop_back(); // with its slash, GDAL does not go down into folders
    const CPLStringList list(VSIReadDirRecursive(root.c_str()), TRUE);
    std::vector<std::string> entries;
    for (int i = 0; i < list.Count(); ++i) {
        const std::string entry = list[i];
        VSIStatBufL status;
        if (entry.ends_with('/')) {
            continue;
        }
        const bool is_folder = VSIStatExL((zip_prefix(archive) + entry).c_str(), &status,
                                          VSI_STAT_NATURE_FLAG | VSI_STAT_EXISTS_FLAG) == 0 &&
                               VSI_ISDIR(status.st_mode);
        if (!entry.empty() && !is_folder) {
            entries.push_back(entry);
        }
    }
    if (entries.empty()) {
        throw InputError(fmt::format("{} : archive vide ou illisible{}", name, listener.reason()));
    }
    if (entries.size() > kMostEntries) {
        throw InputError(
            fmt::format("{} : archive de {} fichiers, extrayez celui qui est utile", name, entries.size()));
    }
    return entries;
}

bool is_safe(const fs::path& entry) {
    return entry.is_relative() &&
           std::ranges::none_of(entry, [](const fs::path& part) { return part == ".."; });
}

/// The file with this extension beside `file`, whatever the case of the extension.
bool has_companion(const fs::path& file, const std::string& extension) {
    std::error_code error;
    return fs::exists(fs::path(file).replace_extension(extension), error) ||
           fs::exists(
               fs::path(file).replace_extension("." + std::string{static_cast<char>(extension[1] - 32),
                                                                  static_cast<char>(extension[2] - 32),
                                                                  static_cast<char>(extension[3] - 32)}),
               error);
}

/// XML that declares entities may become anything.
void check_entities(const fs::path& file, const std::string& name) {
    std::ifstream in(file, std::ios::binary);
    std::string head(4096, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    if (head.find("<!DOCTYPE") != std::string::npos || head.find("<!ENTITY") != std::string::npos) {
        throw InputError(
            fmt::format("{} : le fichier déclare des entités XML, lecture refusée par prudence", name));
    }
}

/// Its reader builds a tree of the whole file, some fifteen times as large.
void check_kml(const fs::path& file, const std::string& name) {
    constexpr std::uint64_t kMostBytes = 24U << 20U;
    if (const std::uint64_t size = fs::file_size(file); size > kMostBytes) {
        throw InputError(
            fmt::format("{} : {} Mio de KML, lecture refusée ; préférez la version GeoJSON ou GeoPackage",
                        name, size >> 20U));
    }
}

/// What stands beside the outermost keys of a JSON text, read a piece at a time.
class TopLevel {
  public:
    void feed(std::string_view piece) {
        for (const char c : piece) {
            take(c);
        }
    }

    bool is_collection() const { return is_collection_; }

    /// Bytes of the largest value that is not the list of features.
    std::uint64_t largest() const { return largest_; }

  private:
    void take(char c) {
        count_ += depth_ > 0 && key_ != "features" ? 1 : 0;
        largest_ = std::max(largest_, count_);
        if (is_text_) {
            take_text(c);
        } else if (c == '"') {
            is_text_ = true;
            text_.clear();
        } else if (c == '{' || c == '[') {
            ++depth_;
        } else if (c == '}' || c == ']') {
            --depth_;
        } else if (depth_ == 1 && c == ':') {
            key_ = text_;
            count_ = 0;
        } else if (depth_ == 1 && c == ',') {
            key_.clear();
        }
    }

    void take_text(char c) {
        if (is_escaped_) {
            is_escaped_ = false;
        } else if (c == '\\') {
            is_escaped_ = true;
        } else if (c == '"') {
            is_text_ = false;
            is_collection_ =
                is_collection_ || (depth_ == 1 && key_ == "type" && text_ == "FeatureCollection");
        } else if (text_.size() < 32) {
            text_ += c;
        }
    }

    std::string text_;
    std::string key_;
    std::int64_t depth_ = 0;
    std::uint64_t count_ = 0;
    std::uint64_t largest_ = 0;
    bool is_text_ = false;
    bool is_escaped_ = false;
    bool is_collection_ = false;
};

/// A collection is read feature by feature; whatever else is built whole in memory, forty times as large.
void check_json(const fs::path& file, const std::string& name, const Progress& progress) {
    constexpr std::uint64_t kMostBytes = 12U << 20U; // of one feature: OGR_GEOJSON_MAX_OBJ_SIZE
    if (fs::file_size(file) <= kMostBytes || is_overpass(file) || is_records(file)) {
        return;
    }
    TopLevel top;
    std::ifstream in(file, std::ios::binary);
    std::string piece(kPieceBytes, '\0');
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
        progress.check();
        top.feed(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
    }
    if (!top.is_collection() || top.largest() > kMostBytes) {
        throw InputError(
            fmt::format("{} : un seul objet JSON de plus de {} Mio, lecture refusée ; préférez une "
                        "FeatureCollection ou un GeoPackage",
                        name, kMostBytes >> 20U));
    }
}

fs::path without_last_slash(const fs::path& path) {
    return path.has_filename() ? path : path.parent_path();
}

/// A FileGDB is a folder whose name ends so.
bool is_folder_database(const fs::path& path) {
    std::error_code error;
    return extension_of(path) == ".gdb" && fs::is_directory(path, error);
}

/// What a Mac and Windows put into an archive beside the data.
bool is_of_the_system(const fs::path& entry) {
    const std::string name = entry.filename().string();
    return entry.begin()->string() == "__MACOSX" || name.starts_with("._") || name == ".DS_Store" ||
           name == "Thumbs.db" || name == "desktop.ini";
}

} // namespace

UnpackGuard::UnpackGuard(const fs::path& archive) : name_(archive.filename().string()) {
    std::error_code error;
    packed_ = std::max<std::uint64_t>(1, fs::file_size(archive, error));
}

void UnpackGuard::add(std::uint64_t bytes) {
    unpacked_ += bytes;
    if (unpacked_ > kMostUnpacked) {
        throw InputError(fmt::format(
            "{} : plus de 2 Gio une fois décompressé, lecture refusée ; extrayez la partie utile", name_));
    }
    if (unpacked_ > kSmall && unpacked_ / packed_ > kMostRatio) {
        throw InputError(
            fmt::format("{} : se décompresse en plus de {} fois sa taille, lecture refusée par prudence",
                        name_, kMostRatio));
    }
}

SourceFiles::SourceFiles(const fs::path& path, const Progress& progress)
    : progress_(progress), name_(path.filename().string()) {
    if (const fs::path folder = without_last_slash(path); is_folder_database(folder)) {
        files_.push_back({fs::absolute(folder), ".gdb", folder.stem().string()});
        return;
    }
    const fs::path file = checked_input(path);
    const std::string extension = extension_of(file);
    try {
        if (fs::file_size(file) == 0) {
            throw InputError(fmt::format("{} : fichier vide", name_));
        }
        if (extension == ".7z" || extension == ".rar") {
            throw InputError(
                fmt::format("{} : archive {} à extraire d'abord, puis importez le fichier qu'elle contient",
                            name_, extension.substr(1)));
        }
        if (extension == ".parquet") {
            throw InputError(fmt::format(
                "{} : le format Parquet ne se lit pas ici, prenez la version CSV ou GeoPackage", name_));
        }
        if (extension == ".zip" || extension == ".kmz") {
            unpack_zip(file);
        } else if (extension == ".gz") {
            unpack_gzip(file);
        } else {
            add(file, file.stem().string());
        }
    } catch (...) {
        leave();
        throw;
    }
}

SourceFiles::~SourceFiles() {
    leave();
}

void SourceFiles::leave() noexcept {
    copies_.clear();
    if (!folder_.empty()) {
        drop_work_folder(folder_);
    }
}

const fs::path& SourceFiles::folder() {
    if (folder_.empty()) {
        const auto made = make_work_folder(fs::temp_directory_path(), "maillage-");
        if (!made) {
            throw StorageError(fmt::format("{} : pas de place pour décompresser dans {}", name_,
                                           fs::temp_directory_path().string()));
        }
        folder_ = *made;
    }
    return folder_;
}

void SourceFiles::refuse_format() const {
    throw InputError(fmt::format(
        "{} : format non reconnu ; formats lus : CSV, XLSX, ODS, XLS, shapefile, GeoPackage, "
        "GeoJSON, TopoJSON, KML, GML, GPX, MapInfo (TAB, MIF), FileGDB, FlatGeobuf, OSM, seuls ou "
        "dans un .zip ou un .gz",
        name_));
}

void SourceFiles::add(const fs::path& file, const std::string& layer) {
    const std::string extension = extension_of(file);
    if (!is_readable(extension)) {
        refuse_format();
    }
    if (extension == ".shp" && !has_companion(file, ".shx") && fs::path(file).parent_path() != folder_) {
        // GDAL rebuilds the index beside the file: let that be in our folder, not in the user's.
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(file.parent_path(), error)) {
            if (entry.path().stem() == file.stem() && entry.is_regular_file(error)) {
                fs::create_symlink(entry.path(), folder() / entry.path().filename(), error);
            }
        }
        files_.push_back({folder() / file.filename(), extension, layer, false, 0});
        return;
    }
    if (extension == ".gpkg" &&
        writes_when_read(file)) { // beside the file, where another program may have it open
        files_.push_back({copies_.emplace_back(file).path(), extension, layer, false, 0});
        return;
    }
    const bool is_zip = extension == ".xlsx" || extension == ".xlsm" || extension == ".ods";
    const bool is_packed =
        is_zip || extension == ".pbf" || (!folder_.empty() && file.native().starts_with(folder_.native()));
    files_.push_back({file, extension, layer, is_packed, is_zip ? size_of_sheets(file) : 0});
    if (extension == ".kml" || extension == ".gml" || extension == ".gpx") {
        check_entities(file, name_);
    }
    if (extension == ".kml") {
        check_kml(file, name_);
    } else if (extension == ".json" || extension == ".geojson") {
        check_json(file, name_, progress_);
    }
}

/// Refuses what its reader could not bear.
std::uint64_t SourceFiles::size_of_sheets(const fs::path& file) const {
    UnpackGuard guard(file);
    SheetSize size(name_);
    for (const std::string& entry : zip_entries(file, name_)) {
        size.begin(entry);
        read_entry(zip_prefix(file) + entry, name_, guard, progress_,
                   [&](const char* bytes, std::size_t count) {
                       size.feed({bytes, count});
                   });
        size.end();
    }
    Budget(name_, 0, true).require(size.bytes());
    return size.bytes();
}

void SourceFiles::unpack_zip(const fs::path& archive) {
    UnpackGuard guard(archive);
    std::vector<fs::path> unpacked;
    for (const std::string& entry : zip_entries(archive, name_)) {
        if (!is_safe(entry)) {
            throw InputError(fmt::format("{} : archive suspecte (chemin « {} »)", name_, entry));
        }
        if (is_of_the_system(entry)) {
            continue;
        }
        const fs::path target = folder() / fs::path(entry);
        fs::create_directories(target.parent_path());
        std::ofstream out(target, std::ios::binary);
        read_entry(zip_prefix(archive) + entry, name_, guard, progress_,
                   [&](const char* bytes, std::size_t count) {
                       out.write(bytes, static_cast<std::streamsize>(count));
                   });
        out.close();
        if (!out) {
            throw StorageError(
                fmt::format("{} : pas de place pour décompresser dans {}", name_, folder().string()));
        }
        unpacked.push_back(target);
    }
    std::ranges::sort(unpacked);
    fs::path database;
    for (const fs::path& file : unpacked) {
        if (is_folder_database(file.parent_path())) { // its files are one file to us
            if (file.parent_path() != database) {
                database = file.parent_path();
                files_.push_back({database, ".gdb", database.stem().string()});
            }
            continue;
        }
        const std::string extension = extension_of(file);
        const bool is_part = extension == ".dbf" && has_companion(file, ".shp");
        const bool is_note = extension == ".txt" && unpacked.size() > 1; // a licence beside the data
        if (is_readable(extension) && !is_part && !is_note) {
            add(file, file.stem().string());
        }
    }
    if (files_.empty()) {
        throw InputError(fmt::format("{} : aucun fichier lisible dans l'archive", name_));
    }
}

void SourceFiles::unpack_gzip(const fs::path& archive) {
    const fs::path inner = archive.stem();
    const std::string extension = extension_of(inner);
    if (extension == ".csv" || extension == ".txt" || extension == ".tsv") { // read as a stream
        files_.push_back({archive, extension, inner.stem().string(), true, 0});
        return;
    }
    if (!is_readable(extension)) { // an archive in an archive, or nothing that we know: not worth unpacking
        refuse_format();
    }
    UnpackGuard guard(archive);
    const std::unique_ptr<gzFile_s, GzCloser> in(gzopen(archive.c_str(), "rb"));
    std::ofstream out(folder() / inner, std::ios::binary);
    std::vector<char> piece(kPieceBytes);
    for (int count = 1; count > 0;) {
        count = in ? gzread(in.get(), piece.data(), static_cast<unsigned>(piece.size())) : -1;
        int error = Z_OK;
        if (in) {
            gzerror(in.get(), &error);
        }
        if (count < 0 || error == Z_BUF_ERROR || error == Z_DATA_ERROR) {
            throw InputError(fmt::format("{} : fichier compressé incomplet ou abîmé", name_));
        }
        guard.add(static_cast<std::uint64_t>(count));
        progress_.check();
        out.write(piece.data(), count);
    }
    out.close();
    if (!out) {
        throw StorageError(
            fmt::format("{} : pas de place pour décompresser dans {}", name_, folder().string()));
    }
    add(folder() / inner, inner.stem().string());
}

} // namespace maillage::io
