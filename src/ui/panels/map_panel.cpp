#include "ui/panels/map_panel.h"

#include "base/translate.h"
#include "session/placing.h"
#include "ui/kit/keys.h"
#include "ui/panels/map_overlay.h"
#include "views/coordinate_text.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maillage::ui {

namespace {

constexpr double kRest_s = 0.12; ///< without a move before the map is drawn anew
constexpr double kWheelStep = 1.25;
constexpr double kNearest_m_per_px = 0.02;
constexpr double kFurthest_m_per_px = 20000;
constexpr std::size_t kMostViews = 50;
constexpr float kCatch_px = 10; ///< distance at which a point put by hand catches another

scene::ScreenPoint local(ImVec2 at, Rect rect) {
    return {static_cast<double>(at.x - rect.x), static_cast<double>(at.y - rect.y)};
}

void set_view(MapPanel& map, scene::View view, double now) {
    view.metres_per_pixel = std::clamp(view.metres_per_pixel, kNearest_m_per_px, kFurthest_m_per_px);
    if (view != map.view) {
        map.view = view;
        map.settled_at = now;
    }
}

void zoom_under(MapPanel& map, scene::ScreenPoint at, double factor, double now) {
    const auto wanted = map.view.metres_per_pixel / factor;
    const auto allowed = std::clamp(wanted, kNearest_m_per_px, kFurthest_m_per_px);
    set_view(map, scene::zoom_at(map.view, at, map.view.metres_per_pixel / allowed), now);
}

void update_handles(MapPanel& map, const session::Session& session) {
    auto& known = map.handles;
    if (session.selection.kind != map::SelectionKind::camera) {
        known = {};
        return;
    }
    const auto& id = session.selection.id;
    const bool is_same_drag = known.dragged == map.dragged && (!map.dragged || known.drag_to == map.drag_to);
    if (known.project == session.project && known.camera == id && is_same_drag) {
        return;
    }
    known = {session.project,
             id,
             map.dragged,
             map.drag_to,
             map.dragged ? views::moved_handles(*session.project, id, *map.dragged, map.drag_to)
                         : views::camera_handles(*session.project, id),
             map.dragged ? views::aimed_field(session, id, map.dragged, map.drag_to) : std::nullopt};
}

/// Where a point put at `at` goes: to what lies within the grasp, unless Alt is held.
geo::Point caught(MapPanel& map, const Ui& ui, const session::Session& session, geo::Point at,
                  std::optional<geo::Point> except = {}) {
    const double reach_m = static_cast<double>(ui.px(kCatch_px)) * map.view.metres_per_pixel;
    map.snap =
        ImGui::GetIO().KeyAlt ? std::nullopt : map.snapper.nearest(*session.project, at, reach_m, except);
    return map.snap ? map.snap->at : at;
}

bool puts_points(Tool tool) {
    return tool != Tool::pan && tool != Tool::select_rectangle && tool != Tool::select_polygon;
}

/// Where the thing under the mouse stands, if it is selected and can be moved with the rest.
std::optional<geo::Point> grabbed(const MapPanel& map, const session::Session& session) {
    if (map.under.empty()) {
        return std::nullopt;
    }
    const auto& target = map.under.front().target;
    const auto all = session::selected(session);
    const bool is_selected = std::ranges::find(all, target) != all.end();
    const auto at = is_selected ? session::places(*session.project, {target}) : std::vector<geo::Point>{};
    return at.empty() ? std::nullopt : std::optional(at.front());
}

void take_in_hand(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    map.dragged = handle_under(map, ui, rect);
    const bool is_one_of_many = map.dragged == views::Handle::apex && !session.also.empty();
    if (is_one_of_many) {
        map.dragged.reset();
    }
    if (const auto from = map.dragged ? std::nullopt : grabbed(map, session)) {
        map.moving = MapPanel::Moving{*from, {0, 0}};
    }
}

void begin_press(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    const auto mouse = ImGui::GetIO().MousePos;
    map.is_splitting = is_on_split(map, ui, session, rect);
    map.is_armed = !map.is_splitting;
    if (map.tool == Tool::select_rectangle && map.is_armed) {
        const auto corner = map.view.to_map(local(mouse, rect));
        map.sketch = {corner, corner};
    }
    if (map.tool == Tool::pan && map.is_armed) {
        take_in_hand(map, ui, session, rect);
        map.drag_to = map.view.to_map(local(mouse, rect));
    }
}

void drag(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect, double now) {
    const auto& io = ImGui::GetIO();
    if (map.is_splitting) {
        map.split = std::clamp(static_cast<double>((io.MousePos.x - rect.x) / rect.width), 0.0, 1.0);
        return;
    }
    if (map.tool == Tool::select_rectangle) {
        if (map.sketch.size() == 2) {
            map.sketch[1] = map.view.to_map(local(io.MousePos, rect));
        }
        return;
    }
    if (map.is_armed && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)) {
        map.is_armed = false;
        if (!map.dragged && !map.moving) {
            keep_view(map);
            map.is_panning = true;
            // What moved before the threshold belongs to the drag, too.
            const auto start = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
            set_view(map,
                     scene::pan(map.view, static_cast<double>(start.x - io.MouseDelta.x),
                                static_cast<double>(start.y - io.MouseDelta.y)),
                     now);
        }
    }
    const auto at = map.view.to_map(local(io.MousePos, rect));
    if (map.moving && !map.is_armed) {
        const auto from = map.moving->from;
        const auto to = caught(map, ui, session, at, from);
        map.moving->by = {to.x - from.x, to.y - from.y};
    } else if (map.dragged == views::Handle::apex && !map.is_armed) {
        const auto own = session::places(*session.project, {session.selection});
        map.drag_to = caught(map, ui, session, at, own.empty() ? std::nullopt : std::optional(own.front()));
        map.drag_to = map.snap ? map.snap->in_front : map.drag_to;
    } else if (map.dragged) {
        map.drag_to = at;
    } else if (map.is_panning) {
        set_view(
            map,
            scene::pan(map.view, static_cast<double>(io.MouseDelta.x), static_cast<double>(io.MouseDelta.y)),
            now);
    }
}

