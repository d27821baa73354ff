#include "gl/renderer.h"

#include "gl/objects.h"
#include "gl/shaders.h"
#include "scene/level.h"
#include "scene/lines.h"
#include "scene/symbol_path.h"
#include "scene/triangulate.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <numbers>
#include <optional>

namespace maillage::gl {
namespace {

using scene::View;

// --- what the card holds -------------------------------------------------------------------------

struct GpuChunk {
    geo::Point origin;
    geo::Box box;
    VertexArray array;
    Buffer xy;
    Buffer feature;
    Buffer triangles;
    GLsizei count = 0;
};

using GpuMesh = std::vector<GpuChunk>;

struct GpuSegments {
    geo::Point origin;
    geo::Box box;
    VertexArray array;
    Buffer segments;
    GLsizei count = 0;
};

using GpuLines = std::vector<GpuSegments>;

struct GpuPoints {
    geo::Point origin;
    VertexArray array;
    Buffer points;
    GLsizei count = 0;
    std::uint16_t style = 0;
};

/// Rectangles of a picture that are not empty.
struct GpuPicture {
    int width = 0;
    int height = 0;
    Texture texture;
    VertexArray array;
    Buffer corners;
    GLsizei vertices = 0;
};

GpuChunk make_chunk(const scene::MeshChunk& chunk) {
    GpuChunk gpu;
    gpu.origin = chunk.origin;
    gpu.box = chunk.box;
    gpu.count = static_cast<GLsizei>(chunk.triangles.size());
    gpu.array = make_vertex_array();
    glBindVertexArray(gpu.array.id());
    gpu.xy = make_buffer(GL_ARRAY_BUFFER, std::span<const float>(chunk.xy));
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
    glEnableVertexAttribArray(0);
    gpu.feature = make_buffer(GL_ARRAY_BUFFER, std::span<const std::uint32_t>(chunk.feature));
    glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, 0, nullptr);
    glEnableVertexAttribArray(1);
    gpu.triangles = make_buffer(GL_ELEMENT_ARRAY_BUFFER, std::span<const std::uint32_t>(chunk.triangles));
    glBindVertexArray(0);
    return gpu;
}

GpuMesh make_mesh(const scene::Mesh& mesh) {
    GpuMesh gpu;
    std::ranges::transform(mesh.chunks, std::back_inserter(gpu), make_chunk);
    return gpu;
}

/// Free polygons in their order, so that the last one lies on top.
GpuMesh make_mesh(const scene::Shapes& shapes) {
    constexpr std::size_t kShapesPerChunk = 512;
    GpuMesh gpu;
    for (std::size_t first = 0; first < shapes.polygons.size(); first += kShapesPerChunk) {
        scene::MeshChunk chunk;
        for (std::size_t i = first; i < std::min(first + kShapesPerChunk, shapes.polygons.size()); ++i) {
            if (chunk.box.is_empty() && !shapes.boxes[i].is_empty()) {
                chunk.origin = shapes.boxes[i].centre();
            }
            chunk.box.extend(shapes.boxes[i]);
            for (const geo::Polygon& polygon : shapes.polygons[i]) {
                const scene::Triangles t = scene::triangulate(polygon);
                const auto base = static_cast<std::uint32_t>(chunk.feature.size());
                for (const geo::Point p : t.points) {
                    chunk.xy.push_back(static_cast<float>(p.x - chunk.origin.x));
                    chunk.xy.push_back(static_cast<float>(p.y - chunk.origin.y));
                }
                chunk.feature.resize(base + t.points.size(), static_cast<std::uint32_t>(i));
                for (const std::uint32_t k : t.indices) {
                    chunk.triangles.push_back(base + k);
                }
            }
        }
        gpu.push_back(make_chunk(chunk));
    }
    return gpu;
}

GpuLines make_lines(const geo::MultiLine& lines) {
    // By square of the ground: those out of the window are not drawn.
    constexpr double kSide = 16;
    geo::Box bounds;
    std::size_t segments = 0;
    for (const geo::Line& line : lines) {
        bounds.extend(geo::bounds(line));
        segments += line.size();
    }
    const double parts = segments < 4000 ? 1 : kSide;

    struct Part {
        geo::Box box;
        std::vector<float> values;
    };

    std::map<std::pair<int, int>, Part> cells;
    const auto cell = [&](double at, double low, double width) {
        const double place = width > 0 ? (at - low) / width * parts : 0;
        return place > 0 ? static_cast<int>(std::min(place, parts - 1)) : 0; // what is no number too
    };
    const geo::Point origin = bounds.centre();
    const auto local = [&](Part& part, geo::Point p, geo::Point centre) {
        part.box.extend(p);
        part.values.push_back(static_cast<float>(p.x - centre.x));
        part.values.push_back(static_cast<float>(p.y - centre.y));
    };
    const auto centre_of = [&](std::pair<int, int> c) {
        return geo::Point{bounds.min.x + bounds.width() * (c.first + 0.5) / parts,
                          bounds.min.y + bounds.height() * (c.second + 0.5) / parts};
    };
    for (const geo::Line& line : lines) {
        double along = 0;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            const std::pair<int, int> c{cell(line[i].x, bounds.min.x, bounds.width()),
                                        cell(line[i].y, bounds.min.y, bounds.height())};
            Part& part = cells[c];
            const geo::Point centre = parts > 1 ? centre_of(c) : origin;
            local(part, line[i], centre);
            local(part, line[i + 1], centre);
            part.values.push_back(static_cast<float>(along));
            along += geo::distance(line[i], line[i + 1]);
        }
    }
    GpuLines gpu;
    for (const auto& [c, part] : cells) {
        GpuSegments made;
        made.origin = parts > 1 ? centre_of(c) : origin;
        made.box = part.box;
        made.count = static_cast<GLsizei>(part.values.size() / 5);
        made.array = make_vertex_array();
        glBindVertexArray(made.array.id());
        made.segments = make_buffer(GL_ARRAY_BUFFER, std::span<const float>(part.values));
        constexpr GLsizei kStride = 5 * sizeof(float);
        glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, kStride, nullptr);
        glEnableVertexAttribArray(0);
        glVertexAttribDivisor(0, 1);
        glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, kStride,
                              reinterpret_cast<const void*>(4 * sizeof(float)));
        glEnableVertexAttribArray(1);
        glVertexAttribDivisor(1, 1);
        glBindVertexArray(0);
        gpu.push_back(std::move(made));
    }
    return gpu;
}

