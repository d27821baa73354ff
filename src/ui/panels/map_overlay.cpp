#include "ui/panels/map_overlay.h"

#include "base/date.h"
#include "base/translate.h"
#include "scene/triangulate.h"
#include "session/placing.h"
#include "views/coordinate_text.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace maillage::ui {

namespace {

constexpr float kGrasp_px = 9; ///< distance at which a handle is caught

ImVec2 on_screen(const scene::View& view, geo::Point p, Rect rect) {
    const auto s = view.to_screen(p);
    return {rect.x + static_cast<float>(s.x), rect.y + static_cast<float>(s.y)};
}

bool is_near(ImVec2 a, ImVec2 b, float px) {
    return std::hypot(a.x - b.x, a.y - b.y) <= px;
}

void draw_label(const Ui& ui, ImVec2 at, const std::string& words) {
    const auto size = ImGui::CalcTextSize(words.c_str());
    const ImVec2 min(std::round(at.x + ui.px(10)), std::round(at.y - size.y - ui.px(12)));
    const ImVec2 max(min.x + size.x + ui.px(14), min.y + size.y + ui.px(8));
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(min, max, to_u32(ui.palette.surface), ui.px(5));
    draw->AddRect(min, max, to_u32(ui.palette.line), ui.px(5));
    draw->AddText({min.x + ui.px(7), min.y + ui.px(4)}, to_u32(ui.palette.ink), words.c_str());
}

Colour faded(Colour c, std::uint8_t alpha) {
    c.a = alpha;
    return c;
}

void draw_handle(const Ui& ui, ImVec2 at, bool is_lit) {
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddCircleFilled(at, ui.px(is_lit ? 7 : 5.5F), to_u32(ui.palette.on_accent));
    draw->AddCircle(at, ui.px(is_lit ? 7 : 5.5F), to_u32(ui.palette.accent), 0, ui.px(2));
}

/// Filled, without the soft edge that would show every triangle of a translucent area.
void fill(const geo::Polygon& polygon, const scene::View& view, Rect rect, ImU32 tint) {
    const auto mesh = scene::triangulate(polygon);
    auto* draw = ImGui::GetWindowDrawList();
    const auto flags = draw->Flags;
    draw->Flags &= ~ImDrawListFlags_AntiAliasedFill;
    for (std::size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
        const auto corner = [&](std::size_t k) {
            return on_screen(view, mesh.points[mesh.indices[i + k]], rect);
        };
        draw->AddTriangleFilled(corner(0), corner(1), corner(2), tint);
    }
    draw->Flags = flags;
}

void outline(const geo::Ring& ring, const scene::View& view, Rect rect, ImU32 tint, float width) {
    std::vector<ImVec2> line;
    for (const auto& p : ring) {
        line.push_back(on_screen(view, p, rect));
    }
    ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()), tint,
                                            ImDrawFlags_Closed, width);
}

/// What the camera in hand would really see: each band over the weaker ones, so that the fills add up.
void draw_field(const views::AimedField& field, const scene::View& view, const Ui& ui, Rect rect) {
    for (std::size_t band = 0; band < field.grounds.size(); ++band) {
        const bool is_last = band + 1 == field.grounds.size();
        for (const auto& polygon : field.grounds[band]) {
            fill(polygon, view, rect, to_u32(faded(ui.palette.accent, 38)));
            outline(polygon.outer, view, rect, to_u32(faded(ui.palette.accent, 200)),
                    ui.px(is_last ? 1.8F : 0.8F));
        }
    }
}

void draw_handles(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    const auto& h = map.handles.handles;
    if (!h) {
        return;
    }
    auto* draw = ImGui::GetWindowDrawList();
    std::vector<ImVec2> outline;
    for (const auto& p : h->outline) {
        outline.push_back(on_screen(map.view, p, rect));
    }
    if (map.dragged && map.handles.field) {
        draw_field(*map.handles.field, map.view, ui, rect);
    } else if (map.dragged) { // a fan of triangles: the sector may be wider than a half turn
        const auto apex = on_screen(map.view, h->apex, rect);
        for (std::size_t i = 1; i < outline.size(); ++i) {
            draw->AddTriangleFilled(apex, outline[i - 1], outline[i], to_u32(faded(ui.palette.accent, 40)));
        }
    }
    draw->AddPolyline(outline.data(), static_cast<int>(outline.size()), to_u32(ui.palette.accent), 0,
                      ui.px(1.6F));
    const auto lit = handle_under(map, ui, rect);
    const auto put = [&](geo::Point p, views::Handle handle) {
        draw_handle(ui, on_screen(map.view, p, rect),
                    map.dragged == handle || (!map.dragged && lit == handle));
    };
    if (h->has_direction) {
        put(h->left, views::Handle::left);
        put(h->right, views::Handle::right);
    }
    put(h->aim, views::Handle::aim);
    put(h->apex, views::Handle::apex);
    if (map.dragged && *map.dragged != views::Handle::apex) {
        const auto epsg = session.project->territory->epsg;
        const auto seen = map.handles.field ? " · " + map.handles.field->words : "";
        draw_label(ui, ImGui::GetIO().MousePos, views::length_text(epsg, {h->apex, h->aim}) + seen);
    }
}

