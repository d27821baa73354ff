#include "analysis/equipment.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace maillage::analysis {
namespace {

struct Counts {
    std::int64_t all = 0;
    std::int64_t public_road = 0;
    std::int64_t systems = 1; ///< 0 where another act of the chain counts for the system
    bool is_known = true;     ///< false: neither an act nor a record says how many
};

void add(Equipment& to, const Standing& standing, Counts counts, Date on) {
    to.systems_uncounted += counts.is_known ? 0 : counts.systems;
    switch (standing.validity) {
    case registry::Validity::valid: {
        const bool is_expiring = standing.expires && *standing.expires <= plus_months(on, 12);
        to.systems_valid += counts.systems;
        to.valid_uncounted += counts.is_known ? 0 : counts.systems;
        to.cameras_valid += counts.all;
        to.public_road_valid += counts.public_road;
        to.systems_expiring += is_expiring ? counts.systems : 0;
        to.cameras_expiring += is_expiring ? counts.all : 0;
        break;
    }
    case registry::Validity::unknown:
        to.systems_uncertain += counts.systems;
        to.cameras_uncertain += counts.all;
        to.public_road_uncertain += counts.public_road;
        break;
    case registry::Validity::expired:
        to.systems_expired += counts.systems;
        to.cameras_expired += counts.all;
        to.public_road_expired += counts.public_road;
        break;
    case registry::Validity::suspended:
    case registry::Validity::withdrawn:
        to.systems_inactive += counts.systems;
        to.cameras_inactive += counts.all;
        to.public_road_inactive += counts.public_road;
        break;
    case registry::Validity::not_yet:
    case registry::Validity::never: // never was a system
        break;
    }
}

Legality legality_of(const Standing& standing) {
    switch (standing.validity) {
    case registry::Validity::valid:
        return Legality::valid;
    case registry::Validity::expired:
        return Legality::expired;
    case registry::Validity::not_yet:
        return Legality::not_yet;
    case registry::Validity::unknown:
        return standing.depends_on_modification ? Legality::uncertain : Legality::undated;
    case registry::Validity::never:
        return Legality::refused;
    case registry::Validity::suspended:
        return Legality::suspended;
    case registry::Validity::withdrawn:
        return Legality::withdrawn;
    }
    return Legality::uncertain;
}

using Records = std::map<std::size_t, Counts>; ///< cameras attached to each act

Counts stated_or(const registry::Authorisation& act, Counts attached) {
    const bool states =
        act.nature != registry::ActNature::withdrawal && (act.indoor || act.outdoor || act.public_road);
    return states ? Counts{act.indoor.value_or(0) + act.outdoor.value_or(0) + act.public_road.value_or(0),
                           act.public_road.value_or(0)}
                  : attached;
}

/// What counts of a chain, act by act. A chain is one system: that of its ordinary act, or of a provisional
/// one while only that holds. Provisional cameras come on top, and leave no trace once they are past.
std::vector<std::pair<std::size_t, Counts>> counted(const std::vector<registry::Authorisation>& acts,
                                                    const std::vector<Standing>& standings,
                                                    const registry::Chain& chain, const Records& records) {
    using registry::Validity;
    Counts attached{.is_known = false};
    std::vector<std::size_t> ordinary;
    std::vector<std::size_t> beside;
    for (const std::size_t i : chain) {
        const bool is_beside =
            acts[i].nature == registry::ActNature::provisional && !standings[i].is_superseded;
        if (const auto own = records.find(i); !is_beside && own != records.end()) {
            attached.all += own->second.all;
            attached.public_road += own->second.public_road;
            attached.is_known = true;
        }
        if (!standings[i].is_superseded && standings[i].validity != Validity::not_yet) {
            (is_beside ? beside : ordinary).push_back(i);
        }
    }
    const auto is_valid = [&](std::size_t i) { return standings[i].validity == Validity::valid; };
    const bool stands_in = std::ranges::none_of(ordinary, is_valid) && std::ranges::any_of(beside, is_valid);
    std::vector<std::pair<std::size_t, Counts>> result;
    for (const std::size_t i : ordinary) {
        result.emplace_back(i, stated_or(acts[i], attached));
        result.back().second.systems = stands_in ? 0 : 1;
    }
    bool is_counted = !ordinary.empty() && !stands_in;
    for (const std::size_t i : beside) {
        const bool is_past = !is_valid(i) && standings[i].validity != Validity::suspended;
        if (is_past && (is_counted || stands_in)) {
            continue;
        }
        const auto own = records.find(i);
        result.emplace_back(
            i, stated_or(acts[i], own == records.end() ? Counts{.is_known = false} : own->second));
        result.back().second.systems = is_counted ? 0 : 1;
        is_counted = true;
    }
    return result;
}

} // namespace

