// theme.h: the colours of the interface, light and dark, with the same hierarchy. The map has its own
// (map/style.h).
#pragma once

#include "base/picture.h"

namespace maillage::ui {

struct Palette {
    Colour ink;        ///< text
    Colour muted;      ///< captions, counts
    Colour ground;     ///< behind the map before its first picture
    Colour panel;      ///< side panels
    Colour surface;    ///< cards, tables, inputs
    Colour header;     ///< heads of tables, status bar
    Colour line;       ///< 1 px lines
    Colour faint_line; ///< between rows
    Colour accent;     ///< buttons, checks, links
    Colour accent_hover;
    Colour on_accent;
    Colour selection; ///< selected row
    Colour hover;
    Colour alarm; ///< always with a word
    Colour warning;
    Colour good;                           ///< and the coverage curve
    Colour gap;                            ///< bars of gaps
    Colour track;                          ///< what a bar has not filled
    Colour pill_fill, pill_line, pill_ink; ///< "Exemple fictif"
    Colour police, gendarmerie;
    bool is_dark = false;
};

Palette light_palette();
Palette dark_palette();
/// Sets the style of the current Dear ImGui context; `scale` 2 on a dense screen.
void apply(const Palette& palette, float scale);

} // namespace maillage::ui
