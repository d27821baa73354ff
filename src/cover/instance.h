// instance.h: who could cover what. Candidate sites with a cost, demand rows with a weight, and the
// list of rows each candidate covers; plain arrays, no map, no file. What is asked of it is in
// problem.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace maillage::cover {

/// What the planner imposes on a candidate.
enum class CandidateRule : std::uint8_t { free, forbidden, compulsory };

struct CoverCandidate {
    std::string id; ///< unique; ties are broken by its byte order
    double cost = 1;
    std::int32_t zone = -1; ///< index in CoverInstance::zones, -1 for none
    CandidateRule rule = CandidateRule::free;
    friend bool operator==(const CoverCandidate&, const CoverCandidate&) = default;
};

struct CoverDemand {
    double weight = 1;
    std::int32_t zone = -1;        ///< index in CoverInstance::zones, -1 for none
    std::uint8_t already_seen = 0; ///< by how many existing cameras
    friend bool operator==(const CoverDemand&, const CoverDemand&) = default;
};

struct CoverInstance {
    std::vector<CoverCandidate> candidates;
    std::vector<CoverDemand> demand;
    std::vector<std::string> zones; ///< labels, for messages and floors
    /// Rows covered by candidate j, each once, in any order: rows[begin[j]] .. rows[begin[j + 1] - 1].
    std::vector<std::size_t> begin;
    std::vector<std::uint32_t> rows;

    std::span<const std::uint32_t> covered_by(std::size_t candidate) const {
        return {rows.data() + begin[candidate], rows.data() + begin[candidate + 1]};
    }
};

struct PlanePoint {
    double x = 0, y = 0; ///< metres
};

/// Fills the lists: a candidate covers a row when their distance is at most `radius`, decided exactly on the
/// doubles given (a point at 5 of a radius of 5 is covered). Throws InputError for a radius or coordinate
/// that is no number.
void cover_by_radius(CoverInstance& instance, std::span<const PlanePoint> candidates,
                     std::span<const PlanePoint> demand, double radius, unsigned threads = 1);
/// The same with a radius of each candidate's own; a message names the candidate by its line.
void cover_by_radii(CoverInstance& instance, std::span<const PlanePoint> candidates,
                    std::span<const PlanePoint> demand, std::span<const double> radii, unsigned threads = 1);
/// The same from a matrix of distances, one line of `demand.size()` values a candidate; NaN means "no way".
void cover_by_matrix(CoverInstance& instance, std::span<const double> distance, double threshold);
/// The same with a threshold of each candidate's own.
void cover_by_matrix(CoverInstance& instance, std::span<const double> distance,
                     std::span<const double> thresholds);
/// The same from ready lists (one a candidate, any order, repeats allowed).
void cover_by_lists(CoverInstance& instance, const std::vector<std::vector<std::uint32_t>>& lists);

/// Throws InputError, in French and naming the row, for a negative or absurd cost or weight, an unknown zone,
/// a repeated identifier, lists that do not fit, or no candidate at all.
void validate(const CoverInstance& instance);

} // namespace maillage::cover
