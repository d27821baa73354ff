#include "analysis/equipment.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace maillage::analysis {
namespace {

/// 2016/0276-M-3-2025 and 2016/0276-R-1-2021 belong to the system first authorised as 2016/0276.
std::string_view first_number(std::string_view number) {
    const std::size_t cut = std::min(number.find("-M-"), number.find("-R-"));
    return number.substr(0, cut);
}

/// Acts of one system, oldest first; acts without a date come first.
using Chains = std::map<std::string, std::vector<std::size_t>, std::less<>>;

Chains chains(const std::vector<registry::Authorisation>& acts) {
    Chains by_number;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        const registry::Authorisation& act = acts[i];
        const std::string& quoted = act.previous.empty() ? act.number : act.previous;
        const std::string_view number = first_number(quoted);
        by_number[number.empty() ? act.id : std::string(number)].push_back(i);
    }
    for (auto& [number, chain] : by_number) {
        std::ranges::stable_sort(
            chain, [&](std::size_t a, std::size_t b) { return acts[a].decided < acts[b].decided; });
    }
    return by_number;
}

bool grants(registry::ActNature nature) {
    return nature == registry::ActNature::authorisation || nature == registry::ActNature::renewal ||
           nature == registry::ActNature::provisional;
}

/// What the acts of a chain that were decided by `on` say together.
struct ChainState {
    std::optional<std::size_t> speaking; ///< the latest act in force
    std::optional<Date> granted_until;
    std::optional<Date> modified_until;
    bool is_withdrawn = false;
};

ChainState state_of(const std::vector<registry::Authorisation>& acts, const std::vector<std::size_t>& chain,
                    Date on) {
    ChainState state;
    for (const std::size_t i : chain) {
        const registry::Authorisation& act = acts[i];
        if ((act.decided && *act.decided > on) || act.nature == registry::ActNature::refusal) {
            continue;
        }
        const auto until = registry::expiry(act);
        if (act.nature == registry::ActNature::withdrawal) {
            state = ChainState{i, {}, {}, true};
        } else if (grants(act.nature)) {
            // A provisional act may come while the ordinary one still runs: the later end holds.
            state = ChainState{i, std::max(state.granted_until, until), {}, false};
        } else {
            state.speaking = i;
            state.modified_until = until;
            state.is_withdrawn = false;
        }
    }
    return state;
}

Standing standing_of(const ChainState& state, Date on) {
    Standing standing;
    standing.expires = state.granted_until;
    if (state.is_withdrawn) {
        standing.validity = registry::Validity::never;
    } else if (state.granted_until && on < *state.granted_until) {
        standing.validity = registry::Validity::valid;
    } else if (state.modified_until && on < *state.modified_until) {
        standing.validity = registry::Validity::unknown;
        standing.depends_on_modification = true;
        standing.expires = state.granted_until ? state.granted_until : state.modified_until;
    } else if (state.granted_until || state.modified_until) {
        standing.validity = registry::Validity::expired;
        standing.expires = state.granted_until ? state.granted_until : state.modified_until;
    }
    return standing;
}

struct Counts {
    std::int64_t all = 0;
    std::int64_t public_road = 0;
};

void add(Equipment& to, const Standing& standing, Counts counts, Date on) {
    switch (standing.validity) {
    case registry::Validity::valid: {
        const bool is_expiring = standing.expires && *standing.expires <= plus_months(on, 12);
        to.systems_valid += 1;
        to.cameras_valid += counts.all;
        to.public_road_valid += counts.public_road;
        to.systems_expiring += is_expiring ? 1 : 0;
        to.cameras_expiring += is_expiring ? counts.all : 0;
        break;
    }
    case registry::Validity::unknown:
        to.systems_uncertain += 1;
        to.cameras_uncertain += counts.all;
        to.public_road_uncertain += counts.public_road;
        break;
    case registry::Validity::expired:
    case registry::Validity::never:
        to.systems_expired += 1;
        to.cameras_expired += counts.all;
        to.public_road_expired += counts.public_road;
        break;
    case registry::Validity::not_yet:
        break;
    }
}

} // namespace

std::vector<Standing> standings(const std::vector<registry::Authorisation>& acts, Date on) {
    std::vector<Standing> result(acts.size());
    for (const auto& [number, chain] : chains(acts)) {
        const ChainState state = state_of(acts, chain, on);
        const Standing together = standing_of(state, on);
        for (const std::size_t i : chain) {
            result[i] = together;
            result[i].is_superseded = state.speaking && *state.speaking != i;
            if (acts[i].decided && *acts[i].decided > on) {
                result[i] = {registry::Validity::not_yet, false, false, registry::expiry(acts[i])};
            } else if (acts[i].nature == registry::ActNature::refusal) {
                result[i] = {registry::Validity::never, true, false, {}};
            }
        }
    }
    return result;
}

std::vector<Legality> legalities(const domain::Project& project, const std::vector<Standing>& acts) {
    std::map<std::string_view, std::size_t> by_id;
    for (std::size_t i = 0; i < project.authorisations->size(); ++i) {
        by_id.emplace((*project.authorisations)[i].id, i);
    }
    std::vector<Legality> result;
    for (const registry::Camera& camera : *project.cameras) {
        const auto it = by_id.find(camera.authorisation);
        if (!registry::is_in_service(camera)) {
            result.push_back(Legality::expired);
        } else if (it == by_id.end() || acts[it->second].validity == registry::Validity::unknown) {
            result.push_back(Legality::uncertain);
        } else {
            result.push_back(acts[it->second].validity == registry::Validity::valid ? Legality::valid
                                                                                    : Legality::expired);
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
    std::map<std::size_t, Counts> records;
    for (const registry::Camera& camera : *project.cameras) {
        if (!registry::is_in_service(camera)) {
            continue;
        }
        const Counts one{1, camera.is_public_road ? 1 : 0};
        if (const auto it = by_id.find(camera.authorisation); it != by_id.end()) {
            records[it->second].all += one.all;
            records[it->second].public_road += one.public_road;
        } else if (const auto commune = domain::find_commune(territory, camera.commune)) {
            result[*commune].cameras_uncertain += one.all;
            result[*commune].public_road_uncertain += one.public_road;
        }
    }
    for (const auto& [number, chain] : chains(*project.authorisations)) {
        Counts attached;
        for (const std::size_t i : chain) {
            attached.all += records[i].all;
            attached.public_road += records[i].public_road;
        }
        for (const std::size_t i : chain) {
            const registry::Authorisation& act = (*project.authorisations)[i];
            const auto commune = domain::find_commune(territory, act.commune);
            if (acts[i].is_superseded || !commune) {
                continue;
            }
            Counts counts = attached;
            if (act.indoor || act.outdoor || act.public_road) {
                counts = {act.indoor.value_or(0) + act.outdoor.value_or(0) + act.public_road.value_or(0),
                          act.public_road.value_or(0)};
            }
            add(result[*commune], acts[i], counts, on);
        }
    }
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto population = territory.communes[i].population;
        if (population && *population > 0) {
            result[i].per_1000 =
                1000.0 * static_cast<double>(result[i].public_road_valid) / static_cast<double>(*population);
        }
    }
    return result;
}

} // namespace maillage::analysis
