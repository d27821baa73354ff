// profile.h: who may read what leaves the program: everybody, or those who may read the register.
#pragma once

#include <string>
#include <string_view>

namespace maillage::domain {

/// `published` first: a value that nobody chose tells least. See disclosure.h for what each lets out.
enum class Profile { published, restricted };

/// Whatever is not clearly « restreint ».
inline bool is_public(Profile profile) {
    return profile != Profile::restricted;
}

/// Throws InputError that lists both words: « Public », « publique » and the like are no profile.
Profile parse_profile(std::string_view word);
/// Of a stored word: whatever is not exactly « restreint » counts as public.
Profile safest_profile(std::string_view word);
std::string to_text(Profile profile); ///< "public", "restreint"
std::string label(Profile profile);   ///< "Diffusion publique", "Diffusion restreinte"

} // namespace maillage::domain
