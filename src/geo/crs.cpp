#include "geo/crs.h"

#include "base/error.h"

#include <fmt/format.h>
#include <proj.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

namespace maillage::geo {
namespace {

template <auto Destroy> struct Deleter {
    void operator()(auto* handle) const noexcept { Destroy(handle); }
};

using Context = std::unique_ptr<PJ_CONTEXT, Deleter<proj_context_destroy>>;
using Operation = std::unique_ptr<PJ, Deleter<proj_destroy>>;

constexpr int kRgf93Geographic = 4171;
constexpr double kDegrees = 180 / std::numbers::pi;
constexpr double kSemiMajor = 6378137.0; ///< GRS 80
constexpr double kFlattening = 1 / 298.257222101;
constexpr double kEccentricity2 = kFlattening * (2 - kFlattening);

Context make_context() {
    Context context(proj_context_create());
    proj_context_set_enable_network(context.get(), 0);
    proj_log_level(context.get(), PJ_LOG_NONE);
    return context;
}

/// PROJ contexts are not shared between threads.
PJ_CONTEXT* thread_context() {
    thread_local const Context context = make_context();
    return context.get();
}

std::string code(int epsg) {
    return fmt::format("EPSG:{}", epsg);
}

Operation make_operation(PJ_CONTEXT* context, int from, int to) {
    const std::array options = {"ALLOW_BALLPARK=NO", static_cast<const char*>(nullptr)};
    const Operation source(proj_create(context, code(from).c_str()));
    const Operation target(proj_create(context, code(to).c_str()));
    if (!source || !target) {
        throw InputError(fmt::format("système de coordonnées inconnu : EPSG:{}", source ? to : from));
    }
    const Operation raw(
        proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, options.data()));
    Operation operation(raw ? proj_normalize_for_visualization(context, raw.get()) : nullptr);
    if (!operation) {
        throw InputError(fmt::format("pas de transformation exacte de EPSG:{} vers EPSG:{}", from, to));
    }
    return operation;
}

bool is_ntf(int epsg) {
    return epsg == 4275 || epsg == 4807 || (epsg >= 27561 && epsg <= 27574);
}

/// What `geodesic_area_m2` and its neighbours need of one CRS.
struct Local {
    Operation ellipsoid;
    std::unique_ptr<Reprojection> to_geographic;
};

const Local& local(int epsg) {
    thread_local std::map<int, Local> known;
    auto& entry = known[epsg];
    if (!entry.ellipsoid) {
        PJ_CONTEXT* context = thread_context();
        entry.to_geographic =
            std::make_unique<Reprojection>(epsg, epsg == kLambert93 ? kRgf93Geographic : kWgs84);
        entry.ellipsoid.reset(proj_create(context, "+proj=longlat +ellps=GRS80 +no_defs +type=crs"));
        if (!entry.ellipsoid) {
            known.erase(epsg);
            throw InputError(fmt::format("système de coordonnées inconnu : EPSG:{}", epsg));
        }
    }
    return entry;
}

Point to_degrees(int epsg, Point p) {
    const auto moved = (*local(epsg).to_geographic)(p);
    if (!moved) {
        throw InputError(fmt::format("point hors du domaine de EPSG:{} : {:.3f} {:.3f}", epsg, p.x, p.y));
    }
    return *moved;
}

/// Authalic function of GRS 80: a zone between latitudes has the area dl * a^2 / 2 * (q(sin2) - q(sin1)).
double authalic(double sine) {
    const double e = std::sqrt(kEccentricity2);
    return (1 - kEccentricity2) * (sine / (1 - kEccentricity2 * sine * sine) + std::atanh(e * sine) / e);
}

/// Exact area element of the ellipsoid; edges are straight in longitude and latitude, integrated by Simpson's
/// rule.
double ring_area_m2(int epsg, const Ring& ring) {
    std::vector<Point> degrees;
    degrees.reserve(ring.size());
    for (const Point p : ring) {
        degrees.push_back(to_degrees(epsg, p));
    }
    const auto q = [](double latitude_deg) { return authalic(std::sin(latitude_deg / kDegrees)); };
    const double origin = degrees.empty() ? 0 : q(degrees.front().y);
    double sum = 0;
    for (std::size_t i = 0, j = degrees.size() - 1; i < degrees.size(); j = i++) {
        const double mean =
            (q(degrees[j].y) + 4 * q((degrees[j].y + degrees[i].y) / 2) + q(degrees[i].y)) / 6;
        sum += (degrees[i].x - degrees[j].x) / kDegrees * (mean - origin);
    }
    return std::abs(sum) * kSemiMajor * kSemiMajor / 2;
}

/// Ground metres east and north per plane metre.
struct Jacobian {
    double east_per_x = 0, north_per_x = 0, east_per_y = 0, north_per_y = 0;
};

/// By central differences over 200 m, good to 1e-9. proj_factors would build a new operation at every call
/// for a projected CRS in PROJ 9.1: tens of milliseconds each.
Jacobian ground_per_plane(int epsg, Point p) {
    constexpr double kStep_m = 100;
    const double sine = std::sin(to_degrees(epsg, p).y / kDegrees);
    const double w2 = 1 - kEccentricity2 * sine * sine;
    const double normal = kSemiMajor / std::sqrt(w2);
    const double meridian = normal * (1 - kEccentricity2) / w2;
    const double parallel = normal * std::sqrt(1 - sine * sine);
    const auto change = [&](Point step) {
        const Point to = to_degrees(epsg, {p.x + step.x, p.y + step.y});
        const Point from = to_degrees(epsg, {p.x - step.x, p.y - step.y});
        return Point{(to.x - from.x) / kDegrees * parallel / (2 * kStep_m),
                     (to.y - from.y) / kDegrees * meridian / (2 * kStep_m)};
    };
    const Point x = change({kStep_m, 0});
    const Point y = change({0, kStep_m});
    return {x.x, x.y, y.x, y.y};
}

const std::map<std::string, int, std::less<>>& overseas() {
    static const std::map<std::string, int, std::less<>> kOverseas = {
        {"971", 5490}, {"972", 5490}, {"973", 2972}, {"974", 2975},
        {"975", 4467}, {"976", 4471}, {"977", 5490}, {"978", 5490}};
    return kOverseas;
}

} // namespace

