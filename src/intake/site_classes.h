// site_classes.h: what a place is, by the words, tags and codes of the files that list places.
#pragma once

#include "domain/settings.h"
#include "geo/table.h"

#include <string>
#include <string_view>

namespace maillage::intake {

/// Key of a class by the folded value of a tag of OpenStreetMap or a category of FINESS; empty for another.
std::string class_of_tag(std::string_view word);
/// By the words inside a folded text; empty when none says.
std::string class_of_words(const std::string& folded);
/// By the project's own classes, tags, codes of the INSEE's base of equipments (C108), then words; empty when
/// none says.
std::string site_class_of(const domain::Settings& settings, const std::string& text);
/// Of files that say by their columns what they list; else empty.
std::string class_of_columns(const geo::Table& table);

} // namespace maillage::intake
