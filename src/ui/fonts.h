// fonts.h: the faces of the interface. Inter where it is installed, DejaVu Sans behind it for every sign that
// Inter lacks; figures all have the same width, so that columns of numbers line up.
#pragma once

#include <filesystem>

struct ImFont;

namespace maillage::ui {

struct Fonts {
    ImFont* regular = nullptr; ///< 13 px at scale 1
    ImFont* bold = nullptr;
    ImFont* small = nullptr;      ///< 11 px: captions
    ImFont* small_bold = nullptr; ///< section heads
    ImFont* title = nullptr;      ///< 19 px: the title and key figures
};

/// Rebuilds the font atlas of the current Dear ImGui context, and makes `regular` its default. The texture
/// must be created again afterwards. Throws Error when no usable font is installed.
Fonts build_fonts(float scale);

} // namespace maillage::ui
