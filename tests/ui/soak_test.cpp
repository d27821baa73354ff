// An hour at the desk in some minutes: what a planner does, at an action every two seconds, without the
// pauses. Memory must stand still once undo is full. Labelled slow.
#include "base/error.h"
#include "gl/offscreen.h"
#include "support/software_gl.h"
#include "ui/window/stage.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <malloc.h>
#include <random>
#include <string>
#include <vector>

/// Of the address sanitizer where the rooms are built with it (tests are not); null elsewhere.
extern "C" [[gnu::weak]] std::size_t __sanitizer_get_current_allocated_bytes();

namespace maillage::test {

namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 800;
constexpr int kActions = 1800; ///< of an hour: one every two seconds
constexpr double kAllowedGrowth = 0.03;

double megabytes_in_use() {
    if (__sanitizer_get_current_allocated_bytes != nullptr) {
        return static_cast<double>(__sanitizer_get_current_allocated_bytes()) / 1e6;
    }
    const auto info = ::mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd) / 1e6;
}

class Desk {
  public:
    Desk() {
        session::apply(session_, jobs_, session::NewExample{});
        session::finish_all(session_, jobs_);
        session::apply(session_, jobs_, session::Rank{});
        session::finish_all(session_, jobs_);
        stage_ = std::make_unique<ui::Stage>(session_, jobs_);
        settle();
        for (const auto& camera : *session_.project->cameras) {
            if (camera.position) {
                cameras_.push_back(camera.id);
            }
        }
        fill_undo();
    }

    int frames() const { return frames_; }

    std::size_t undo_depth() const { return session_.undo.size(); }

