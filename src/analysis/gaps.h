// gaps.h: every place worth covering, whether it is covered at a date, by which cameras, and if not, why.
#pragma once

#include "analysis/camera_views.h"
#include "analysis/equipment.h"
#include "analysis/point_sight.h"
#include "analysis/unlocated.h"
#include "base/date.h"
#include "base/progress.h"
#include "domain/project.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maillage::analysis {

enum class UnitKind { site, cell, road };

/// What coverage is counted in. Sites first, then cells, then pieces of road, each in project order.
struct DemandUnit {
    UnitKind kind = UnitKind::site;
    std::size_t index = 0;              ///< in project.sites, project.cells or project.roads
    std::optional<std::size_t> commune; ///< in territory.communes
    std::optional<geo::Point> position;
    double weight = 0;      ///< class weight or inhabitants, times crime and QPV factors
    double inhabitants = 0; ///< cells only
    std::string reasons;    ///< French: what the weight is made of
    double length_m = 0;    ///< pieces of road only; they stand at their middle
    friend bool operator==(const DemandUnit&, const DemandUnit&) = default;
};

struct UnitCoverage {
    bool low = false, central = false, high = false; ///< low implies central implies high
    /// `high` only because a camera of the commune has no known position. Each such place may be covered, but
    /// not all at once: sums take `Gaps::unlocated` into account.
    bool is_by_unlocated = false;
    std::vector<std::uint32_t> cameras;   ///< that see it in the central estimate and may film; by index
    Cause cause = Cause::covered;         ///< of the central estimate
    std::optional<std::uint32_t> nearest; ///< camera that comes closest to seeing it
    double distance_m = 0;                ///< to `nearest`
    std::optional<std::uint32_t>
        hidden_by; ///< the building between `nearest` and the unit, when that hides it
    friend bool operator==(const UnitCoverage&, const UnitCoverage&) = default;
};

struct Interval {
    double low = 0, central = 0, high = 0;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Sums over one commune, zone, unit, council, EPCI, arrondissement, QPV or the département.
struct Rollup {
    std::string key;
    std::string name;
    std::int64_t communes = 0; ///< that belong to it; of a QPV, those it lies in
    std::int64_t sites = 0;
    Interval sites_covered;
    double inhabitants = 0; ///< of the cells
    Interval inhabitants_covered;
    double weight = 0;
    Interval weight_covered;
    std::array<std::int64_t, kCauses> sites_by_cause{}; ///< indexed by Cause
    Cause main_cause = Cause::covered;                  ///< of the largest uncovered weight
    /// 0 none, 1 low, 2 moderate, 3 strong, 4 very strong: see `gap_level`; -1 no demand.
    int gap_level = -1;
    friend bool operator==(const Rollup&, const Rollup&) = default;
};

/// A place is in the QPV whose outline holds it, or in none; a QPV without outline has a row, and no place.
enum class Grouping { commune, zone, unit, council, epci, arrondissement, departement, qpv };
inline constexpr std::size_t kGroupings = 8;

struct Gaps {
    Date date;
    std::vector<DemandUnit> units;
    std::vector<UnitCoverage> coverage; ///< one a unit
    std::vector<CoverBound> unlocated;  ///< by commune: most that cameras without a position may cover
    std::array<std::vector<Rollup>, kGroupings>
        groups; ///< communes in territory order, others sorted by name

    const std::vector<Rollup>& by(Grouping g) const { return groups[static_cast<std::size_t>(g)]; }

    const Rollup& total() const { return by(Grouping::departement).front(); }
};

std::vector<DemandUnit> demand_units(const domain::Project& project);
/// Factor of each commune from its crime figures: see domain::CrimeWeight.
std::vector<double> crime_factors(const domain::Project& project);
/// `views` in the order of project.cameras. `walls` are those of project.buildings; without them they are
/// made here.
Gaps gaps(const domain::Project& project, const std::vector<CameraView>& views, Date on, Progress& progress,
          unsigned threads = 0, const sight::Walls* walls = nullptr);
/// Fills `groups` from units and coverage: the last step of `gaps`.
void roll_up(const domain::Project& project, Gaps& gaps);
/// From the uncovered weight in the central estimate: what remains to be done, so that a hamlet without a
/// camera does not look worse than a town half covered. Classes are cut at `kGapBreaks`.
int gap_level(const Rollup& rollup);
/// Upper ends of levels 1, 2 and 3, in units of weight (a lycée or a station weighs a few units).
inline constexpr std::array<double, 3> kGapBreaks = {10, 25, 60};

std::string label(Grouping grouping); ///< "Commune", "Zone de compétence"...
/// A French sentence for one unit: "hors portée : caméra 02691-014 à 138 m".
std::string explain(const domain::Project& project, const Gaps& gaps, std::size_t unit);

} // namespace maillage::analysis
