#include "io/write/write_csv.h"

#include "base/error.h"
#include "geo/crs.h"
#include "io/write/csv_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace maillage::io {
namespace {

std::string header_line(const geo::Table& table, const PointColumns& points) {
    std::string line;
    for (const geo::Column& column : table.columns) {
        line += (line.empty() ? "" : ";") + csv_cell(std::string_view(column.name));
    }
    for (const std::string& name : points.names) {
        line += (line.empty() ? "" : ";") + name;
    }
    return line + "\r\n";
}

std::string point_cells(const std::vector<double>& values, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += ';';
        if (i < values.size()) { // metres to the centimetre, degrees to the centimetre as well
            std::string number = fmt::format("{:.{}f}", values[i], i < 2 ? 2 : 7);
            std::ranges::replace(number, '.', ',');
            text += number;
        }
    }
    return text;
}

} // namespace

PointColumns point_columns(const geo::Table& table, FindingLog& log) {
    PointColumns columns;
    const auto is = [](const geo::Feature& feature, std::size_t kind) {
        return feature.geometry.index() == kind;
    };
    const auto other =
        std::ranges::count_if(table.features, [&](const geo::Feature& f) { return !is(f, 0) && !is(f, 1); });
    if (other > 0) {
        log.note(
            fmt::format("les contours et les tracés de {} lignes ne s'écrivent pas dans un tableur", other));
    }
    if (std::ranges::none_of(table.features, [&](const geo::Feature& f) { return is(f, 1); })) {
        return columns;
    }
    if (table.epsg == 0) {
        throw Error("write_table: points without a coordinate system");
    }
    const std::string suffix = table.epsg == geo::kLambert93 ? "l93" : std::to_string(table.epsg);
    columns.names = {"x_" + suffix, "y_" + suffix, "lon", "lat"};
    const geo::Reprojection to_degrees(table.epsg, geo::kWgs84);
    for (const geo::Feature& feature : table.features) {
        const auto* point = std::get_if<geo::Point>(&feature.geometry);
        const auto degrees = point != nullptr ? to_degrees(*point) : std::nullopt;
        columns.rows.push_back(degrees ? std::vector{point->x, point->y, degrees->x, degrees->y}
                                       : std::vector<double>());
    }
    return columns;
}

void write_csv(const geo::Table& table, const std::filesystem::path& file, FindingLog& log) {
    const PointColumns points = point_columns(table, log);
    std::ofstream out(file, std::ios::binary);
    out << "\xEF\xBB\xBF" << header_line(table, points);
    for (std::size_t row = 0; row < table.features.size(); ++row) {
        const geo::Feature& feature = table.features[row];
        std::string line;
        for (std::size_t i = 0; i < feature.values.size(); ++i) {
            CsvGuard guard;
            line += (i == 0 ? "" : ";") + csv_cell(feature.values[i], &guard);
            if (guard.is_neutralised) {
                log.add(Severity::note, "formules neutralisées", static_cast<long>(row + 1),
                        table.columns[i].name,
                        "texte pris pour une formule par un tableur, précédé d'une apostrophe");
            }
            if (guard.is_shown) {
                log.add(Severity::note, "caractères cachés", static_cast<long>(row + 1),
                        table.columns[i].name,
                        "caractères de commande ou de sens d'écriture, remplacés par leur numéro");
            }
        }
        if (!points.names.empty()) {
            const std::string cells = point_cells(points.rows[row], points.names.size());
            line += feature.values.empty() ? cells.substr(1) : cells;
        }
        out << line << "\r\n";
    }
    out.close();
    if (!out) {
        throw StorageError(fmt::format("{} : écriture interrompue, le disque est peut-être plein",
                                       file.filename().string()));
    }
}

} // namespace maillage::io
