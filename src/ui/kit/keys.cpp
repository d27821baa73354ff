#include "ui/kit/keys.h"

#include <imgui.h>

#include <array>
#include <cstddef>
#include <utility>

namespace maillage::ui {

namespace {

/// A key of ours and what Dear ImGui calls it.
struct Named {
    Key key;
    ImGuiKey name;
};

} // namespace

#if IMGUI_VERSION_NUM < 18700

static_assert(static_cast<std::size_t>(Key::count) <= sizeof(ImGuiIO::KeysDown));

bool is_pressed(Key key, bool repeats) {
    return ImGui::IsKeyPressed(static_cast<int>(key), repeats);
}

void map_keys() {
    constexpr std::array kMeanings = std::to_array<Named>({{Key::left, ImGuiKey_LeftArrow},
                                                           {Key::right, ImGuiKey_RightArrow},
                                                           {Key::up, ImGuiKey_UpArrow},
                                                           {Key::down, ImGuiKey_DownArrow},
                                                           {Key::page_up, ImGuiKey_PageUp},
                                                           {Key::page_down, ImGuiKey_PageDown},
                                                           {Key::home, ImGuiKey_Home},
                                                           {Key::end, ImGuiKey_End},
                                                           {Key::insert, ImGuiKey_Insert},
                                                           {Key::del, ImGuiKey_Delete},
                                                           {Key::backspace, ImGuiKey_Backspace},
                                                           {Key::space, ImGuiKey_Space},
                                                           {Key::enter, ImGuiKey_Enter},
                                                           {Key::escape, ImGuiKey_Escape},
                                                           {Key::pad_enter, ImGuiKey_KeyPadEnter},
                                                           {Key::a, ImGuiKey_A},
                                                           {Key::c, ImGuiKey_C},
                                                           {Key::v, ImGuiKey_V},
                                                           {Key::x, ImGuiKey_X},
                                                           {Key::y, ImGuiKey_Y},
                                                           {Key::z, ImGuiKey_Z}});
    auto& io = ImGui::GetIO();
    io.KeyMap[ImGuiKey_Tab] = -1;
    for (const auto& [key, meaning] : kMeanings) {
        io.KeyMap[meaning] = static_cast<int>(key);
    }
}

void tell_key(Key key, bool is_down) {
    ImGui::GetIO().KeysDown[static_cast<std::size_t>(key)] = is_down && key != Key::none;
}

void tell_modifiers(const Modifiers& modifiers) {
    auto& io = ImGui::GetIO();
    io.KeyCtrl = modifiers.ctrl;
    io.KeyShift = modifiers.shift;
    io.KeyAlt = modifiers.alt;
    io.KeySuper = modifiers.super;
}

void tell_activation() {
    ImGui::GetIO().NavInputs[ImGuiNavInput_Activate] = 1;
}

#else

namespace {

ImGuiKey to_imgui(Key key) {
    const auto from = [key](Key first, ImGuiKey name) {
        return static_cast<ImGuiKey>(static_cast<int>(name) + static_cast<int>(key) -
                                     static_cast<int>(first));
    };
    if (key >= Key::a && key <= Key::z) {
        return from(Key::a, ImGuiKey_A);
    }
    if (key >= Key::zero && key <= Key::nine) {
        return from(Key::zero, ImGuiKey_0);
    }
    if (key >= Key::f1 && key <= Key::f12) {
        return from(Key::f1, ImGuiKey_F1);
    }
    constexpr std::array kNames =
        std::to_array<Named>({{Key::tab, ImGuiKey_F24}, // it would walk by Tab itself
                              {Key::left, ImGuiKey_LeftArrow},
                              {Key::right, ImGuiKey_RightArrow},
                              {Key::up, ImGuiKey_UpArrow},
                              {Key::down, ImGuiKey_DownArrow},
                              {Key::page_up, ImGuiKey_PageUp},
                              {Key::page_down, ImGuiKey_PageDown},
                              {Key::home, ImGuiKey_Home},
                              {Key::end, ImGuiKey_End},
                              {Key::insert, ImGuiKey_Insert},
                              {Key::del, ImGuiKey_Delete},
                              {Key::backspace, ImGuiKey_Backspace},
                              {Key::space, ImGuiKey_Space},
                              {Key::enter, ImGuiKey_Enter},
                              {Key::escape, ImGuiKey_Escape},
                              {Key::menu, ImGuiKey_Menu},
                              {Key::pad_enter, ImGuiKey_KeypadEnter},
                              {Key::pad_add, ImGuiKey_KeypadAdd},
                              {Key::pad_subtract, ImGuiKey_KeypadSubtract},
                              {Key::left_control, ImGuiKey_LeftCtrl},
                              {Key::left_shift, ImGuiKey_LeftShift},
                              {Key::left_alt, ImGuiKey_LeftAlt},
                              {Key::left_super, ImGuiKey_LeftSuper},
                              {Key::right_control, ImGuiKey_RightCtrl},
                              {Key::right_shift, ImGuiKey_RightShift},
                              {Key::right_alt, ImGuiKey_RightAlt},
                              {Key::right_super, ImGuiKey_RightSuper}});
    for (const auto& [ours, name] : kNames) {
        if (ours == key) {
            return name;
        }
    }
    return ImGuiKey_None;
}

} // namespace

bool is_pressed(Key key, bool repeats) {
    return key != Key::none && ImGui::IsKeyPressed(to_imgui(key), repeats);
}

void map_keys() {
    ImGui::GetIO().ConfigInputTrickleEventQueue = false; // InputQueue alone spreads events over frames
}

void tell_key(Key key, bool is_down) {
    if (key != Key::none) {
        ImGui::GetIO().AddKeyEvent(to_imgui(key), is_down);
    }
}

/// The fields are set at once too: InputQueue reads them before the frame that would.
void tell_modifiers(const Modifiers& modifiers) {
    auto& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, io.KeyCtrl = modifiers.ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, io.KeyShift = modifiers.shift);
    io.AddKeyEvent(ImGuiMod_Alt, io.KeyAlt = modifiers.alt);
    io.AddKeyEvent(ImGuiMod_Super, io.KeySuper = modifiers.super);
}

void tell_activation() {} // Return presses by itself

#endif

} // namespace maillage::ui
