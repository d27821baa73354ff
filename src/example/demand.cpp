#include "example/demand.h"

#include "example/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace maillage::example {
namespace {

constexpr double kCell_m = 200;

/// How many places of a kind a town has: one for so many inhabitants, from a size on.
struct Density {
    const char* site_class;
    const char* name; ///< "{}" is "de Laon"
    int from_inhabitants;
    double inhabitants_each;
    int at_least;
    double spread; ///< of the built-up radius, about the centre
};

constexpr Density kDensities[] = {
    {"ecole", "École {}", 260, 1150, 0, 0.45},
    {"college", "Collège {}", 1800, 7500, 1, 0.5},
    {"lycee", "Lycée {}", 8000, 6500, 1, 0.5},
    {"gare", "Gare {}", 2400, 60000, 1, 0.6},
    {"pharmacie", "Pharmacie {}", 1200, 2600, 1, 0.3},
    {"commerce", "Rue commerçante {}", 1500, 2300, 1, 0.3},
    {"culte", "Lieu de culte {}", 900, 9000, 1, 0.25},
    {"mairie", "Mairie {}", 650, 1e9, 1, 0.08},
    {"equipement", "Équipement sportif {}", 1500, 9000, 1, 0.6},
    {"sante", "Établissement de santé {}", 4000, 18000, 1, 0.5},
    {"parking", "Parking {}", 5000, 8000, 1, 0.4},
};

int count_of(const Density& kind, double inhabitants, Random& random) {
    if (inhabitants < kind.from_inhabitants) {
        return 0;
    }
    const double mean = inhabitants / kind.inhabitants_each;
    return std::max(kind.at_least, static_cast<int>(mean + random.unit()));
}

/// On the pavement of an invented street: a camera at the crossing sees it.
geo::Point on_street(const Town& town, double spread, Random& random) {
    const auto& all = town.crossings();
    // Crossings are sorted by distance, and their number grows as the square of it.
    const double share = std::min(0.999, std::abs(random.bell()) * spread);
    const Crossing crossing = all[static_cast<std::size_t>(share * share * static_cast<double>(all.size()))];
    const double along = random.between(14, 34) * (random.chance(0.5) ? 1 : -1);
    const double side = random.chance(0.5) ? 4.5 : -4.5;
    const geo::Point p = random.chance(0.5) ? town.at(crossing, along, side) : town.at(crossing, side, along);
    return town.contains(p) ? p : town.at(crossing);
}

void add_site(std::vector<domain::Site>& sites, const Town& town, const char* site_class, std::string name,
              geo::Point position) {
    domain::Site site;
    site.site_class = site_class;
    site.name = std::move(name);
    site.commune = town.commune().code;
    site.position = position;
    site.source = kFictitious;
    sites.push_back(std::move(site));
}

void add_entries(std::vector<domain::Site>& sites, const Town& town, double inhabitants) {
    if (inhabitants < 1500) {
        return;
    }
    static constexpr const char* kSides[] = {"nord", "est", "sud", "ouest"};
    const int count = inhabitants < 3000 ? 2 : inhabitants < 9000 ? 3 : 4;
    for (int k = 0; k < count; ++k) {
        const Crossing* farthest = nullptr; // on one of the two main streets, in the direction of the side
        double most = -1;
        for (const Crossing& c : town.crossings()) {
            const geo::Point p = town.at(c);
            const double d = k == 0   ? p.y - town.centre().y
                             : k == 1 ? p.x - town.centre().x
                             : k == 2 ? town.centre().y - p.y
                                      : town.centre().x - p.x;
            if ((c.i == 0 || c.j == 0) && d > most) {
                most = d;
                farthest = &c;
            }
        }
        if (farthest != nullptr) {
            add_site(sites, town, "entree_ville",
                     fmt::format("Entrée {} {} (fictif)", kSides[k], of_commune(town.commune().name)),
                     town.at(*farthest, 12, 4.5));
        }
    }
}

/// Shares `total` in proportion to `weights`, in whole numbers (largest remainders; ties to the first).
std::vector<std::int64_t> shared_out(std::int64_t total, const std::vector<double>& weights) {
    double sum = 0;
    for (const double w : weights) {
        sum += w;
    }
    std::vector<std::int64_t> parts;
    std::vector<std::pair<double, std::size_t>> remainders;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double exact = static_cast<double>(total) * weights[i] / sum;
        parts.push_back(static_cast<std::int64_t>(exact));
        given += parts.back();
        remainders.push_back({static_cast<double>(parts.back()) - exact, i});
    }
    std::sort(remainders.begin(), remainders.end());
    for (std::size_t k = 0; given < total; ++k, ++given) {
        ++parts[remainders[k % remainders.size()].second];
    }
    return parts;
}

