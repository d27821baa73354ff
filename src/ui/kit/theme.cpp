#include "ui/kit/theme.h"

#include <imgui.h>

namespace maillage::ui {

namespace {

ImVec4 to_vec(Colour c) {
    constexpr float kFull = 255;
    return {static_cast<float>(c.r) / kFull, static_cast<float>(c.g) / kFull, static_cast<float>(c.b) / kFull,
            static_cast<float>(c.a) / kFull};
}

void set_sizes(ImGuiStyle& style) {
    style.WindowPadding = {12, 10};
    style.FramePadding = {9, 5};
    style.ItemSpacing = {8, 8};
    style.ItemInnerSpacing = {8, 4};
    style.CellPadding = {10, 4};
    style.IndentSpacing = 16;
    style.ScrollbarSize = 11;
    style.GrabMinSize = 10;
    style.WindowRounding = 0; // zones touch; what pops up is rounded below
    style.ChildRounding = 8;
    style.FrameRounding = 6;
    style.PopupRounding = 8;
    style.ScrollbarRounding = 6;
    style.GrabRounding = 6;
    style.TabRounding = 6;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 1;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;
    style.TabBorderSize = 0;
    style.WindowMenuButtonPosition = ImGuiDir_None;
    style.WindowTitleAlign = {0, 0.5F};
    style.SelectableTextAlign = {0, 0.5F};
}

void set_surfaces(ImVec4* to, const Palette& p) {
    to[ImGuiCol_Text] = to_vec(p.ink);
    to[ImGuiCol_TextDisabled] = to_vec(p.muted);
    to[ImGuiCol_TextSelectedBg] = to_vec(p.selection);
    to[ImGuiCol_WindowBg] = to_vec(p.panel);
    to[ImGuiCol_ChildBg] = {0, 0, 0, 0};
    to[ImGuiCol_PopupBg] = to_vec(p.surface);
    to[ImGuiCol_MenuBarBg] = to_vec(p.surface);
    to[ImGuiCol_Border] = to_vec(p.line);
    to[ImGuiCol_BorderShadow] = {0, 0, 0, 0};
    to[ImGuiCol_TitleBg] = to_vec(p.header);
    to[ImGuiCol_TitleBgActive] = to_vec(p.header);
    to[ImGuiCol_TitleBgCollapsed] = to_vec(p.header);
    to[ImGuiCol_ModalWindowDimBg] = {0.08F, 0.1F, 0.14F, 0.35F};
    to[ImGuiCol_NavWindowingDimBg] = {0, 0, 0, 0};
    to[ImGuiCol_TableHeaderBg] = to_vec(p.header);
    to[ImGuiCol_TableBorderStrong] = to_vec(p.line);
    to[ImGuiCol_TableBorderLight] = to_vec(p.faint_line);
    to[ImGuiCol_TableRowBg] = {0, 0, 0, 0};
    to[ImGuiCol_TableRowBgAlt] = {0, 0, 0, 0};
}

void set_controls(ImVec4* to, const Palette& p) {
    to[ImGuiCol_FrameBg] = to_vec(p.surface);
    to[ImGuiCol_FrameBgHovered] = to_vec(p.hover);
    to[ImGuiCol_FrameBgActive] = to_vec(p.hover);
    to[ImGuiCol_Button] = to_vec(p.surface);
    to[ImGuiCol_ButtonHovered] = to_vec(p.hover);
    to[ImGuiCol_ButtonActive] = to_vec(p.selection);
    to[ImGuiCol_Header] = to_vec(p.selection);
    to[ImGuiCol_HeaderHovered] = to_vec(p.hover);
    to[ImGuiCol_HeaderActive] = to_vec(p.selection);
    to[ImGuiCol_CheckMark] = to_vec(p.on_accent);
    to[ImGuiCol_SliderGrab] = to_vec(p.accent);
    to[ImGuiCol_SliderGrabActive] = to_vec(p.accent_hover);
    to[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    to[ImGuiCol_ScrollbarGrab] = to_vec(p.line);
    to[ImGuiCol_ScrollbarGrabHovered] = to_vec(p.muted);
    to[ImGuiCol_ScrollbarGrabActive] = to_vec(p.muted);
    to[ImGuiCol_Separator] = to_vec(p.line);
    to[ImGuiCol_SeparatorHovered] = to_vec(p.accent);
    to[ImGuiCol_SeparatorActive] = to_vec(p.accent);
    to[ImGuiCol_Tab] = {0, 0, 0, 0};
    to[ImGuiCol_TabHovered] = to_vec(p.hover);
    to[ImGuiCol_TabActive] = to_vec(p.selection);
    to[ImGuiCol_TabUnfocused] = {0, 0, 0, 0};
    to[ImGuiCol_TabUnfocusedActive] = to_vec(p.selection);
    to[ImGuiCol_PlotHistogram] = to_vec(p.accent);
    to[ImGuiCol_NavHighlight] = to_vec(p.accent);
    to[ImGuiCol_DragDropTarget] = to_vec(p.accent);
}

} // namespace

Palette light_palette() {
    Palette p;
    p.ink = colour(0x1c1f24);
    p.muted = colour(0x757c88);
    p.ground = colour(0xdfe6ea);
    p.panel = colour(0xfbfbfc);
    p.surface = colour(0xffffff);
    p.header = colour(0xf5f6f8);
    p.line = colour(0xd3d7dd);
    p.faint_line = colour(0xe9ebef);
    p.accent = colour(0x1f4e9c);
    p.accent_hover = colour(0x2a62bd);
    p.on_accent = colour(0xffffff);
    p.selection = colour(0xe4edfb);
    p.hover = colour(0xf0f3f8);
    p.alarm = colour(0xb3122d);
    p.warning = colour(0xe0a106);
    p.good = colour(0x0b7a75);
    p.gap = colour(0xcf5a2e);
    p.track = colour(0xeceef1);
    p.pill_fill = colour(0xfff3d0);
    p.pill_line = colour(0xe6b84a);
    p.pill_ink = colour(0x7a5500);
    p.police = colour(0x1f4e9c);
    p.gendarmerie = colour(0xd3dccf);
    return p;
}

Palette dark_palette() {
    Palette p;
    p.ink = colour(0xe6e9ee);
    p.muted = colour(0x98a1ae);
    p.ground = colour(0x161b21);
    p.panel = colour(0x1d2229);
    p.surface = colour(0x242a32);
    p.header = colour(0x1a1f25);
    p.line = colour(0x3a424d);
    p.faint_line = colour(0x2c333c);
    p.accent = colour(0x3f78d6);
    p.accent_hover = colour(0x5a90e8);
    p.on_accent = colour(0xffffff);
    p.selection = colour(0x2a3f63);
    p.hover = colour(0x2e3641);
    p.alarm = colour(0xff7b8c);
    p.warning = colour(0xf0b93a);
    p.good = colour(0x3fc0b8);
    p.gap = colour(0xe9794d);
    p.track = colour(0x353d47);
    p.pill_fill = colour(0x3d3316);
    p.pill_line = colour(0x8f7327);
    p.pill_ink = colour(0xf3d27a);
    p.police = colour(0x7aa5ee);
    p.gendarmerie = colour(0x57685a);
    p.is_dark = true;
    return p;
}

void apply(const Palette& palette, float scale) {
    auto& style = ImGui::GetStyle();
    style = ImGuiStyle();
    set_sizes(style);
    set_surfaces(style.Colors, palette);
    set_controls(style.Colors, palette);
    style.ScaleAllSizes(scale);
}

} // namespace maillage::ui
