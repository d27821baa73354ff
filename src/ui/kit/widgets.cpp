#include "ui/kit/widgets.h"

#include "base/translate.h"
#include "ui/kit/imgui_private.h"
#include "ui/kit/keys.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

namespace maillage::ui {

namespace {

constexpr float kLeastCard = 88; ///< "58 / 135" with its margins

ImVec4 to_vec(Colour c) {
    return ImGui::ColorConvertU32ToFloat4(to_u32(c));
}

const char* begin_of(std::string_view text) {
    return text.data();
}

const char* end_of(std::string_view text) {
    return text.data() + text.size();
}

/// Part of a label that is shown: "##" hides what only tells two controls apart.
std::string_view shown(std::string_view label) {
    return label.substr(0, label.find("##"));
}

void push_button_colours(const Palette& palette, ButtonKind kind) {
    const bool is_primary = kind == ButtonKind::primary;
    ImGui::PushStyleColor(ImGuiCol_Button, to_vec(is_primary ? palette.accent : palette.surface));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, to_vec(is_primary ? palette.accent_hover : palette.hover));
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, to_vec(is_primary ? palette.accent : palette.selection));
    ImGui::PushStyleColor(ImGuiCol_Text, to_vec(is_primary ? palette.on_accent : palette.accent));
    ImGui::PushStyleColor(ImGuiCol_Border, to_vec(palette.accent));
}

/// What the keyboard can go to: an item that is not disabled. A menu that is open is in the hands of its
/// popup.
void record_stop(const Ui& ui, Rect rect, Walk walk) {
    const LastItem item = last_item();
    const bool is_known = !ui.items.stops().empty() && ui.items.stops().back().id == item.stop.id;
    if (item.stop.id == 0 || item.is_title || is_known || item.is_disabled) {
        return;
    }
    Stop stop = item.stop;
    stop.rect = rect;
    stop.is_field = stop.is_field && walk != Walk::slider;
    stop.walk = walk;
    ui.items.record_stop(stop);
}

/// An underlined word that opens something.
bool link_button(const Ui& ui, const char* label) {
    const auto word = shown(label);
    const auto size = ImGui::CalcTextSize(begin_of(word), end_of(word));
    const auto at = ImGui::GetCursorScreenPos();
    const bool is_clicked = ImGui::InvisibleButton(label, size);
    focus_ring(ui);
    const bool is_lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    const bool is_off = last_item().is_disabled;
    const auto ink = to_u32(is_off ? ui.palette.line : is_lit ? ui.palette.accent_hover : ui.palette.accent);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddText(at, ink, begin_of(word), end_of(word));
    draw->AddLine({at.x, at.y + size.y}, {at.x + size.x, at.y + size.y}, ink);
    return is_clicked;
}

void draw_check(ImDrawList& draw, const Ui& ui, ImVec2 at, float side) {
    const auto ink = to_u32(ui.palette.on_accent);
    const ImVec2 points[] = {{at.x + side * 0.26F, at.y + side * 0.52F},
                             {at.x + side * 0.43F, at.y + side * 0.69F},
                             {at.x + side * 0.76F, at.y + side * 0.33F}};
    draw.AddPolyline(points, 3, ink, 0, std::max(1.4F, ui.px(1.5F)));
}

void draw_card(const Ui& ui, const views::KeyFigure& figure, Rect rect) {
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 min(rect.x, rect.y);
    const ImVec2 max(rect.right(), rect.bottom());
    draw->AddRectFilled(min, max, to_u32(ui.palette.surface), ui.px(7));
    draw->AddRect(min, max, to_u32(ui.palette.line), ui.px(7));
    const float pad = ui.px(10);
    const auto ink =
        figure.tone == views::Tone::plain ? ui.palette.ink : tone_colour(ui.palette, figure.tone);
    const auto* title = ui.fonts.title;
    draw->AddText(title, title->FontSize, {min.x + pad, min.y + ui.px(8)}, to_u32(ink), figure.value.c_str());
    const auto* small = ui.fonts.small;
    draw->AddText(small, small->FontSize, {min.x + pad, min.y + ui.px(12) + title->FontSize},
                  to_u32(ui.palette.muted), figure.caption.c_str(), nullptr, rect.width - 2 * pad);
}

