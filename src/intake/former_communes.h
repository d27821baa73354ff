// former_communes.h: communes that were merged away, because old codes keep arriving in files.
#pragma once

#include <span>
#include <string_view>

namespace maillage::intake {

struct FormerCommune {
    std::string_view old_code;
    std::string_view new_code;
    std::string_view new_name;
};

/// Mergers since 2018 of the départements maillage was checked with; to be extended with the COG's list of
/// movements.
std::span<const FormerCommune> former_communes();
/// Code of the commune that `old_code` was merged into, or empty.
std::string_view successor(std::string_view old_code);
/// "13201" -> "13055": the commune that a municipal arrondissement of Paris, Lyon or Marseille is part of, or
/// empty.
std::string_view municipal_parent(std::string_view code);

} // namespace maillage::intake