std::vector<GpuPoints> make_points(const scene::PointLayer& layer) {
    std::vector<GpuPoints> gpu;
    const scene::Points& points = *layer.points;
    geo::Box box;
    for (const geo::Point p : points.positions) {
        box.extend(p);
    }
    for (std::size_t k = 0; k < layer.classes.size(); ++k) {
        std::vector<float> values;
        const bool is_turned = layer.classes[k].symbol == scene::Symbol::wedge && !points.azimuth_deg.empty();
        for (std::size_t i = 0; i < points.positions.size(); ++i) {
            if ((layer.class_of.empty() ? 0 : layer.class_of[i]) == k) {
                values.push_back(static_cast<float>(points.positions[i].x - box.centre().x));
                values.push_back(static_cast<float>(points.positions[i].y - box.centre().y));
                values.push_back(is_turned ? points.azimuth_deg[i] * std::numbers::pi_v<float> / 180 : 0);
            }
        }
        if (values.empty()) {
            continue;
        }
        GpuPoints made;
        made.origin = box.centre();
        made.style = static_cast<std::uint16_t>(k);
        made.count = static_cast<GLsizei>(values.size() / 3);
        made.array = make_vertex_array();
        glBindVertexArray(made.array.id());
        made.points = make_buffer(GL_ARRAY_BUFFER, std::span<const float>(values));
        glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, 0, nullptr);
        glEnableVertexAttribArray(0);
        glVertexAttribDivisor(0, 1);
        glBindVertexArray(0);
        gpu.push_back(std::move(made));
    }
    return gpu;
}

bool is_empty_tile(const Picture& picture, int x0, int y0, int x1, int y1) {
    for (int y = y0; y < y1; ++y) {
        const std::uint8_t* row =
            picture.rgba.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width)) * 4;
        for (int x = x0; x < x1; ++x) {
            if (row[4 * x + 3] != 0) {
                return false;
            }
        }
    }
    return true;
}

