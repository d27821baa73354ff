// core.h: the problem as the search sees it: every choice already made is folded in, rows that the same
// candidates cover are one row, amounts are whole numbers held in doubles (so that sums are exact in any
// order).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace maillage::cover {

/// maximise  constant + sum_i gain_i(n_i) - sum_j charge_j x_j,   n_i = open candidates covering row i,
///           gain_i(n) = first_i [n >= 1] + second_i [n >= 2],     first_i >= second_i >= 0
/// subject to  sum_{j in purse q} cost_j x_j <= capacity_q,   sum_j x_j <= most_sites,
///             sum_{j in group g} x_j >= sites_needed_g,
///             sum_i toward_i [n_i >= 1] >= weight_needed_0 (all rows), and >= weight_needed_z (rows of zone
///             z >= 1).
struct CoverCore {
    static constexpr double kNoLimit = std::numeric_limits<double>::infinity();

    std::vector<std::uint32_t> site; ///< the caller's number, kept as candidates go
    std::vector<std::uint32_t>
        place; ///< sites of one place exclude each other: the same place in another year
    std::vector<std::uint32_t> rank; ///< place of its identifier in byte order, for ties
    std::vector<double> cost;        ///< taken from its purse
    std::vector<std::uint32_t> purse;
    std::vector<double> charge;      ///< taken from the objective
    std::vector<std::int32_t> group; ///< for sites_needed, -1 for none

    std::vector<double> first, second; ///< gain of a row covered once, and again
    std::vector<double> toward;        ///< what a row counts towards the floors when covered
    std::vector<std::uint32_t> zone;   ///< 0 for none

    std::vector<std::size_t> row_begin, site_begin;
    std::vector<std::uint32_t> row_sites, site_rows;

    double constant = 0;
    std::vector<double> capacity; ///< one a purse
    double most_sites = kNoLimit;
    std::vector<double> sites_needed;  ///< one a group, never negative
    std::vector<double> weight_needed; ///< [0] for all rows, then one a zone

    std::size_t sites() const { return site.size(); }

    std::size_t rows() const { return first.size(); }

    std::span<const std::uint32_t> rows_of(std::size_t j) const {
        return {site_rows.data() + site_begin[j], site_rows.data() + site_begin[j + 1]};
    }

    std::span<const std::uint32_t> sites_of(std::size_t i) const {
        return {row_sites.data() + row_begin[i], row_sites.data() + row_begin[i + 1]};
    }

    bool has_floors() const; ///< something is still needed
    bool has_second() const; ///< some row is worth covering twice
};

enum class Fate : std::uint8_t { free, out, in };

/// The core left when some candidates are in and some out: rows merged again, capacities and needs lowered.
/// Other sites of a place that is taken go out. `lambda` (a price a row, may be empty) follows the rows.
CoverCore restrict_core(const CoverCore& core, std::span<const Fate> fate, std::vector<double>& lambda);

/// Marks `out` every free candidate that another one replaces at no loss: same purse, no dearer, covers all
/// its rows. Returns how many. Rows worth covering twice keep everybody. Rows that are `ignored` (one flag a
/// row, or none) need not be covered by the other.
std::size_t drop_dominated(const CoverCore& core, std::vector<Fate>& fate,
                           const std::vector<bool>& ignored = {});

/// Candidate lists from row lists, or the other way round: counts must already be right.
void transpose(std::size_t count, const std::vector<std::size_t>& from_begin,
               const std::vector<std::uint32_t>& from, std::vector<std::size_t>& to_begin,
               std::vector<std::uint32_t>& to);

/// Adds rows to a core, those that the same sites cover only once: found by hash, then compared for good.
class RowMerger {
  public:
    RowMerger(std::size_t most_rows, CoverCore& core);
    /// The row covered by `sites` (rising) in `zone`, made with no value when it is new.
    std::size_t find_or_add(std::span<const std::uint32_t> sites, std::uint32_t zone);

  private:
    CoverCore& core_;
    std::vector<std::uint32_t> slot_;
};

/// The independent parts of a core: candidates that share a row are in one part. Parts in order of their
/// first candidate; each part lists its candidates rising.
std::vector<std::vector<std::uint32_t>> parts_of(const CoverCore& core);

} // namespace maillage::cover
