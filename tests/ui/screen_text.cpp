#include "ui/screen_text.h"

#include <imgui.h>

#include <cmath>
#include <map>
#include <utility>

namespace maillage::test {

namespace {

struct Glyph {
    const ImFontGlyph* glyph = nullptr;
    float space = 0; ///< advance of a space in its font
};

using Glyphs = std::map<std::pair<float, float>, Glyph>; ///< by their corner in the atlas

Glyphs glyphs_of(const ImFontAtlas& atlas) {
    Glyphs glyphs;
    for (const ImFont* font : atlas.Fonts) {
        for (const ImFontGlyph& glyph : font->Glyphs) {
            if (glyph.Visible) {
                glyphs.emplace(std::pair(glyph.U0, glyph.V0), Glyph{&glyph, font->GetCharAdvance(' ')});
            }
        }
    }
    return glyphs;
}

void append_utf8(std::string& text, unsigned code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// Puts glyphs together to texts: by the place where the pen was before each and after it.
class Reader {
  public:
    void take(const Glyph& g, float left, float top) {
        const float pen = left - g.glyph->X0;
        const float line = top - g.glyph->Y0;
        const float gap = pen - pen_;
        const bool is_on_line = std::abs(line - line_) < 0.6F;
        if (!is_on_line || gap < -0.6F || gap > 3.5F * g.space) {
            end();
        } else if (gap > 0.6F * g.space) {
            text_ += ' ';
        }
        append_utf8(text_, g.glyph->Codepoint);
        pen_ = pen + g.glyph->AdvanceX;
        line_ = line;
    }

    void end() {
        if (!text_.empty()) {
            texts_.push_back(std::exchange(text_, {}));
        }
    }

    std::vector<std::string> texts() {
        end();
        return std::move(texts_);
    }

  private:
    std::vector<std::string> texts_;
    std::string text_;
    float pen_ = -1000;
    float line_ = -1000;
};

} // namespace

std::vector<std::string> screen_text() {
    const Glyphs glyphs = glyphs_of(*ImGui::GetIO().Fonts);
    Reader reader;
    const ImDrawData* data = ImGui::GetDrawData();
    for (int l = 0; l < data->CmdListsCount; ++l) {
        const ImDrawList& list = *data->CmdLists[l];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            for (unsigned i = 0; i + 6 <= command.ElemCount; i += 3) {
                const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset + i;
                const bool is_quad = index[1] == index[0] + 1 && index[2] == index[0] + 2 &&
                                     index[3] == index[0] && index[4] == index[0] + 2 &&
                                     index[5] == index[0] + 3;
                if (!is_quad) {
                    continue;
                }
                const ImDrawVert& corner = list.VtxBuffer.Data[command.VtxOffset + index[0]];
                const ImDrawVert& opposite = list.VtxBuffer.Data[command.VtxOffset + index[2]];
                const auto found = glyphs.find({corner.uv.x, corner.uv.y});
                const bool is_seen = corner.pos.x < command.ClipRect.z &&
                                     opposite.pos.x > command.ClipRect.x &&
                                     corner.pos.y < command.ClipRect.w && opposite.pos.y > command.ClipRect.y;
                if (found != glyphs.end() && is_seen) {
                    reader.take(found->second, corner.pos.x, corner.pos.y);
                    i += 3;
                }
            }
        }
        reader.end();
    }
    return reader.texts();
}

} // namespace maillage::test
