#include "domain/project.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace maillage::domain {
namespace {

/// Word in front of an attribution; the words of one kind in the plural, as on a map's source line.
std::string heading(const std::string& kind) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kHeadings = {{
        {"communes", "Limites"},
        {"commune_facts", "Communes"},
        {"zones", "Zones"},
        {"councils", "CLSPD"},
        {"authorisations", "Arrêtés"},
        {"cameras", "Caméras"},
        {"sites", "Sites"},
        {"buildings", "Bâti"},
        {"qpv", "QPV"},
        {"crime", "Délinquance"},
        {"population", "Population"},
        {"roads", "Routes"},
        {"parcels", "Parcelles"},
        {"elevation", "Relief"},
        {"perimeters", "Périmètres"},
        {"candidates", "Candidats"},
        {"prices", "Prix"},
        {"funding", "Financement"},
    }};
    const auto* it =
        std::ranges::find(kHeadings, kind, &std::pair<std::string_view, std::string_view>::first);
    return it == kHeadings.end() ? kind : std::string(it->second);
}

} // namespace

bool is_fictitious(const Project& project) {
    return std::ranges::any_of(*project.sources, &Source::is_fictitious);
}

std::string warning_banner(const Project& project) {
    const bool is_approximate = project.territory->has_approximate_contours;
    if (is_fictitious(project)) {
        return is_approximate ? "Exemple fictif · contours approchés" : "Exemple fictif";
    }
    return is_approximate ? "Contours approchés" : "";
}

std::string attribution(const Project& project) {
    std::vector<std::pair<std::string, std::string>> parts; // what it covers, who is named
    for (const Source& source : *project.sources) {
        const std::string stated(trim(source.attribution));
        const std::string who =
            stated.empty() ? source.file : stated; // a map without a source is worth nothing
        if (who.empty()) {
            continue;
        }
        const std::string what = heading(source.kind);
        const auto same = std::ranges::find(parts, who, &std::pair<std::string, std::string>::second);
        if (same == parts.end()) {
            parts.emplace_back(what, who);
        } else if (same->first.find(what) == std::string::npos) {
            same->first += ", " + what;
        }
    }
    std::vector<std::string> texts;
    for (const auto& [what, who] : parts) {
        texts.push_back(what + " : " + who);
    }
    return join(texts, " · ");
}

} // namespace maillage::domain
