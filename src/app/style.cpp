#include "app/style.h"

namespace maillage::app {

std::string label(Indicator indicator) {
    switch (indicator) {
    case Indicator::gap_level: return "Niveau de lacune";
    case Indicator::population: return "Population";
    case Indicator::zone: return "Zone de compétence";
    case Indicator::cameras_per_1000: return "Caméras pour 1 000 hab.";
    case Indicator::council: return "Obligation de CLSPD";
    case Indicator::crime: return "Cambriolages de logement";
    case Indicator::none: return "Aucun";
    }
    return {};
}

std::string label(Layer layer) {
    switch (layer) {
    case Layer::communes: return "Communes";
    case Layer::zones: return "Zones de compétence";
    case Layer::qpv: return "QPV";
    case Layer::councils: return "CLSPD / CISPD";
    case Layer::epci: return "EPCI";
    case Layer::arrondissements: return "Arrondissements";
    case Layer::buildings: return "Bâtiments";
    case Layer::cells: return "Population au carreau";
    case Layer::coverage: return "Champ réel des caméras";
    case Layer::cameras: return "Caméras";
    case Layer::sites: return "Sites à couvrir";
    case Layer::priority_sites: return "Sites prioritaires";
    case Layer::labels: return "Noms";
    }
    return {};
}

std::string_view key(Indicator indicator) {
    switch (indicator) {
    case Indicator::gap_level: return "lacune";
    case Indicator::population: return "population";
    case Indicator::zone: return "zone";
    case Indicator::cameras_per_1000: return "cameras";
    case Indicator::council: return "clspd";
    case Indicator::crime: return "cambriolages";
    case Indicator::none: return "aucun";
    }
    return {};
}

std::string_view key(Layer layer) {
    switch (layer) {
    case Layer::communes: return "communes";
    case Layer::zones: return "zones";
    case Layer::qpv: return "qpv";
    case Layer::councils: return "conseils";
    case Layer::epci: return "epci";
    case Layer::arrondissements: return "arrondissements";
    case Layer::buildings: return "batiments";
    case Layer::cells: return "carreaux";
    case Layer::coverage: return "champs";
    case Layer::cameras: return "cameras";
    case Layer::sites: return "sites";
    case Layer::priority_sites: return "sites-prioritaires";
    case Layer::labels: return "noms";
    }
    return {};
}

} // namespace maillage::app
