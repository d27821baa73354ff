#include "domain/plan.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace maillage::domain {
namespace {

constexpr std::array<std::string_view, 6> kGroupings = {"commune", "zone", "unit",
                                                        "council", "epci", "arrondissement"};

[[noreturn]] void refuse(std::string_view what, std::string_view text, std::string_view why) {
    throw InputError(fmt::format("{} « {} » : {}", what, text, why));
}

} // namespace

void check_reach(const Candidate& candidate) {
    const auto check = [&](const std::optional<double>& value, double least, double most, const char* what) {
        if (value && !(*value >= least && *value <= most)) {
            throw InputError(fmt::format("candidat {} : {} entre {} et {}", candidate.id, what,
                                         to_french(least, 0), to_french(most, 0)));
        }
    };
    check(candidate.reach_m, 1, kFarthestReach_m, "portée (m)");
    check(candidate.azimuth_deg, -360, 360, "direction (degrés)");
    check(candidate.field_of_view_deg, 1, 360, "ouverture (degrés)");
    check(candidate.height_m, 0, 1000, "hauteur (m)");
}

FundingTable first_funding_table() {
    FundingTable table;
    table.rules.push_back({.financer = "DETR",
                           .first_year = 2020,
                           .last_year = 2020,
                           .departement = "02",
                           .rate_bp = 5000,
                           .source = "Schéma départemental de la vidéoprotection de l'Aisne, 2020"});
    table.rules.push_back({.financer = "Département",
                           .first_year = 2020,
                           .last_year = 2020,
                           .departement = "02",
                           .rate_bp = 3000,
                           .source = "Schéma départemental de la vidéoprotection de l'Aisne, 2020"});
    table.rules.push_back({.financer = "FIPD",
                           .first_year = 2022,
                           .last_year = 2022,
                           .departement = "57",
                           .rate_bp = 5000,
                           .ceiling_per_camera = 1'500'000,
                           .source = "Appel à projets FIPD 2022 de la préfecture de la Moselle"});
    return table;
}

/// One known figure a row: what is not known is not made up. The others are for the user to fill in.
std::vector<EquipmentPrice> first_prices() {
    return {{"fixe", "fibre", 10'000, 0, "Saint-Dizier 2024 : 10 000 € par caméra nouvelle"},
            {"dome", "fibre", 12'000, 0, "Chauny vers 2017 : 120 000 € pour 10 caméras"}};
}

PlanFloor parse_floor(std::string_view text) {
    constexpr std::string_view kWhat = "plancher";
    constexpr std::string_view kExpected =
        "attendu : zone:police=10 (sites), epci:200043495=25% (du poids) ou commune:*=2 (dans chacune)";
    const std::size_t colon = text.find(':');
    const std::size_t equals = text.rfind('=');
    if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon + 2) {
        refuse(kWhat, text, kExpected);
    }
    PlanFloor floor;
    floor.grouping = text.substr(0, colon);
    floor.key = text.substr(colon + 1, equals - colon - 1);
    if (std::ranges::find(kGroupings, floor.grouping) == kGroupings.end()) {
        refuse(kWhat, text, "découpage inconnu (commune, zone, unit, council, epci, arrondissement)");
    }
    std::string_view amount = trim(text.substr(equals + 1));
    const bool is_share = amount.ends_with('%');
    if (is_share) {
        amount.remove_suffix(1);
    }
    const auto value = parse_number(amount);
    if (!value || !std::isfinite(*value) || *value < 0) {
        refuse(kWhat, text, kExpected);
    }
    if (is_share && *value > 100) {
        refuse(kWhat, text, "plus de 100 % du poids ne peut être couvert");
    }
    (is_share ? floor.least_share : floor.least_sites) = is_share ? *value / 100 : *value;
    return floor;
}

PlanPhase parse_phase(std::string_view text) {
    constexpr std::string_view kWhat = "phase";
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
        refuse(kWhat, text, "attendu : 2027=120000");
    }
    const auto year = parse_integer(text.substr(0, equals));
    const auto budget = parse_number(text.substr(equals + 1));
    if (!year || *year < 1900 || *year > 2200) {
        refuse(kWhat, text, "année attendue avant le signe =");
    }
    if (!budget || !std::isfinite(*budget) || *budget < 0) {
        refuse(kWhat, text, "budget en euros, positif ou nul, attendu après le signe =");
    }
    return {static_cast<int>(*year), *budget};
}

std::vector<PlanPhase> parse_phases(const std::vector<std::string>& texts) {
    std::vector<PlanPhase> phases;
    for (const std::string& text : texts) {
        phases.push_back(parse_phase(text));
        if (phases.size() > 1 && phases[phases.size() - 2].year >= phases.back().year) {
            refuse("phase", text, "les années doivent se suivre, chacune une fois");
        }
    }
    return phases;
}

} // namespace maillage::domain
