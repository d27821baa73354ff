#include "io/write/write_ods.h"

#include "base/error.h"
#include "base/text.h"
#include "io/write/write_csv.h"
#include "io/write/write_ogr.h"
#include "io/write/write_xlsx.h"

#include <cpl_vsi.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <set>
#include <vector>

namespace maillage::io {
namespace {

/// A cell as a spreadsheet shows it: GDAL's driver has no booleans, and takes "of:=" for a formula.
geo::Value shown(const geo::Value& value, long row, const std::string& column, FindingLog& log) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        return std::string(*flag ? "oui" : "non");
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && text->starts_with("of:=")) {
        log.add(Severity::note, "formules neutralisées", row, column,
                "texte pris pour une formule par un tableur, précédé d'une apostrophe");
        return "'" + *text;
    }
    return value;
}

/// The table as it stands in its sheet: titles as names, each its own, and points as columns.
geo::Table sheet_of(const geo::Table& table, std::set<std::string>& taken, FindingLog& log) {
    geo::Table sheet;
    sheet.name = sheet_name(table, taken);
    std::set<std::string> titles;
    const auto add = [&](const std::string& title, geo::ColumnType type) {
        std::string name = title;
        for (int k = 2; !titles.insert(fold(name)).second; ++k) {
            name = fmt::format("{} ({})", title, k);
        }
        sheet.columns.push_back({name, type == geo::ColumnType::boolean ? geo::ColumnType::text : type, ""});
    };
    for (const geo::Column& column : table.columns) {
        add(column.title.empty() ? column.name : column.title, column.type);
    }
    const PointColumns points = point_columns(table, log);
    for (const std::string& name : points.names) {
        add(name, geo::ColumnType::real);
    }
    for (std::size_t row = 0; row < table.features.size(); ++row) {
        geo::Feature feature;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            feature.values.push_back(
                shown(table.features[row].values[i], static_cast<long>(row) + 1, table.columns[i].name, log));
        }
        for (std::size_t i = 0; i < points.names.size(); ++i) {
            const double scale = i < 2 ? 100 : 1e7; // centimetres
            feature.values.push_back(points.rows[row].empty()
                                         ? geo::Value()
                                         : geo::Value(std::round(points.rows[row][i] * scale) / scale));
        }
        sheet.features.push_back(std::move(feature));
    }
    if (sheet.features.empty()) { // the driver writes the titles with the first row
        sheet.features.push_back({std::vector<geo::Value>(sheet.columns.size()), {}, 1});
    }
    return sheet;
}

/// GDAL's driver loses its way where a folder has ".ods" in its name, as the one we write in has: it writes
/// to memory.
class MemoryFile {
  public:
    MemoryFile()
        : path_("/vsimem/" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + "/classeur.ods") {}

    ~MemoryFile() { VSIUnlink(path_.c_str()); }

    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    const std::string& path() const { return path_; }

    void copy_to(const std::filesystem::path& file) const {
        vsi_l_offset size = 0;
        const GByte* bytes = VSIGetMemFileBuffer(path_.c_str(), &size, FALSE);
        std::ofstream out(file, std::ios::binary);
        if (bytes != nullptr) {
            out.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
        }
        out.close();
        if (bytes == nullptr || !out) {
            throw StorageError(file.filename().string() +
                               " : écriture interrompue, le disque est peut-être plein");
        }
    }

  private:
    std::string path_;
};

} // namespace

void write_ods(std::span<const geo::Table> tables, const std::filesystem::path& file, FindingLog& log) {
    std::set<std::string> taken;
    std::vector<geo::Table> sheets;
    for (const geo::Table& table : tables) {
        sheets.push_back(sheet_of(table, taken, log));
    }
    const MemoryFile memory;
    write_ogr(sheets, memory.path(), Format::ods, {}, log);
    memory.copy_to(file);
}

} // namespace maillage::io
