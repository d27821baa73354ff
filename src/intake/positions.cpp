#include "intake/positions.h"

#include "base/error.h"
#include "base/text.h"
#include "intake/angles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::intake {
namespace {

constexpr double kNeighbourhoodM = 50000; ///< a camera may stand in the next département
constexpr double kBorderM = 150;          ///< generalised contours run that far from the true border
constexpr std::size_t kSample = 400;      ///< rows looked at to tell a coordinate system
constexpr int kLambert2 = 27572;
constexpr int kMercator = 3857;

/// Any place of the world in degrees; metropolitan France in Lambert-93 when there is no territory to compare
/// with.
const geo::Box kFrance{{0, 6000000}, {1300000, 7200000}};

/// Where the numbers of a system lie in metropolitan France: spares the making of a dozen transformations
/// that cannot be meant. A system that is not listed may be anywhere.
geo::Box usual_extent(int epsg) {
    if (epsg >= 3942 && epsg <= 3950) { // y0 = 1,200,000 in CC42, a million more for each zone
        const double y0 = 1200000 + 1000000.0 * (epsg - 3942);
        return {{1000000, y0 - 250000}, {2500000, y0 + 250000}};
    }
    if (epsg == kLambert2) {
        return {{0, 1500000}, {1300000, 2800000}};
    }
    if (epsg == geo::kWgs84) {
        return {{-180, -180}, {180, 180}};
    }
    if (epsg == kMercator) {
        return {{-20100000, -20100000}, {20100000, 20100000}};
    }
    return {{-1e9, -1e9}, {1e9, 1e9}};
}

} // namespace

Positions::Positions(ImportRows& rows) : rows_(rows), target_(rows.project.territory->epsg) {
    if (!rows.index.is_empty()) {
        neighbourhood_ = rows.index.box().grown(kNeighbourhoodM);
    } else if (const geo::Box box = domain::bounds(*rows.project.territory); !box.is_empty()) {
        neighbourhood_ = box.grown(kNeighbourhoodM);
    }
    if (!neighbourhood_.is_empty()) {
        const geo::Reprojection to_degrees(target_, geo::kWgs84);
        geo::Box box;
        for (const geo::Point corner :
             {neighbourhood_.min, neighbourhood_.max, geo::Point{neighbourhood_.min.x, neighbourhood_.max.y},
              geo::Point{neighbourhood_.max.x, neighbourhood_.min.y}}) {
            if (const auto p = to_degrees(corner)) {
                box.extend(*p);
            }
        }
        degrees_ = box;
    }
    choose_form();
    choose_reading();
}

bool Positions::has_source() const {
    return rows_.table.geometry_kind != geo::GeometryKind::none || form_ != Form::none;
}

void Positions::choose_form() {
    const Cell pair = rows_.cell("position");
    const Cell lon = rows_.cell("lon");
    const Cell lat = rows_.cell("lat");
    const Cell x = rows_.cell("x");
    const Cell y = rows_.cell("y");
    const auto has_values = [&](const Cell& at) {
        return std::ranges::any_of(rows_.table.features,
                                   [&](const geo::Feature& f) { return !rows_.text(f, at).empty(); });
    };
    if (lon && lat && (has_values(lon) || !(x && y))) {
        form_ = Form::two_columns;
        is_degrees_ = true;
        first_ = lon;
        second_ = lat;
    } else if (x && y) {
        form_ = Form::two_columns;
        first_ = x;
        second_ = y;
    } else if (pair) {
        // A cell with something in it is read or told; a file with geometries has its places already.
        form_ = has_values(pair) && rows_.table.geometry_kind == geo::GeometryKind::none ? Form::one_cell
                                                                                         : Form::none;
        is_degrees_ = true;
        first_ = pair;
    }
}