std::vector<Standing> standings(const std::vector<registry::Authorisation>& acts, Date on,
                                const registry::TermRules& rules) {
    using registry::ActNature;
    using registry::Validity;
    std::vector<Standing> result(acts.size());
    for (const registry::Chain& chain : registry::chains(acts)) {
        const registry::ChainState state = registry::state_on(acts, chain, on, rules);
        const auto has = [](const std::vector<std::size_t>& list, std::size_t i) {
            return std::ranges::find(list, i) != list.end();
        };
        for (const std::size_t i : chain) {
            const registry::Authorisation& act = acts[i];
            const auto own_end = registry::expiry(act, rules);
            Standing& standing = result[i];
            if (act.decided && *act.decided > on) {
                standing = {Validity::not_yet, false, false, own_end, own_end};
            } else if (act.nature == ActNature::refusal) {
                standing = {Validity::never, true, false, {}, {}};
            } else if (act.nature == ActNature::provisional && !has(state.replaced, i)) {
                const bool is_suspended = state.together == Validity::suspended;
                standing.validity = is_suspended                ? Validity::suspended
                                    : has(state.provisional, i) ? Validity::valid
                                    : own_end                   ? Validity::expired
                                                                : Validity::unknown;
                standing.expires = standing.may_expire = own_end;
            } else {
                standing.validity = state.ordinary;
                standing.is_superseded = state.speaking != i;
                standing.depends_on_modification = state.depends_on_modification;
                standing.expires = state.sure_until ? state.sure_until : state.possible_until;
                standing.may_expire = state.possible_until;
            }
        }
    }
    return result;
}

std::vector<Standing> standings(const domain::Project& project, Date on) {
    return standings(*project.authorisations, on, project.settings.terms);
}

std::string label(const Standing& standing) {
    if (standing.is_superseded) {
        return standing.validity == registry::Validity::never ? "refusé" : "remplacé";
    }
    switch (standing.validity) {
    case registry::Validity::valid:
        return "valide";
    case registry::Validity::expired:
        return "échu";
    case registry::Validity::not_yet:
        return "à venir";
    case registry::Validity::unknown:
        return standing.depends_on_modification ? "selon modification" : "date inconnue";
    case registry::Validity::never:
        return "refusé";
    case registry::Validity::suspended:
        return "suspendu";
    case registry::Validity::withdrawn:
        return "retiré";
    }
    return {};
}

bool may_film(Legality legality) {
    return class_of(legality) == LegalityClass::valid || class_of(legality) == LegalityClass::uncertain;
}

LegalityClass class_of(Legality legality) {
    switch (legality) {
    case Legality::valid:
        return LegalityClass::valid;
    case Legality::uncertain:
    case Legality::undated:
        return LegalityClass::uncertain;
    case Legality::expired:
        return LegalityClass::expired;
    case Legality::not_yet:
    case Legality::suspended:
    case Legality::withdrawn:
    case Legality::refused:
    case Legality::planned:
    case Legality::removed:
        break;
    }
    return LegalityClass::other;
}

std::string label(Legality legality) {
    switch (legality) {
    case Legality::valid:
        return "valide";
    case Legality::uncertain:
        return "incertaine";
    case Legality::undated:
        return "sans date";
    case Legality::expired:
        return "échue";
    case Legality::not_yet:
        return "à venir";
    case Legality::suspended:
        return "suspendue";
    case Legality::withdrawn:
        return "retirée";
    case Legality::refused:
        return "refusée";
    case Legality::planned:
        return "en projet";
    case Legality::removed:
        return "déposée";
    }
    return {};
}

std::vector<Legality> legalities(const domain::Project& project, const std::vector<Standing>& acts) {
    std::map<std::string_view, std::size_t> by_id;
    for (std::size_t i = 0; i < project.authorisations->size(); ++i) {
        by_id.emplace((*project.authorisations)[i].id, i);
    }
    std::vector<Legality> result;
    for (const registry::Camera& camera : *project.cameras) {
        const auto it = by_id.find(camera.authorisation);
        if (registry::is_removed(camera)) {
            result.push_back(Legality::removed);
        } else if (!registry::is_in_service(camera)) {
            result.push_back(Legality::planned);
        } else {
            result.push_back(it == by_id.end() ? Legality::uncertain : legality_of(acts[it->second]));
        }
    }
    return result;
}

std::vector<Equipment> equipment(const domain::Project& project, const std::vector<Standing>& acts, Date on) {
    const domain::Territory& territory = *project.territory;
    std::vector<Equipment> result(territory.communes.size());
    std::map<std::string_view, std::size_t> by_id;
    for (std::size_t i = 0; i < project.authorisations->size(); ++i) {
        by_id.emplace((*project.authorisations)[i].id, i);
    }
    // Camera records count for their act's chain only where no act of it states numbers.
    Records records;
    for (const registry::Camera& camera : *project.cameras) {
        if (!registry::is_in_service(camera)) {
            continue;
        }
        const Counts one{1, camera.is_public_road ? 1 : 0, 0};
        if (const auto it = by_id.find(camera.authorisation); it != by_id.end()) {
            records[it->second].all += one.all;
            records[it->second].public_road += one.public_road;
        } else if (const auto commune = domain::find_commune(territory, camera.commune)) {
            result[*commune].cameras_uncertain += one.all;
            result[*commune].public_road_uncertain += one.public_road;
        }
    }
    for (const registry::Chain& chain : registry::chains(*project.authorisations)) {
        for (const auto& [act, counts] : counted(*project.authorisations, acts, chain, records)) {
            const auto commune = domain::find_commune(territory, (*project.authorisations)[act].commune);
            if (commune) {
                add(result[*commune], acts[act], counts, on);
            }
        }
    }
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto population = territory.communes[i].population;
        const auto cameras = result[i].known(result[i].public_road_valid);
        if (population && *population > 0 && cameras) {
            result[i].per_1000 = 1000.0 * static_cast<double>(*cameras) / static_cast<double>(*population);
        }
    }
    return result;
}

} // namespace maillage::analysis
