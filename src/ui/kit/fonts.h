// fonts.h: the faces of the interface. Inter, DejaVu Sans behind it for every sign that
// Inter lacks; figures all have the same width, so that columns of numbers line up.
#pragma once

#include <memory>

struct ImFont;
struct ImFontAtlas;

namespace maillage::ui {

struct Fonts {
    ImFont* regular = nullptr; ///< 13 px at scale 1
    ImFont* bold = nullptr;
    ImFont* small = nullptr;      ///< 11 px: captions
    ImFont* small_bold = nullptr; ///< section heads
    ImFont* title = nullptr;      ///< 19 px: the title and key figures
};

struct AtlasDeleter {
    void operator()(ImFontAtlas* atlas) const noexcept;
};

/// Glyphs drawn for one scale, with the atlas that holds them. Must outlive the Dear ImGui context that uses
/// it.
struct FontSet {
    std::unique_ptr<ImFontAtlas, AtlasDeleter> atlas;
    Fonts fonts;
    float scale = 0; ///< 0: nothing in the atlas
};

FontSet no_fonts();
/// Needs no context: may run on another thread while there is none. Throws Error when no usable font is
/// installed.
FontSet make_fonts(float scale);
/// Fonts of the current context from its next frame on. The texture must be created again afterwards.
void use(const FontSet& set);

} // namespace maillage::ui
