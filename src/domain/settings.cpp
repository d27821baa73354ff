#include "domain/settings.h"

#include <algorithm>

namespace maillage::domain {
namespace {

using std::chrono::year;

/// CSI L132-4: "plus de" is strict.
std::vector<CouncilThreshold> thresholds() {
    return {{year(2007) / 3 / 7, 10000},  // loi 2007-297 du 5 mars 2007
            {year(2021) / 5 / 27, 5000}}; // loi 2021-646 du 25 mai 2021, in force on the 27th
}

/// Assumptions of maillage, not of any text. They come from d = N f / (p w) for ordinary optics: 1920 px
/// behind a 5.568 mm sensor gives, with a 4 mm lens (70 degrees), 62.5 px/m ("observation") at 22 m and 25
/// px/m ("détection") at 55 m; with 2.8 mm (90 degrees) 25 px/m at 38 m; 3840 px with 4 mm 25 px/m at 80 m.
std::vector<CameraAssumption> assumptions() {
    using enum registry::CameraType;
    return {
        // nothing known: from the short end of a wide lens to a little past "détection"; perhaps it turns
        {unknown, 15, 30, 60, 360, 70, 20, 360},
        {fixed, 22, 35, 55, 70, 70, 20, 120}, // 4 mm lens: observation to détection; lenses of 2.1 to 16 mm
        {dome, 38, 80, 150, 360,
         40}, // turns: wide end of the zoom to what an operator still follows by zooming
        {fixed_180, 15, 25, 38, 180, 180},          // the pixels are shared by a wide field
        {multisensor, 22, 35, 55, 90, 90, 30, 120}, // three or four heads, each like a fixed camera
        {plate, 8, 15, 25, 25, 25, 8, 60},          // reads plates over one lane or two, narrow field
        {mobile, 22, 40, 80, 360, 40},              // a dome on a box, lower than a mast
        {other, 15, 30, 60, 360, 70, 20, 360},
    };
}

/// EN 62676-4:2015, annex B. 62.5 is often printed 62 or 63.
std::vector<DensityBand> bands() {
    return {{"detection", "Détection", 25},
            {"observation", "Observation", 62.5},
            {"reconnaissance", "Reconnaissance", 125},
            {"identification", "Identification", 250}};
}

/// Starting weights, to be changed by the user: an ordinary shop is 1. Places that gather minors or crowds
/// and the ways into a town come first, as in the diagnostics of towns and the scheme of 2020 of the Aisne.
std::vector<SiteClass> site_classes() {
    return {{"ecole", "École", 3},
            {"college", "Collège", 4},
            {"lycee", "Lycée", 4},
            {"gare", "Gare", 5},
            {"commerce", "Commerce", 1},
            {"pharmacie", "Pharmacie", 2},
            {"sante", "Établissement de santé", 2},
            {"culte", "Lieu de culte", 2},
            {"entree_ville", "Entrée de ville", 3},
            {"qpv", "Quartier prioritaire", 5},
            {"equipement", "Équipement public", 2},
            {"mairie", "Mairie", 2},
            {"parking", "Parking", 1.5},
            {"transport", "Arrêt ou pôle de transport", 1.5},
            {"autre", "Autre site", 1}};
}

/// Names of the SSMSI's communal base. Offences of the public space weigh most; indicators that cameras on
/// the road hardly touch weigh nothing. The weights are maillage's own starting point.
std::vector<CrimeWeight> crime_weights() {
    return {{"Cambriolages de logement", 0.3},
            {"Vols de véhicule", 0.3},
            {"Vols dans les véhicules", 0.3},
            {"Vols d'accessoires sur véhicules", 0.2},
            {"Vols sans violence contre des personnes", 0.3},
            {"Vols violents sans arme", 0.5},
            {"Vols avec armes", 0.5},
            {"Destructions et dégradations volontaires", 0.4},
            {"Violences physiques hors cadre familial", 0.4},
            {"Violences physiques intrafamiliales", 0},
            {"Violences sexuelles", 0},
            {"Usage de stupéfiants", 0.2},
            {"Usage de stupéfiants (AFD)", 0},
            {"Trafic de stupéfiants", 0.3},
            {"Escroqueries et fraudes aux moyens de paiement", 0}};
}

} // namespace

Settings default_settings() {
    Settings settings;
    settings.thresholds = thresholds();
    settings.assumptions = assumptions();
    settings.bands = bands();
    settings.site_classes = site_classes();
    settings.crime_weights = crime_weights();
    settings.prices = first_prices();
    settings.funding = first_funding_table();
    return settings;
}

std::int64_t council_threshold(const Settings& settings, Date date) {
    std::int64_t above = 10000;
    for (const CouncilThreshold& threshold : settings.thresholds) {
        if (threshold.from <= date) {
            above = threshold.above;
        }
    }
    return above;
}

const CameraAssumption& assumption_for(const Settings& settings, registry::CameraType type) {
    static const CameraAssumption kNothingKnown = {
        registry::CameraType::unknown, 15, 30, 60, 360, 70, 20, 360};
    const auto of = [&](registry::CameraType wanted) {
        return std::ranges::find(settings.assumptions, wanted, &CameraAssumption::type);
    };
    auto it = of(type);
    if (it == settings.assumptions.end()) {
        it = of(registry::CameraType::unknown);
    }
    return it == settings.assumptions.end() ? kNothingKnown : *it;
}

} // namespace maillage::domain
