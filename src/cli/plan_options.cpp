#include "cli/plan_options.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <algorithm>

namespace maillage::cli {
namespace {

std::optional<std::string> joined(const std::vector<std::string>& words) {
    return words.empty() ? std::nullopt : std::optional(join(words, "|"));
}

/// "45 %", "45" or "0,45" would be three readings of one wish: percent alone.
std::optional<double> share(const std::optional<double>& percent, const char* option) {
    if (percent && !(*percent >= 0 && *percent <= 100)) {
        throw InputError(std::string(option) + " : pourcentage entre 0 et 100");
    }
    return percent ? std::optional(*percent / 100) : std::nullopt;
}

/// "2" for every class, or "nationale=3".
void read_road_weight(const std::string& text, session::SetWeights& weights) {
    const std::size_t equals = text.find('=');
    const auto value = parse_number(equals == std::string::npos ? text : text.substr(equals + 1));
    if (!value) {
        throw InputError("--road-weight " + text + " : POIDS ou CLASSE=POIDS attendu, par km");
    }
    if (equals == std::string::npos) {
        weights.motorway_km = weights.national_km = weights.departmental_km = value;
        return;
    }
    const auto road_class = domain::parse_road_class(text.substr(0, equals));
    if (!road_class) {
        throw InputError("--road-weight " + text +
                         " : classe autoroute, nationale ou departementale attendue");
    }
    (*road_class == domain::RoadClass::motorway   ? weights.motorway_km
     : *road_class == domain::RoadClass::national ? weights.national_km
                                                  : weights.departmental_km) = value;
}

} // namespace

RankOptions PlanWords::read(const Console& console) const {
    RankOptions options;
    options.subject = subject.read(console);
    options.format = format;
    options.plan.count = count;
    options.plan.budget_eur = budget;
    options.plan.target_share = share(target, "--target");
    options.plan.backup_share = share(backup, "--backup");
    options.plan.mesh_m = mesh;
    options.plan.spacing_m = spacing;
    options.weights.reach_m = reach;
    if (has_views || has_discs) {
        options.plan.has_views = has_views;
    }
    options.plan.floors = joined(floors);
    options.plan.phases = joined(phases);
    options.plan.horizon = horizon;
    options.plan.camera_type = type;
    options.plan.link = link;
    options.plan.year = year;
    options.plan.first_level_communes = level_1;
    options.plan.second_level_communes = level_2;
    if (is_police_only || is_everywhere) {
        options.plan.is_police_only = is_police_only;
    }
    std::vector<std::string> kinds;
    for (const std::string& word : candidates) {
        std::error_code error;
        const bool is_file = std::filesystem::is_regular_file(word, error);
        kinds.push_back(is_file ? std::string(domain::candidate_words::kGiven) : word);
        if (is_file) {
            options.candidate_files.emplace_back(word);
        }
    }
    options.perimeter_files = perimeters;
    const std::string on_perimeters(domain::candidate_words::kMeshPerimeters);
    if (!perimeters.empty() && std::ranges::find(kinds, on_perimeters) == kinds.end()) {
        kinds.push_back(on_perimeters);
    }
    for (const std::string& text : road_weights) {
        read_road_weight(text, options.weights);
    }
    options.spread_m = spread;
    options.plan.candidates = joined(kinds);
    options.pinned = required;
    options.forbidden = forbidden;
    options.seconds = seconds;
    options.gap = gap / 100;
    options.has_curve = has_curve;
    return options;
}

void add_plan_options(Verb& verb, PlanWords& p) {
    add_project(verb, p.subject);
    verb.option("--count", p.count, "Nombre de sites");
    verb.option("--budget", p.budget, "Budget en euros HT");
    verb.option("--target", p.target, "Part du poids à couvrir au moindre coût, en %");
    verb.option("--backup", p.backup, "Part du poids gagnée par une seconde vue, en %");
    verb.option(
        "--floor", p.floors,
        "Plancher : zone:police=10 (sites), epci:200043495=25% (du poids) ou commune:*=2 (dans chacune)");
    verb.option("--phase", p.phases, "Budget d'une année : 2027=120000 ; une par année");
    verb.option(
            "--candidates", p.candidates,
            "uncovered sites given entries junctions mesh-qpv mesh-perimeters, ou un fichier de candidats")
        .comma_separated();
    verb.option("--mesh", p.mesh, "Maille de mesh-qpv et mesh-perimeters, en mètres");
    verb.option("--spacing", p.spacing,
                "Écart au moins entre les lieux trouvés et tous les autres, en mètres");
    verb.option("--reach", p.reach,
                "Portée des candidats qui n'en ont pas, en mètres ; absente : celle du projet");
    const Option views =
        verb.flag("--views", p.has_views, "Un candidat couvre ce qu'il voit derrière le bâti et le relief");
    verb.flag("--discs", p.has_discs, "Un candidat couvre tout ce qui est à sa portée").excludes(views);
    verb.option("--perimeter", p.perimeters,
                "Fichier de contours où chercher des lieux, pour mesh-perimeters");
    verb.option("--road-weight", p.road_weights,
                "Poids d'un km de route classée : 2, ou nationale=3 ; absent : celui du projet");
    verb.option("--spread", p.spread,
                "Répartit les habitants des communes sans carreaux, sur une maille en mètres");
    verb.option("--require", p.required, "Candidats imposés").comma_separated();
    verb.option("--forbid", p.forbidden, "Candidats exclus").comma_separated();
    verb.option("--horizon", p.horizon, "Les caméras échues à cette date comptent comme perdues");
    verb.option("--type", p.type, "Type de caméra, pour le prix");
    verb.option("--link", p.link, "Liaison, pour le prix");
    verb.option("--year", p.year, "Année des règles de financement");
    verb.option("--time", p.seconds, "Limite de la recherche, en secondes");
    verb.option("--gap", p.gap, "Écart prouvé qui suffit, en %");
    verb.flag("--curve", p.has_curve, "Courbe du budget et de la couverture, avec sa borne");
    add_date(verb, p.subject);
    verb.option("--format", p.format, "text csv json");
    add_profile(verb, p.subject);
}

} // namespace maillage::cli