/// Empty tiles are skipped: blending a whole window costs software OpenGL more than the rest of the frame.
GpuPicture make_picture(const Picture& picture, bool is_smooth) {
    constexpr int kTile = 64;
    GpuPicture gpu;
    if (picture.width <= 0 || picture.height <= 0) {
        return gpu;
    }
    gpu.width = picture.width;
    gpu.height = picture.height;
    std::vector<float> corners;
    for (int y = 0; y < picture.height; y += kTile) {
        for (int x = 0; x < picture.width; x += kTile) {
            const int x1 = std::min(x + kTile, picture.width);
            const int y1 = std::min(y + kTile, picture.height);
            if (is_empty_tile(picture, x, y, x1, y1)) {
                continue;
            }
            for (const auto& [u, v] : {std::pair{x, y}, {x1, y}, {x, y1}, {x, y1}, {x1, y}, {x1, y1}}) {
                const auto fu = static_cast<float>(u);
                const auto fv = static_cast<float>(v);
                corners.insert(corners.end(), {fu, fv, fu / static_cast<float>(picture.width),
                                               fv / static_cast<float>(picture.height)});
            }
        }
    }
    gpu.vertices = static_cast<GLsizei>(corners.size() / 4);
    gpu.texture = make_texture(picture, is_smooth);
    gpu.array = make_vertex_array();
    glBindVertexArray(gpu.array.id());
    gpu.corners = make_buffer(GL_ARRAY_BUFFER, std::span<const float>(corners));
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, 0, nullptr);
    glEnableVertexAttribArray(0);
    glBindVertexArray(0);
    return gpu;
}

/// Colours and hatches of classes, as the fill shader reads them.
BufferTexture make_styles(const std::vector<scene::AreaStyle>& classes, double scale) {
    std::vector<float> texels;
    const auto push = [&](Colour c) {
        for (const std::uint8_t v : {c.r, c.g, c.b, c.a}) {
            texels.push_back(static_cast<float>(v) / 255);
        }
    };
    for (const scene::AreaStyle& style : classes) {
        push(style.fill);
        push(style.hatch.colour);
        texels.push_back(static_cast<float>(style.hatch.pattern));
        texels.push_back(static_cast<float>(style.hatch.spacing_px * scale));
        texels.push_back(static_cast<float>(style.hatch.width_px * scale / 2));
        texels.push_back(0);
    }
    texels.resize(std::max<std::size_t>(texels.size(), 12));
    return make_buffer_texture(GL_RGBA32F, texels.data(), texels.size() * sizeof(float));
}

BufferTexture make_class_of(const std::vector<std::uint16_t>& class_of, std::size_t features) {
    std::vector<std::uint16_t> values = class_of;
    values.resize(std::max<std::size_t>(features, 1)); // empty: all in class 0
    return make_buffer_texture(GL_R16UI, values.data(), values.size() * sizeof(std::uint16_t));
}

/// What one layer of the scene has on the card. Only the members its kind needs are filled.
struct GpuLayer {
    std::map<int, GpuMesh> meshes;  ///< by level; 0 for free polygons
    std::map<int, GpuLines> lines;  ///< by level; 0 for free lines
    std::vector<GpuLines> outlines; ///< by class
    BufferTexture styles;
    double styles_scale = 0;
    BufferTexture class_of;
    std::vector<GpuPoints> points;
    GpuPicture picture;
};

/// What a layer keeps on the card from one scene to the next.
bool has_same_geometry(const scene::Layer& a, const scene::Layer& b) {
    if (a.index() != b.index()) {
        return false;
    }
    return std::visit(
        [&](const auto& x) {
            using T = std::decay_t<decltype(x)>;
            const T& y = std::get<T>(b);
            if constexpr (std::is_same_v<T, scene::ImageLayer>) {
                return x.picture == y.picture;
            } else if constexpr (std::is_same_v<T, scene::CoverageLayer>) {
                return x.coverage == y.coverage;
            } else if constexpr (std::is_same_v<T, scene::BorderLayer>) {
                return x.coverage == y.coverage && x.groups == y.groups;
            } else if constexpr (std::is_same_v<T, scene::PolygonLayer>) {
                return x.shapes == y.shapes && x.class_of == y.class_of &&
                       x.classes.size() == y.classes.size();
            } else if constexpr (std::is_same_v<T, scene::LineLayer>) {
                return x.lines == y.lines;
            } else {
                return x.points == y.points && x.class_of == y.class_of &&
                       x.classes.size() == y.classes.size();
            }
        },
        a);
}

