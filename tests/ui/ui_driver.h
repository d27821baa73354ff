// ui_driver.h: the whole desktop with no window and no graphics card, driven by the labels of its controls.
#pragma once

#include "scene/scene.h"
#include "session/jobs.h"
#include "session/session.h"
#include "ui/kit/fonts.h"
#include "ui/window/frame.h"
#include "ui/window/input_queue.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

struct ImGuiContext;

namespace maillage::test {

class UiDriver {
  public:
    explicit UiDriver(float width = 1600, float height = 1200, float scale = 1);
    ~UiDriver();
    UiDriver(const UiDriver&) = delete;
    UiDriver& operator=(const UiDriver&) = delete;

    session::Session session;
    session::Jobs jobs;
    ui::Desktop desktop;
    ui::InputQueue input;
    session::Commands sent; ///< since the last `forget`
    bool quits = false;
    bool applies = true;                       ///< false: commands are noted, the session stays as it is
    std::shared_ptr<const scene::Scene> scene; ///< what the map shows; `draw_map` makes it

    void frame(int count = 1);

    void forget() { sent.clear(); }

    /// Runs jobs to their end and draws what they brought.
    void settle();
    void draw_map();

    /// The control of that label; the test fails when there is none.
    ui::Rect rect(const std::string& label);

    bool has(const std::string& label) const { return desktop.items.find(label).has_value(); }

    void move_to(float x, float y);
    void press(int button = 0);
    void release(int button = 0);
    void click(const std::string& label);
    void click_at(float x, float y, int button = 0);
    void double_click(const std::string& label);
    void drag(float x, float y, float to_x, float to_y);
    void wheel(float x, float y, float steps);
    void type(const std::string& text);
    void key(ui::Key key, ui::Modifiers modifiers = {});
    /// Chooses an entry of the menu bar.
    void choose(const std::string& menu, const std::string& entry);
    std::string clipboard() const;

    std::size_t triangles() const { return triangles_; } ///< of the last frame: nothing is drawn with none

  private:
    struct ContextDeleter {
        void operator()(ImGuiContext* context) const noexcept;
    };

    ui::FontSet fonts_; ///< outlives the context
    std::unique_ptr<ImGuiContext, ContextDeleter> context_;
    ui::Palette palette_ = ui::light_palette();
    ui::Screen screen_;
    std::size_t triangles_ = 0;
    std::string clipboard_;
};

/// A département of seven hexagons round a town, with acts, cameras and sites: small enough to know every
/// answer.
domain::Project hexagons();

} // namespace maillage::test
