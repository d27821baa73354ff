// sentences.h: says again, in another language, sentences that were made of a format and values. The rooms
// that make them know no translator; the format is found back by its fixed words. Not for words chosen from a
// list: see tr().
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maillage {

/// A format and what it becomes: "{} : fichier vide" and "{}: empty file". The translation takes the values
/// in their order, or by number ("{1} of {0}").
using SentencePairs = std::vector<std::pair<std::string, std::string>>;

class Sentences {
  public:
    explicit Sentences(const SentencePairs& pairs);

    /// Of the formats that fit, the one with most fixed words speaks; its values are translated in their
    /// turn, those between « » excepted, which are the user's own words. What no format fits stays as it is.
    std::string translate(std::string_view sentence) const;

  private:
    struct Format {
        std::vector<std::string> fixed; ///< the words round the values: one more than there are values
        std::size_t length = 0;         ///< of the fixed words together
        std::string translation;
    };

    std::vector<Format> formats_;                            ///< those with most fixed words first
    std::vector<std::pair<std::string, std::string>> whole_; ///< sentences without value, sorted
};

/// The pairs of a compiled catalogue of gettext (.mo), singular and plural each as one of its own; none when
/// there is no such file.
SentencePairs read_catalogue(const std::filesystem::path& file);

} // namespace maillage