    std::size_t errors() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(session_.messages, [](const session::Message& m) { return m.is_error; }));
    }

    /// One thing that a planner does, with the frames that it takes.
    void act() {
        const std::vector<std::function<void()>> habits = {
            [&] { pan(); },          [&] { pan(); },       [&] { wheel(); },         [&] { wheel(); },
            [&] { click_map(); },    [&] { click_map(); }, [&] { select_camera(); }, [&] { select_camera(); },
            [&] { aim(); },          [&] { move(); },      [&] { change_date(); },   [&] { slide_date(); },
            [&] { toggle_layer(); }, [&] { indicator(); }, [&] { undo(); },          [&] { find(); },
            [&] { table(); },        [&] { filter(); },    [&] { dashboard(); },     [&] { compare(); },
            [&] { measure(); },      [&] { opacity(); },   [&] { everything(); },    [&] { theme(); }};
        habits[pick(habits.size())]();
        frame(4);
    }

    void settle() {
        offscreen_.bind();
        stage_->settle(kWidth, kHeight, 1);
    }

    /// What does not hang on the last clicks: everything drawn, nothing running, the window as at first.
    void come_to_rest() {
        key(ui::Key::escape);
        key(ui::Key::escape);
        send(session::CompareWith{});
        send(session::SetDark{false});
        send(session::SetIndicator{map::Indicator::gap_level});
        send(session::Select{map::SelectionKind::none, ""});
        send(session::ZoomTo{});
        settle();
    }

  private:
    /// Undo is kept on purpose: what grows after this is not undo.
    void fill_undo() {
        for (int i = 0; i < 600; ++i) {
            session::apply(session_, jobs_, session::AimCamera{camera(), between(0, 360), {}, {}});
        }
        settle();
    }

    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }

    double between(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random_);
    }

    void frame(int count = 1) {
        offscreen_.bind();
        for (int i = 0; i < count; ++i) {
            now_ += 1.0 / 60;
            stage_->step(kWidth, kHeight, 1, now_);
            ++frames_;
        }
    }

    void send(const session::Command& command) {
        try {
            session::apply(session_, jobs_, command);
        } catch (const InputError&) { // nothing to undo, or not any more: the window says so, too
            ++refused_;
        }
        frame(2);
    }

    void key(ui::Key code, ui::Modifiers modifiers = {}) {
        stage_->input().push(ui::KeyChanged{code, true, modifiers});
        stage_->input().push(ui::KeyChanged{code, false, {}});
        frame(3);
    }

    std::pair<float, float> on_map() {
        const auto& map = stage_->desktop().zones.map;
        return {map.x + static_cast<float>(between(0.2, 0.8)) * map.width,
                map.y + static_cast<float>(between(0.2, 0.8)) * map.height};
    }

    void move_to(float x, float y) {
        stage_->input().push(ui::MouseMoved{x, y});
        frame();
    }

    void drag(float x, float y, float to_x, float to_y, int steps) {
        move_to(x, y);
        stage_->input().push(ui::MouseButton{0, true, {}});
        frame();
        for (int i = 1; i <= steps; ++i) {
            const float t = static_cast<float>(i) / static_cast<float>(steps);
            move_to(x + t * (to_x - x), y + t * (to_y - y));
        }
        stage_->input().push(ui::MouseButton{0, false, {}});
        frame(2);
    }

    void pan() {
        const auto [x, y] = on_map();
        const auto [u, v] = on_map();
        drag(x, y, u, v, 12);
    }

    void wheel() {
        const auto [x, y] = on_map();
        move_to(x, y);
        const bool goes_in = stage_->desktop().map.view.metres_per_pixel > 2 && pick(2) == 0;
        for (int i = 0; i < 5; ++i) {
            stage_->input().push(ui::MouseWheel{0, goes_in ? 1.0F : -1.0F});
            frame();
        }
        if (stage_->desktop().map.view.metres_per_pixel > 2000) {
            everything();
        }
    }

    void click_map() {
        const auto [x, y] = on_map();
        drag(x, y, x, y, 1);
    }

    const std::string& camera() { return cameras_[pick(cameras_.size())]; }

    void select_camera() { send(session::Select{map::SelectionKind::camera, camera()}); }

    void aim() { send(session::AimCamera{camera(), between(0, 360), {}, between(20, 120)}); }

    void move() {
        const auto& all = *session_.project->cameras;
        const auto& one = all[pick(all.size())];
        if (one.position) {
            send(session::MoveCamera{
                one.id, {one.position->x + between(-20, 20), one.position->y + between(-20, 20)}});
        }
    }

    void change_date() {
        send(session::SetReferenceDate{Date(std::chrono::year(2022 + static_cast<int>(pick(9))) / 6 / 15)});
    }

    void slide_date() {
        const auto& line = stage_->desktop().zones.timeline;
        const float y = line.y + line.height / 2;
        drag(line.x + line.width * 0.4F, y, line.x + line.width * static_cast<float>(between(0.1, 0.9)), y,
             15);
    }

    void toggle_layer() {
        const auto layer = static_cast<map::Layer>(pick(map::kLayers));
        send(session::ShowLayer{layer, !session_.style.is_shown[static_cast<std::size_t>(layer)]});
    }

    void indicator() { send(session::SetIndicator{static_cast<map::Indicator>(pick(7))}); }

    void undo() {
        for (std::size_t i = 0; i < 1 + pick(4); ++i) {
            key(ui::Key::z, {true, false, false, false});
        }
        key(ui::Key::z, {true, true, false, false});
    }

    void find() {
        key(ui::Key::k, {true, false, false, false});
        for (const char* letter : {"l", "a", "o", "n"}) {
            stage_->input().push(ui::TextTyped{letter});
            frame();
        }
        key(pick(2) == 0 ? ui::Key::enter : ui::Key::escape);
    }

    void table() {
        stage_->desktop().tables.tab = static_cast<ui::TableTab>(pick(ui::kTables));
        frame(3);
    }

    void filter() {
        key(ui::Key::f, {true, false, false, false});
        stage_->input().push(ui::TextTyped{"e"});
        frame(2);
        key(ui::Key::backspace);
        key(ui::Key::escape);
    }

    void dashboard() {
        key(ui::Key::f4);
        frame(4);
        key(ui::Key::f4);
    }

    void compare() {
        key(ui::Key::f3);
        frame(3);
        key(ui::Key::f3);
    }

    void measure() {
        key(ui::Key::m, {true, true, false, false});
        for (int i = 0; i < 3; ++i) {
            click_map();
        }
        key(ui::Key::escape);
    }

    void opacity() {
        send(session::SetOpacity{static_cast<map::Layer>(pick(map::kLayers)), between(0.3, 1)});
    }

    void everything() { key(ui::Key::f, {true, true, false, false}); }

    void theme() { send(session::SetDark{!session_.style.is_dark}); }

    gl::Offscreen offscreen_{kWidth, kHeight};
    session::Session session_;
    session::Jobs jobs_;
    std::unique_ptr<ui::Stage> stage_;
    std::vector<std::string> cameras_;
    std::mt19937 random_{20261123};
    double now_ = 1e6;
    int frames_ = 0;
    int refused_ = 0;
};

int wanted_actions() {
    const char* wanted = std::getenv("MAILLAGE_SOAK_ACTIONS");
    return wanted == nullptr ? kActions : std::max(100, std::atoi(wanted));
}

TEST(Soak, AnHourOfWorkLeavesMemoryFlat) {
    pin_software_gl();
    Desk desk;
    const int actions = wanted_actions();
    const auto begun = std::chrono::steady_clock::now();
    const auto work = [&](int count) {
        for (int i = 0; i < count; ++i) {
            desk.act();
            if (i % 25 == 0) {
                desk.settle();
            }
        }
        desk.come_to_rest();
        return megabytes_in_use();
    };
    std::vector<double> quarters;
    for (int i = 0; i < 4; ++i) {
        quarters.push_back(work(actions / 4));
        const double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        std::cout << "after " << (i + 1) * (actions / 4) << " actions, " << desk.frames() << " frames, " << s
                  << " s: " << quarters.back() << " MB in use, " << desk.undo_depth() << " steps to undo\n";
    }
    EXPECT_EQ(desk.errors(), 0U);
    // The first half fills what is kept on purpose: undo, caches of shapes, fonts.
    EXPECT_LT(quarters[3], quarters[1] * (1 + kAllowedGrowth));
}

} // namespace

} // namespace maillage::test