geo::Ring rectangle(geo::Point a, geo::Point b) {
    return {a, {b.x, a.y}, b, {a.x, b.y}};
}

/// With Shift communes are selected, else cameras and sites.
void select_inside(const Ui& ui, geo::Ring outline) {
    const auto kind = ImGui::GetIO().KeyShift ? map::SelectionKind::commune : map::SelectionKind::none;
    ui.send(session::SelectInside{kind, std::move(outline)});
}

void finish_sketch(MapPanel& map, const Ui& ui, const session::Session& session) {
    if (map.tool == Tool::draw_perimeter) {
        if (map.sketch.size() >= 3) {
            for (auto& command : session::put_perimeter(*session.project, map.sketch)) {
                ui.send(std::move(command));
            }
        }
        map.sketch.clear();
        return;
    }
    if (map.tool == Tool::select_polygon) {
        if (map.sketch.size() >= 3) {
            select_inside(ui, map.sketch);
        }
        map.sketch.clear();
        return;
    }
    map.is_sketch_done = true;
}

/// Of the mouse, or of Space with the cross in the middle.
void click(MapPanel& map, const Ui& ui, const session::Session& session, geo::Point pointed) {
    const auto at = puts_points(map.tool) ? caught(map, ui, session, pointed) : pointed;
    switch (map.tool) {
    case Tool::pan: {
        const bool is_empty = map.under.empty();
        if (ImGui::GetIO().KeyCtrl) {
            if (!is_empty) {
                ui.send(session::ToggleSelected{map.under.front().target.kind, map.under.front().target.id});
            }
            break;
        }
        ui.send(is_empty ? session::Select{map::SelectionKind::none, ""}
                         : session::Select{map.under.front().target.kind, map.under.front().target.id});
        break;
    }
    case Tool::add_camera: {
        auto camera = views::new_camera(*session.project, at);
        if (map.snap) { // exactly there, not to the next decimetre
            camera.position = map.snap->in_front;
        }
        ui.send(session::PutCamera{camera});
        ui.send(session::Select{map::SelectionKind::camera, camera.id});
        break; // the tool stays in hand: cameras are placed in rows
    }
    case Tool::add_site: {
        auto site = session::new_site(*session.project, at);
        site.position = map.snap ? at : *site.position;
        ui.send(session::PutSite{site});
        ui.send(session::Select{map::SelectionKind::site, site.id});
        break;
    }
    case Tool::add_candidate:
        for (auto& command : session::put_candidate(*session.project, at)) {
            ui.send(std::move(command));
        }
        break;
    case Tool::select_rectangle:
        break; // a rectangle is drawn, not clicked
    case Tool::select_polygon:
    case Tool::draw_perimeter:
    case Tool::measure_length:
    case Tool::measure_area:
        if (map.is_sketch_done) {
            map.sketch.clear();
            map.is_sketch_done = false;
        }
        map.sketch.push_back(at);
        break;
    }
}

