// renderer.h: draws a scene with OpenGL 3.3 core into the current framebuffer. It needs a current context
// from its construction to its destruction, all calls on that thread; it makes no context and draws no text.
#pragma once

#include "base/picture.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <memory>
#include <string>
#include <vector>

namespace maillage::gl {

struct RendererOptions {
    /// True: a level of detail that is not ready is made at once. False: the nearest ready one is drawn
    /// instead, and `missing()` tells what a worker should prepare.
    bool waits_for_levels = true;
};

/// A level of a coverage that a frame would have liked: call `coverage->mesh(level)` in a worker, then draw
/// again.
struct MissingLevel {
    std::shared_ptr<const scene::Coverage> coverage;
    int level = 0;
};

class Renderer {
  public:
    explicit Renderer(RendererOptions options = {});
    ~Renderer();
    Renderer(Renderer&&) noexcept;
    Renderer& operator=(Renderer&&) noexcept;

    /// Takes the scene to draw from now on. Geometry that is shared with the former scene is not sent again.
    void upload(const scene::Scene& scene);
    /// Labels drawn for `view` (paper::draw_labels): part of the map, they move with it.
    void set_labels(const Picture& labels, const scene::View& view);
    /// A whole map drawn elsewhere for `view` (paper::draw_picture): used instead of the scene's layers. On
    /// machines without a graphics card the processor path is faster than software OpenGL. An empty picture
    /// goes back to OpenGL.
    void set_map(const Picture& map, const scene::View& view);
    /// Legend and the rest (paper::draw_furniture): stays where it is. Empty: none.
    void set_furniture(const Picture& furniture);

    /// Draws into the bound framebuffer, the lower left corner of the map at (x, y). Redraws the map only
    /// when the scene, the size, or the scale changed, or when `is_resting`; else shows the cached picture,
    /// shifted and scaled.
    void draw(const scene::View& view, int x = 0, int y = 0, bool is_resting = true);
    /// True when the last frame showed the map exactly for its view; false: draw again when the mouse rests.
    bool is_exact() const;
    /// Levels that the last frame missed; empty when `waits_for_levels`.
    std::vector<MissingLevel> missing() const;

    /// True for llvmpipe and softpipe: prefer `set_map`.
    bool is_software() const;
    /// "Mesa · llvmpipe (LLVM 15.0.6, 256 bits) · 4.5": for the about box and bug reports.
    std::string description() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace maillage::gl
