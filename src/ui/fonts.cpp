#include "ui/fonts.h"

#include "base/error.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>

namespace maillage::ui {

namespace {

/// French and its typography, currency, arrows, mathematics and the shapes used as marks.
constexpr ImWchar kRanges[] = {0x0020, 0x017F, 0x2010, 0x205E, 0x20AC, 0x20AC, 0x2190, 0x21FF,
                               0x2200, 0x22FF, 0x25A0, 0x25FF, 0x2600, 0x27BF, 0};

std::filesystem::path first_existing(std::initializer_list<const char*> candidates) {
    for (const auto* candidate : candidates) {
        if (std::filesystem::exists(candidate)) {
            return candidate;
        }
    }
    return {};
}

struct Face {
    std::filesystem::path preferred;
    std::filesystem::path fallback;
};

Face regular_face() {
    return {first_existing({"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
                            "/usr/share/fonts/truetype/inter/Inter-Regular.ttf"}),
            first_existing({"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"})};
}

Face bold_face() {
    return {first_existing({"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf",
                            "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"}),
            first_existing({"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"})};
}

ImFont* add(const Face& face, float size) {
    auto& atlas = *ImGui::GetIO().Fonts;
    const auto& first = face.preferred.empty() ? face.fallback : face.preferred;
    if (first.empty()) {
        throw Error("aucune police installée : installez le paquet fonts-dejavu-core");
    }
    ImFontConfig config;
    config.PixelSnapH = true;
    auto* font = atlas.AddFontFromFileTTF(first.c_str(), size, &config, kRanges);
    if (font == nullptr) {
        throw Error("police illisible : " + first.string());
    }
    if (first != face.fallback && !face.fallback.empty()) {
        config.MergeMode = true;
        atlas.AddFontFromFileTTF(face.fallback.c_str(), size, &config, kRanges);
    }
    return font;
}

/// Centres every figure in the width of the widest.
void make_tabular(ImFont& font) {
    float widest = 0;
    for (ImWchar c = '0'; c <= '9'; ++c) {
        widest = std::max(widest, font.FindGlyph(c)->AdvanceX);
    }
    for (auto& glyph : font.Glyphs) {
        if (glyph.Codepoint >= '0' && glyph.Codepoint <= '9') {
            const float shift = std::floor((widest - glyph.AdvanceX) / 2);
            glyph.X0 += shift;
            glyph.X1 += shift;
            glyph.AdvanceX = widest;
        }
    }
    font.BuildLookupTable();
}

} // namespace

Fonts build_fonts(float scale) {
    constexpr float kRegular = 13;
    constexpr float kSmall = 11;
    constexpr float kTitle = 19;
    auto& io = ImGui::GetIO();
    io.Fonts->Clear();
    io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    io.Fonts->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const auto px = [&](float size) { return std::round(size * scale); };
    Fonts fonts;
    fonts.regular = add(regular_face(), px(kRegular));
    fonts.bold = add(bold_face(), px(kRegular));
    fonts.small = add(regular_face(), px(kSmall));
    fonts.small_bold = add(bold_face(), px(kSmall));
    fonts.title = add(bold_face(), px(kTitle));
    io.FontDefault = fonts.regular;
    if (!io.Fonts->Build()) {
        throw Error("les polices de l’interface n’ont pu être préparées");
    }
    for (auto* font : io.Fonts->Fonts) {
        make_tabular(*font);
    }
    return fonts;
}

} // namespace maillage::ui
