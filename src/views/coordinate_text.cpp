#include "views/coordinate_text.h"

#include "base/number.h"
#include "base/translate.h"
#include "geo/crs.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <optional>

namespace maillage::views {

namespace {

constexpr double kMetresPerInch = 0.0254;
constexpr double kDotsPerInch = 96;

/// The part of "RGF93 v1 / Lambert-93" that people say.
std::string short_name(const std::string& crs) {
    const auto slash = crs.find(" / ");
    return slash == std::string::npos ? crs : crs.substr(slash + 3);
}

/// 385 123 -> 385 000: three figures are what a scale is read with.
double rounded(double denominator) {
    const auto step = std::pow(10, std::max(0.0, std::floor(std::log10(denominator)) - 2));
    return std::round(denominator / step) * step;
}

} // namespace

struct CoordinateReader::State {
    std::optional<geo::Reprojection> to_degrees;
};

CoordinateReader::CoordinateReader(int epsg)
    : epsg_(epsg), name_(short_name(geo::crs_name(epsg))), state_(std::make_unique<State>()) {
    state_->to_degrees.emplace(epsg, geo::kWgs84);
}

CoordinateReader::~CoordinateReader() = default;
CoordinateReader::CoordinateReader(CoordinateReader&&) noexcept = default;
CoordinateReader& CoordinateReader::operator=(CoordinateReader&&) noexcept = default;

CoordinateText CoordinateReader::operator()(geo::Point p) {
    CoordinateText text;
    text.metric = fmt::format("X {} m · Y {} m ({})", to_french(p.x, 0), to_french(p.y, 0), name_);
    if (const auto degrees = (*state_->to_degrees)(p)) {
        text.geographic =
            fmt::format("{}° {} · {}° {}", to_french(std::abs(degrees->y), 4), degrees->y < 0 ? "S" : "N",
                        to_french(std::abs(degrees->x), 4), degrees->x < 0 ? "O" : "E");
    }
    return text;
}

std::string scale_text(double metres_per_pixel, double screen_scale) {
    const auto denominator = metres_per_pixel * kDotsPerInch * screen_scale / kMetresPerInch;
    return denominator < 1 ? "" : "1 : " + to_french(rounded(denominator), 0);
}

std::string length_text(int epsg, const std::vector<geo::Point>& line) {
    double metres = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        metres += geo::geodesic_distance_m(epsg, line[i - 1], line[i]);
    }
    return metres < 1000 ? to_french(metres, 1) + "\u202fm" : to_french(metres / 1000, 3) + "\u202fkm";
}

std::string bearing_text(int epsg, const std::vector<geo::Point>& line) {
    if (line.size() < 2 || line.back() == line[line.size() - 2]) {
        return "";
    }
    const geo::Point from = line[line.size() - 2];
    const geo::Point to = line.back();
    const double grid_deg = std::atan2(to.x - from.x, to.y - from.y) * 180 / std::numbers::pi;
    const double bearing_deg = std::fmod(grid_deg + geo::meridian_convergence_deg(epsg, from) + 720, 360);
    return tr("azimut ") + to_french(bearing_deg, 1) + "°";
}

std::string area_text(int epsg, const std::vector<geo::Point>& ring) {
    if (ring.size() < 3) {
        return "";
    }
    geo::MultiPolygon polygons{{ring, {}}};
    geo::normalise(polygons);
    const auto m2 = geo::geodesic_area_m2(epsg, polygons);
    if (m2 < 10000) {
        return to_french(m2, 0) + "\u202fm²";
    }
    return m2 < 1e6 ? to_french(m2 / 1e4, 2) + "\u202fha" : to_french(m2 / 1e6, 2) + "\u202fkm²";
}

} // namespace maillage::views
