// hidden_reason.h: what a refusal says in the profile « public » in place of its own words.
#pragma once

namespace maillage::cli {

/// Of an error in the profile « public »: its words may be those of the register.
inline constexpr const char* kHiddenReason =
    " : la raison peut citer le registre ; la lire sous le profil « restreint »";

} // namespace maillage::cli
