#include "cover/instance.h"

#include "base/error.h"
#include "base/parallel.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace maillage::cover {

namespace {

/// A sum of doubles kept without any rounding (Shewchuk 1997, grow-expansion); only its sign is asked.
class ExactSum {
  public:
    void add(double value) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const double sum = value + part_[i];
            const double back = sum - value;
            const double error = (value - (sum - back)) + (part_[i] - back);
            if (error != 0) {
                part_[kept++] = error;
            }
            value = sum;
        }
        part_[kept++] = value;
        size_ = kept;
    }

    void add_product(double a, double b) {
        const double product = a * b;
        add(std::fma(a, b, -product));
        add(product);
    }

    int sign() const {
        for (std::size_t i = size_; i-- > 0;) { // the last part that is not zero outweighs all before it
            if (part_[i] != 0) {
                return part_[i] > 0 ? 1 : -1;
            }
        }
        return 0;
    }

  private:
    std::array<double, 32> part_{};
    std::size_t size_ = 0;
};

/// a - b as a rounded difference and its exact error.
std::array<double, 2> exact_difference(double a, double b) {
    const double difference = a - b;
    const double back = a - difference;
    return {difference, (a - (difference + back)) + (back - b)};
}

bool within_exactly(PlanePoint a, PlanePoint b, double radius) {
    ExactSum sum;
    for (const auto& [high, low] : {exact_difference(a.x, b.x), exact_difference(a.y, b.y)}) {
        sum.add_product(high, high);
        sum.add_product(2 * high, low);
        sum.add_product(low, low);
    }
    sum.add_product(-radius, radius);
    return sum.sign() <= 0;
}

struct Reach {
    double squared, sure_in, sure_out, radius;

    explicit Reach(double r)
        : squared(r * r), sure_in(r * r * (1 - 1e-14)), sure_out(r * r * (1 + 1e-14)), radius(r) {}

    bool holds(PlanePoint a, PlanePoint b) const {
        const double dx = a.x - b.x;
        const double dy = a.y - b.y;
        const double d = dx * dx + dy * dy;
        if (d < sure_in) {
            return true;
        }
        return d <= sure_out && within_exactly(a, b, radius);
    }
};

/// Demand points sorted by square cell, so that a candidate reads three runs of memory.
struct DemandGrid {
    double x0 = 0, y0 = 0, cell = 1;
    std::size_t columns = 1, lines = 1;
    std::vector<std::uint32_t> start; ///< of each cell in `order`
    std::vector<std::uint32_t> order; ///< row numbers
    std::vector<PlanePoint> point;    ///< in that order

    std::size_t column_of(double x) const {
        return static_cast<std::size_t>(std::clamp((x - x0) / cell, 0.0, static_cast<double>(columns - 1)));
    }

    std::size_t line_of(double y) const {
        return static_cast<std::size_t>(std::clamp((y - y0) / cell, 0.0, static_cast<double>(lines - 1)));
    }
};

DemandGrid make_grid(std::span<const PlanePoint> demand, double radius) {
    DemandGrid grid;
    double x1 = demand[0].x;
    double y1 = demand[0].y;
    grid.x0 = x1;
    grid.y0 = y1;
    for (const PlanePoint& p : demand) {
        grid.x0 = std::min(grid.x0, p.x);
        grid.y0 = std::min(grid.y0, p.y);
        x1 = std::max(x1, p.x);
        y1 = std::max(y1, p.y);
    }
    // Cells of the radius, unless the land is so wide that they would outnumber the points.
    const double span = std::max({x1 - grid.x0, y1 - grid.y0, 1e-300});
    const double most = std::max(1.0, 2 * std::sqrt(static_cast<double>(demand.size())));
    grid.cell = std::max({radius / 2, span / most, span * 1e-9});
    grid.columns = static_cast<std::size_t>((x1 - grid.x0) / grid.cell) + 1;
    grid.lines = static_cast<std::size_t>((y1 - grid.y0) / grid.cell) + 1;
    std::vector<std::uint32_t> cell_of(demand.size());
    grid.start.assign(grid.columns * grid.lines + 1, 0);
    for (std::size_t i = 0; i < demand.size(); ++i) {
        const std::size_t cell = grid.line_of(demand[i].y) * grid.columns + grid.column_of(demand[i].x);
        cell_of[i] = static_cast<std::uint32_t>(cell);
        ++grid.start[cell + 1];
    }
    std::partial_sum(grid.start.begin(), grid.start.end(), grid.start.begin());
    std::vector<std::uint32_t> next(grid.start.begin(), grid.start.end() - 1);
    grid.order.resize(demand.size());
    grid.point.resize(demand.size());
    for (std::size_t i = 0; i < demand.size(); ++i) {
        const std::uint32_t at = next[cell_of[i]]++;
        grid.order[at] = static_cast<std::uint32_t>(i);
        grid.point[at] = demand[i];
    }
    return grid;
}