Positions::Cells Positions::cells(const geo::Feature& feature) const {
    Cells read;
    if (form_ == Form::one_cell) {
        const std::string text = rows_.text(feature, first_);
        read.is_empty = text.empty();
        if (const auto pair = parse_pair(text)) {
            read.point = geo::Point{pair->first, pair->second};
            read.is_longitude_first = pair->is_longitude_first;
            read.is_latitude_first = pair->is_latitude_first;
        }
        return read;
    }
    const auto degrees = [&](const Cell& at) -> std::optional<Degrees> {
        const geo::Value& held = rows_.value(feature, at);
        if (const auto* words = std::get_if<std::string>(&held)) {
            return parse_degrees(*words);
        }
        const auto number = geo::to_number(held);
        return number ? std::optional(Degrees{*number, 0}) : std::nullopt;
    };
    read.is_empty =
        geo::is_missing(rows_.value(feature, first_)) && geo::is_missing(rows_.value(feature, second_));
    const auto first = degrees(first_);
    const auto second = degrees(second_);
    // A longitude column that says "nord" holds a latitude.
    if (first && second && first->axis != 'N' && second->axis != 'E') {
        read.point = geo::Point{first->value, second->value};
    }
    return read;
}

const geo::Reprojection* Positions::reprojection(int epsg) const {
    for (const auto& [known, made] : reprojections_) {
        if (known == epsg) {
            return made.get();
        }
    }
    std::unique_ptr<geo::Reprojection> made;
    try {
        made = std::make_unique<geo::Reprojection>(epsg, target_);
    } catch (const InputError&) {
        made = nullptr; // an unknown system is one that this file does not use
    }
    reprojections_.emplace_back(epsg, std::move(made));
    return reprojections_.back().second.get();
}

std::optional<geo::Point> Positions::place(const Reading& reading, geo::Point raw) const {
    if (reading.is_swapped) {
        std::swap(raw.x, raw.y);
    }
    raw = {raw.x * reading.unit, raw.y * reading.unit};
    if (reading.epsg == geo::kWgs84 && (std::abs(raw.x) > 180 || std::abs(raw.y) > 90)) {
        return std::nullopt;
    }
    const geo::Reprojection* moves = reprojection(reading.epsg);
    const auto point = moves != nullptr ? (*moves)(raw) : std::nullopt;
    return point && std::isfinite(point->x) && std::isfinite(point->y) ? point : std::nullopt;
}

bool Positions::is_plausible(geo::Point p) const {
    return neighbourhood_.is_empty() ? kFrance.contains(p) || target_ != geo::kLambert93
                                     : neighbourhood_.contains(p);
}

std::string Positions::columns_text() const {
    return form_ == Form::one_cell ? first_.column : first_.column + ", " + second_.column;
}

