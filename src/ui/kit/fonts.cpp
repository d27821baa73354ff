#include "ui/kit/fonts.h"

#include "base/delivered.h"
#include "base/error.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

namespace maillage::ui {

namespace {

/// French and its typography, currency, and the shapes used as marks: what the program itself writes.
constexpr ImWchar kOwn[] = {0x0020, 0x017F, 0x2010, 0x205E, 0x20AC, 0x20AC, 0x2190, 0x2199,
                            0x2212, 0x2212, 0x2264, 0x2265, 0x25A0, 0x25FF, 0};
/// What people may have put into names and remarks comes on top: arrows, mathematics, signs.
constexpr ImWchar kAll[] = {0x0020, 0x017F, 0x2010, 0x205E, 0x20AC, 0x20AC, 0x2190, 0x21FF,
                            0x2200, 0x22FF, 0x25A0, 0x25FF, 0x2600, 0x27BF, 0};

ImFont* add(ImFontAtlas& atlas, const std::filesystem::path& file, const std::filesystem::path& fallback,
            float size, const ImWchar* ranges) {
    ImFontConfig config;
    config.PixelSnapH = true;
    auto* font = atlas.AddFontFromFileTTF(file.c_str(), size, &config, ranges);
    config.MergeMode = true;
    if (font == nullptr || atlas.AddFontFromFileTTF(fallback.c_str(), size, &config, ranges) == nullptr) {
        throw StorageError("police illisible : « " + (font == nullptr ? file : fallback).string() + " »");
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
    const FontFiles files = font_files();
    FontSet set = no_fonts();
    set.scale = scale;
    ImFontAtlas& atlas = *set.atlas;
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const auto px = [&](float size) { return std::round(size * scale); };
    set.fonts.regular = add(atlas, files.regular, files.fallback, px(kRegular), kAll);
    set.fonts.bold = add(atlas, files.bold, files.bold_fallback, px(kRegular), kOwn);
    set.fonts.small = add(atlas, files.regular, files.fallback, px(kSmall), kOwn);
    set.fonts.small_bold = add(atlas, files.bold, files.bold_fallback, px(kSmall), kOwn);
    set.fonts.title = add(atlas, files.bold, files.bold_fallback, px(kTitle), kOwn);
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
