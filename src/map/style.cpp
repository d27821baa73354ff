#include "map/style.h"

#include "base/translate.h"

namespace maillage::map {

bool is_comparing(const Style& style) {
    return style.compared_with || !style.compared_scenario.empty();
}

std::string label(Indicator indicator) {
    switch (indicator) {
    case Indicator::gap_level:
        return tr("Niveau de lacune");
    case Indicator::population:
        return tr("Population");
    case Indicator::zone:
        return tr("Zone de compétence");
    case Indicator::cameras_per_1000:
        return tr("Caméras pour 1 000 hab.");
    case Indicator::council:
        return tr("Obligation de CLSPD");
    case Indicator::crime:
        return tr("Cambriolages de logement");
    case Indicator::none:
        return tr("Aucun");
    }
    return {};
}

std::string label(Layer layer) {
    switch (layer) {
    case Layer::communes:
        return tr("Communes");
    case Layer::zones:
        return tr("Zones de compétence");
    case Layer::qpv:
        return tr("QPV");
    case Layer::councils:
        return tr("CLSPD / CISPD");
    case Layer::epci:
        return tr("EPCI");
    case Layer::arrondissements:
        return tr("Arrondissements");
    case Layer::buildings:
        return tr("Bâtiments");
    case Layer::cells:
        return tr("Population au carreau");
    case Layer::coverage:
        return tr("Champ réel des caméras");
    case Layer::cameras:
        return tr("Caméras");
    case Layer::sites:
        return tr("Sites à couvrir");
    case Layer::priority_sites:
        return tr("Sites prioritaires");
    case Layer::labels:
        return tr("Noms");
    }
    return {};
}

std::string_view key(Indicator indicator) {
    switch (indicator) {
    case Indicator::gap_level:
        return "lacune";
    case Indicator::population:
        return "population";
    case Indicator::zone:
        return "zone";
    case Indicator::cameras_per_1000:
        return "cameras";
    case Indicator::council:
        return "clspd";
    case Indicator::crime:
        return "cambriolages";
    case Indicator::none:
        return "aucun";
    }
    return {};
}

std::string_view key(Layer layer) {
    switch (layer) {
    case Layer::communes:
        return "communes";
    case Layer::zones:
        return "zones";
    case Layer::qpv:
        return "qpv";
    case Layer::councils:
        return "conseils";
    case Layer::epci:
        return "epci";
    case Layer::arrondissements:
        return "arrondissements";
    case Layer::buildings:
        return "batiments";
    case Layer::cells:
        return "carreaux";
    case Layer::coverage:
        return "champs";
    case Layer::cameras:
        return "cameras";
    case Layer::sites:
        return "sites";
    case Layer::priority_sites:
        return "sites-prioritaires";
    case Layer::labels:
        return "noms";
    }
    return {};
}

} // namespace maillage::map
