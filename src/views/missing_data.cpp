#include "views/missing_data.h"

#include "base/translate.h"

#include <algorithm>

namespace maillage::views {

std::vector<MissingData> missing_data(const domain::Project& project) {
    std::vector<MissingData> missing;
    const auto& communes = project.territory->communes;
    if (communes.empty()) {
        return missing;
    }
    const auto add = [&](bool is_missing, const char* what, const char* use) {
        if (is_missing) {
            missing.push_back({what, use});
        }
    };
    const auto has_population = [](const domain::Commune& c) { return c.population || c.population_total; };
    const auto has_force = [](const domain::Commune& c) { return c.force != domain::ForceKind::unknown; };
    add(std::ranges::none_of(communes, has_population), tr("Population des communes"),
        tr("qui doit avoir un CLSPD"));
    add(project.zones->empty() && std::ranges::none_of(communes, has_force),
        tr("Zones police et gendarmerie"), tr("qui est compétent"));
    add(project.councils->empty(), tr("CLSPD et CISPD"), tr("qui en a un"));
    add(project.authorisations->empty(), tr("Arrêtés d’autorisation"),
        tr("ce qui est autorisé, jusqu’à quand"));
    add(project.cameras->empty(), tr("Caméras"), tr("ce qui est vu"));
    add(project.sites->empty(), tr("Sites à couvrir"), tr("ce qui devrait l’être"));
    return missing;
}

} // namespace maillage::views
