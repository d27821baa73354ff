#include "plan/road_points.h"

#include "domain/commune_index.h"
#include "geo/distance.h"
#include "geo/overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace maillage::plan {
namespace {

using domain::CommuneIndex;
using domain::Road;
using domain::RoadClass;
using geo::Line;
using geo::Point;

constexpr double kFrontageM = 50;
constexpr double kGapM = 200;
constexpr double kHamletM = 150;
constexpr double kStepM = 10;
constexpr double kBorderStepM = 50; ///< how finely a road is asked in which commune it runs
constexpr double kSameM = 60;

/// A road in one piece between the places where it meets others of its name.
struct Reach {
    std::string name;
    RoadClass road_class = RoadClass::departmental;
    Line line;
};

std::vector<Reach> reaches(const std::vector<Road>& roads) {
    std::map<std::pair<RoadClass, std::string>, geo::MultiLine> by_name;
    for (const Road& road : roads) {
        by_name[{road.road_class, road.name}].push_back(road.line);
    }
    std::vector<Reach> out;
    for (const auto& [key, lines] : by_name) {
        for (Line& line : geo::merge_lines(lines)) {
            out.push_back({key.second, key.first, std::move(line)});
        }
    }
    return out;
}

/// Points at most `step_m` apart along the line, its own points among them.
Line densified(const Line& line, double step_m) {
    Line out;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Point a = line[i];
        const Point b = line[i + 1];
        const int pieces = std::max(1, static_cast<int>(std::ceil(geo::distance(a, b) / step_m)));
        for (int k = 0; k < pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            out.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
    }
    out.push_back(line.back());
    return out;
}

struct Place {
    RoadPoint point;
    std::size_t arms = 0;
};

auto order(const Place& place) {
    return std::tuple(place.point.commune, place.point.road_class, place.point.position, place.point.name);
}

/// One of those of a commune that stand together: most arms, then the highest road.
std::vector<RoadPoint> thinned(std::vector<Place> places, std::string_view kind,
                               const domain::Territory& territory) {
    std::ranges::sort(places, {},
                      [](const Place& p) { return std::pair(-static_cast<long>(p.arms), order(p)); });
    std::map<std::size_t, std::vector<Point>> kept_in;
    std::vector<Place> kept;
    for (Place& place : places) {
        std::vector<Point>& others = kept_in[place.point.commune];
        const Point p = place.point.position;
        if (std::ranges::none_of(others, [&](Point o) { return geo::distance(o, p) <= kSameM; })) {
            others.push_back(p);
            kept.push_back(std::move(place));
        }
    }
    std::ranges::sort(kept, {}, order);
    std::vector<RoadPoint> out;
    for (Place& place : kept) {
        const Point p = place.point.position;
        place.point.id =
            fmt::format("{}-{}-{:.0f}-{:.0f}", kind, territory.communes[place.point.commune].code, p.x, p.y);
        out.push_back(std::move(place.point));
    }
    return out;
}

class EntryFinder {
  public:
    explicit EntryFinder(const domain::Project& project)
        : territory_(*project.territory), buildings_(*project.buildings), index_(territory_),
          has_buildings_(territory_.communes.size()) {
        std::vector<geo::Box> boxes;
        boxes.reserve(buildings_.size());
        for (const domain::Building& building : buildings_) {
            boxes.push_back(geo::bounds(building.shape));
            if (const auto commune = index_.find(boxes.back().centre())) {
                has_buildings_[*commune] = true;
            }
        }
        building_boxes_ = geo::BoxIndex(boxes);
    }

    void look_along(const Reach& reach) {
        if (!buildings_.empty()) {
            look_for_frontages(reach);
        }
        look_for_borders(reach);
    }

    std::vector<RoadPoint> take() { return thinned(std::move(found_), "entree", territory_); }

  private:
    void add(const Reach& reach, Point p, std::size_t commune) {
        const std::string by = reach.name.empty() ? std::string() : ", " + reach.name;
        const std::string name = territory_.communes[commune].name + " : entrée" + by;
        found_.push_back({{{}, name, p, commune, reach.road_class}, 1});
    }

    bool is_built_up(Point p) const {
        bool is_near = false;
        building_boxes_.for_each(geo::Box{p, p}.grown(kFrontageM), [&](std::size_t i) {
            is_near = is_near || geo::distance_to(p, buildings_[i].shape) <= kFrontageM;
        });
        return is_near;
    }

