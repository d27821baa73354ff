#include "geo/door.h"

#include "base/clean_text.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::geo {
namespace {

bool is_number(double number) {
    return std::abs(number) <= kLargestNumber; // false for NaN
}

bool are_plausible(const std::vector<Point>& points) {
    return std::ranges::all_of(points, [](Point p) { return geo::is_plausible(p); });
}

bool is_clean(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return !clean_text(*text);
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return is_number(*number);
    }
    const auto* date = std::get_if<Date>(&value);
    return date == nullptr || geo::is_plausible(*date);
}

std::string year_text(Date date) {
    return fmt::format("{}", static_cast<int>(date.year()));
}

/// A value that is not clean, made good or empty.
void clean(Value& value, long row, const std::string& column, const TellDefect& tell) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        CleanText clean = *clean_text(*text);
        tell(row, column, "textes nettoyés", fmt::format("texte nettoyé : {}", clean.flaws));
        value = trim(clean.text).empty() ? Value() : Value(std::move(clean.text));
    } else if (const auto* number = std::get_if<double>(&value)) {
        tell(row, column, "nombres démesurés",
             fmt::format("nombre infini, indéfini ou démesuré « {} », laissé vide", *number));
        value = {};
    } else if (const auto* date = std::get_if<Date>(&value)) {
        tell(row, column, "dates hors des années attendues",
             fmt::format("jour hors des années {} à {} (année {}), laissé vide", kFirstYear, kLastYear,
                         year_text(*date)));
        value = {};
    }
}

} // namespace

bool is_plausible(Point p) {
    return std::abs(p.x) <= kFarthest_m && std::abs(p.y) <= kFarthest_m; // false for NaN
}

bool is_plausible(const Geometry& geometry) {
    if (const auto* point = std::get_if<Point>(&geometry)) {
        return is_plausible(*point);
    }
    if (const auto* lines = std::get_if<MultiLine>(&geometry)) {
        return std::ranges::all_of(*lines, are_plausible);
    }
    const auto* polygons = std::get_if<MultiPolygon>(&geometry);
    return polygons == nullptr || std::ranges::all_of(*polygons, [](const Polygon& polygon) {
               return are_plausible(polygon.outer) && std::ranges::all_of(polygon.holes, are_plausible);
           });
}

bool is_plausible(Date date) {
    const int year = static_cast<int>(date.year());
    return date.ok() && year >= kFirstYear && year <= kLastYear;
}

bool is_clean(const Table& table) {
    return !clean_text(table.name) && !clean_text(table.title) &&
           std::ranges::none_of(
               table.columns,
               [](const Column& column) { return clean_text(column.name) || clean_text(column.title); }) &&
           std::ranges::all_of(table.features, [](const Feature& feature) {
               return is_plausible(feature.geometry) &&
                      std::ranges::all_of(feature.values, [](const Value& value) { return is_clean(value); });
           });
}

void clean_geometry(Table& table, const TellDefect& tell) {
    for (Feature& feature : table.features) {
        if (!is_plausible(feature.geometry)) {
            feature.geometry = std::monostate();
            tell(feature.row, "", "coordonnées démesurées",
                 "coordonnées infinies, indéfinies ou démesurées, géométrie laissée vide");
        }
    }
}

void clean(Table& table, const TellDefect& tell) {
    table.name = shown_text(table.name);
    table.title = shown_text(table.title);
    for (Column& column : table.columns) {
        if (auto made = clean_text(column.name)) {
            tell(0, made->text, "noms de colonne nettoyés",
                 fmt::format("nom de colonne nettoyé : {}", made->flaws));
            column.name = std::move(made->text);
        }
        column.title = shown_text(column.title);
    }
    clean_geometry(table, tell);
    const std::string unnamed;
    for (Feature& feature : table.features) {
        for (std::size_t i = 0; i < feature.values.size(); ++i) {
            if (!is_clean(feature.values[i])) {
                clean(feature.values[i], feature.row,
                      i < table.columns.size() ? table.columns[i].name : unnamed, tell);
            }
        }
    }
}

} // namespace maillage::geo
