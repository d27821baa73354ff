#include "ui/kit/fonts.h"

#include "base/error.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <string>

namespace maillage::ui {

namespace {

/// French and its typography, currency, and the shapes used as marks: what the program itself writes.
constexpr ImWchar kOwn[] = {0x0020, 0x017F, 0x2010, 0x205E, 0x20AC, 0x20AC, 0x2190, 0x2199,
                            0x2212, 0x2212, 0x2264, 0x2265, 0x25A0, 0x25FF, 0};
/// What people may have put into names and remarks comes on top: arrows, mathematics, signs.
constexpr ImWchar kAll[] = {0x0020, 0x017F, 0x2010, 0x205E, 0x20AC, 0x20AC, 0x2190, 0x21FF,
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

ImFont* add(ImFontAtlas& atlas, const Face& face, float size, const ImWchar* ranges) {
    const auto& first = face.preferred.empty() ? face.fallback : face.preferred;
    if (first.empty()) {
        throw Error("aucune police installée : installez le paquet fonts-dejavu-core");
    }
    ImFontConfig config;
    config.PixelSnapH = true;
    auto* font = atlas.AddFontFromFileTTF(first.c_str(), size, &config, ranges);
    if (font == nullptr) {
        throw Error("police illisible : " + first.string());
    }
    if (first != face.fallback && !face.fallback.empty()) {
        config.MergeMode = true;
        atlas.AddFontFromFileTTF(face.fallback.c_str(), size, &config, ranges);
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

void AtlasDeleter::operator()(ImFontAtlas* atlas) const noexcept {
    atlas->Locked = false; // it is, in the middle of a frame that an error ended
    delete atlas;
}

FontSet no_fonts() {
    FontSet set;
    set.atlas.reset(new ImFontAtlas);
    return set;
}

FontSet make_fonts(float scale) {
    constexpr float kRegular = 13;
    constexpr float kSmall = 11;
    constexpr float kTitle = 19;
    FontSet set = no_fonts();
    set.scale = scale;
    ImFontAtlas& atlas = *set.atlas;
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const auto px = [&](float size) { return std::round(size * scale); };
    set.fonts.regular = add(atlas, regular_face(), px(kRegular), kAll);
    set.fonts.bold = add(atlas, bold_face(), px(kRegular), kOwn);
    set.fonts.small = add(atlas, regular_face(), px(kSmall), kOwn);
    set.fonts.small_bold = add(atlas, bold_face(), px(kSmall), kOwn);
    set.fonts.title = add(atlas, bold_face(), px(kTitle), kOwn);
    if (!atlas.Build()) {
        throw Error("les polices de l’interface n’ont pu être préparées");
    }
    for (auto* font : atlas.Fonts) {
        make_tabular(*font);
    }
    return set;
}

void use(const FontSet& set) {
    auto& io = ImGui::GetIO();
    io.Fonts = set.atlas.get();
    io.FontDefault = set.fonts.regular;
}

} // namespace maillage::ui