struct Programs {
    Program fill = make_program("fill", shaders::fill_vert, shaders::fill_frag);
    Program line = make_program("line", shaders::line_vert, shaders::line_frag);
    Program point = make_program("point", shaders::point_vert, shaders::point_frag);
    Program picture = make_program("picture", shaders::picture_vert, shaders::picture_frag);
};

std::array<float, 4> to_floats(Colour c) {
    return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
            static_cast<float>(c.a) / 255};
}

void set_colour(const Program& program, const char* name, Colour c) {
    glUniform4fv(uniform(program, name), 1, to_floats(c).data());
}

void set_float(const Program& program, const char* name, double v) {
    glUniform1f(uniform(program, name), static_cast<float>(v));
}

void set_pair(const Program& program, const char* name, double x, double y) {
    glUniform2f(uniform(program, name), static_cast<float>(x), static_cast<float>(y));
}

const char* gl_text(GLenum what) {
    const auto* text = reinterpret_cast<const char*>(glGetString(what));
    return text == nullptr ? "" : text;
}

} // namespace

struct Renderer::State {
    RendererOptions options;
    Programs programs;
    scene::Scene scene;
    std::vector<GpuLayer> layers;
    GpuPicture labels;
    std::optional<View> labels_view;
    GpuPicture furniture;
    bool has_map_picture = false;

    Target map;      ///< the layers alone
    Target composed; ///< the layers with their labels
    View drawn;      ///< what `composed` shows
    bool is_map_stale = true;
    bool is_composed_stale = true;
    bool is_exact = false;
    std::vector<MissingLevel> missing;

    void draw_layers(const View& view);
    void draw(const scene::ImageLayer& layer, GpuLayer& gpu, const View& view);
    void draw(const scene::CoverageLayer& layer, GpuLayer& gpu, const View& view);
    void draw(const scene::BorderLayer& layer, GpuLayer& gpu, const View& view);
    void draw(const scene::PolygonLayer& layer, GpuLayer& gpu, const View& view);
    void draw(const scene::LineLayer& layer, GpuLayer& gpu, const View& view);
    void draw(const scene::PointLayer& layer, GpuLayer& gpu, const View& view);
    void draw_mesh(const GpuMesh& mesh, const GpuLayer& gpu, double opacity, const View& view);
    void draw_lines(const GpuLines& lines, const scene::LineStyle& style, double opacity, const View& view);
    void draw_picture(const GpuPicture& picture, double opacity, double x, double y, double scale_x,
                      double scale_y, const View& view);
    std::shared_ptr<const scene::Mesh> choose_mesh(const scene::Coverage& coverage,
                                                   const std::shared_ptr<const scene::Coverage>& shared,
                                                   int& level);
    void redraw(const View& view);
    void compose();
    void show(const View& view, int x, int y, GLuint target);
};

Renderer::Renderer(RendererOptions options) : state_(std::make_unique<State>()) {
    state_->options = options;
}

Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

void Renderer::upload(const scene::Scene& scene) {
    State& s = *state_;
    std::vector<GpuLayer> kept(scene.layers.size());
    std::vector<bool> is_taken(s.layers.size(), false);
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        for (std::size_t j = 0; j < s.layers.size(); ++j) {
            if (!is_taken[j] && has_same_geometry(scene.layers[i], s.scene.layers[j])) {
                kept[i] = std::move(s.layers[j]);
                is_taken[j] = true;
                break;
            }
        }
        kept[i].styles = {}; // colours are sent anew: a few hundred bytes, or two a feature
        kept[i].class_of = {};
        kept[i].styles_scale = 0;
    }
    s.scene = scene;
    s.layers = std::move(kept);
    s.is_map_stale = true;
}

void Renderer::set_labels(const Picture& labels, const View& view) {
    state_->labels = make_picture(labels, false);
    state_->labels_view = view;
    state_->is_composed_stale = true;
}

