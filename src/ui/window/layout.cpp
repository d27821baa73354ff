#include "ui/window/layout.h"

#include "ui/kit/keys.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace maillage::ui {

namespace {

constexpr float kTopHeight = 44;
constexpr float kStatusHeight = 28;
constexpr float kTimelineHeight = 82;
constexpr float kLeastMap = 340;
constexpr float kLeastMapHeight = 240;
constexpr float kLeastLeft = 220;
constexpr float kLeastRight = 280;
constexpr float kLeastBottom = 96;
constexpr float kGrip = 7; ///< what the mouse can grasp; the line is 1 px

enum class Direction { horizontal, vertical };

/// Pixels that the arrows ask for: by one step, with Maj by four.
float moved_by_keys(const Ui& ui, Direction direction) {
    constexpr float kStep = 16;
    const bool is_across = direction == Direction::horizontal;
    const auto pressed = [](Key key) { return is_pressed(key, true) ? 1.0F : 0.0F; };
    const float steps =
        is_across ? pressed(Key::right) - pressed(Key::left) : pressed(Key::down) - pressed(Key::up);
    return steps * ui.px(kStep) * (ImGui::GetIO().KeyShift ? 4.0F : 1.0F);
}

/// Pixels that the mouse or the arrows moved the line in this frame.
float splitter(const Ui& ui, const char* name, Rect rect, Direction direction) {
    ImGui::SetNextWindowPos({rect.x, rect.y});
    ImGui::SetNextWindowSize({rect.width, rect.height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar(2);
    ImGui::InvisibleButton(name, {rect.width, rect.height});
    record(ui, name, Walk::slider);
    const bool has_keys = has_keyboard();
    const bool has_mouse = ImGui::IsItemHovered() || ImGui::IsItemActive();
    const bool is_lit = has_mouse || has_keys;
    const bool is_across = direction == Direction::horizontal;
    if (has_mouse) {
        ImGui::SetMouseCursor(is_across ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    }
    const auto& io = ImGui::GetIO();
    const bool is_dragged = ImGui::IsItemActive() && io.MouseDown[ImGuiMouseButton_Left];
    const float by_mouse = is_dragged ? (is_across ? io.MouseDelta.x : io.MouseDelta.y) : 0;
    const float moved = has_keys ? moved_by_keys(ui, direction) : by_mouse;
    auto* draw = ImGui::GetWindowDrawList();
    const auto ink = to_u32(is_lit ? ui.palette.accent : ui.palette.line);
    const float thickness = has_keys ? ui.px(3) : is_lit ? ui.px(2) : 1;
    if (is_across) {
        const float x = std::floor(rect.x + rect.width / 2);
        draw->AddRectFilled({x, rect.y}, {x + thickness, rect.bottom()}, ink);
    } else {
        const float y = std::floor(rect.y + rect.height / 2);
        draw->AddRectFilled({rect.x, y}, {rect.right(), y + thickness}, ink);
    }
    ImGui::End();
    return moved;
}

} // namespace

Zones arrange(const Layout& layout, float width, float height, float scale) {
    Zones zones;
    if (layout.is_map_alone) {
        zones.map = {0, 0, width, height};
        return zones;
    }
    const auto px = [&](float logical) { return std::round(logical * scale); };
    const float top = px(kTopHeight);
    const float status = layout.is_presenting ? 0 : px(kStatusHeight);
    const bool has_sides = !layout.is_presenting;
    zones.top = {0, 0, width, top};
    zones.status = {0, height - status, width, status};
    const float room = height - top - status;
    const float wanted = px(std::max(layout.bottom_height, kLeastBottom));
    const float bottom =
        has_sides && layout.has_bottom ? std::min(wanted, std::max(0.0F, room - px(kLeastMapHeight))) : 0;
    const float middle = room - bottom;
    const float sides = std::max(0.0F, width - px(kLeastMap));
    const float left = has_sides && layout.has_left ? std::min(px(layout.left_width), sides / 2) : 0;
    const float right = has_sides && layout.has_right ? std::min(px(layout.right_width), sides - left) : 0;
    zones.left = {0, top, left, middle};
    zones.right = {width - right, top, right, middle};
    const float timeline = std::min(px(kTimelineHeight), middle / 2);
    zones.map = {left, top, width - left - right, middle - timeline};
    zones.timeline = {left, zones.map.bottom(), zones.map.width, timeline};
    zones.bottom = {0, top + middle, width, bottom};
    return zones;
}

void draw_splitters(Layout& layout, const Zones& zones, const Ui& ui) {
    const float grip = ui.px(kGrip);
    if (zones.left.width > 0) {
        const Rect rect{zones.left.right() - grip / 2, zones.left.y, grip, zones.left.height};
        const float moved = splitter(ui, "Séparateur gauche", rect, Direction::horizontal);
        layout.left_width = std::max(kLeastLeft, layout.left_width + moved / ui.scale);
    }
    if (zones.right.width > 0) {
        const Rect rect{zones.right.x - grip / 2, zones.right.y, grip, zones.right.height};
        const float moved = splitter(ui, "Séparateur droit", rect, Direction::horizontal);
        layout.right_width = std::max(kLeastRight, layout.right_width - moved / ui.scale);
    }
    if (zones.bottom.height > 0) {
        const Rect rect{zones.bottom.x, zones.bottom.y - grip / 2, zones.bottom.width, grip};
        const float moved = splitter(ui, "Séparateur du tableau", rect, Direction::vertical);
        layout.bottom_height = std::max(kLeastBottom, layout.bottom_height - moved / ui.scale);
    }
}

} // namespace maillage::ui
