#include "ui/kit/canvas.h"

#include <epoxy/gl.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <backends/imgui_impl_opengl3.h>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

namespace maillage::ui {

namespace {

/// Whole pixels, rows from the top.
struct Area {
    int left = 0, top = 0, right = 0, bottom = 0;

    bool is_empty() const { return left >= right || top >= bottom; }

    long pixels() const { return is_empty() ? 0 : static_cast<long>(right - left) * (bottom - top); }

    friend bool operator==(const Area&, const Area&) = default;
};

Area common(const Area& a, const Area& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
            std::min(a.bottom, b.bottom)};
}

Area around(const Area& a, const Area& b) {
    if (a.is_empty() || b.is_empty()) {
        return a.is_empty() ? b : a;
    }
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

Area outwards(float left, float top, float right, float bottom) {
    const auto whole = [](float v) { return static_cast<int>(std::clamp(v, -1e6F, 1e6F)); };
    return {whole(std::floor(left)), whole(std::floor(top)), whole(std::ceil(right)),
            whole(std::ceil(bottom))};
}

Area box(std::span<const ImDrawVert> vertices) {
    Area all;
    for (const ImDrawVert& v : vertices) { // a pixel more on each side: a vertex may stand on the edge of two
        all = around(all, outwards(v.pos.x - 1, v.pos.y - 1, v.pos.x + 1, v.pos.y + 1));
    }
    return all;
}

/// What one window of the frame is drawn from.
struct DrawnList {
    std::vector<ImDrawCmd> commands;
    std::vector<ImDrawIdx> indices;
    std::vector<ImDrawVert> vertices;

    explicit DrawnList(const ImDrawList& list)
        : commands(list.CmdBuffer.begin(), list.CmdBuffer.end()),
          indices(list.IdxBuffer.begin(), list.IdxBuffer.end()),
          vertices(list.VtxBuffer.begin(), list.VtxBuffer.end()) {}

    Area clip() const {
        Area all;
        for (const ImDrawCmd& c : commands) {
            all = around(all, outwards(c.ClipRect.x, c.ClipRect.y, c.ClipRect.z, c.ClipRect.w));
        }
        return all;
    }

    Area area() const { return common(box(vertices), clip()); }
};

bool same(const ImDrawVert& a, const ImDrawVert& b) {
    return a.pos.x == b.pos.x && a.pos.y == b.pos.y && a.uv.x == b.uv.x && a.uv.y == b.uv.y && a.col == b.col;
}

bool same_brush(const ImDrawCmd& a, const ImDrawCmd& b) {
    return std::memcmp(&a.ClipRect, &b.ClipRect, sizeof a.ClipRect) == 0 && a.TextureId == b.TextureId &&
           a.UserCallback == b.UserCallback;
}

bool same(const DrawnList& a, const DrawnList& b) {
    return std::ranges::equal(a.commands, b.commands,
                              [](const ImDrawCmd& x, const ImDrawCmd& y) {
                                  return same_brush(x, y) && x.ElemCount == y.ElemCount &&
                                         x.IdxOffset == y.IdxOffset && x.VtxOffset == y.VtxOffset;
                              }) &&
           a.indices == b.indices &&
           std::ranges::equal(a.vertices, b.vertices,
                              [](const ImDrawVert& x, const ImDrawVert& y) { return same(x, y); });
}

/// Vertices `first` to `end` of each list differ; those before and behind are the same.
struct Middle {
    std::size_t first = 0;
    std::size_t end_a = 0, end_b = 0;
};

Middle middle(const DrawnList& a, const DrawnList& b) {
    const std::size_t least = std::min(a.vertices.size(), b.vertices.size());
    Middle m;
    while (m.first < least && same(a.vertices[m.first], b.vertices[m.first])) {
        ++m.first;
    }
    m.end_a = a.vertices.size();
    m.end_b = b.vertices.size();
    while (m.end_a > m.first && m.end_b > m.first && same(a.vertices[m.end_a - 1], b.vertices[m.end_b - 1])) {
        --m.end_a;
        --m.end_b;
    }
    return m;
}

/// The triangles of a command that touch no vertex from `first` to `end`; vertices behind those count from
/// `end`, so that lists of different lengths compare.
std::vector<std::array<long, 3>> kept(const DrawnList& list, const ImDrawCmd& command, std::size_t first,
                                      std::size_t end) {
    std::vector<std::array<long, 3>> triangles;
    for (unsigned i = command.IdxOffset; i + 2 < command.IdxOffset + command.ElemCount; i += 3) {
        std::array<long, 3> triangle{};
        bool is_kept = true;
        for (unsigned corner = 0; corner < 3; ++corner) {
            const std::size_t v = list.indices[i + corner] + command.VtxOffset;
            is_kept = is_kept && (v < first || v >= end);
            triangle[corner] = v < first ? static_cast<long>(v) : -1 - static_cast<long>(v - end);
        }
        if (is_kept) {
            triangles.push_back(triangle);
        }
    }
    return triangles;
}

/// Where the two look different; a little more where that is hard to tell.
Area difference(const DrawnList& a, const DrawnList& b) {
    if (same(a, b)) {
        return {};
    }
    const Area everything = around(a.area(), b.area());
    if (!std::ranges::equal(a.commands, b.commands, same_brush)) {
        return everything;
    }
    const Middle m = middle(a, b);
    for (std::size_t c = 0; c < a.commands.size(); ++c) {
        if (kept(a, a.commands[c], m.first, m.end_a) != kept(b, b.commands[c], m.first, m.end_b)) {
            return everything;
        }
    }
    const std::span all_a(a.vertices);
    const std::span all_b(b.vertices);
    const Area changed = around(box(all_a.subspan(m.first, m.end_a - m.first)),
                                box(all_b.subspan(m.first, m.end_b - m.first)));
    return common(changed, everything);
}

/// Few areas that do not overlap: each costs a pass over the panels.
void add(Area area, std::vector<Area>& areas) {
    if (area.is_empty()) {
        return;
    }
    constexpr std::size_t kMost = 6;
    for (std::size_t i = 0; i < areas.size();) {
        const Area both = around(area, areas[i]);
        const bool is_near = both.pixels() <= (area.pixels() + areas[i].pixels()) * 5 / 4;
        if (is_near || !common(area, areas[i]).is_empty() || areas.size() >= kMost) {
            area = both;
            areas.erase(areas.begin() + static_cast<std::ptrdiff_t>(i));
            i = 0;
        } else {
            ++i;
        }
    }
    areas.push_back(area);
}

void copy(const Area& area, int height, unsigned from, unsigned to) {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to);
    const int low = height - area.bottom; // OpenGL counts rows from below
    const int high = height - area.top;
    glBlitFramebuffer(area.left, low, area.right, high, area.left, low, area.right, high, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
}

/// The panels, but nothing outside `area`.
void draw_panels_in(const Area& area, ImDrawData& panels) {
    std::vector<ImVec4> clips;
    for (int i = 0; i < panels.CmdListsCount; ++i) {
        for (ImDrawCmd& command : panels.CmdLists[i]->CmdBuffer) {
            ImVec4& c = command.ClipRect;
            clips.push_back(c);
            c = {std::max(c.x, static_cast<float>(area.left)), std::max(c.y, static_cast<float>(area.top)),
                 std::min(c.z, static_cast<float>(area.right)),
                 std::min(c.w, static_cast<float>(area.bottom))};
        }
    }
    ImGui_ImplOpenGL3_RenderDrawData(&panels); // leaves out what is clipped away
    auto clip = clips.begin();
    for (int i = 0; i < panels.CmdListsCount; ++i) {
        for (ImDrawCmd& command : panels.CmdLists[i]->CmdBuffer) {
            command.ClipRect = *clip++;
        }
    }
}

void clear(const gl::Target& target) {
    glBindFramebuffer(GL_FRAMEBUFFER, target.frame.id());
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

} // namespace

struct Canvas::State {
    gl::Target map;   ///< the map at its place in the window
    gl::Target whole; ///< the window as it was drawn last
    Area map_area;
    std::optional<std::vector<DrawnList>> drawn; ///< empty: nothing is known of `whole`

    void resize(int width, int height) {
        if (whole.width != width || whole.height != height) {
            map = gl::make_target(width, height);
            whole = gl::make_target(width, height);
            clear(map);
            clear(whole);
            drawn.reset();
        }
    }

    /// What differs from the last frame, which this one replaces.
    std::vector<Area> take(const ImDrawData& panels) {
        const Area screen{0, 0, whole.width, whole.height};
        std::vector<DrawnList> lists;
        for (int i = 0; i < panels.CmdListsCount; ++i) {
            lists.emplace_back(*panels.CmdLists[i]);
        }
        std::vector<Area> changed;
        if (!drawn) {
            changed.push_back(screen);
        } else {
            for (std::size_t i = 0; i < std::max(lists.size(), drawn->size()); ++i) {
                const Area area = i >= lists.size()    ? (*drawn)[i].area()
                                  : i >= drawn->size() ? lists[i].area()
                                                       : difference((*drawn)[i], lists[i]);
                add(common(area, screen), changed);
            }
        }
        drawn = std::move(lists);
        return changed;
    }
};

Canvas::Canvas() : state_(std::make_unique<State>()) {}

Canvas::~Canvas() = default;

void Canvas::forget() {
    state_->drawn.reset();
}

void Canvas::draw(ImDrawData& panels, const Rect& map, bool is_new_map,
                  const std::function<void()>& draw_map) {
    State& s = *state_;
    GLint target = 0;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &target);
    const int width = static_cast<int>(panels.DisplaySize.x);
    const int height = static_cast<int>(panels.DisplaySize.y);
    s.resize(width, height);
    const Area screen{0, 0, width, height};
    const Area map_area = common(outwards(map.x, map.y, map.right(), map.bottom()), screen);
    std::vector<Area> changed = s.take(panels);
    if (is_new_map || map_area != s.map_area) {
        s.map_area = map_area;
        glBindFramebuffer(GL_FRAMEBUFFER, s.map.frame.id());
        draw_map();
        add(map_area, changed);
    }
    for (const Area& area : changed) {
        if (const Area seen = common(area, map_area); !seen.is_empty()) {
            copy(seen, height, s.map.frame.id(), s.whole.frame.id());
        }
        glBindFramebuffer(GL_FRAMEBUFFER, s.whole.frame.id());
        draw_panels_in(area, panels);
    }
    copy(screen, height, s.whole.frame.id(), static_cast<unsigned>(target));
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<unsigned>(target));
}

} // namespace maillage::ui