void collect(const DemandGrid& grid, const Reach& reach, PlanePoint site, std::vector<std::uint32_t>& out) {
    // One cell of margin costs little and keeps the rounding of the cell numbers out of the answer.
    const double margin = reach.radius * (1 + 1e-9) + grid.cell * 1e-6;
    const double limit_x = grid.x0 + grid.cell * static_cast<double>(grid.columns);
    const double limit_y = grid.y0 + grid.cell * static_cast<double>(grid.lines);
    if (site.x + margin < grid.x0 || site.y + margin < grid.y0 || site.x - margin > limit_x ||
        site.y - margin > limit_y) {
        return;
    }
    const std::size_t u0 = grid.column_of(site.x - margin);
    const std::size_t u1 = grid.column_of(site.x + margin);
    const std::size_t v1 = grid.line_of(site.y + margin);
    for (std::size_t v = grid.line_of(site.y - margin); v <= v1; ++v) {
        const std::uint32_t end = grid.start[v * grid.columns + u1 + 1];
        for (std::uint32_t k = grid.start[v * grid.columns + u0]; k < end; ++k) {
            if (reach.holds(site, grid.point[k])) {
                out.push_back(grid.order[k]);
            }
        }
    }
}

bool is_radius(double radius) {
    return radius >= 0 && std::isfinite(radius);
}

/// The median: a single far reach must not make the cells of all the others coarse.
double usual_radius(std::span<const double> radii) {
    std::vector<double> sorted(radii.begin(), radii.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    return *middle;
}

void check_points(std::span<const PlanePoint> points, const char* what) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::isfinite(points[i].x) || !std::isfinite(points[i].y)) {
            throw InputError(fmt::format("{}, ligne {} : coordonnée illisible", what, i + 1));
        }
    }
}

void join_blocks(CoverInstance& instance, const std::vector<std::vector<std::uint32_t>>& blocks) {
    std::size_t total = 0;
    for (const auto& block : blocks) {
        total += block.size();
    }
    instance.rows.clear();
    instance.rows.reserve(total);
    for (const auto& block : blocks) {
        instance.rows.insert(instance.rows.end(), block.begin(), block.end());
    }
}

constexpr double kLargest = 1e15;

void check_amount(double value, const std::string& what) {
    if (!std::isfinite(value)) {
        throw InputError(what + " : nombre illisible");
    }
    if (value < 0) {
        throw InputError(fmt::format("{} : valeur négative ({})", what, value));
    }
    if (value > kLargest) {
        throw InputError(fmt::format("{} : valeur démesurée ({})", what, value));
    }
}

void check_zone(const CoverInstance& instance, std::int32_t zone, const std::string& what) {
    if (zone < -1 || zone >= static_cast<std::int32_t>(instance.zones.size())) {
        throw InputError(fmt::format("{} : zone inconnue (n° {})", what, zone));
    }
}

void check_identifiers(const CoverInstance& instance) {
    std::vector<std::uint32_t> order(instance.candidates.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const int c = instance.candidates[a].id.compare(instance.candidates[b].id);
        return c != 0 ? c < 0 : a < b;
    });
    for (std::size_t k = 1; k < order.size(); ++k) {
        if (instance.candidates[order[k - 1]].id == instance.candidates[order[k]].id) {
            throw InputError(fmt::format("candidats, lignes {} et {} : même identifiant « {} »",
                                         order[k - 1] + 1, order[k] + 1, instance.candidates[order[k]].id));
        }
    }
}

void check_lists(const CoverInstance& instance) {
    const std::size_t count = instance.candidates.size();
    if (instance.begin.size() != count + 1 || instance.begin.front() != 0 ||
        instance.begin.back() != instance.rows.size() || !std::ranges::is_sorted(instance.begin)) {
        throw InputError("couverture : les listes ne correspondent pas aux candidats");
    }
    std::vector<std::uint32_t> seen_by(instance.demand.size(), std::numeric_limits<std::uint32_t>::max());
    for (std::size_t j = 0; j < count; ++j) {
        for (const std::uint32_t row : instance.covered_by(j)) {
            if (row >= seen_by.size() || seen_by[row] == j) {
                throw InputError(
                    fmt::format("couverture, candidat {} « {} » : ligne de demande inconnue ou répétée",
                                j + 1, instance.candidates[j].id));
            }
            seen_by[row] = static_cast<std::uint32_t>(j);
        }
    }
}

} // namespace

