// offscreen.h: OpenGL with no window and no X server, by EGL (surfaceless, then device).
#pragma once

#include "base/picture.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <memory>

namespace maillage::gl {

/// A current OpenGL 3.3 core context with its own framebuffer. One thread only.
class Offscreen {
  public:
    /// Throws Error when there is no EGL or no OpenGL 3.3.
    Offscreen(int width, int height);
    ~Offscreen();
    Offscreen(Offscreen&&) noexcept;
    Offscreen& operator=(Offscreen&&) noexcept;

    /// Binds the framebuffer again, for drawing.
    void bind();
    /// Waits until all that was asked for is drawn.
    void finish();
    /// Reads the framebuffer back, rows from the top.
    Picture read();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Draws the layers of `scene` off screen, then `labels` and `furniture` over them (paper draws both; empty:
/// none).
Picture draw_picture(const scene::Scene& scene, const scene::View& view, const Picture& labels = {},
                     const Picture& furniture = {});

} // namespace maillage::gl
