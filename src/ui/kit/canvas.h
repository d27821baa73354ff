// canvas.h: panels over the map, drawn only where a frame differs from the one before it. For software
// OpenGL, where filling pixels is what costs: most frames change few.
#pragma once

#include "gl/objects.h"
#include "ui/kit/widgets.h"

#include <functional>
#include <memory>

struct ImDrawData;

namespace maillage::ui {

class Canvas {
  public:
    Canvas();
    ~Canvas();

    /// One frame into the bound framebuffer, whatever that one holds. `draw_map` draws the map into the
    /// framebuffer that is bound then; it is called when `is_new_map`, or when the map's place changed.
    void draw(ImDrawData& panels, const Rect& map, bool is_new_map, const std::function<void()>& draw_map);
    /// The next frame is drawn as a whole: what the panels are drawn with (fonts) changed.
    void forget();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace maillage::ui