int metric_crs(std::string_view departement) {
    const auto it = overseas().find(departement);
    return it == overseas().end() ? kLambert93 : it->second;
}

bool is_metric_crs(int epsg) {
    return epsg == kLambert93 ||
           std::ranges::any_of(overseas(), [&](const auto& one) { return one.second == epsg; });
}

std::string crs_name(int epsg) {
    const Operation crs(proj_create(thread_context(), code(epsg).c_str()));
    if (!crs) {
        throw InputError(fmt::format("système de coordonnées inconnu : EPSG:{}", epsg));
    }
    return proj_get_name(crs.get());
}

bool is_geographic(int epsg) {
    const Operation crs(proj_create(thread_context(), code(epsg).c_str()));
    const PJ_TYPE type = crs ? proj_get_type(crs.get()) : PJ_TYPE_UNKNOWN;
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

struct Reprojection::State {
    Context context = make_context();
    std::vector<Operation> steps; ///< none: the same CRS on both sides
};

Reprojection::Reprojection(int from_epsg, int to_epsg) : state_(std::make_unique<State>()) {
    if (from_epsg == to_epsg) {
        return;
    }
    // NTF to WGS 84 has only a three-parameter operation, metres off; by RGF93 the national grid is used.
    const bool by_rgf93 = is_ntf(from_epsg) != is_ntf(to_epsg);
    if (by_rgf93 && from_epsg != kRgf93Geographic && to_epsg != kRgf93Geographic) {
        state_->steps.push_back(make_operation(state_->context.get(), from_epsg, kRgf93Geographic));
        state_->steps.push_back(make_operation(state_->context.get(), kRgf93Geographic, to_epsg));
    } else {
        state_->steps.push_back(make_operation(state_->context.get(), from_epsg, to_epsg));
    }
}

Reprojection::~Reprojection() = default;
Reprojection::Reprojection(Reprojection&&) noexcept = default;
Reprojection& Reprojection::operator=(Reprojection&&) noexcept = default;

bool Reprojection::is_identity() const {
    return state_->steps.empty();
}

std::optional<Point> Reprojection::operator()(Point p) const {
    PJ_COORD c = proj_coord(p.x, p.y, 0, 0);
    for (const Operation& step : state_->steps) {
        c = proj_trans(step.get(), PJ_FWD, c);
    }
    if (!std::isfinite(c.xy.x) || !std::isfinite(c.xy.y)) {
        return std::nullopt;
    }
    return Point{c.xy.x, c.xy.y};
}

double geodesic_area_m2(int epsg, const MultiPolygon& polygons) {
    double total = 0;
    for (const Polygon& polygon : polygons) {
        total += ring_area_m2(epsg, polygon.outer);
        for (const Ring& hole : polygon.holes) {
            total -= ring_area_m2(epsg, hole);
        }
    }
    return total;
}

double geodesic_distance_m(int epsg, Point a, Point b) {
    const Point from = to_degrees(epsg, a);
    const Point to = to_degrees(epsg, b);
    const auto radians = [](Point p) { return proj_coord(p.x / kDegrees, p.y / kDegrees, 0, 0); };
    return proj_lp_dist(local(epsg).ellipsoid.get(), radians(from), radians(to));
}

double meridian_convergence_deg(int epsg, Point p) {
    const Jacobian ground = ground_per_plane(epsg, p);
    return std::atan2(ground.east_per_y, ground.north_per_y) * kDegrees;
}

double areal_scale_inverse(int epsg, Point p) {
    const Jacobian ground = ground_per_plane(epsg, p);
    return ground.east_per_x * ground.north_per_y - ground.east_per_y * ground.north_per_x;
}

} // namespace maillage::geo