void cover_by_radius(CoverInstance& instance, std::span<const PlanePoint> candidates,
                     std::span<const PlanePoint> demand, double radius, unsigned threads) {
    if (!is_radius(radius)) {
        throw InputError("rayon : il faut un nombre positif ou nul");
    }
    cover_by_radii(instance, candidates, demand, std::vector<double>(candidates.size(), radius), threads);
}

void cover_by_radii(CoverInstance& instance, std::span<const PlanePoint> candidates,
                    std::span<const PlanePoint> demand, std::span<const double> radii, unsigned threads) {
    if (radii.size() != candidates.size()) {
        throw InputError("rayons : il en faut un par candidat");
    }
    const auto bad = std::ranges::find_if_not(radii, is_radius);
    if (bad != radii.end()) {
        throw InputError(
            fmt::format("candidats, ligne {} : rayon positif ou nul attendu", bad - radii.begin() + 1));
    }
    check_points(candidates, "candidats");
    check_points(demand, "demande");
    instance.begin.assign(candidates.size() + 1, 0);
    instance.rows.clear();
    if (demand.empty() || candidates.empty()) {
        return;
    }
    const DemandGrid grid = make_grid(demand, usual_radius(radii));
    constexpr std::size_t kGrain = 256;
    std::vector<std::vector<std::uint32_t>> blocks((candidates.size() + kGrain - 1) / kGrain);
    parallel_blocks(candidates.size(), kGrain, threads, [&](std::size_t from, std::size_t to) {
        auto& out = blocks[from / kGrain];
        for (std::size_t j = from; j < to; ++j) {
            const std::size_t before = out.size();
            collect(grid, Reach(radii[j]), candidates[j], out);
            instance.begin[j + 1] = out.size() - before;
        }
    });
    std::partial_sum(instance.begin.begin(), instance.begin.end(), instance.begin.begin());
    join_blocks(instance, blocks);
}

void cover_by_matrix(CoverInstance& instance, std::span<const double> distance, double threshold) {
    cover_by_matrix(instance, distance, std::vector<double>(instance.candidates.size(), threshold));
}

void cover_by_matrix(CoverInstance& instance, std::span<const double> distance,
                     std::span<const double> thresholds) {
    const std::size_t rows = instance.demand.size();
    if (thresholds.size() != instance.candidates.size()) {
        throw InputError("seuils de distance : il en faut un par candidat");
    }
    if (distance.size() != instance.candidates.size() * rows) {
        throw InputError(
            fmt::format("matrice de distances : {} valeurs pour {} candidats et {} lignes de demande",
                        distance.size(), instance.candidates.size(), rows));
    }
    if (std::ranges::any_of(thresholds, [](double t) { return std::isnan(t); })) {
        throw InputError("seuil de distance : nombre illisible");
    }
    instance.begin.assign(1, 0);
    instance.rows.clear();
    for (std::size_t j = 0; j < instance.candidates.size(); ++j) {
        for (std::size_t i = 0; i < rows; ++i) {
            if (distance[j * rows + i] <= thresholds[j]) {
                instance.rows.push_back(static_cast<std::uint32_t>(i));
            }
        }
        instance.begin.push_back(instance.rows.size());
    }
}

void cover_by_lists(CoverInstance& instance, const std::vector<std::vector<std::uint32_t>>& lists) {
    instance.begin.assign(1, 0);
    instance.rows.clear();
    for (std::vector<std::uint32_t> list : lists) {
        std::ranges::sort(list);
        list.erase(std::ranges::unique(list).begin(), list.end());
        instance.rows.insert(instance.rows.end(), list.begin(), list.end());
        instance.begin.push_back(instance.rows.size());
    }
}

void validate(const CoverInstance& instance) {
    if (instance.candidates.empty()) {
        throw InputError("aucun site candidat : ajoutez des candidats avant de chercher");
    }
    if (instance.demand.size() > std::numeric_limits<std::uint32_t>::max() / 2) {
        throw InputError("demande : trop de lignes");
    }
    for (std::size_t j = 0; j < instance.candidates.size(); ++j) {
        const CoverCandidate& candidate = instance.candidates[j];
        check_amount(candidate.cost, fmt::format("candidats, ligne {} « {} », coût", j + 1, candidate.id));
        check_zone(instance, candidate.zone, fmt::format("candidats, ligne {} « {} »", j + 1, candidate.id));
    }
    for (std::size_t i = 0; i < instance.demand.size(); ++i) {
        const double weight = instance.demand[i].weight; // the common case makes no text
        if (!(weight >= 0 && weight <= kLargest)) {
            check_amount(weight, fmt::format("demande, ligne {}, poids", i + 1));
        }
        if (instance.demand[i].zone != -1) {
            check_zone(instance, instance.demand[i].zone, fmt::format("demande, ligne {}", i + 1));
        }
    }
    check_identifiers(instance);
    check_lists(instance);
}

} // namespace maillage::cover
