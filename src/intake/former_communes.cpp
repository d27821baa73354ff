#include "intake/former_communes.h"

#include <algorithm>
#include <array>

namespace maillage::intake {
namespace {

/// Aisne, COG 2018 to COG 2026 (INSEE, mouvements de communes): 804 communes became 797.
constexpr auto kFormer = std::to_array<FormerCommune>({
    {"02077", "02564", "Bernoy-le-Château"},
    {"02301", "02018", "Anizy-le-Grand"},
    {"02311", "02589", "Pargny-et-Filain"},
    {"02434", "02018", "Anizy-le-Grand"},
    {"02475", "02360", "Villeneuve-sur-Aisne"},
    {"02695", "02054", "Bazoches-et-Saint-Thibaut"},
    {"02733", "02153", "Cessières-Suzy"},
});

/// Communes whose arrondissements come beside them in many files, or instead of them.
struct Divided {
    std::string_view parent, first, last;
};

constexpr std::array<Divided, 3> kDivided = {
    {{"13055", "13201", "13216"}, {"69123", "69381", "69389"}, {"75056", "75101", "75120"}}};

} // namespace

std::span<const FormerCommune> former_communes() {
    return kFormer;
}

std::string_view successor(std::string_view old_code) {
    const auto* it = std::ranges::find(kFormer, old_code, &FormerCommune::old_code);
    return it == kFormer.end() ? std::string_view() : it->new_code;
}

std::string_view municipal_parent(std::string_view code) {
    for (const Divided& divided : kDivided) {
        if (code.size() == 5 && code >= divided.first && code <= divided.last) {
            return divided.parent;
        }
    }
    return {};
}

} // namespace maillage::intake
