// What the worker that prepares the map draws: two scenarios side by side, a date being chosen, a base map on
// its way.
#include "analysis/results.h"
#include "base/error.h"
#include "map/date_preview.h"
#include "map/painter.h"
#include "scene/view.h"
#include "session/session.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace maillage::map {
namespace {

using test::kX;
using test::kY;

constexpr Colour kPin{0xb3, 0x12, 0x2d, 255};
constexpr Colour kCommonPin{0x7b, 0x6a, 0x6d, 255};

template <class L> const L& layer(const scene::Scene& scene, std::string_view name) {
    for (const scene::Layer& one : scene.layers) {
        if (const auto* found = std::get_if<L>(&one); found != nullptr && found->name == name) {
            return *found;
        }
    }
    throw std::runtime_error("no layer " + std::string(name));
}

/// An act of 2024 with one camera on the left, one of 2020 with one on the right, both with a whole circle.
domain::Project two_cameras() {
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2020/1", "02002", test::day(2020, 1, 1)),
                                         test::act("2024/1", "02001", test::day(2024, 1, 1))};
    project.cameras = std::vector{test::camera("c1", "2024/1", {kX + 500, kY + 500}, 200),
                                  test::camera("c2", "2020/1", {kX + 1500, kY + 500}, 200)};
    project.sites =
        std::vector{test::site("s1", {kX + 200, kY + 1500}), test::site("s2", {kX + 1800, kY + 1500}),
                    test::site("s3", {kX + 1800, kY + 1700})};
    return project;
}

class PainterTest : public ::testing::Test {
  protected:
    PainterTest() {
        session.project = std::make_shared<const domain::Project>(two_cameras());
        session.style.is_shown[static_cast<std::size_t>(Layer::labels)] = false;
        session::finish_all(session, jobs);
    }

    void apply(const session::Command& command) {
        session::apply(session, jobs, command);
        session::finish_all(session, jobs);
    }

    MapRequest request() const {
        MapRequest wanted;
        wanted.project = session.project;
        wanted.results = session.results;
        wanted.results_of = session.results_of;
        wanted.scheme = session.scheme;
        wanted.style = session.style;
        wanted.view = {{kX + 1000, kY + 1000}, 8, 400, 400};
        wanted.draws_everything = true;
        wanted.split = is_comparing(session.style) ? 0.5 : 1;
        wanted.comparison = session.comparison;
        return wanted;
    }

    MapDrawing draw(const MapRequest& wanted) {
        painter.request(wanted);
        painter.wait();
        auto drawing = painter.take();
        EXPECT_TRUE(drawing && drawing->error.empty());
        return *drawing;
    }

    /// Pixels of a colour, by half of the picture.
    static std::array<int, 2> count(const Picture& picture, Colour wanted) {
        std::array<int, 2> halves{};
        for (int y = 0; y < picture.height; ++y) {
            for (int x = 0; x < picture.width; ++x) {
                const auto i = (static_cast<std::size_t>(y) * picture.width + x) * 4;
                const Colour c{picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2], 255};
                halves[x < picture.width / 2 ? 0 : 1] += c == wanted ? 1 : 0;
            }
        }
        return halves;
    }

    session::Session session;
    session::Jobs jobs;
    MapPainter painter;
};

TEST_F(PainterTest, TwoScenariosStandSideBySide) {
    apply(session::PinSite{"s1", true}); // "Schéma": one site, on the left
    apply(session::CopyScenario{"Variante"});
    apply(session::PinSite{"s1", false});
    apply(session::PinSite{"s2", true}); // "Variante": one site, on the right
    session::SetPlan one;
    one.count = 1;
    apply(one);
    apply(session::ChooseScenario{"Schéma"});
    apply(one);
    apply(session::CompareWith{{}, "Variante"});
    ASSERT_TRUE(session.comparison); // made without being asked for
    EXPECT_FALSE(session::is_comparison_due(session));
    EXPECT_EQ(session.comparison->of, session.project);
    const auto drawing = draw(request());
    const auto pins = count(drawing.map, kPin);
    EXPECT_GT(pins[0], 40); // s1 of the left map
    EXPECT_GT(pins[1], 40); // s2 of the right map
    auto all_left = request();
    all_left.split = 1;
    const auto left = count(draw(all_left).map, kPin);
    EXPECT_GT(left[0], 40);
    EXPECT_EQ(left[1], 0); // s2 is not of this scenario
}

TEST_F(PainterTest, SitesOfBothScenariosStepBack) {
    session::SetPlan one;
    one.count = 1;
    apply(one);
    apply(session::PinSite{"s1", true});
    apply(session::CopyScenario{"Variante"});
    apply(session::CompareWith{{}, "Schéma"});
    const auto drawing = draw(request());
    EXPECT_EQ(count(drawing.map, kPin), (std::array{0, 0}));
    EXPECT_GT(count(drawing.map, kCommonPin)[0], 40);
}