void Renderer::set_map(const Picture& map, const View& view) {
    State& s = *state_;
    s.has_map_picture = map.width > 0 && map.height > 0;
    s.is_map_stale = true;
    if (!s.has_map_picture) {
        return;
    }
    if (s.map.width != map.width || s.map.height != map.height) {
        s.map = make_target(map.width, map.height);
    }
    // Rows from the top become rows from the bottom, as in everything OpenGL draws.
    const std::size_t row = static_cast<std::size_t>(map.width) * 4;
    std::vector<std::uint8_t> flipped(map.rgba.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(map.height); ++y) {
        std::memcpy(flipped.data() + y * row,
                    map.rgba.data() + (static_cast<std::size_t>(map.height) - 1 - y) * row, row);
    }
    glBindTexture(GL_TEXTURE_2D, s.map.colour.id());
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, map.width, map.height, GL_RGBA, GL_UNSIGNED_BYTE, flipped.data());
    glBindTexture(GL_TEXTURE_2D, 0);
    s.drawn = view;
    s.is_map_stale = false;
    s.is_composed_stale = true;
}

void Renderer::set_furniture(const Picture& furniture) {
    state_->furniture = make_picture(furniture, false);
}

void Renderer::draw(const View& view, int x, int y, bool is_resting) {
    State& s = *state_;
    GLint target = 0;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &target);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glDisable(GL_SCISSOR_TEST);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    const bool has_nothing = s.map.width == 0;
    const bool is_other_size = s.drawn.width != view.width || s.drawn.height != view.height;
    const bool is_wanted = has_nothing || s.is_map_stale || is_other_size || (is_resting && s.drawn != view);
    if (is_wanted && !s.has_map_picture) {
        s.redraw(view);
    }
    if (s.is_composed_stale) {
        s.compose();
    }
    s.show(view, x, y, static_cast<GLuint>(target));
    s.is_exact = s.drawn == view && s.missing.empty();
}

bool Renderer::is_exact() const {
    return state_->is_exact;
}

std::vector<MissingLevel> Renderer::missing() const {
    return state_->missing;
}

bool Renderer::is_software() const {
    const std::string name = gl_text(GL_RENDERER);
    return name.find("llvmpipe") != std::string::npos || name.find("softpipe") != std::string::npos ||
           name.find("SWR") != std::string::npos;
}

std::string Renderer::description() const {
    return std::string(gl_text(GL_VENDOR)) + " · " + gl_text(GL_RENDERER) + " · " + gl_text(GL_VERSION);
}

// --- one redraw ------------------------------------------------------------------------------------

void Renderer::State::redraw(const View& view) {
    if (map.width != view.width || map.height != view.height) {
        map = make_target(view.width, view.height);
    }
    missing.clear();
    glBindFramebuffer(GL_FRAMEBUFFER, map.frame.id());
    glViewport(0, 0, view.width, view.height);
    const auto ground = to_floats(scene.theme.ground);
    glClearColor(ground[0], ground[1], ground[2], 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_BLEND);
    draw_layers(view);
    glDisable(GL_BLEND);
    drawn = view;
    is_map_stale = !missing.empty(); // a better level may be ready next time
    is_composed_stale = true;
}

void Renderer::State::draw_layers(const View& view) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
        std::visit([&](const auto& layer) { draw(layer, layers[i], view); }, scene.layers[i]);
    }
    glBindVertexArray(0);
    glUseProgram(0);
}

std::shared_ptr<const scene::Mesh>
Renderer::State::choose_mesh(const scene::Coverage& coverage,
                             const std::shared_ptr<const scene::Coverage>& shared, int& level) {
    if (options.waits_for_levels) {
        return coverage.mesh(level);
    }
    if (auto ready = coverage.ready_mesh(level)) {
        return ready;
    }
    missing.push_back({shared, level});
    for (int away = 1; away < geo::kLevels; ++away) { // the finer one of two that are equally far
        for (const int other : {level - away, level + away}) {
            if (other >= 0 && other < geo::kLevels) {
                if (auto ready = coverage.ready_mesh(other)) {
                    level = other;
                    return ready;
                }
            }
        }
    }
    return nullptr;
}

