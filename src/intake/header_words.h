// header_words.h: titles of columns as people write them, compared by their words with a stated score.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maillage::intake {

/// A word that counts. Generic ones ("date", "numéro", "nombre") tell less than others.
struct HeaderWord {
    std::string text;
    double weight = 2;
};

/// "Nb de caméras (voie publique)" -> nombre camera voie publique: abbreviations opened, plurals and
/// feminines made one, articles and units left out. Words of a merged title above ("Arrêté – Échéance") weigh
/// half.
std::vector<HeaderWord> header_words(std::string_view title);

/// How well `title` says `phrase`, from 0 to 1: 0 unless every word of the phrase is there, less for each
/// word more.
double header_score(const std::vector<HeaderWord>& title, const std::vector<HeaderWord>& phrase);

/// From here on a title is believed; below `kNearHeader` it is not even like it.
inline constexpr double kSureHeader = 0.6;
inline constexpr double kNearHeader = 0.25;

/// What `GridBuilder` puts between a merged title and the one under it.
inline constexpr std::string_view kUnderTitle = " – ";

} // namespace maillage::intake