void draw_sketch(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    if (map.sketch.empty()) {
        return;
    }
    auto* draw = ImGui::GetWindowDrawList();
    if (map.tool == Tool::select_rectangle) {
        const auto a = on_screen(map.view, map.sketch.front(), rect);
        const auto b = on_screen(map.view, map.sketch.back(), rect);
        const ImVec2 low(std::min(a.x, b.x), std::min(a.y, b.y));
        const ImVec2 high(std::max(a.x, b.x), std::max(a.y, b.y));
        draw->AddRectFilled(low, high, to_u32(faded(ui.palette.accent, 30)));
        draw->AddRect(low, high, to_u32(ui.palette.accent), 0, 0, ui.px(1.5F));
        return;
    }
    auto points = map.sketch;
    if (!map.is_sketch_done && map.cursor) {
        points.push_back(*map.cursor);
    }
    std::vector<ImVec2> line;
    for (const auto& p : points) {
        line.push_back(on_screen(map.view, p, rect));
    }
    const bool is_area = map.tool != Tool::measure_length;
    draw->AddPolyline(line.data(), static_cast<int>(line.size()), to_u32(ui.palette.accent),
                      is_area ? ImDrawFlags_Closed : 0, ui.px(2));
    for (const auto& p : line) {
        draw->AddCircleFilled(p, ui.px(3.5F), to_u32(ui.palette.accent));
    }
    if (map.tool == Tool::select_polygon) {
        return; // what is inside counts, not its size
    }
    const auto epsg = session.project->territory->epsg;
    const auto bearing = is_area ? std::string() : views::bearing_text(epsg, points);
    const auto words = is_area ? views::area_text(epsg, points)
                               : views::length_text(epsg, points) + (bearing.empty() ? "" : " · ") + bearing;
    if (!words.empty()) {
        draw_label(ui, line.back(), words);
    }
}

void draw_question(const MapPanel& map, const Ui& ui, Rect rect) {
    if (!map.asked_at) {
        return;
    }
    const auto at = on_screen(map.view, *map.asked_at, rect);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddCircle(at, ui.px(8), to_u32(ui.palette.accent), 0, ui.px(2));
    draw->AddCircleFilled(at, ui.px(2.5F), to_u32(ui.palette.accent));
}

/// What stands left and right of the line.
std::pair<std::string, std::string> split_captions(const session::Session& session) {
    if (const auto& other = session.style.compared_with) {
        return {to_french(session.project->settings.reference_date), to_french(*other)};
    }
    const auto& all = session.project->scenarios;
    return {all.empty() ? std::string() : all.front().name,
            session.style.compared_scenario +
                (session::is_comparison_due(session) ? tr(" (calcul en cours…)") : "")};
}

/// The line between the two maps, its grip, and what is on which side.
void draw_split(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    if (!map::is_comparing(session.style)) {
        return;
    }
    auto* draw = ImGui::GetWindowDrawList();
    const float x = std::round(rect.x + static_cast<float>(map.split) * rect.width);
    const float middle = rect.y + rect.height / 2;
    draw->AddLine({x, rect.y}, {x, rect.bottom()}, to_u32(ui.palette.on_accent), ui.px(4));
    draw->AddLine({x, rect.y}, {x, rect.bottom()}, to_u32(ui.palette.accent), ui.px(2));
    const float half = ui.px(9);
    draw->AddCircleFilled({x, middle}, ui.px(13), to_u32(ui.palette.accent));
    draw->AddTriangleFilled({x - half, middle}, {x - ui.px(3), middle - ui.px(5)},
                            {x - ui.px(3), middle + ui.px(5)}, to_u32(ui.palette.on_accent));
    draw->AddTriangleFilled({x + half, middle}, {x + ui.px(3), middle - ui.px(5)},
                            {x + ui.px(3), middle + ui.px(5)}, to_u32(ui.palette.on_accent));
    const auto caption = [&](const std::string& words, bool is_left) {
        const auto size = ImGui::CalcTextSize(words.c_str());
        const float left = is_left ? x - size.x - ui.px(30) : x + ui.px(14);
        const ImVec2 min(left, rect.y + ui.px(12));
        const ImVec2 max(left + size.x + ui.px(16), min.y + size.y + ui.px(8));
        draw->AddRectFilled(min, max, to_u32(ui.palette.surface), ui.px(5));
        draw->AddRect(min, max, to_u32(ui.palette.line), ui.px(5));
        draw->AddText({min.x + ui.px(8), min.y + ui.px(4)}, to_u32(ui.palette.ink), words.c_str());
    };
    const auto [here, there] = split_captions(session);
    caption(here, true);
    caption(there, false);
}

} // namespace

