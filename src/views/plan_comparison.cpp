#include "views/plan_comparison.h"

#include "base/number.h"
#include "base/translate.h"
#include "domain/project.h"
#include "example/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace maillage::views {

namespace {

using domain::ForceKind;
using domain::Project;
using Now = std::function<std::optional<double>(const session::Session&)>;

std::optional<double> communes(const session::Session& session) {
    return static_cast<double>(session.project->territory->communes.size());
}

std::optional<double> communes_of(const session::Session& session, ForceKind force) {
    const auto& all = session.project->territory->communes;
    return static_cast<double>(std::ranges::count(all, force, &domain::Commune::force));
}

std::optional<double> police_population(const session::Session& session) {
    double sum = 0;
    for (const auto& commune : session.project->territory->communes) {
        sum += commune.force == ForceKind::police ? static_cast<double>(commune.population.value_or(0)) : 0;
    }
    return sum;
}

std::optional<double> police_share(const session::Session& session) {
    double all = 0;
    for (const auto& commune : session.project->territory->communes) {
        all += static_cast<double>(commune.population.value_or(0));
    }
    return all > 0 ? std::optional(100 * police_population(session).value_or(0) / all) : std::nullopt;
}

std::optional<double> units_of(const session::Session& session, ForceKind force) {
    std::set<std::string_view> units;
    for (const auto& commune : session.project->territory->communes) {
        if (commune.force == force && !commune.unit.empty()) {
            units.insert(commune.unit);
        }
    }
    return units.empty() ? std::nullopt : std::optional(static_cast<double>(units.size()));
}

/// Acts of the twelve months before the reference date: the plan counts those of one year.
bool is_of_the_year(const Project& project, const registry::Authorisation& act) {
    const auto reference = project.settings.reference_date;
    return act.decided && *act.decided > plus_years(reference, -1) && *act.decided <= reference;
}

std::optional<double> acts_of_the_year(const session::Session& session,
                                       std::optional<registry::ActNature> nature) {
    const auto& project = *session.project;
    return static_cast<double>(
        std::ranges::count_if(*project.authorisations, [&](const registry::Authorisation& act) {
            return is_of_the_year(project, act) && (!nature || act.nature == *nature);
        }));
}

std::optional<double> road_cameras_of_the_year(const session::Session& session) {
    double sum = 0;
    for (const auto& act : *session.project->authorisations) {
        sum += is_of_the_year(*session.project, act) ? static_cast<double>(act.public_road.value_or(0)) : 0;
    }
    return sum;
}

std::optional<double> ranked_sites(const session::Session& session) {
    return session.scheme ? std::optional(static_cast<double>(session.scheme->sites.size())) : std::nullopt;
}

std::optional<double> councils(const session::Session& session) {
    return static_cast<double>(session.project->councils->size());
}

std::optional<double> threshold(const session::Session& session) {
    const auto& settings = session.project->settings;
    return static_cast<double>(domain::council_threshold(settings, settings.reference_date));
}

/// A figure of the plan, by its identifier and the beginning of its name, and how the project tells the same.
struct Pair {
    const char* id;
    const char* begins;
    const char* label;
    Now now;
};

std::vector<Pair> pairs() {
    const auto of_nature = [](registry::ActNature nature) {
        return [nature](const session::Session& session) { return acts_of_the_year(session, nature); };
    };
    using registry::ActNature;
    return {
        {"S07", "communes du département", tr("Communes"), communes},
        {"S07", "communes en zone gendarmerie", tr("Communes en zone gendarmerie"),
         [](const session::Session& s) { return communes_of(s, ForceKind::gendarmerie); }},
        {"S03", "population en zone police", tr("Habitants en zone police"), police_population},
        {"S03", "part de la population", tr("Part des habitants en zone police"), police_share},
        {"S02", "circonscriptions", tr("Circonscriptions de police"),
         [](const session::Session& s) { return units_of(s, ForceKind::police); }},
        {"S05", "compagnies", tr("Compagnies de gendarmerie"),
         [](const session::Session& s) { return units_of(s, ForceKind::gendarmerie); }},
        {"S67", "seuil", tr("Seuil de population du CLSPD"), threshold},
        {"S30", "CLSPD et CISPD", tr("CLSPD et CISPD"), councils},
        {"S33", "arrêtés délivrés", tr("Arrêtés sur 12 mois"),
         [](const session::Session& s) { return acts_of_the_year(s, {}); }},
        {"S33", "arrêtés d'autorisation", tr("dont autorisations"), of_nature(ActNature::authorisation)},
        {"S33", "arrêtés de modification", tr("dont modifications"), of_nature(ActNature::modification)},
        {"S33", "arrêtés de renouvellement", tr("dont renouvellements"), of_nature(ActNature::renewal)},
        {"S34", "caméras de voie publique", tr("Caméras de voie publique autorisées sur 12 mois"),
         road_cameras_of_the_year},
        {"S35", "sites prioritaires", tr("Sites prioritaires"), ranked_sites},
    };
}

std::string value_text(double value, const std::string& unit) {
    return to_french(value, value == static_cast<double>(static_cast<std::int64_t>(value)) ? 0 : 1) +
           (unit == "%" ? "\u202f%" : "");
}

} // namespace

std::vector<PlanRow> plan_comparison(const session::Session& session) {
    std::vector<PlanRow> rows;
    if (session.project->territory->departement != "02") {
        return rows;
    }
    const auto figures = example::plan_figures();
    for (const auto& pair : pairs()) {
        const auto figure = std::ranges::find_if(figures, [&](const example::PlanFigure& f) {
            return f.id == pair.id && f.indicator.starts_with(pair.begins);
        });
        if (figure == figures.end()) {
            continue;
        }
        const auto now = pair.now(session);
        rows.push_back({pair.label,
                        fmt::format("{} ({})", value_text(figure->value, figure->unit), figure->year),
                        now ? value_text(*now, figure->unit) : "–", figure->note});
    }
    return rows;
}

} // namespace maillage::views
