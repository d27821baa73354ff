// settings.h: every choice an analysis depends on, kept in the project so that two runs agree.
#pragma once

#include "base/date.h"
#include "domain/demand.h"
#include "domain/plan.h"
#include "domain/profile.h"
#include "domain/roads.h"
#include "registry/registry.h"

#include <string>
#include <vector>

namespace maillage::domain {

/// CLSPD obligation: strictly more inhabitants than `above`, from `from` on (CSI L132-4).
struct CouncilThreshold {
    Date from;
    std::int64_t above = 0;
    friend bool operator==(const CouncilThreshold&, const CouncilThreshold&) = default;
};

enum class PopulationBasis { municipale, totale };

/// What is assumed of a camera whose optics are unknown: low / central / high, by type.
struct CameraAssumption {
    registry::CameraType type = registry::CameraType::unknown;
    double range_low_m = 0, range_central_m = 0, range_high_m = 0;
    double field_of_view_deg = 360; ///< of one head, when the direction is known but not the opening
    /// Of the picture, which spreads the pixels: that of a dome is narrower than what its turning covers.
    double picture_deg = 70;
    /// Between these lies the field when nothing is known of it: bounds of ordinary lenses, and an
    /// assumption. 0: `field_of_view_deg` is taken for sure.
    double least_field_deg = 0, most_field_deg = 0;
    friend bool operator==(const CameraAssumption&, const CameraAssumption&) = default;
};

/// Horizontal pixels that are assumed when the resolution is unknown: 720p, 1080p, 4K.
struct AssumedPixels {
    double low = 1280, central = 1920, high = 3840;
    friend bool operator==(const AssumedPixels&, const AssumedPixels&) = default;
};

/// px/m from which a task is possible; strongest last.
struct DensityBand {
    std::string key; ///< detection, observation, reconnaissance, identification
    std::string label;
    double px_per_m = 0;
    friend bool operator==(const DensityBand&, const DensityBand&) = default;
};

struct Settings {
    Date reference_date = std::chrono::year(2026) / 11 / 22;
    PopulationBasis population_basis = PopulationBasis::municipale;
    std::vector<CouncilThreshold> thresholds; ///< by date, oldest first
    registry::TermRules terms;                ///< last day of a term and effect of a modification, by date
    std::vector<CameraAssumption> assumptions;
    AssumedPixels pixels;
    std::string density_table =
        "dori";                     ///< where `bands` come from: a key of density_tables.h, or a file's name
    std::vector<DensityBand> bands; ///< weakest first
    /// Key of the band that a place must be seen in to count as covered; empty: being seen is enough.
    std::string required_band = "detection";
    std::vector<SiteClass> site_classes;
    std::vector<CrimeWeight> crime_weights;
    double crime_cap = 3;    ///< see CrimeWeight
    double qpv_factor = 1.5; ///< demand inside a QPV (polygon), or in a commune with one when there is none
    double inhabitant_weight = 0.01; ///< weight of one inhabitant of a population cell
    RoadWeights road_weights;        ///< of one kilometre, by class
    double candidate_reach_m = 100;  ///< what a new camera is assumed to cover around a candidate site
    double site_cost_eur =
        12000; ///< ex-tax, of equipping one site; Chauny about 2017: 120,000 for 10 cameras
    double target_height_m = 1.6;
    std::vector<EquipmentPrice>
        prices; ///< by camera type and link; what it does not name costs site_cost_eur
    FundingTable funding;
    /// Share of its uncovered weight that the indicative project of a priority commune covers.
    double commune_project_share = 0.5;
    Profile profile = Profile::restricted; ///< of what leaves: see disclosure.h
    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The documented starting table: thresholds of CSI L132-4, DORI bands, class weights.
Settings default_settings();
/// The threshold in force on `date`; 0 rows or an earlier date give 10,000 (loi 2007-297).
std::int64_t council_threshold(const Settings& settings, Date date);
const CameraAssumption& assumption_for(const Settings& settings, registry::CameraType type);

} // namespace maillage::domain