void Renderer::State::draw_mesh(const GpuMesh& mesh, const GpuLayer& gpu, double opacity, const View& view) {
    const Program& program = programs.fill;
    glUseProgram(program.id());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_BUFFER, gpu.class_of.texture.id());
    glUniform1i(uniform(program, "class_of"), 0);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_BUFFER, gpu.styles.texture.id());
    glUniform1i(uniform(program, "styles"), 1);
    glActiveTexture(GL_TEXTURE0);
    set_float(program, "opacity", opacity);
    set_float(program, "height", view.height);
    // Patterns repeat; what is left of the division keeps single precision exact.
    constexpr double kPeriod = 5040 * std::numbers::sqrt2;
    set_pair(program, "anchor", std::fmod(-view.centre.x / view.metres_per_pixel, kPeriod),
             std::fmod(view.centre.y / view.metres_per_pixel, kPeriod));
    const double sx = 2 / (view.metres_per_pixel * view.width);
    const double sy = 2 / (view.metres_per_pixel * view.height);
    set_pair(program, "scale", sx, sy);
    const int offset = uniform(program, "offset");
    const geo::Box box = view.box();
    for (const GpuChunk& chunk : mesh) {
        if (chunk.box.intersects(box)) {
            glUniform2f(offset, static_cast<float>((chunk.origin.x - view.centre.x) * sx),
                        static_cast<float>((chunk.origin.y - view.centre.y) * sy));
            glBindVertexArray(chunk.array.id());
            glDrawElements(GL_TRIANGLES, chunk.count, GL_UNSIGNED_INT, nullptr);
        }
    }
}

void Renderer::State::draw_lines(const GpuLines& lines, const scene::LineStyle& style, double opacity,
                                 const View& view) {
    if (style.colour.a == 0 || style.width_px <= 0) {
        return;
    }
    const Program& program = programs.line;
    glUseProgram(program.id());
    const double width = style.width_px * view.scale;
    const double half = std::max(width, 1.0) / 2;
    Colour paint = style.colour;
    paint.a = static_cast<std::uint8_t>(std::lround(paint.a * opacity));
    set_colour(program, "paint", paint);
    set_float(program, "half_width", half);
    set_float(program, "strength", std::min(width, 1.0));
    set_float(program, "reach", half + 1);
    set_pair(program, "dash", style.dash_px * view.scale, style.gap_px * view.scale);
    set_pair(program, "window", view.width, view.height);
    const double per_metre = 1 / view.metres_per_pixel;
    set_pair(program, "scale", per_metre, per_metre);
    const int offset = uniform(program, "offset");
    const geo::Box box = view.box().grown((half + 1) * view.metres_per_pixel);
    for (const GpuSegments& part : lines) {
        if (part.box.intersects(box)) {
            glUniform2f(offset, static_cast<float>((part.origin.x - view.centre.x) * per_metre),
                        static_cast<float>((part.origin.y - view.centre.y) * per_metre));
            glBindVertexArray(part.array.id());
            glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, part.count);
        }
    }
}

/// Draws a picture whose corner stands at (x, y) pixels from the top left of the current frame.
void Renderer::State::draw_picture(const GpuPicture& picture, double opacity, double x, double y,
                                   double scale_x, double scale_y, const View& view) {
    if (picture.vertices == 0) {
        return;
    }
    const Program& program = programs.picture;
    glUseProgram(program.id());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, picture.texture.id());
    glUniform1i(uniform(program, "picture"), 0);
    set_float(program, "opacity", opacity);
    glUniform4f(uniform(program, "place"), static_cast<float>(2 * scale_x / view.width),
                static_cast<float>(-2 * scale_y / view.height), static_cast<float>(2 * x / view.width - 1),
                static_cast<float>(1 - 2 * y / view.height));
    glBindVertexArray(picture.array.id());
    glDrawArrays(GL_TRIANGLES, 0, picture.vertices);
    glBindVertexArray(0);
    glBindTexture(GL_TEXTURE_2D, 0);
}

void Renderer::State::draw(const scene::ImageLayer& layer, GpuLayer& gpu, const View& view) {
    if (gpu.picture.width == 0) {
        gpu.picture = make_picture(*layer.picture, true);
    }
    if (gpu.picture.width == 0) {
        return;
    }
    const scene::ScreenPoint corner = view.to_screen({layer.extent.min.x, layer.extent.max.y});
    draw_picture(gpu.picture, layer.opacity, corner.x, corner.y,
                 layer.extent.width() / view.metres_per_pixel / gpu.picture.width,
                 layer.extent.height() / view.metres_per_pixel / gpu.picture.height, view);
}