void release(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    if (map.tool == Tool::select_rectangle && map.sketch.size() == 2 && !map.is_splitting) {
        if (map.sketch[0].x != map.sketch[1].x && map.sketch[0].y != map.sketch[1].y) {
            select_inside(ui, rectangle(map.sketch[0], map.sketch[1]));
        }
        map.sketch.clear();
    } else if (map.moving && !map.is_armed) {
        if (map.moving->by != geo::Point{0, 0}) {
            ui.send(session::MoveSelection{map.moving->by});
        }
    } else if (map.dragged == views::Handle::apex && map.snap && !map.is_armed) {
        ui.send(session::MoveCamera{session.selection.id,
                                    map.drag_to}); // exactly there, not to the next decimetre
    } else if (map.dragged && !map.is_armed) {
        ui.send(views::handle_command(*session.project, session.selection.id, *map.dragged, map.drag_to));
    } else if (map.is_armed) {
        click(map, ui, session, map.view.to_map(local(ImGui::GetIO().MousePos, rect)));
    }
    map.dragged.reset();
    map.moving.reset();
    map.is_panning = false;
    map.is_armed = false;
    map.is_splitting = false;
}

void double_click(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect, double now) {
    if (is_sketching(map)) {
        finish_sketch(map, ui, session);
        return;
    }
    keep_view(map);
    zoom_under(map, local(ImGui::GetIO().MousePos, rect), ImGui::GetIO().KeyShift ? 0.5 : 2, now);
}

void take_mouse(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect, double now) {
    auto& io = ImGui::GetIO();
    if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
        const bool is_burst = now - map.settled_at < 1;
        if (!is_burst) {
            keep_view(map);
        }
        zoom_under(map, local(io.MousePos, rect), std::pow(kWheelStep, static_cast<double>(io.MouseWheel)),
                   now);
    }
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) &&
        map.tool != Tool::add_camera && map.tool != Tool::add_site && map.tool != Tool::add_candidate &&
        map.tool != Tool::select_rectangle) {
        double_click(map, ui, session, rect, now);
        return;
    }
    if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        begin_press(map, ui, session, rect);
    }
    const bool is_middle = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Middle);
    if (is_middle) {
        set_view(
            map,
            scene::pan(map.view, static_cast<double>(io.MouseDelta.x), static_cast<double>(io.MouseDelta.y)),
            now);
    } else if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        drag(map, ui, session, rect, now);
    }
    if (ImGui::IsItemDeactivated() &&
        (map.is_armed || map.dragged || map.moving || map.is_panning || map.is_splitting)) {
        release(map, ui, session, rect);
    }
}

bool is_typed(char wanted) {
    const auto& typed = ImGui::GetIO().InputQueueCharacters;
    return std::any_of(typed.begin(), typed.end(),
                       [&](ImWchar c) { return c == static_cast<ImWchar>(wanted); });
}

void drop_tool(MapPanel& map) {
    map.dragged.reset();
    map.moving.reset();
    map.sketch.clear();
    map.is_sketch_done = false;
    map.tool = Tool::pan;
    map.asked_at.reset();
}

/// Space with a rectangle: its first corner, then the other one.
void press_rectangle(MapPanel& map, const Ui& ui) {
    const auto at = map.view.centre;
    if (map.sketch.size() == 2 && map.sketch[0].x != at.x && map.sketch[0].y != at.y) {
        select_inside(ui, rectangle(map.sketch[0], at));
        map.sketch.clear();
    } else {
        map.sketch = {at, at};
    }
}

/// The keyboard points with a cross in the middle of the map, which the arrows move over the ground.
void take_cross(MapPanel& map, const Ui& ui, const session::Session& session) {
    if (map.tool == Tool::select_rectangle && map.sketch.size() == 2 &&
        !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        map.sketch[1] = map.view.centre;
    }
    const bool is_return = is_pressed(Key::enter, false) && !is_sketching(map);
    if (!is_return && !is_pressed(Key::space, false)) {
        return;
    }
    if (map.tool == Tool::select_rectangle) {
        press_rectangle(map, ui);
    } else {
        click(map, ui, session, map.view.centre);
    }
}