void Positions::choose_reading() {
    if (form_ == Form::none) {
        return;
    }
    std::vector<Cells> sample;
    const std::size_t step = std::max<std::size_t>(1, rows_.table.features.size() / kSample);
    for (std::size_t i = 0; i < rows_.table.features.size(); i += step) {
        Cells read = cells(rows_.table.features[i]);
        if (read.point && !(read.point->x == 0 && read.point->y == 0)) {
            sample.push_back(std::move(read));
        }
    }
    // In order of belief: what the names of the columns say, then every system that a prefecture may meet.
    std::vector<Reading> candidates;
    const Cell epsg = rows_.cell("epsg");
    if (!is_degrees_ && epsg && !rows_.table.features.empty()) {
        const auto declared = geo::to_integer(rows_.value(rows_.table.features.front(), epsg));
        if (declared && *declared > 1023 && *declared < 100000) {
            candidates.push_back({static_cast<int>(*declared)});
        }
    }
    if (is_degrees_) {
        // In one cell, latitude comes first by custom, unless the column is called lonlat.
        const bool is_lat_first = form_ == Form::one_cell && !fold_name(first_.column).starts_with("lon");
        candidates.push_back({geo::kWgs84, 1, is_lat_first});
        candidates.push_back({geo::kWgs84, 1, !is_lat_first});
    }
    candidates.push_back({target_});
    for (int zone = 3942; zone <= 3950; ++zone) {
        candidates.push_back({zone});
    }
    candidates.push_back({kLambert2});
    candidates.push_back({target_, 1000});
    candidates.push_back({kLambert2, 1000});
    if (!is_degrees_) {
        candidates.push_back({geo::kWgs84});
    }
    candidates.push_back({kMercator});
    candidates.push_back({target_, 1, true});
    reading_ = candidates.front();
    std::size_t best = 0;
    for (const Reading& candidate : candidates) {
        const geo::Box extent = usual_extent(candidate.epsg);
        const bool can_be = std::ranges::any_of(sample, [&](const Cells& read) {
            return extent.contains({read.point->x * candidate.unit, read.point->y * candidate.unit});
        });
        if (!can_be) {
            continue;
        }
        const auto inside = static_cast<std::size_t>(std::ranges::count_if(sample, [&](const Cells& read) {
            const auto p = place(candidate, *read.point);
            return p && is_plausible(*p);
        }));
        if (inside > best) {
            best = inside;
            reading_ = candidate;
        }
    }
    // Without a single row near the territory the first belief stands, and rows are told apart as being
    // outside.
    const bool is_expected =
        is_degrees_ && reading_.epsg == geo::kWgs84 && reading_.is_swapped == candidates.front().is_swapped;
    if (sample.empty()) {
        return;
    }
    std::string how = reading_.epsg == geo::kWgs84
                          ? std::string("longitude et latitude (WGS 84)")
                          : fmt::format("{} (EPSG:{})", geo::crs_name(reading_.epsg), reading_.epsg);
    if (reading_.epsg == geo::kWgs84 && form_ == Form::one_cell) {
        how = reading_.is_swapped ? "latitude puis longitude (WGS 84)" : "longitude puis latitude (WGS 84)";
    } else if (reading_.is_swapped) {
        how += ", colonnes inversées";
    }
    if (reading_.unit != 1) {
        how += ", en kilomètres";
    }
    rows_.log.file(is_expected || (!is_degrees_ && reading_.epsg == target_ && reading_.unit == 1 &&
                                   !reading_.is_swapped)
                       ? Severity::note
                       : Severity::warning,
                   columns_text(), fmt::format("positions lues en {}", how));
}

/// The digits as they are, a decimal mark put behind the first, second or third: plausible in only one place?
std::optional<double> Positions::only_repair(const std::string& text, bool is_latitude) const {
    if (!degrees_) {
        return std::nullopt;
    }
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != '.' && c != ',' && c != ' ' && c != '-') {
            return std::nullopt;
        }
    }
    std::optional<double> only;
    for (std::size_t whole = 1; whole <= 3 && whole < digits.size() && digits.size() <= 17; ++whole) {
        const double value =
            (text.front() == '-' ? -1 : 1) * std::stod(digits.substr(0, whole) + "." + digits.substr(whole));
        const bool fits = is_latitude ? value >= degrees_->min.y && value <= degrees_->max.y
                                      : value >= degrees_->min.x && value <= degrees_->max.x;
        if (fits) {
            if (only) {
                return std::nullopt;
            }
            only = value;
        }
    }
    return only;
}

