#include "domain/profile.h"

#include "base/error.h"

#include <fmt/format.h>

namespace maillage::domain {

Profile parse_profile(std::string_view word) {
    for (const Profile profile : {Profile::published, Profile::restricted}) {
        if (to_text(profile) == word) {
            return profile;
        }
    }
    throw InputError(fmt::format("profil de diffusion inconnu : « {} » (« public » ou « restreint »)", word));
}

Profile safest_profile(std::string_view word) {
    return word == to_text(Profile::restricted) ? Profile::restricted : Profile::published;
}

std::string to_text(Profile profile) {
    return profile == Profile::restricted ? "restreint" : "public";
}

std::string label(Profile profile) {
    return profile == Profile::restricted ? "Diffusion restreinte" : "Diffusion publique";
}

} // namespace maillage::domain
