// selection.h: what is selected on the map and in the tables.
#pragma once

#include <string>

namespace maillage::map {

enum class SelectionKind { none, commune, camera, site };

struct Selection {
    SelectionKind kind = SelectionKind::none;
    std::string id; ///< code of the commune, identifier of the camera or site
    friend auto operator<=>(const Selection&, const Selection&) = default;
};

} // namespace maillage::map