void Renderer::State::draw(const scene::CoverageLayer& layer, GpuLayer& gpu, const View& view) {
    int level = scene::level_for(view.metres_per_pixel);
    const auto mesh = choose_mesh(*layer.coverage, layer.coverage, level);
    if (!mesh) {
        return;
    }
    if (gpu.styles_scale != view.scale) {
        gpu.styles = make_styles(layer.classes, view.scale);
        gpu.styles_scale = view.scale;
    }
    if (!gpu.class_of.texture) {
        gpu.class_of = make_class_of(layer.class_of, layer.coverage->size());
    }
    auto found = gpu.meshes.find(level);
    if (found == gpu.meshes.end()) {
        // Another layer of the same coverage may have it already.
        found = gpu.meshes.emplace(level, make_mesh(*mesh)).first;
    }
    draw_mesh(found->second, gpu, layer.opacity, view);
}

void Renderer::State::draw(const scene::BorderLayer& layer, GpuLayer& gpu, const View& view) {
    const int level = scene::level_for(view.metres_per_pixel);
    auto found = gpu.lines.find(level);
    if (found == gpu.lines.end()) {
        found =
            gpu.lines.emplace(level, make_lines(scene::border_lines(*layer.coverage, layer.groups, level)))
                .first;
    }
    draw_lines(found->second, layer.line, layer.opacity, view);
}

void Renderer::State::draw(const scene::LineLayer& layer, GpuLayer& gpu, const View& view) {
    if (gpu.lines.empty()) {
        gpu.lines.emplace(0, make_lines(*layer.lines));
    }
    draw_lines(gpu.lines.at(0), layer.line, layer.opacity, view);
}

void Renderer::State::draw(const scene::PolygonLayer& layer, GpuLayer& gpu, const View& view) {
    if (gpu.meshes.empty()) {
        gpu.meshes.emplace(0, make_mesh(*layer.shapes));
        gpu.outlines.clear();
        for (std::size_t k = 0; k < layer.classes.size(); ++k) {
            geo::MultiLine rings;
            for (std::size_t i = 0; i < layer.shapes->polygons.size(); ++i) {
                if ((layer.class_of.empty() ? 0 : layer.class_of[i]) != k) {
                    continue;
                }
                const auto close = [&](const geo::Ring& ring) {
                    rings.push_back(ring);
                    rings.back().push_back(ring.front());
                };
                for (const geo::Polygon& polygon : layer.shapes->polygons[i]) {
                    close(polygon.outer);
                    std::ranges::for_each(polygon.holes, close);
                }
            }
            gpu.outlines.push_back(make_lines(rings));
        }
    }
    if (gpu.styles_scale != view.scale) {
        gpu.styles = make_styles(layer.classes, view.scale);
        gpu.styles_scale = view.scale;
    }
    if (!gpu.class_of.texture) {
        gpu.class_of = make_class_of(layer.class_of, layer.shapes->polygons.size());
    }
    draw_mesh(gpu.meshes.at(0), gpu, layer.opacity, view);
    for (std::size_t k = 0; k < layer.classes.size(); ++k) {
        draw_lines(gpu.outlines[k], layer.classes[k].outline, layer.opacity, view);
    }
}

void Renderer::State::draw(const scene::PointLayer& layer, GpuLayer& gpu, const View& view) {
    if (gpu.points.empty()) {
        gpu.points = make_points(layer);
    }
    const Program& program = programs.point;
    glUseProgram(program.id());
    const double per_metre = 1 / view.metres_per_pixel;
    set_pair(program, "scale", per_metre, per_metre);
    set_pair(program, "window", view.width, view.height);
    set_float(program, "opacity", layer.opacity);
    for (const GpuPoints& points : gpu.points) {
        const scene::SymbolStyle& style = layer.classes[points.style];
        const double size = style.size_px * view.scale;
        const double outline = style.outline_px * view.scale;
        const bool is_round = style.symbol == scene::Symbol::circle || style.symbol == scene::Symbol::ring;
        std::vector<float> path;
        if (!is_round) {
            for (const scene::ScreenPoint p : scene::symbol_path(style.symbol, size, {0, 0})) {
                path.push_back(static_cast<float>(p.x));
                path.push_back(static_cast<float>(p.y));
            }
            path.resize(std::min<std::size_t>(path.size(), 2 * 96)); // the shader's array
            glUniform2fv(uniform(program, "path"), static_cast<GLsizei>(path.size() / 2), path.data());
        }
        glUniform1i(uniform(program, "path_count"), static_cast<GLint>(path.size() / 2));
        set_float(program, "radius", size / 2);
        set_float(program, "outline", outline);
        set_float(program, "reach", (style.symbol == scene::Symbol::pin ? size : size / 2) + outline + 1.5);
        glUniform1i(uniform(program, "is_ring"), style.symbol == scene::Symbol::ring ? 1 : 0);
        set_colour(program, "fill", style.fill);
        set_colour(program, "rim", style.outline);
        set_pair(program, "offset", (points.origin.x - view.centre.x) * per_metre,
                 (points.origin.y - view.centre.y) * per_metre);
        glBindVertexArray(points.array.id());
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, points.count);
    }
}