/// The cells a commune lives in: inside its limits, mostly near the centre.
void add_cells(std::vector<domain::PopulationCell>& cells, const Town& town) {
    const std::int64_t population = town.commune().population.value_or(0);
    if (population <= 0) {
        return;
    }
    const double wanted = std::clamp(std::pow(static_cast<double>(population), 0.72) / 4.5, 3.0, 420.0);
    const geo::Box box = geo::bounds(town.commune().shape);
    Random random("carreaux " + town.commune().code);
    std::vector<std::pair<double, geo::Point>>
        candidates; // by a distance blurred so that villages have outliers
    for (double x = std::floor(box.min.x / kCell_m) * kCell_m + kCell_m / 2; x < box.max.x; x += kCell_m) {
        for (double y = std::floor(box.min.y / kCell_m) * kCell_m + kCell_m / 2; y < box.max.y;
             y += kCell_m) {
            const geo::Point p = {x, y};
            if (geo::distance(p, town.centre()) < 4.5 * town.radius_m() + 600 && town.contains(p)) {
                candidates.push_back({geo::distance(p, town.centre()) * random.between(0.6, 1.5), p});
            }
        }
    }
    if (candidates.empty()) {
        const geo::Point c = town.centre();
        candidates.push_back(
            {0, {(std::floor(c.x / kCell_m) + 0.5) * kCell_m, (std::floor(c.y / kCell_m) + 0.5) * kCell_m}});
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.resize(std::min(candidates.size(), static_cast<std::size_t>(wanted)));
    std::vector<double> weights;
    for (const auto& [blurred, p] : candidates) {
        const double d = geo::distance(p, town.centre()) / town.radius_m();
        weights.push_back((0.04 + std::exp(-d * d)) * random.between(0.5, 1.5));
    }
    const std::vector<std::int64_t> inhabitants = shared_out(population, weights);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (inhabitants[i] > 0) {
            const geo::Point p = candidates[i].second;
            cells.push_back({fmt::format("FICTIF200mN{:.0f}E{:.0f}-{}", p.y - kCell_m / 2, p.x - kCell_m / 2,
                                         town.commune().code),
                             p, static_cast<double>(inhabitants[i]), true, town.commune().code});
        }
    }
}

} // namespace

std::vector<domain::Site> example_sites(const std::vector<Town>& towns, std::vector<domain::Qpv>& qpvs) {
    std::vector<domain::Site> sites;
    std::unordered_map<std::string, const Town*> by_code;
    for (const Town& town : towns) {
        by_code[town.commune().code] = &town;
        const double inhabitants = static_cast<double>(town.commune().population.value_or(0));
        Random random("sites " + town.commune().code);
        for (const Density& kind : kDensities) {
            const int count = count_of(kind, inhabitants, random);
            for (int n = 1; n <= count; ++n) {
                const std::string name =
                    fmt::format(fmt::runtime(kind.name), of_commune(town.commune().name));
                add_site(sites, town, kind.site_class,
                         count == 1 ? name + " (fictif)" : fmt::format("{} n° {} (fictif)", name, n),
                         on_street(town, kind.spread, random));
            }
        }
        add_entries(sites, town, inhabitants);
    }
    for (domain::Qpv& qpv : qpvs) {
        const Town* largest = nullptr; // a quarter that spans two communes lies mostly in the town
        for (const std::string& code : qpv.communes) {
            const Town* town = by_code.at(code);
            if (largest == nullptr || town->radius_m() > largest->radius_m()) {
                largest = town;
            }
        }
        const Town& town = *largest;
        Random random("qpv " + qpv.code);
        const auto& all = town.crossings();
        const Crossing c =
            all[static_cast<std::size_t>(random.between(0.25, 0.7) * static_cast<double>(all.size()))];
        qpv.point = town.at(c);
        add_site(sites, town, "qpv", "QPV " + qpv.name, town.at(c, 12, 4.5));
    }
    std::unordered_map<std::string, int> counts;
    for (domain::Site& site : sites) {
        site.id = fmt::format("F-{}-{}-{:02}", site.commune, site.site_class,
                              ++counts[site.commune + site.site_class]);
    }
    std::sort(sites.begin(), sites.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return sites;
}

std::vector<domain::PopulationCell> example_cells(const std::vector<Town>& towns) {
    std::vector<domain::PopulationCell> cells;
    for (const Town& town : towns) {
        add_cells(cells, town);
    }
    return cells;
}

} // namespace maillage::example