float card_height(const Ui& ui, const views::KeyFigure& figure, float width) {
    const auto* small = ui.fonts.small;
    const auto caption =
        small->CalcTextSizeA(small->FontSize, FLT_MAX, width - 2 * ui.px(10), figure.caption.c_str());
    return ui.px(12) + ui.fonts.title->FontSize + caption.y + ui.px(9);
}

} // namespace

std::optional<Rect> ItemRecorder::find(std::string_view label) const {
    const auto found = items_.find(label);
    return found == items_.end() ? std::nullopt : std::optional(found->second);
}

unsigned to_u32(Colour c) {
    return IM_COL32(c.r, c.g, c.b, c.a);
}

Colour tone_colour(const Palette& palette, views::Tone tone) {
    switch (tone) {
    case views::Tone::plain:
    case views::Tone::strong:
        return palette.ink;
    case views::Tone::muted:
        return palette.muted;
    case views::Tone::good:
        return palette.good;
    case views::Tone::alarm:
        return palette.alarm;
    }
    return palette.ink;
}

void focus_ring(const Ui& ui) {
    if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) {
        return;
    }
    const float gap = ui.px(2);
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 low = draw->GetClipRectMin(); // a ring that is cut at the edge of its panel is none
    const ImVec2 high = draw->GetClipRectMax();
    const ImVec2 min(std::max(ImGui::GetItemRectMin().x - gap, low.x + 1),
                     std::max(ImGui::GetItemRectMin().y - gap, low.y + 1));
    const ImVec2 max(std::min(ImGui::GetItemRectMax().x + gap, high.x - 1),
                     std::min(ImGui::GetItemRectMax().y + gap, high.y - 1));
    draw->AddRect(min, max, to_u32(ui.palette.accent), ui.px(4), 0, ui.px(2));
}

bool has_keyboard() {
    return ImGui::IsWindowFocused() && is_keyboard_shown();
}

void take_keyboard() {
    hide_mouse();
}

void light_focus() {
    show_keyboard();
}

bool is_pressed_by_key() {
    return ImGui::GetIO().NavVisible && ImGui::IsItemFocused() &&
           !ImGui::IsMouseReleased(ImGuiMouseButton_Left);
}

bool is_menu_key_pressed() {
    const bool is_asked =
        is_pressed(Key::menu, false) || (ImGui::GetIO().KeyShift && is_pressed(Key::f10, false));
    return is_asked && ImGui::GetIO().NavVisible && ImGui::IsItemFocused();
}

void zone_ring(const Ui& ui, Rect rect) {
    if (!has_keyboard()) {
        return;
    }
    const float gap = ui.px(2);
    ImGui::GetWindowDrawList()->AddRect({rect.x + gap, rect.y + gap},
                                        {rect.right() - gap, rect.bottom() - gap}, to_u32(ui.palette.accent),
                                        ui.px(4), 0, ui.px(2.5F));
}

void record(const Ui& ui, std::string_view label, Walk walk) {
    const auto min = ImGui::GetItemRectMin();
    const auto max = ImGui::GetItemRectMax();
    const Rect rect{min.x, min.y, max.x - min.x, max.y - min.y};
    ui.items.record(label, rect);
    record_stop(ui, rect, walk);
    if (has_keyboard() && ImGui::IsItemFocused()) {
        ui.items.record_focus(label);
    }
}