void take_keys(MapPanel& map, const Ui& ui, const session::Session& session, double now) {
    const auto& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyAlt) {
        return;
    }
    if (is_typed('+')) {
        zoom(map, kWheelStep, now);
    }
    if (is_typed('-')) {
        zoom(map, 1 / kWheelStep, now);
    }
    const bool has_box = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (!has_box && is_pressed(Key::escape, false)) { // a tool taken by its key has no focus yet
        drop_tool(map);
    }
    if (!ImGui::IsWindowFocused() || has_box) {
        return;
    }
    if (has_keyboard()) {
        take_cross(map, ui, session);
    }
    const double share = io.KeyShift ? 0.01 : 0.15; // of the map: Maj for the last steps of the cross
    const double step = std::max(1.0, share * std::min(map.view.width, map.view.height));
    const auto arrow = [&](Key key, double dx, double dy) {
        if (is_pressed(key)) {
            take_keyboard();
            set_view(map, scene::pan(map.view, dx * step, dy * step), now);
        }
    };
    arrow(Key::left, 1, 0);
    arrow(Key::right, -1, 0);
    arrow(Key::up, 0, 1);
    arrow(Key::down, 0, -1);
    if (is_pressed(Key::page_up)) {
        zoom(map, 2, now);
    }
    if (is_pressed(Key::page_down)) {
        zoom(map, 0.5, now);
    }
    if (is_pressed(Key::enter, false) && is_sketching(map)) {
        finish_sketch(map, ui, session);
    }
}

void update_hover(MapPanel& map, const session::Session& session, const scene::Scene* scene, Rect rect) {
    map.cursor.reset();
    const bool is_cross = has_keyboard();
    if (!is_cross && !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
        map.under.clear();
        map.under_scene = nullptr;
        return;
    }
    const auto at = is_cross ? scene::ScreenPoint{map.view.width / 2.0, map.view.height / 2.0}
                             : local(ImGui::GetIO().MousePos, rect);
    map.cursor = map.view.to_map(at);
    const bool is_same =
        map.under_scene == scene && map.under_of == *map.cursor && map.under_view == map.view;
    if (is_same || map.is_panning || map.dragged || map.moving) {
        return;
    }
    map.under =
        scene == nullptr ? std::vector<views::Hovered>{} : views::hovered(session, *scene, map.view, at);
    map.under_of = *map.cursor;
    map.under_view = map.view;
    map.under_scene = scene;
}

void draw_tooltip(const MapPanel& map, const Ui& ui) {
    const bool is_busy = map.is_panning || map.dragged || map.moving || map.tool != Tool::pan ||
                         ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (map.under.empty() || is_busy || !ImGui::IsItemHovered()) {
        return;
    }
    std::string words;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, map.under.size()); ++i) {
        words += (i == 0 ? "" : "\n") + map.under[i].title + "\n" + map.under[i].detail;
    }
    tooltip(ui, words);
}

void draw_context_menu(MapPanel& map, const Ui& ui, const session::Session& session, Rect rect, double now) {
    if (ImGui::IsItemHovered() && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
        map.menu_at = map.view.to_map(local(ImGui::GetIO().MousePos, rect));
        ImGui::OpenPopup("Menu de la carte");
    }
    const bool is_asked =
        is_pressed(Key::menu, false) || (ImGui::GetIO().KeyShift && is_pressed(Key::f10, false));
    if (has_keyboard() && is_asked) {
        map.menu_at = map.view.centre;
        ImGui::SetNextWindowPos({rect.x + rect.width / 2, rect.y + rect.height / 2}, ImGuiCond_Appearing);
        ImGui::OpenPopup("Menu de la carte");
        light_focus();
    }
    if (!ImGui::BeginPopup("Menu de la carte")) {
        return;
    }
    const auto entry = [&](const char* label) {
        const bool is_chosen = ImGui::MenuItem(label);
        record(ui, label);
        return is_chosen;
    };
    if (entry(tr("Quelles caméras voient ce point ?"))) {
        map.question = map.menu_at;
        map.asked_at = map.menu_at;
    }
    if (entry(tr("Placer une caméra ici"))) {
        const auto camera = views::new_camera(*session.project, map.menu_at);
        ui.send(session::PutCamera{camera});
        ui.send(session::Select{map::SelectionKind::camera, camera.id});
    }
    if (entry(tr("Centrer la carte ici"))) {
        keep_view(map);
        auto view = map.view;
        view.centre = map.menu_at;
        set_view(map, view, now);
    }
    if (entry(tr("Copier les coordonnées"))) {
        views::CoordinateReader reader(session.project->territory->epsg);
        const auto words = reader(map.menu_at);
        ImGui::SetClipboardText((words.metric + "\n" + words.geographic).c_str());
    }
    for (const auto& hit : map.under) {
        if (entry((tr("Sélectionner ") + hit.title).c_str())) {
            ui.send(session::Select{hit.target.kind, hit.target.id});
        }
    }
    ImGui::EndPopup();
}

