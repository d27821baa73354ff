#include "cover/core.h"

#include <algorithm>
#include <numeric>

namespace maillage::cover {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

std::uint64_t mixed(std::uint64_t x) { // splitmix64: neighbouring numbers, unrelated values
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

void take(CoverCore& out, const CoverCore& core, std::size_t j) {
    out.constant -= core.charge[j];
    out.capacity[core.purse[j]] -= core.cost[j];
    out.most_sites -= 1;
    if (core.group[j] >= 0) {
        double& need = out.sites_needed[static_cast<std::size_t>(core.group[j])];
        need = std::max(0.0, need - 1);
    }
}

void keep(CoverCore& out, const CoverCore& core, std::size_t j) {
    out.site.push_back(core.site[j]);
    out.place.push_back(core.place[j]);
    out.rank.push_back(core.rank[j]);
    out.cost.push_back(core.cost[j]);
    out.purse.push_back(core.purse[j]);
    out.charge.push_back(core.charge[j]);
    out.group.push_back(core.group[j]);
}

/// Takes the sites that are in, keeps the free ones; new numbers of those kept.
std::vector<std::uint32_t> settle_sites(CoverCore& out, const CoverCore& core, std::span<const Fate> fate) {
    std::vector<std::uint32_t> taken;
    for (std::size_t j = 0; j < core.sites(); ++j) {
        if (fate[j] == Fate::in) {
            take(out, core, j);
            taken.push_back(core.place[j]);
        }
    }
    std::ranges::sort(taken);
    std::vector<std::uint32_t> renamed(core.sites(), kNone);
    for (std::size_t j = 0; j < core.sites(); ++j) {
        if (fate[j] == Fate::free && !std::ranges::binary_search(taken, core.place[j])) {
            renamed[j] = static_cast<std::uint32_t>(out.sites());
            keep(out, core, j);
        }
    }
    return renamed;
}

/// What is left of a row after `times` coverings.
struct RowValue {
    double first, second, toward;
};

RowValue cover_row(CoverCore& out, const CoverCore& core, std::size_t i, std::uint8_t times) {
    RowValue left{core.first[i], core.second[i], core.toward[i]};
    if (times > 0) {
        out.constant += left.first;
        out.weight_needed[0] -= left.toward;
        if (core.zone[i] > 0) {
            out.weight_needed[core.zone[i]] -= left.toward;
        }
        left = {left.second, 0, 0};
    }
    if (times > 1) {
        out.constant += left.first;
        left.first = 0;
    }
    return left;
}

} // namespace

RowMerger::RowMerger(std::size_t most_rows, CoverCore& core) : core_(core) {
    std::size_t size = 16;
    while (size < 2 * most_rows) {
        size *= 2;
    }
    slot_.assign(size, kNone);
    core_.row_begin.assign(1, 0);
}

std::size_t RowMerger::find_or_add(std::span<const std::uint32_t> sites, std::uint32_t zone) {
    std::uint64_t hash = mixed(zone);
    for (const std::uint32_t j : sites) {
        hash = mixed(hash + j);
    }
    std::size_t at = hash & (slot_.size() - 1);
    for (; slot_[at] != kNone; at = (at + 1) & (slot_.size() - 1)) {
        const std::size_t row = slot_[at];
        if (core_.zone[row] == zone && std::ranges::equal(core_.sites_of(row), sites)) {
            return row;
        }
    }
    slot_[at] = static_cast<std::uint32_t>(core_.zone.size());
    core_.row_sites.insert(core_.row_sites.end(), sites.begin(), sites.end());
    core_.row_begin.push_back(core_.row_sites.size());
    core_.zone.push_back(zone);
    core_.first.push_back(0);
    core_.second.push_back(0);
    core_.toward.push_back(0);
    return slot_[at];
}

bool CoverCore::has_floors() const {
    const auto positive = [](double v) { return v > 0; };
    return std::ranges::any_of(sites_needed, positive) || std::ranges::any_of(weight_needed, positive);
}

bool CoverCore::has_second() const {
    return std::ranges::any_of(second, [](double v) { return v > 0; });
}

void transpose(std::size_t count, const std::vector<std::size_t>& from_begin,
               const std::vector<std::uint32_t>& from, std::vector<std::size_t>& to_begin,
               std::vector<std::uint32_t>& to) {
    to_begin.assign(count + 1, 0);
    for (const std::uint32_t k : from) {
        ++to_begin[k + 1];
    }
    std::partial_sum(to_begin.begin(), to_begin.end(), to_begin.begin());
    to.resize(from.size());
    std::vector<std::size_t> next(to_begin.begin(), to_begin.end() - 1);
    for (std::size_t i = 0; i + 1 < from_begin.size(); ++i) {
        for (std::size_t k = from_begin[i]; k < from_begin[i + 1]; ++k) {
            to[next[from[k]]++] = static_cast<std::uint32_t>(i);
        }
    }
}

CoverCore restrict_core(const CoverCore& core, std::span<const Fate> fate, std::vector<double>& lambda) {
    CoverCore out;
    out.constant = core.constant;
    out.capacity = core.capacity;
    out.most_sites = core.most_sites;
    out.sites_needed = core.sites_needed;
    out.weight_needed = core.weight_needed;
    const std::vector<std::uint32_t> renamed = settle_sites(out, core, fate);
    std::vector<std::uint8_t> times(core.rows(), 0);
    for (std::size_t j = 0; j < core.sites(); ++j) {
        if (fate[j] == Fate::in) {
            for (const std::uint32_t i : core.rows_of(j)) {
                times[i] = std::min<std::uint8_t>(2, times[i] + 1);
            }
        }
    }
    RowMerger merger(core.rows(), out);
    std::vector<double> price;
    std::vector<std::uint32_t> sites;
    for (std::size_t i = 0; i < core.rows(); ++i) {
        const RowValue left = cover_row(out, core, i, times[i]);
        if (left.first <= 0 && left.toward <= 0) {
            continue;
        }
        sites.clear();
        for (const std::uint32_t j : core.sites_of(i)) {
            if (renamed[j] != kNone) {
                sites.push_back(renamed[j]);
            }
        }
        if (sites.empty()) {
            continue;
        }
        const std::size_t row = merger.find_or_add(sites, core.zone[i]);
        out.first[row] += left.first;
        out.second[row] += left.second;
        out.toward[row] += left.toward;
        if (!lambda.empty()) {
            price.resize(out.rows(), 0.0);
            price[row] += lambda[i];
        }
    }
    lambda = std::move(price);
    for (double& need : out.weight_needed) {
        need = std::max(0.0, need);
    }
    transpose(out.sites(), out.row_begin, out.row_sites, out.site_begin, out.site_rows);
    return out;
}

std::size_t drop_dominated(const CoverCore& core, std::vector<Fate>& fate, const std::vector<bool>& ignored) {
    if (core.has_second()) {
        return 0;
    }
    std::size_t dropped = 0;
    std::vector<std::uint32_t> mark(core.rows(), kNone);
    const auto counts = [&](std::uint32_t i) { return ignored.empty() || !ignored[i]; };
    std::vector<std::size_t> size(core.sites());
    for (std::size_t j = 0; j < core.sites(); ++j) {
        size[j] = ignored.empty() ? core.rows_of(j).size()
                                  : static_cast<std::size_t>(std::ranges::count_if(core.rows_of(j), counts));
    }
    const auto replaces = [&](std::size_t k, std::size_t j) {
        if (k == j || fate[k] != Fate::free || core.place[k] == core.place[j] ||
            core.purse[k] != core.purse[j] || core.cost[k] > core.cost[j] ||
            core.charge[k] > core.charge[j]) {
            return false;
        }
        return size[k] >= size[j];
    };
    for (std::size_t j = 0; j < core.sites(); ++j) {
        const bool counts_for_a_floor =
            core.group[j] >= 0 && core.sites_needed[static_cast<std::size_t>(core.group[j])] > 0;
        if (fate[j] != Fate::free || counts_for_a_floor) {
            continue;
        }
        const auto rows = core.rows_of(j);
        if (size[j] == 0) { // brings nothing
            fate[j] = Fate::out;
            ++dropped;
            continue;
        }
        const auto rarest = *std::ranges::min_element(rows, {}, [&](std::uint32_t i) {
            return counts(i) ? core.row_begin[i + 1] - core.row_begin[i] : core.sites() + 1;
        });
        for (const std::uint32_t i : rows) {
            mark[i] = counts(i) ? static_cast<std::uint32_t>(j) : kNone;
        }
        for (const std::uint32_t k : core.sites_of(rarest)) {
            if (!replaces(k, j)) {
                continue;
            }
            std::size_t shared = 0;
            for (const std::uint32_t i : core.rows_of(k)) {
                shared += mark[i] == j ? 1U : 0U;
            }
            // Sites that stand for one another: the first identifier stays, unless the other is dearer.
            const bool twin =
                shared == size[k] && core.cost[k] == core.cost[j] && core.charge[k] == core.charge[j];
            if (shared == size[j] && (!twin || core.rank[k] < core.rank[j])) {
                fate[j] = Fate::out;
                ++dropped;
                break;
            }
        }
    }
    return dropped;
}

std::vector<std::vector<std::uint32_t>> parts_of(const CoverCore& core) {
    std::vector<std::uint32_t> parent(core.sites());
    std::iota(parent.begin(), parent.end(), 0U);
    const auto root = [&](std::uint32_t j) {
        while (parent[j] != j) {
            parent[j] = parent[parent[j]];
            j = parent[j];
        }
        return j;
    };
    for (std::size_t i = 0; i < core.rows(); ++i) {
        const auto sites = core.sites_of(i);
        std::uint32_t a = root(sites[0]);
        for (const std::uint32_t j : sites.subspan(1)) {
            const std::uint32_t b = root(j);
            parent[std::max(a, b)] = std::min(a, b);
            a = std::min(a, b);
        }
    }
    std::vector<std::vector<std::uint32_t>> parts;
    std::vector<std::uint32_t> number(core.sites(), kNone);
    for (std::uint32_t j = 0; j < core.sites(); ++j) {
        const std::uint32_t r = root(j);
        if (number[r] == kNone) {
            number[r] = static_cast<std::uint32_t>(parts.size());
            parts.emplace_back();
        }
        parts[number[r]].push_back(j);
    }
    return parts;
}

} // namespace maillage::cover