bool begin_zone(const Ui& ui, const char* name, Rect rect, Colour background, Arrows arrows) {
    ImGui::SetNextWindowPos({rect.x, rect.y});
    ImGui::SetNextWindowSize({rect.width, rect.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, to_vec(background));
    const bool is_open = ImGui::Begin(
        name, nullptr,
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
            ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
            ImGuiWindowFlags_NoBringToFrontOnFocus | (arrows == Arrows::own ? ImGuiWindowFlags_NoNav : 0));
    ImGui::PopStyleColor();
    ui.items.record(name, rect);
    return is_open;
}

void end_zone() {
    ImGui::End();
}

bool button(const Ui& ui, const char* label, ButtonKind kind, bool is_enabled) {
    ImGui::BeginDisabled(!is_enabled);
    bool is_clicked = false;
    if (kind == ButtonKind::link) {
        is_clicked = link_button(ui, label);
    } else {
        push_button_colours(ui.palette, kind);
        is_clicked = ImGui::Button(label);
        ImGui::PopStyleColor(5);
    }
    record(ui, label);
    ImGui::EndDisabled();
    return is_clicked;
}

bool is_return_free() {
    const bool is_return = is_pressed(Key::enter, false) || is_pressed(Key::pad_enter, false);
    const auto& io = ImGui::GetIO(); // a field that Return has just left still counts as typed in
    return is_return && !ImGui::IsAnyItemActive() && !io.WantTextInput && !io.NavVisible;
}

bool default_button(const Ui& ui, const char* label, bool is_enabled) {
    const bool is_clicked = button(ui, label, ButtonKind::primary, is_enabled);
    // What opened the box may have been the same key; a list that is open in it has its own Return.
    const bool has_return = !ImGui::IsWindowAppearing() &&
                            ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows) && is_return_free();
    return is_clicked || (is_enabled && has_return);
}

bool check_box(const Ui& ui, const char* label, bool& is_on, bool is_bold) {
    const auto word = shown(label);
    if (is_bold) {
        ImGui::PushFont(ui.fonts.bold);
    }
    const auto text_size = ImGui::CalcTextSize(begin_of(word), end_of(word));
    const float side = ui.px(15);
    const float height = ui.px(17);
    const auto at = ImGui::GetCursorScreenPos();
    const bool is_clicked = ImGui::InvisibleButton(label, {side + ui.px(9) + text_size.x, height});
    record(ui, label);
    focus_ring(ui);
    const bool is_lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 min(at.x, std::round(at.y + (height - side) / 2));
    const ImVec2 max(min.x + side, min.y + side);
    draw->AddRectFilled(min, max, to_u32(is_on ? ui.palette.accent : ui.palette.surface), ui.px(4));
    draw->AddRect(min, max, to_u32(is_on || is_lit ? ui.palette.accent : ui.palette.line), ui.px(4));
    if (is_on) {
        draw_check(*draw, ui, min, side);
    }
    draw->AddText({max.x + ui.px(9), std::round(at.y + (height - text_size.y) / 2)}, to_u32(ui.palette.ink),
                  begin_of(word), end_of(word));
    if (is_bold) {
        ImGui::PopFont();
    }
    if (is_clicked) {
        is_on = !is_on;
    }
    return is_clicked;
}