std::optional<views::Handle> handle_under(const MapPanel& map, const Ui& ui, Rect rect) {
    const auto mouse = ImGui::GetIO().MousePos;
    const auto& h = map.handles.handles;
    if (!h) {
        return std::nullopt;
    }
    const auto is_hit = [&](geo::Point p) {
        return is_near(on_screen(map.view, p, rect), mouse, ui.px(kGrasp_px));
    };
    if (h->has_direction && is_hit(h->left)) {
        return views::Handle::left;
    }
    if (h->has_direction && is_hit(h->right)) {
        return views::Handle::right;
    }
    if (is_hit(h->aim)) {
        return views::Handle::aim;
    }
    return is_hit(h->apex) ? std::optional(views::Handle::apex) : std::nullopt;
}

bool is_on_split(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    const float x = rect.x + static_cast<float>(map.split) * rect.width;
    return map::is_comparing(session.style) && std::abs(ImGui::GetIO().MousePos.x - x) <= ui.px(kGrasp_px);
}

bool is_sketching(const MapPanel& map) {
    return map.tool == Tool::measure_length || map.tool == Tool::measure_area ||
           map.tool == Tool::select_polygon || map.tool == Tool::draw_perimeter;
}

namespace {

/// Where everything in hand would stand.
void draw_moving(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    if (!map.moving) {
        return;
    }
    auto* draw = ImGui::GetWindowDrawList();
    for (const auto& from : session::places(*session.project, session::selected(session))) {
        const auto start = on_screen(map.view, from, rect);
        const auto end = on_screen(map.view, {from.x + map.moving->by.x, from.y + map.moving->by.y}, rect);
        draw->AddLine(start, end, to_u32(faded(ui.palette.accent, 150)), ui.px(1));
        draw->AddCircleFilled(end, ui.px(5), to_u32(ui.palette.on_accent));
        draw->AddCircle(end, ui.px(5), to_u32(ui.palette.accent), 0, ui.px(2));
    }
}

/// A square on a corner, a circle on a thing, a diamond on an edge, and its name.
void draw_snap(const MapPanel& map, const Ui& ui, Rect rect) {
    if (!map.snap) {
        return;
    }
    auto* draw = ImGui::GetWindowDrawList();
    const auto at = on_screen(map.view, map.snap->at, rect);
    const auto mark = [&](ImU32 ink, float width) {
        const int sides = map.snap->kind == views::SnapKind::point ? 24 : 4;
        const float turn = map.snap->kind == views::SnapKind::corner ? 0.25F : 0;
        std::vector<ImVec2> ring;
        for (int i = 0; i < sides; ++i) {
            const float angle = 2 * std::numbers::pi_v<float> *
                                (static_cast<float>(i) / static_cast<float>(sides) + turn / 2);
            ring.push_back({at.x + ui.px(8) * std::cos(angle), at.y + ui.px(8) * std::sin(angle)});
        }
        draw->AddPolyline(ring.data(), sides, ink, ImDrawFlags_Closed, width);
    };
    mark(to_u32(ui.palette.on_accent), ui.px(4));
    mark(to_u32(ui.palette.alarm), ui.px(2));
    const auto* font = ui.fonts.small;
    const auto size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, map.snap->what.c_str());
    const ImVec2 min(std::round(at.x + ui.px(12)), std::round(at.y + ui.px(10)));
    draw->AddRectFilled(min, {min.x + size.x + ui.px(10), min.y + size.y + ui.px(6)},
                        to_u32(ui.palette.surface), ui.px(4));
    draw->AddText(font, font->FontSize, {min.x + ui.px(5), min.y + ui.px(3)}, to_u32(ui.palette.ink),
                  map.snap->what.c_str());
}

/// Where the keyboard points: dark on a light line, to be seen on any map.
void draw_cross(const Ui& ui, Rect rect) {
    if (!has_keyboard()) {
        return;
    }
    auto* draw = ImGui::GetWindowDrawList();
    const float x = std::round(rect.x + rect.width / 2);
    const float y = std::round(rect.y + rect.height / 2);
    for (const auto& [ink, width] : {std::pair{ui.palette.on_accent, 4.0F}, {ui.palette.accent, 2.0F}}) {
        for (const float side : {-1.0F, 1.0F}) {
            draw->AddLine({x + side * ui.px(4), y}, {x + side * ui.px(16), y}, to_u32(ink), ui.px(width));
            draw->AddLine({x, y + side * ui.px(4)}, {x, y + side * ui.px(16)}, to_u32(ink), ui.px(width));
        }
    }
    zone_ring(ui, rect);
}

} // namespace

void draw_overlay(const MapPanel& map, const Ui& ui, const session::Session& session, Rect rect) {
    draw_handles(map, ui, session, rect);
    draw_sketch(map, ui, session, rect);
    draw_question(map, ui, rect);
    draw_split(map, ui, session, rect);
    draw_moving(map, ui, session, rect);
    draw_snap(map, ui, rect);
    draw_cross(ui, rect);
}

} // namespace maillage::ui
