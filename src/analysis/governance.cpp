#include "analysis/governance.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace maillage::analysis {
namespace {

std::set<std::string> communes_with_qpv(const std::vector<domain::Qpv>& qpvs, Date on) {
    std::set<std::string> codes;
    for (const domain::Qpv& qpv : domain::in_force(qpvs, on)) {
        codes.insert(qpv.communes.begin(), qpv.communes.end());
    }
    return codes;
}

/// Commune code -> council; a commune's own CLSPD wins over an inter-communal one.
std::map<std::string, std::size_t> council_of(const std::vector<domain::Council>& councils, Date on) {
    std::map<std::string, std::size_t> found;
    for (std::size_t i = 0; i < councils.size(); ++i) {
        if (councils[i].created && *councils[i].created > on) {
            continue;
        }
        for (const std::string& code : councils[i].members) {
            const auto [it, is_new] = found.try_emplace(code, i);
            if (!is_new && councils[i].kind == domain::CouncilKind::clspd &&
                councils[it->second].kind != domain::CouncilKind::clspd) {
                it->second = i;
            }
        }
    }
    return found;
}

} // namespace

std::vector<CouncilStatus> governance(const domain::Project& project, Date on) {
    const std::int64_t threshold = domain::council_threshold(project.settings, on);
    const auto with_qpv = communes_with_qpv(*project.qpvs, on);
    const bool has_qpv_of_date =
        project.qpvs->empty() || std::ranges::any_of(*project.qpvs, [&](const domain::Qpv& qpv) {
            return domain::is_in_force(qpv, on);
        });
    const auto councils = council_of(*project.councils, on);
    std::vector<CouncilStatus> result;
    for (const domain::Commune& commune : project.territory->communes) {
        const auto population = project.settings.population_basis == domain::PopulationBasis::totale
                                    ? commune.population_total
                                    : commune.population;
        CouncilStatus status;
        status.is_unknown = project.councils->empty();
        status.has_unknown_population = !population;
        status.has_unknown_qpv = !has_qpv_of_date;
        status.is_over_threshold = population && *population > threshold;
        status.has_qpv = with_qpv.contains(commune.code);
        if (const auto it = councils.find(commune.code); it != councils.end()) {
            status.council = it->second;
        }
        result.push_back(status);
    }
    return result;
}

} // namespace maillage::analysis