void section_title(const Ui& ui, const char* capitals) {
    ImGui::Dummy({0, ui.px(2)});
    ImGui::PushFont(ui.fonts.small_bold);
    ImGui::PushStyleColor(ImGuiCol_Text, to_vec(ui.palette.muted));
    ImGui::TextUnformatted(capitals);
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void text(const Ui& ui, std::string_view text, views::Tone tone, bool is_small) {
    ImGui::PushFont(is_small                      ? ui.fonts.small
                    : tone == views::Tone::strong ? ui.fonts.bold
                                                  : ui.fonts.regular);
    ImGui::PushStyleColor(ImGuiCol_Text, to_vec(tone_colour(ui.palette, tone)));
    ImGui::TextUnformatted(begin_of(text), end_of(text));
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void wrapped(const Ui& ui, std::string_view words, views::Tone tone, bool is_small) {
    ImGui::PushTextWrapPos(0);
    text(ui, words, tone, is_small);
    ImGui::PopTextWrapPos();
}

void text_at_right(const Ui& ui, std::string_view words, views::Tone tone) {
    const auto size = ImGui::CalcTextSize(begin_of(words), end_of(words));
    const float top = ImGui::GetItemRectMin().y;
    const float height = ImGui::GetItemRectSize().y;
    const float right = ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x;
    ImGui::GetWindowDrawList()->AddText({right - size.x, std::round(top + (height - size.y) / 2)},
                                        to_u32(tone_colour(ui.palette, tone)), begin_of(words),
                                        end_of(words));
}

std::string elided(const std::string& words, float width) {
    if (ImGui::CalcTextSize(words.c_str()).x <= width) {
        return words;
    }
    constexpr const char* kEllipsis = "…";
    const float room = width - ImGui::CalcTextSize(kEllipsis).x;
    const char* end = nullptr;
    ImGui::GetFont()->CalcTextSizeA(ImGui::GetFontSize(), std::max(0.0F, room), 0, words.c_str(), nullptr,
                                    &end);
    return std::string(words.c_str(), end) + kEllipsis;
}

namespace {

/// Right click, or Ctrl+C where the keyboard is: a fact goes where it is needed.
void copy_menu(const Ui& ui, const std::string& label, const std::string& value) {
    const auto& fact = value.empty() ? label : value;
    if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible && ImGui::GetIO().KeyCtrl &&
        is_pressed(Key::c, false)) {
        ImGui::SetClipboardText(fact.c_str());
    }
    if (is_menu_key_pressed()) {
        ImGui::OpenPopup("copie");
    }
    if (!ImGui::BeginPopupContextItem("copie")) {
        return;
    }
    if (ImGui::MenuItem(tr("Copier la valeur"))) {
        ImGui::SetClipboardText(fact.c_str());
    }
    record(ui, "Copier la valeur");
    if (ImGui::MenuItem(tr("Copier la ligne"))) {
        ImGui::SetClipboardText((label + (value.empty() ? "" : "\t") + value).c_str());
    }
    record(ui, "Copier la ligne");
    ImGui::EndPopup();
}

} // namespace

bool fact_line(const Ui& ui, const std::string& label, const std::string& value, views::Tone tone,
               const std::string& hint, bool is_active) {
    const float width = ImGui::GetContentRegionAvail().x;
    const bool is_sentence = value.empty() && ImGui::CalcTextSize(label.c_str()).x > width;
    const float height = is_sentence ? ImGui::CalcTextSize(label.c_str(), nullptr, false, width).y + ui.px(6)
                                     : ui.px(21); // a sentence is read to its end
    const auto at = ImGui::GetCursorScreenPos();
    ImGui::PushID(label.c_str());
    const bool is_clicked = ImGui::InvisibleButton("ligne", {width, height}) && is_active;
    focus_ring(ui);
    ImGui::PopID();
    record(ui, label, Walk::fact);
    auto* draw = ImGui::GetWindowDrawList();
    if (is_active && (ImGui::IsItemHovered() || ImGui::IsItemFocused())) {
        draw->AddRectFilled({at.x - ui.px(4), at.y}, {at.x + width + ui.px(4), at.y + height},
                            to_u32(ui.palette.hover), ui.px(4));
    }
    const bool is_strong = tone == views::Tone::strong;
    ImGui::PushFont(is_strong ? ui.fonts.bold : ui.fonts.regular);
    const float y = std::round(at.y + (is_sentence ? ui.px(3) : (height - ImGui::GetFontSize()) / 2));
    const float value_room = label.empty() ? width : width * (value.empty() ? 0 : 0.62F);
    const auto shown_value = elided(value, value_room);
    const float value_width = value.empty() ? 0 : ImGui::CalcTextSize(shown_value.c_str()).x + ui.px(12);
    const auto shown_label = is_sentence ? label : elided(label, width - value_width);
    const bool has_value = !value.empty();
    const auto label_ink =
        has_value && tone != views::Tone::strong ? ui.palette.ink : tone_colour(ui.palette, tone);
    const auto value_ink = tone == views::Tone::plain ? ui.palette.muted : tone_colour(ui.palette, tone);
    draw->AddText(ImGui::GetFont(), ImGui::GetFontSize(), {at.x, y}, to_u32(label_ink), shown_label.c_str(),
                  nullptr, is_sentence ? width : 0);
    draw->AddText({at.x + width - value_width + ui.px(12), y}, to_u32(value_ink), shown_value.c_str());
    ImGui::PopFont();
    const bool is_cut = shown_label != label || shown_value != value;
    if (ImGui::IsItemHovered() && (!hint.empty() || is_cut)) {
        tooltip(ui, hint.empty() ? label + (has_value ? " : " + value : "") : hint);
    }
    ImGui::PushID(label.c_str());
    copy_menu(ui, label, value);
    ImGui::PopID();
    return is_clicked;
}

void figure_cards(const Ui& ui, const std::vector<views::KeyFigure>& figures, int columns) {
    const float gap = ui.px(8);
    while (columns > 1 &&
           ImGui::GetContentRegionAvail().x < ui.px(kLeastCard) * static_cast<float>(columns)) {
        --columns; // a figure that is cut tells another one
    }
    const float width =
        std::floor((ImGui::GetContentRegionAvail().x - gap * static_cast<float>(columns - 1)) /
                   static_cast<float>(columns));
    for (std::size_t first = 0; first < figures.size(); first += static_cast<std::size_t>(columns)) {
        const auto last = std::min(figures.size(), first + static_cast<std::size_t>(columns));
        float height = 0;
        for (auto i = first; i < last; ++i) {
            height = std::max(height, card_height(ui, figures[i], width));
        }
        const auto at = ImGui::GetCursorScreenPos();
        for (auto i = first; i < last; ++i) {
            draw_card(ui, figures[i],
                      {at.x + static_cast<float>(i - first) * (width + gap), at.y, width, height});
        }
        ImGui::Dummy({ImGui::GetContentRegionAvail().x, height});
    }
}

bool text_field(const Ui& ui, const char* label, const char* hint, std::string& words, float width) {
    ImGui::SetNextItemWidth(width);
    const std::string id = "##" + std::string(label);
    const bool is_changed = ImGui::InputTextWithHint(id.c_str(), hint, &words);
    record(ui, label);
    return is_changed;
}

bool choice(const Ui& ui, const char* label, const std::vector<std::string>& options, int& current,
            float width) {
    const auto index = static_cast<std::size_t>(std::max(0, current));
    const std::string shown_option = index < options.size() ? options[index] : "";
    const std::string id = "##" + std::string(label);
    ImGui::SetNextItemWidth(width);
    bool is_changed = false;
    const bool is_open = ImGui::BeginCombo(id.c_str(), shown_option.c_str());
    if (!is_open) {
        record(ui, label);
        return false;
    }
    for (std::size_t i = 0; i < options.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::Selectable(options[i].c_str(), i == index) && i != index) {
            current = static_cast<int>(i);
            is_changed = true;
        }
        record(ui, std::string(label) + "/" + options[i]);
        ImGui::PopID();
    }
    ImGui::EndCombo();
    return is_changed;
}

void tooltip(const Ui& ui, const std::string& words) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(7)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(6));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(ui.px(380));
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar(2);
}

void force_swatch(const Ui& ui, Rect rect, bool is_police, bool is_known) {
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 min(rect.x, rect.y);
    const ImVec2 max(rect.right(), rect.bottom());
    if (!is_known) {
        draw->AddRect(min, max, to_u32(ui.palette.line), ui.px(3));
        return;
    }
    if (!is_police) {
        draw->AddRectFilled(min, max, to_u32(ui.palette.gendarmerie), ui.px(3));
        draw->AddRect(min, max, to_u32(ui.palette.muted), ui.px(3));
        return;
    }
    draw->PushClipRect(min, max, true);
    for (float x = min.x - rect.height; x < max.x; x += ui.px(4.5F)) { // falling, as on the map
        draw->AddLine({x, min.y}, {x + rect.height, max.y}, to_u32(ui.palette.police), ui.px(1.8F));
    }
    draw->PopClipRect();
}

} // namespace maillage::ui
