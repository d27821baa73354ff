#include "plan/candidates.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "domain/commune_index.h"
#include "geo/box_index.h"
#include "geo/distance.h"
#include "geo/mesh.h"
#include "plan/road_points.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace maillage::plan {
namespace {

namespace words = domain::candidate_words;

constexpr std::int64_t kMostMeshPoints = 100'000;

bool has(const std::vector<std::string>& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

void check_words(const domain::Scenario& plan) {
    for (const std::string& word : plan.candidates) {
        constexpr std::string_view kKnown[] = {words::kUncovered, words::kSites,          words::kGiven,
                                               words::kMeshQpv,   words::kMeshPerimeters, words::kEntries,
                                               words::kJunctions};
        if (std::ranges::find(kKnown, word) == std::end(kKnown)) {
            throw InputError(fmt::format("candidats inconnus : « {} » ({})", word, fmt::join(kKnown, ", ")));
        }
    }
    const bool has_mesh =
        has(plan.candidates, words::kMeshQpv) || has(plan.candidates, words::kMeshPerimeters);
    if (has_mesh && !(plan.mesh_m >= 10 && plan.mesh_m <= 100'000)) {
        throw InputError("la maille des candidats va de 10 m à 100 km");
    }
}

void check_ids(const std::vector<PlanCandidate>& candidates, const domain::Project& project,
               const std::vector<std::string>& ids, const char* what) {
    const auto is_known = [&](const std::string& id) {
        return std::ranges::find(*project.sites, id, &domain::Site::id) != project.sites->end() ||
               std::ranges::find(*project.candidates, id, &domain::Candidate::id) !=
                   project.candidates->end() ||
               std::ranges::find(candidates, id, &PlanCandidate::id) != candidates.end();
    };
    for (const std::string& id : ids) {
        if (!is_known(id)) {
            throw InputError(fmt::format("site {} inconnu : {}", what, id));
        }
    }
}

std::string class_label(const domain::Settings& settings, const std::string& key) {
    const auto row = std::ranges::find(settings.site_classes, key, &domain::SiteClass::key);
    return row == settings.site_classes.end() ? key : row->label;
}

std::string kind_label(const std::string& kind) {
    return kind == "entree_ville" ? "Entrée de ville"
           : kind == "carrefour"  ? "Carrefour"
           : kind == "point"      ? "Point posé"
                                  : kind;
}

const domain::EquipmentPrice* find_price(const domain::Settings& settings, const std::string& camera_type,
                                         const std::string& link) {
    const auto row = std::ranges::find_if(settings.prices, [&](const domain::EquipmentPrice& one) {
        return one.camera_type == camera_type && one.link == link;
    });
    return row == settings.prices.end() ? nullptr : &*row;
}

/// A candidate with the price of a camera of the scenario.
PlanCandidate priced(const domain::Settings& settings, const domain::Scenario& plan) {
    const domain::EquipmentPrice price = price_of(settings, plan.camera_type, plan.link);
    PlanCandidate made;
    made.cost_eur = price.cost_eur;
    made.aside_eur = price.aside_eur;
    made.reach_m = price.reach_m.value_or(settings.candidate_reach_m);
    return made;
}

PlanCandidate from_site(const domain::Project& project, const domain::Scenario& plan,
                        const domain::Site& site, const analysis::DemandUnit& unit) {
    PlanCandidate made = priced(project.settings, plan);
    made.id = site.id;
    made.kind = class_label(project.settings, site.site_class);
    made.name = site.name;
    if (made.name.empty()) { // many open files name no place
        made.name =
            made.kind + (unit.commune ? " de " + project.territory->communes[*unit.commune].name : "");
    }
    made.position = *unit.position;
    made.site = unit.index;
    made.commune = unit.commune;
    return made;
}

PlanCandidate from_given(const domain::Project& project, const domain::Scenario& plan,
                         const domain::Candidate& given, const domain::CommuneIndex& communes) {
    const auto of_scenario = [](const std::string& own, const std::string& otherwise) {
        return own.empty() ? otherwise : own;
    };
    const std::string type = of_scenario(given.camera_type, plan.camera_type);
    const std::string link = of_scenario(given.link, plan.link);
    PlanCandidate made;
    const auto count = static_cast<double>(given.cameras);
    made.reach_m = project.settings.candidate_reach_m;
    if (given.cost_eur) {
        made.cost_eur = *given.cost_eur;
        const auto row = find_price(project.settings, type, link); // it may name no row: its price is known
        made.reach_m = row ? row->reach_m.value_or(made.reach_m) : made.reach_m;
    } else {
        const domain::EquipmentPrice price = price_of(project.settings, type, link);
        made.cost_eur = count * price.cost_eur;
        made.aside_eur = count * price.aside_eur;
        made.reach_m = price.reach_m.value_or(made.reach_m);
    }
    made.reach_m = given.reach_m.value_or(made.reach_m);
    made.azimuth_deg = given.azimuth_deg;
    made.field_deg = given.field_of_view_deg.value_or(
        domain::assumption_for(project.settings, registry::CameraType::fixed).field_of_view_deg);
    made.height_m = given.height_m;
    made.id = given.id;
    made.name = given.name.empty() ? given.id : given.name;
    made.kind = kind_label(given.kind);
    made.position = *given.position;
    made.commune = domain::find_commune(*project.territory, given.commune);
    if (!made.commune) {
        made.commune = communes.find(*given.position);
    }
    made.cameras = given.cameras;
    return made;
}

/// Ground that a mesh fills, and what its points are called after.
struct MeshGround {
    const geo::MultiPolygon& shape;
    std::string id, name;
    const char* kind = nullptr;
};

std::vector<MeshGround> mesh_grounds(const domain::Project& project, const domain::Scenario& plan) {
    std::vector<MeshGround> grounds;
    const auto add = [&](const auto& values, const char* kind, const auto& id) {
        for (const auto& one : values) {
            if (!one.shape.empty()) {
                grounds.push_back({one.shape, id(one), one.name.empty() ? id(one) : one.name, kind});
            }
        }
    };
    if (has(plan.candidates, words::kMeshPerimeters)) {
        add(*project.perimeters, "Maille d'un périmètre",
            [](const domain::Perimeter& one) { return one.id; });
        if (grounds.empty()) {
            throw InputError(
                "candidats « mesh-perimeters » : le projet n'a pas de périmètre (en dessiner un sur la "
                "carte, ou maillage import PROJET perimeters FICHIER)");
        }
    }
    if (has(plan.candidates, words::kMeshQpv)) {
        const std::size_t before = grounds.size();
        add(*project.qpvs, "Maille QPV", [](const domain::Qpv& one) { return one.code; });
        if (grounds.size() == before) {
            throw InputError("candidats « mesh-qpv » : aucun QPV du projet n'a de contour");
        }
    }
    return grounds;
}

/// What the points of a mesh are called after: the sites and QPV that have a name.
class Landmarks {
  public:
    explicit Landmarks(const domain::Project& project) {
        for (const domain::Site& site : *project.sites) {
            if (site.position && !site.name.empty()) {
                const std::string label = class_label(project.settings, site.site_class);
                const bool says_itself = fold(site.name).find(fold(label)) != std::string::npos;
                add(*site.position, says_itself ? site.name : label + " " + site.name);
            }
        }
        for (const domain::Qpv& qpv : *project.qpvs) {
            if (!qpv.shape.empty() && !qpv.name.empty()) {
                add(geo::centroid(qpv.shape), "QPV " + qpv.name);
            }
        }
        index_ = geo::BoxIndex(boxes_);
        std::vector<geo::Box> segments;
        for (const domain::Road& road : *project.roads) {
            for (std::size_t i = 1; !road.name.empty() && i < road.line.size(); ++i) {
                geo::Box box;
                box.extend(road.line[i - 1]);
                box.extend(road.line[i]);
                segments.push_back(box);
                segments_.push_back({&road, i});
            }
        }
        streets_ = geo::BoxIndex(segments);
    }

    /// "640 m au nord-est de « Gare Laon »" where there is one within 3 km; else from `middle`, whose name is
    /// "du centre de « Laon »".
    std::string place(geo::Point p, geo::Point middle, const std::string& middle_name) const;
    /// "D1029" when a road with a name passes within 30 m; else nothing.
    std::string street(geo::Point p) const;

  private:
    void add(geo::Point at, std::string name) {
        boxes_.push_back({at, at});
        names_.push_back(std::move(name));
    }

    struct Segment {
        const domain::Road* road;
        std::size_t end; ///< index of its last point
    };

    std::vector<geo::Box> boxes_;
    std::vector<std::string> names_;
    geo::BoxIndex index_;
    std::vector<Segment> segments_; ///< of roads that have a name
    geo::BoxIndex streets_;
};

std::string compass_word(geo::Point from, geo::Point to) {
    constexpr const char* kWords[] = {"au nord", "au nord-est",  "à l'est",   "au sud-est",
                                      "au sud",  "au sud-ouest", "à l'ouest", "au nord-ouest"};
    const double turn = std::atan2(to.x - from.x, to.y - from.y) / (2 * std::numbers::pi); // from the north
    return kWords[static_cast<std::size_t>(std::lround(8 * turn) + 8) % 8];
}

std::string from(geo::Point mark, geo::Point p, const std::string& of_name) {
    return fmt::format("{} m {} {}", to_french(10 * std::round(geo::distance(mark, p) / 10), 0),
                       compass_word(mark, p), of_name);
}

constexpr double kBeside_m = 50;

std::string Landmarks::place(geo::Point p, geo::Point middle, const std::string& middle_name) const {
    constexpr double kFarthest_m = 3000;
    std::size_t best = names_.size();
    double nearest = kFarthest_m;
    index_.for_each(geo::Box{p, p}.grown(kFarthest_m), [&](std::size_t mark) {
        const double d = geo::distance(boxes_[mark].min, p);
        if (d < nearest || (d == nearest && mark < best)) {
            nearest = d;
            best = mark;
        }
    });
    if (best == names_.size()) {
        return geo::distance(middle, p) < kBeside_m ? "près " + middle_name : from(middle, p, middle_name);
    }
    if (nearest < kBeside_m) {
        return "près de « " + names_[best] + " »";
    }
    return from(boxes_[best].min, p, "de « " + names_[best] + " »");
}

std::string Landmarks::street(geo::Point p) const {
    constexpr double kOnIt_m = 30;
    double nearest = kOnIt_m;
    const std::string* name = nullptr;
    streets_.for_each(geo::Box{p, p}.grown(kOnIt_m), [&](std::size_t k) {
        const domain::Road& road = *segments_[k].road;
        const double d =
            geo::distance_to_segment(p, road.line[segments_[k].end - 1], road.line[segments_[k].end]);
        if (d < nearest || (d == nearest && name != nullptr && road.name < *name)) {
            nearest = d;
            name = &road.name;
        }
    });
    return name == nullptr ? std::string() : *name;
}

/// From the middle of the ground outwards: numbers decide between places that are worth the same, and where
/// nothing tells them apart those in the middle of a town come before those in its fields.
void order_from(geo::Point middle, std::vector<geo::Point>& points) {
    std::ranges::stable_sort(points, {}, [&](geo::Point p) { return geo::distance(middle, p); });
}

/// Keeps, in their order, those that stand `spacing_m` or more from all of `others` and from those kept
/// before; what is pinned stays.
void space_out(const std::vector<PlanCandidate>& others, const domain::Scenario& plan,
               std::vector<PlanCandidate>& found) {
    if (plan.spacing_m <= 0) {
        return;
    }
    using Cell = std::pair<std::int64_t, std::int64_t>;
    std::map<Cell, std::vector<geo::Point>> taken;
    const auto cell_of = [&](geo::Point p) {
        return Cell{static_cast<std::int64_t>(std::floor(p.x / plan.spacing_m)),
                    static_cast<std::int64_t>(std::floor(p.y / plan.spacing_m))};
    };
    const auto is_crowded = [&](geo::Point p) {
        const Cell at = cell_of(p);
        for (std::int64_t u = at.first - 1; u <= at.first + 1; ++u) {
            for (std::int64_t v = at.second - 1; v <= at.second + 1; ++v) {
                const auto near = taken.find({u, v});
                if (near != taken.end() && std::ranges::any_of(near->second, [&](geo::Point q) {
                        return geo::distance(p, q) < plan.spacing_m;
                    })) {
                    return true;
                }
            }
        }
        return false;
    };
    for (const PlanCandidate& one : others) {
        taken[cell_of(one.position)].push_back(one.position);
    }
    std::erase_if(found, [&](const PlanCandidate& one) {
        if (is_crowded(one.position) && !has(plan.pinned, one.id)) {
            return true;
        }
        taken[cell_of(one.position)].push_back(one.position);
        return false;
    });
}

/// A point that lies in two grounds belongs to the first.
void add_mesh(const domain::Project& project, const domain::Scenario& plan,
              const domain::CommuneIndex& communes, std::vector<PlanCandidate>& out) {
    std::set<std::pair<double, double>> taken;
    const Landmarks marks(project);
    for (const MeshGround& ground : mesh_grounds(project, plan)) {
        const auto points = geo::mesh_points(ground.shape, plan.mesh_m, kMostMeshPoints);
        std::vector<geo::Point> ordered = points.value_or(std::vector<geo::Point>());
        const geo::Point middle = geo::centroid(ground.shape);
        order_from(middle, ordered);
        int number = 0;
        for (const geo::Point p : ordered) {
            if (!taken.emplace(p.x, p.y).second) {
                continue;
            }
            PlanCandidate candidate = priced(project.settings, plan);
            candidate.id = fmt::format("{}-m{:05}", ground.id, ++number);
            const std::string street = marks.street(p);
            candidate.name = fmt::format("{}, {}{}", ground.name, street.empty() ? "" : street + ", ",
                                         marks.place(p, middle, "du centre de « " + ground.name + " »"));
            candidate.kind = ground.kind;
            candidate.position = p;
            candidate.commune = communes.find(p);
            out.push_back(std::move(candidate));
        }
        if (!points || taken.size() > kMostMeshPoints) {
            throw InputError(fmt::format("maille trop fine : plus de {} candidats (« {} »)",
                                         to_french(kMostMeshPoints), ground.name));
        }
    }
}

void add_road_points(const domain::Project& project, const domain::Scenario& plan,
                     const std::vector<RoadPoint>& points, const char* kind,
                     std::vector<PlanCandidate>& out) {
    if (points.empty()) {
        throw InputError(fmt::format("candidats « {} » : le projet n'a pas de routes classées qui en donnent "
                                     "(maillage import PROJET roads FICHIER)",
                                     kind));
    }
    for (const RoadPoint& point : points) {
        PlanCandidate made = priced(project.settings, plan);
        made.id = point.id;
        made.name = point.name;
        made.kind = kind;
        made.position = point.position;
        made.commune = point.commune;
        out.push_back(std::move(made));
    }
}

} // namespace

domain::EquipmentPrice price_of(const domain::Settings& settings, const std::string& camera_type,
                                const std::string& link) {
    domain::EquipmentPrice price;
    price.cost_eur = settings.site_cost_eur;
    if (!camera_type.empty() || !link.empty()) {
        const domain::EquipmentPrice* row = find_price(settings, camera_type, link);
        if (row == nullptr) {
            throw InputError(fmt::format(
                "pas de prix pour une caméra « {} » en liaison « {} » : compléter la table des prix",
                camera_type, link));
        }
        price = *row;
    }
    if (!(price.cost_eur >= 0) || !std::isfinite(price.cost_eur)) {
        throw InputError(fmt::format(
            "prix d'une caméra « {} » en liaison « {} » : montant négatif ou illisible", camera_type, link));
    }
    return price;
}

std::vector<PlanCandidate> plan_candidates(const domain::Project& project, const analysis::Gaps& gaps,
                                           const domain::Scenario& plan, const std::vector<bool>& is_seen,
                                           const analysis::GroupKeys& keys) {
    check_words(plan);
    const domain::CommuneIndex communes(*project.territory);
    const bool takes_all = has(plan.candidates, words::kSites);
    const bool takes_uncovered = has(plan.candidates, words::kUncovered);
    const auto is_allowed = [&](const std::optional<geo::Point>& at,
                                const std::optional<std::size_t>& commune) {
        return !plan.is_police_only ||
               keys.of_place(analysis::Grouping::zone, at, commune).key == to_text(domain::ForceKind::police);
    };
    std::vector<PlanCandidate> all;
    for (std::size_t i = 0; i < gaps.units.size(); ++i) {
        const analysis::DemandUnit& unit = gaps.units[i];
        if (unit.kind != analysis::UnitKind::site || !unit.position) {
            continue;
        }
        const domain::Site& site = (*project.sites)[unit.index];
        const bool is_wanted =
            (takes_all || (takes_uncovered && !is_seen[i])) && is_allowed(unit.position, unit.commune);
        if (is_wanted || has(plan.pinned, site.id)) {
            all.push_back(from_site(project, plan, site, unit));
        }
    }
    for (const domain::Candidate& given : *project.candidates) {
        if (given.position && (has(plan.candidates, words::kGiven) || has(plan.pinned, given.id))) {
            PlanCandidate made = from_given(project, plan, given, communes);
            if (is_allowed(made.position, made.commune) || has(plan.pinned, given.id)) {
                all.push_back(std::move(made));
            }
        }
    }
    std::vector<PlanCandidate> found; // by the program, not by the user
    if (has(plan.candidates, words::kEntries)) {
        add_road_points(project, plan, town_entries(project), "Entrée de ville", found);
    }
    if (has(plan.candidates, words::kJunctions)) {
        add_road_points(project, plan, junctions(project), "Carrefour", found);
    }
    add_mesh(project, plan, communes, found);
    std::erase_if(found, [&](const PlanCandidate& one) { return !is_allowed(one.position, one.commune); });
    space_out(all, plan, found);
    std::ranges::move(found, std::back_inserter(all));
    check_ids(all, project, plan.pinned, "imposé");
    check_ids(all, project, plan.forbidden, "exclu");
    return all;
}

} // namespace maillage::plan