void Positions::report_wrecked(const geo::Feature& feature) {
    constexpr std::string_view kKind = "position illisible ou abîmée par un tableur, laissée vide";
    if (!rows_.log.wants(kKind)) {
        rows_.log.add(Severity::warning, feature.row, columns_text(), kKind, {});
        return;
    }
    const std::string first = rows_.text(feature, first_);
    std::string message;
    if (form_ == Form::one_cell) {
        message = fmt::format("position illisible « {} », laissée vide", first);
    } else {
        const std::string second = rows_.text(feature, second_);
        message = fmt::format("position illisible « {} » « {} », laissée vide", first, second);
        const auto degrees = [&](const std::string& text, bool is_latitude) {
            const auto plain = parse_degrees(text);
            const bool is_fine =
                plain && degrees_ &&
                (is_latitude ? plain->value >= degrees_->min.y && plain->value <= degrees_->max.y
                             : plain->value >= degrees_->min.x && plain->value <= degrees_->max.x);
            return is_fine ? std::optional(plain->value) : only_repair(text, is_latitude);
        };
        const auto lon = is_degrees_ ? degrees(first, false) : std::nullopt;
        const auto lat = is_degrees_ ? degrees(second, true) : std::nullopt;
        if (lon && lat) {
            message += fmt::format(" ; sans doute longitude {} et latitude {} : à corriger dans le fichier",
                                   *lon, *lat);
        }
    }
    rows_.log.add(Severity::warning, feature.row, columns_text(), kKind, std::move(message));
}

Positions::Place Positions::read(const geo::Feature& feature) {
    Place found;
    if (const auto* point = std::get_if<geo::Point>(&feature.geometry)) {
        found.point = *point;
    } else if (const auto* polygons = std::get_if<geo::MultiPolygon>(&feature.geometry)) {
        found.point = geo::centroid(*polygons);
    } else if (const auto* lines = std::get_if<geo::MultiLine>(&feature.geometry);
               lines && !lines->empty() && !lines->front().empty()) {
        found.point = lines->front()[lines->front().size() / 2];
    } else if (form_ != Form::none) {
        const Cells read = cells(feature);
        if (read.is_empty) {
            return found;
        }
        if (read.point) {
            Reading reading = reading_;
            if (reading.epsg == geo::kWgs84 && (read.is_longitude_first || read.is_latitude_first)) {
                reading.is_swapped = read.is_latitude_first;
            }
            found.point = place(reading, *read.point);
            const auto turned = found.point && is_plausible(*found.point)
                                    ? std::nullopt
                                    : place({reading.epsg, reading.unit, !reading.is_swapped}, *read.point);
            if (turned && !neighbourhood_.is_empty() && is_plausible(*turned)) {
                found.point.reset();
                found.is_wrecked = true;
                rows_.log.add(
                    Severity::warning, feature.row, columns_text(),
                    "longitude et latitude semblent inversées, position laissée vide",
                    fmt::format("longitude et latitude semblent inversées ({} ; {}), position laissée vide",
                                read.point->x, read.point->y));
                return found;
            }
        }
        if (!found.point) {
            found.is_wrecked = true;
            report_wrecked(feature);
            return found;
        }
    }
    if (!found.point) {
        return found;
    }
    if (!std::isfinite(found.point->x) || !std::isfinite(found.point->y)) {
        found.point.reset();
        found.is_wrecked = true;
        return found;
    }
    if (!rows_.index.is_empty()) {
        found.commune = rows_.index.find(*found.point);
        if (!found.commune) {
            found.commune = rows_.index.find_near(*found.point, kBorderM);
        }
        found.is_outside = !found.commune;
    }
    return found;
}

std::string settle_commune(ImportRows& rows, const geo::Feature& feature, const ImportRows::Commune& declared,
                           const Positions::Place& place) {
    if (!place.point || !place.commune) {
        return declared.code;
    }
    const domain::Territory& territory = *rows.project.territory;
    const std::string& by_position = territory.communes[*place.commune].code;
    if (declared.code.empty()) {
        return by_position;
    }
    if (declared.code == by_position || territory.has_approximate_contours) {
        return declared.code; // approximate contours prove nothing against a declared code
    }
    const auto of_code = domain::find_commune(territory, declared.code);
    if (of_code && rows.index.distance_m(*of_code, *place.point) <= kBorderM) {
        return declared.code;
    }
    rows.log.add(Severity::warning, feature.row, {}, "position dans une autre commune que celle du code",
                 fmt::format("commune {} d'après le code, {} ({}) d'après la position ; le code est gardé",
                             declared.code, by_position, territory.communes[*place.commune].name));
    return declared.code;
}

} // namespace maillage::intake