TEST_F(PainterTest, AComparedScenarioThatIsRemovedIsForgottenAndComesBack) {
    apply(session::PinSite{"s1", true});
    apply(session::CopyScenario{"Variante"});
    apply(session::CompareWith{{}, "Schéma"});
    apply(session::RemoveScenario{"Schéma"});
    EXPECT_FALSE(is_comparing(session.style));
    apply(session::Undo{});
    EXPECT_EQ(session.style.compared_scenario, "Schéma");
    EXPECT_THROW(session::apply(session, jobs, session::CompareWith{{}, "Personne"}), InputError);
    EXPECT_THROW(session::apply(session, jobs, session::CompareWith{test::day(2025, 1, 1), "Schéma"}),
                 InputError);
}

TEST_F(PainterTest, ADateBeingChosenFadesWhatLapses) {
    const auto scene = draw(request()).scene;
    const auto& cameras = layer<scene::PointLayer>(*scene, kCameraLayer);
    EXPECT_EQ(cameras.class_of, (std::vector<std::uint16_t>{0, 2})); // c1 valid, c2 lapsed in 2025
    const auto classes = [&](Date date) {
        const auto shown = at_date(*scene, *session.results, date);
        return layer<scene::PointLayer>(shown, kCameraLayer).class_of;
    };
    using V = std::vector<std::uint16_t>;
    EXPECT_EQ(classes(test::day(2024, 6, 1)), (V{0, 0}));
    EXPECT_EQ(classes(test::day(2025, 1, 10)), (V{0, 4})); // for less than 30, 60 and 90 days
    EXPECT_EQ(classes(test::day(2025, 2, 10)), (V{0, 5}));
    EXPECT_EQ(classes(test::day(2025, 3, 10)), (V{0, 6}));
    EXPECT_EQ(classes(test::day(2025, 6, 1)), (V{0, 2}));
    EXPECT_EQ(classes(test::day(2029, 6, 1)), (V{2, 2}));
    EXPECT_EQ(classes(test::day(2019, 6, 1)), (V{3, 3})); // not yet authorised
}

TEST_F(PainterTest, ADateBeingChosenBuildsNoGeometry) {
    const auto scene = draw(request()).scene;
    const auto shown = at_date(*scene, *session.results, test::day(2025, 1, 10));
    ASSERT_EQ(shown.layers.size(), scene->layers.size());
    EXPECT_EQ(layer<scene::PointLayer>(shown, kCameraLayer).points,
              layer<scene::PointLayer>(*scene, kCameraLayer).points);
    EXPECT_EQ(layer<scene::PolygonLayer>(shown, kFieldLayer).shapes,
              layer<scene::PolygonLayer>(*scene, kFieldLayer).shapes);
}

/// When the date is let go and computed, nothing but the fading may change.
TEST_F(PainterTest, TheDateThatWasChosenLooksAsWhenItIsComputed) {
    auto ahead = request();
    for (const Date date : {test::day(2024, 6, 1), test::day(2029, 6, 1), test::day(2023, 6, 1)}) {
        ahead.date = date;
        const Picture chosen = draw(ahead).map;
        apply(session::SetReferenceDate{date});
        session.style.indicator = Indicator::none; // fills are computed, cameras are not
        auto computed = request();
        ahead.style.indicator = Indicator::none;
        session.style.is_shown[static_cast<std::size_t>(Layer::sites)] = false;
        ahead.style.is_shown = session.style.is_shown;
        computed = request();
        const Picture before = draw(ahead).map;
        const Picture after = draw(computed).map;
        std::size_t off = 0;
        for (std::size_t i = 0; i < before.rgba.size(); i += 4) {
            off += std::equal(before.rgba.begin() + static_cast<std::ptrdiff_t>(i),
                              before.rgba.begin() + static_cast<std::ptrdiff_t>(i + 4),
                              after.rgba.begin() + static_cast<std::ptrdiff_t>(i))
                       ? 0
                       : 1;
        }
        EXPECT_EQ(off, 0U) << to_french(date);
        EXPECT_FALSE(chosen.rgba.empty());
    }
}

TEST_F(PainterTest, AServiceThatDoesNotAnswerIsToldAndTheMapIsDrawn) {
    auto online = request();
    online.style.basemap = "http://127.0.0.1:1/{z}/{x}/{y}.png"; // nobody listens there
    draw(online);
    std::string note;
    for (int i = 0; i < 600 && note.empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (const auto again = painter.take()) {
            note = again->note;
            EXPECT_FALSE(again->map.rgba.empty());
            EXPECT_TRUE(again->error.empty());
        }
    }
    EXPECT_NE(note.find("127.0.0.1"), std::string::npos) << note;
    EXPECT_FALSE(painter.is_fetching());
}

} // namespace
} // namespace maillage::map
