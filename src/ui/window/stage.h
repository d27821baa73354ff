// stage.h: the desktop on a current OpenGL context, whoever made it: a window, or a framebuffer without any
// display. One call of `step` is one frame: jobs, input, panels, commands, drawing. All calls on the
// context's thread.
#pragma once

#include "session/jobs.h"
#include "session/session.h"
#include "ui/kit/fonts.h"
#include "ui/window/frame.h"
#include "ui/window/input_queue.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace maillage::ui {

enum class Cursor { arrow, text, hand, across, up_down, all };

struct StageOptions {
    session::Preferences preferences;
    /// Wakes the window from another thread when a picture of the map is ready. May be empty.
    std::function<void()> wake;
    std::function<void(const std::string&)> set_clipboard; ///< empty: a clipboard of our own
    std::function<std::string()> clipboard;
    std::optional<FontSet> fonts; ///< made ahead, for the scale that is likely
    std::filesystem::path copy;   ///< where unsaved work is copied every minute; empty: nowhere
};

class Stage {
  public:
    Stage(session::Session& session, session::Jobs& jobs, StageOptions options = {});
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    InputQueue& input();
    Desktop& desktop();
    void drop(std::vector<std::filesystem::path> files);
    /// The cross of the window: asks about unsaved changes, then `wants_to_quit`.
    void ask_to_quit();
    bool wants_to_quit() const;
    /// The window stays after all: something it was to leave behind could not be written.
    void stay();
    /// A map service is being asked and has not answered: leaving would wait for it.
    bool is_waiting_for_service() const;

    /// Draws one frame into the bound framebuffer. `screen_scale` is the screen's; the user's zoom comes on
    /// top.
    void step(int width, int height, double screen_scale, double now);
    /// The next step draws the whole frame anew, not only where it differs from the last one.
    void forget_picture();
    /// Steps until nothing is running and the map is exact: for pictures and tests.
    void settle(int width, int height, double screen_scale);
    /// Seconds until the next frame is due without any input; negative: none is.
    double next_frame_in(double now) const;
    Cursor cursor() const;
    /// Where unsaved work is copied now: a recovered copy goes on serving.
    std::filesystem::path copy() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace maillage::ui
