// screen_text.h: the words that stand on the screen, read back from the glyphs that Dear ImGui drew: what a
// person sees, whatever panel, menu or tooltip drew it.
#pragma once

#include <string>
#include <vector>

namespace maillage::test {

/// Texts of the frame last rendered in the current context; words on one line with a space between them are
/// one text.
std::vector<std::string> screen_text();

} // namespace maillage::test