// --- from the cache to the screen ---------------------------------------------------------------------

void Renderer::State::compose() {
    if (composed.width != map.width || composed.height != map.height) {
        composed = make_target(map.width, map.height);
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, map.frame.id());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, composed.frame.id());
    glBlitFramebuffer(0, 0, map.width, map.height, 0, 0, map.width, map.height, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
    // Labels of another scale would stand in the wrong places.
    if (labels.vertices > 0 && labels_view && labels_view->metres_per_pixel == drawn.metres_per_pixel) {
        const scene::ScreenPoint corner = drawn.to_screen(labels_view->to_map({0, 0}));
        glViewport(0, 0, map.width, map.height);
        glEnable(GL_BLEND);
        View frame = drawn;
        frame.width = map.width;
        frame.height = map.height;
        draw_picture(labels, 1, std::round(corner.x), std::round(corner.y), 1, 1, frame);
        glDisable(GL_BLEND);
        glUseProgram(0);
    }
    is_composed_stale = false;
}

void Renderer::State::show(const View& view, int x, int y, GLuint target) {
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, composed.frame.id());
    // Where the corners of the cached picture stand now.
    const scene::ScreenPoint low = view.to_screen(drawn.to_map({0, static_cast<double>(composed.height)}));
    const scene::ScreenPoint high = view.to_screen(drawn.to_map({static_cast<double>(composed.width), 0}));
    const auto whole = [](double px) { // keeps distances; far out of any window, and no number, is one place
        return std::abs(px) < 1e8 ? static_cast<int>(std::floor(px + 0.5)) : -100'000'000;
    };
    const int x0 = x + whole(low.x);
    const int x1 = x0 + whole(high.x - low.x);
    const int y0 = y + view.height - whole(low.y);
    const int y1 = y0 + whole(low.y - high.y);
    glEnable(GL_SCISSOR_TEST);
    glScissor(x, y, view.width, view.height);
    if (x0 > x || y0 > y || x1 < x + view.width || y1 < y + view.height) {
        const auto ground = to_floats(scene.theme.ground);
        glClearColor(ground[0], ground[1], ground[2], 1);
        glClear(GL_COLOR_BUFFER_BIT);
    }
    if (x1 - x0 == composed.width && y1 - y0 == composed.height) {
        // Cut by hand: a plain copy of a rectangle is several times faster in software than a clipped one.
        const int left = std::max(x0, x);
        const int right = std::min(x1, x + view.width);
        const int bottom = std::max(y0, y);
        const int top = std::min(y1, y + view.height);
        glDisable(GL_SCISSOR_TEST);
        if (left < right && bottom < top) {
            glBlitFramebuffer(left - x0, bottom - y0, right - x0, top - y0, left, bottom, right, top,
                              GL_COLOR_BUFFER_BIT, GL_NEAREST);
        }
    } else {
        glBlitFramebuffer(0, 0, composed.width, composed.height, x0, y0, x1, y1, GL_COLOR_BUFFER_BIT,
                          GL_LINEAR);
        glDisable(GL_SCISSOR_TEST);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, target);
    if (furniture.vertices > 0) {
        glViewport(x, y, view.width, view.height);
        glEnable(GL_BLEND);
        draw_picture(furniture, 1, 0, 0, 1, 1, view);
        glDisable(GL_BLEND);
        glUseProgram(0);
    }
}

} // namespace maillage::gl