    void look_for_frontages(const Reach& reach) {
        const Line points = densified(reach.line, kStepM);

        struct Run {
            std::size_t first, last;
        };

        std::vector<Run> runs;
        std::vector<double> along(points.size(), 0.0);
        for (std::size_t i = 0; i < points.size(); ++i) {
            along[i] = i == 0 ? 0 : along[i - 1] + geo::distance(points[i - 1], points[i]);
            if (!is_built_up(points[i])) {
                continue;
            }
            if (runs.empty() || along[i] - along[runs.back().last] > kGapM) {
                runs.push_back({i, i});
            }
            runs.back().last = i;
        }
        for (const Run& run : runs) {
            const bool starts_here = run.first > 0;
            const bool ends_here = run.last + 1 < points.size();
            // A frontage that reaches the end of the line goes on along another road: its length is not
            // known.
            if (starts_here && ends_here && along[run.last] - along[run.first] < kHamletM) {
                continue;
            }
            for (const auto& [is_edge, at] :
                 {std::pair(starts_here, run.first), std::pair(ends_here, run.last)}) {
                if (const auto commune = is_edge ? index_.find(points[at]) : std::nullopt) {
                    add(reach, points[at], *commune);
                }
            }
        }
    }

    void look_for_borders(const Reach& reach) {
        const Line points = densified(reach.line, kBorderStepM);
        auto before = index_.find(points.front());
        for (std::size_t i = 1; i < points.size(); ++i) {
            const auto after = index_.find(points[i]);
            if (before != after) {
                if (const auto commune = entered(before, after)) {
                    add(reach, crossing(points[i - 1], points[i], before), *commune);
                }
            }
            before = after;
        }
    }

    /// Of the two sides, those of the territory where no building tells better; the more populous one.
    std::optional<std::size_t> entered(std::optional<std::size_t> a, std::optional<std::size_t> b) const {
        const auto counts = [&](std::optional<std::size_t> c) { return c && !has_buildings_[*c]; };
        if (!counts(a) || !counts(b)) {
            return counts(a) ? a : counts(b) ? b : std::nullopt;
        }
        const auto people = [&](std::size_t c) { return territory_.communes[c].population.value_or(0); };
        return people(*a) != people(*b) ? (people(*a) > people(*b) ? a : b) : std::min(a, b);
    }

    /// Where the straight piece leaves the commune it starts in, by halving to under 1 mm.
    Point crossing(Point from, Point to, std::optional<std::size_t> commune) const {
        while (geo::distance(from, to) > 0.0005) {
            const Point middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
            (index_.find(middle) == commune ? from : to) = middle;
        }
        return to;
    }

    const domain::Territory& territory_;
    const std::vector<domain::Building>& buildings_;
    CommuneIndex index_;
    std::vector<bool> has_buildings_;
    geo::BoxIndex building_boxes_;
    std::vector<Place> found_;
};

struct Node {
    std::size_t arms = 0;
    RoadClass road_class = RoadClass::departmental;
    std::set<std::string> names;
};

std::string junction_name(const Node& node, const std::string& commune) {
    std::string names;
    for (const std::string& name : node.names) {
        names += (names.empty() ? "" : ", ") + name;
    }
    return names.empty() ? "Carrefour à " + commune : "Carrefour " + names;
}

} // namespace

std::vector<RoadPoint> town_entries(const domain::Project& project) {
    EntryFinder finder(project);
    for (const Reach& reach : reaches(*project.roads)) {
        finder.look_along(reach);
    }
    return finder.take();
}

std::vector<RoadPoint> junctions(const domain::Project& project) {
    std::map<Point, Node> nodes;
    for (const Road& road : *project.roads) {
        for (std::size_t i = 0; i < road.line.size(); ++i) {
            Node& node = nodes[road.line[i]];
            node.arms += i == 0 || i + 1 == road.line.size() ? 1 : 2;
            node.road_class = std::min(node.road_class, road.road_class);
            if (!road.name.empty()) {
                node.names.insert(road.name);
            }
        }
    }
    const domain::Territory& territory = *project.territory;
    const CommuneIndex index(territory);
    std::vector<Place> places;
    for (const auto& [position, node] : nodes) {
        const auto commune = node.arms >= 3 ? index.find(position) : std::nullopt;
        if (commune) {
            places.push_back({{{},
                               junction_name(node, territory.communes[*commune].name),
                               position,
                               *commune,
                               node.road_class},
                              node.arms});
        }
    }
    return thinned(std::move(places), "carrefour", territory);
}

} // namespace maillage::plan
