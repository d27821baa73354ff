// translate.h: what is on screen, in the language of the user. French sentences are the keys: without a
// catalogue everything stays French. Official documents, messages of the command line and figures stay French
// always.
#pragma once

#include <string>

namespace maillage {

enum class Language { french, english };

/// For everything that is said from now on. Call it while no other thread is drawing or computing.
void set_language(Language language);
Language language();

/// The sentence in the language of the user; lives as long as the program.
const char* tr(const char* french);

/// Of two sentences the one that fits `count`, by the rule of the language: "0 site", "0 sites".
const char* tr_plural(const char* one, const char* many, double count);

/// The same as `tr` for words that another room chose.
std::string tr(const std::string& french);

/// A sentence that a lower room made of a format and values (an error, a finding, a reason), at the moment it
/// is shown: what is kept and what is written to files stays French.
std::string tr_sentence(const std::string& french);

/// While one lives, its thread says everything in French: an official document is being made.
class InFrench {
  public:
    InFrench();
    ~InFrench();
    InFrench(const InFrench&) = delete;
    InFrench& operator=(const InFrench&) = delete;
};

/// Marks a sentence of a table for the translators; say it with `tr`.
constexpr const char* tr_noop(const char* french) {
    return french;
}

} // namespace maillage