void set_cursor(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    if (!ImGui::IsItemHovered() && !ImGui::IsItemActive()) {
        return;
    }
    if (map.is_panning) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    } else if (map.is_splitting || is_on_split(map, ui, session, rect)) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    } else if (map.dragged || map.moving || handle_under(map, ui, rect)) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
}

} // namespace

void keep_view(MapPanel& map) {
    if (!map.before.empty() && map.before.back() == map.view) {
        return;
    }
    map.before.push_back(map.view);
    if (map.before.size() > kMostViews) {
        map.before.erase(map.before.begin());
    }
    map.after.clear();
}

void show(MapPanel& map, const geo::Box& box, const geo::Box& everything, double now) {
    const auto& shown = box.is_empty() ? everything : box;
    if (shown.is_empty() || map.view.width <= 0 || map.view.height <= 0) {
        return;
    }
    if (map.has_view) {
        keep_view(map);
    }
    const double gap = 24 * map.view.scale;
    const scene::Margins margins{gap, gap, gap, gap};
    set_view(map, scene::fit(shown, map.view.width, map.view.height, map.view.scale, margins), now);
    map.has_view = true;
}

void step_view(MapPanel& map, bool is_back, double now) {
    auto& from = is_back ? map.before : map.after;
    auto& to = is_back ? map.after : map.before;
    if (from.empty()) {
        return;
    }
    to.push_back(map.view);
    set_view(map, scene::resized(from.back(), map.view.width, map.view.height), now);
    from.pop_back();
}

void zoom(MapPanel& map, double factor, double now) {
    const scene::ScreenPoint middle{map.view.width / 2.0, map.view.height / 2.0};
    zoom_under(map, middle, factor, now);
}

bool is_resting(const MapPanel& map, double now) {
    return now - map.settled_at >= kRest_s;
}

std::string hint(const MapPanel& map) {
    switch (map.tool) {
    case Tool::pan:
        return "";
    case Tool::add_camera:
        return tr("Cliquez pour placer une caméra · Échap pour finir");
    case Tool::add_site:
        return tr("Cliquez pour placer un site · Alt : sans accrochage · Échap pour finir");
    case Tool::add_candidate:
        return tr("Cliquez où une caméra pourrait être posée · Échap pour finir");
    case Tool::select_rectangle:
        return tr("Tirez un rectangle : caméras et sites · Maj : communes · Échap pour finir");
    case Tool::select_polygon:
        return tr("Cliquez le contour · Entrée pour sélectionner · Maj : communes · Échap pour finir");
    case Tool::draw_perimeter:
        return tr("Cliquez le contour du périmètre · Entrée pour le poser · Échap pour finir");
    case Tool::measure_length:
        return tr("Cliquez les points de la ligne · Entrée pour finir · Échap pour effacer");
    case Tool::measure_area:
        return tr("Cliquez le contour · Entrée pour finir · Échap pour effacer");
    }
    return "";
}

void draw(MapPanel& map, const Ui& ui, const session::Session& session, const scene::Scene* scene, Rect rect,
          double now) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::SetNextWindowPos({rect.x, rect.y});
    ImGui::SetNextWindowSize({rect.width, rect.height});
    const bool is_open =
        ImGui::Begin("Carte", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
    const bool has_room = rect.width >= 1 && rect.height >= 1;
    if (is_open && has_room) {
        ImGui::InvisibleButton("carte", {rect.width, rect.height},
                               ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle |
                                   ImGuiButtonFlags_MouseButtonRight);
        record(ui, "Carte");
        update_handles(map, session);
        map.snap.reset();
        take_mouse(map, ui, session, rect, now);
        update_handles(map, session);
        take_keys(map, ui, session, now);
        update_hover(map, session, scene, rect);
        if (map.cursor && puts_points(map.tool)) {
            map.cursor = caught(map, ui, session, *map.cursor);
        }
        set_cursor(map, ui, session, rect);
        draw_tooltip(map, ui);
        draw_context_menu(map, ui, session, rect, now);
        draw_overlay(map, ui, session, rect);
    }
    ImGui::End();
}

} // namespace maillage::ui
