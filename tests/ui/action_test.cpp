// Every action of the menus, performed where it applies and where there is nothing for it to do.
#include "base/error.h"
#include "ui/ui_driver.h"
#include "ui/window/perform_action.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace maillage::test {

namespace {

using map::SelectionKind;
using ui::Action;

/// Something to work on and nothing at all.
struct Bench {
    Bench() {
        ui.session.project = std::make_shared<const domain::Project>(hexagons());
        ui.settle();
        ui.draw_map();
    }

    void send(const session::Command& command) {
        session::apply(ui.session, ui.jobs, command);
        ui.settle();
    }

    /// What the window does with an action; true when it was refused in words.
    bool perform(Action action) {
        before = ui.desktop.map.view;
        ui::Requests out;
        ui::perform(ui.desktop, ui.session, action, out, 1);
        sent = out.commands;
        quits = out.quits;
        bool is_refused = false;
        for (const session::Command& command : sent) {
            try {
                session::apply(ui.session, ui.jobs, command);
            } catch (const InputError&) {
                is_refused = true;
            }
        }
        ui.settle();
        return is_refused;
    }

    template <class C> bool has_sent() const {
        return sent.size() == 1 && std::holds_alternative<C>(sent.front());
    }

    UiDriver ui;
    session::Commands sent;
    scene::View before; ///< of the map
    bool quits = false;
};

/// What an action does where there is no project and nothing is selected.
enum class OnNothing {
    works,   ///< it needs neither
    silent,  ///< nothing is sent, nothing changes
    refused, ///< a sentence says why
};

struct Case {
    std::function<void(Bench&)> prepare;
    std::function<bool(const Bench&)> is_done;
    OnNothing on_nothing = OnNothing::works;
};

const auto kAsIs = [](Bench&) {};

void select_camera(Bench& b) {
    b.send(session::Select{SelectionKind::camera, "CAM-1"});
}

void select_site(Bench& b) {
    b.send(session::Select{SelectionKind::site, "S2"});
}

void edit(Bench& b) {
    b.send(session::SetTitle{"Autre titre"});
}

template <class C> bool sends(const Bench& b) {
    return b.has_sent<C>();
}

std::function<bool(const Bench&)> asks_for(ui::FilePurpose purpose) {
    return [purpose](const Bench& b) {
        return b.ui.desktop.browser.is_open() && b.ui.desktop.purpose == purpose && b.sent.empty();
    };
}

std::function<bool(const Bench&)> takes(ui::Tool tool) {
    return [tool](const Bench& b) { return b.ui.desktop.map.tool == tool && b.sent.empty(); };
}

const std::map<Action, Case>& cases() {
    using ui::FilePurpose;
    using ui::Tool;
    static const auto view_moved = [](const Bench& b) {
        return !(b.ui.desktop.map.view.box() == b.before.box()) && b.sent.empty();
    };
    static const std::map<Action, Case> all = {
        {Action::new_project, {kAsIs, sends<session::NewProject>}},
        {Action::new_example, {kAsIs, sends<session::NewExample>}},
        {Action::open, {kAsIs, asks_for(FilePurpose::open)}},
        {Action::save, {kAsIs, asks_for(FilePurpose::save)}},
        {Action::save_as, {kAsIs, asks_for(FilePurpose::save)}},
        {Action::import, {kAsIs, asks_for(FilePurpose::import)}},
        {Action::export_sites, {kAsIs, asks_for(FilePurpose::export_sites)}},
        {Action::export_gaps, {kAsIs, asks_for(FilePurpose::export_gaps)}},
        {Action::export_coverage, {kAsIs, asks_for(FilePurpose::export_coverage)}},
        {Action::export_registry, {kAsIs, asks_for(FilePurpose::export_registry)}},
        {Action::export_communes, {kAsIs, asks_for(FilePurpose::export_communes)}},
        {Action::export_cameras, {kAsIs, asks_for(FilePurpose::export_cameras)}},
        {Action::save_picture, {kAsIs, asks_for(FilePurpose::picture)}},
        {Action::save_log, {kAsIs, asks_for(FilePurpose::log)}},
        {Action::choose_basemap, {kAsIs, asks_for(FilePurpose::basemap)}},
        {Action::quit, {kAsIs, [](const Bench& b) { return b.quits; }}},
        {Action::undo,
         {edit, [](const Bench& b) { return b.ui.session.project->title == "Hexagones"; },
          OnNothing::refused}},
        {Action::redo,
         {[](Bench& b) {
              edit(b);
              b.send(session::Undo{});
          },
          [](const Bench& b) { return b.ui.session.project->title == "Autre titre"; }, OnNothing::refused}},
        {Action::copy_table,
         {kAsIs, [](const Bench& b) { return b.ui.clipboard().find("Œuilly") != std::string::npos; }}},
        {Action::copy_log,
         {edit, [](const Bench& b) { return b.ui.clipboard().find("set-title") != std::string::npos; }}},
        {Action::clear_selection,
         {select_site, [](const Bench& b) { return session::selected(b.ui.session).empty(); }}},
        {Action::select_rectangle, {kAsIs, takes(Tool::select_rectangle)}},
        {Action::select_polygon, {kAsIs, takes(Tool::select_polygon)}},
        {Action::add_camera, {kAsIs, takes(Tool::add_camera)}},
        {Action::add_site, {kAsIs, takes(Tool::add_site)}},
        {Action::add_candidate, {kAsIs, takes(Tool::add_candidate)}},
        {Action::draw_perimeter, {kAsIs, takes(Tool::draw_perimeter)}},
        {Action::measure_length, {kAsIs, takes(Tool::measure_length)}},
        {Action::measure_area, {kAsIs, takes(Tool::measure_area)}},
        {Action::mount_camera, {select_camera, sends<session::MountCamera>, OnNothing::silent}},
        {Action::remove_selected,
         {select_camera, [](const Bench& b) { return b.ui.session.project->cameras->empty(); },
          OnNothing::silent}},
        {Action::full_extent, {[](Bench& b) { b.perform(Action::zoom_in); }, view_moved}},
        {Action::zoom_to_selection, {select_site, view_moved}},
        {Action::zoom_in, {kAsIs, view_moved}},
        {Action::zoom_out, {kAsIs, view_moved}},
        {Action::previous_view,
         {[](Bench& b) {
              b.perform(Action::zoom_in);
              b.perform(Action::full_extent);
          },
          [](const Bench& b) { return !b.ui.desktop.map.after.empty(); }}},
        {Action::next_view,
         {[](Bench& b) {
              b.perform(Action::zoom_in);
              b.perform(Action::full_extent);
              b.perform(Action::previous_view);
          },
          [](const Bench& b) { return b.ui.desktop.map.after.empty() && !b.ui.desktop.map.before.empty(); }}},
        {Action::add_bookmark,
         {kAsIs, [](const Bench& b) { return b.ui.desktop.preferences.bookmarks.size() == 1; }}},
        {Action::clear_bookmarks,
         {[](Bench& b) { b.perform(Action::add_bookmark); },
          [](const Bench& b) { return b.ui.desktop.preferences.bookmarks.empty(); }}},
        {Action::compare_dates,
         {kAsIs, [](const Bench& b) { return b.ui.session.style.compared_with.has_value(); }}},
        {Action::compare_scenarios,
         {[](Bench& b) { b.send(session::CopyScenario{"Variante"}); },
          [](const Bench& b) {
              return b.ui.session.comparison && b.ui.desktop.tables.tab == ui::TableTab::scenarios;
          }}},
        {Action::compare_on_map,
         {[](Bench& b) { b.send(session::CopyScenario{"Variante"}); },
          [](const Bench& b) { return !b.ui.session.style.compared_scenario.empty(); }, OnNothing::silent}},
        {Action::online_basemap,
         {kAsIs, [](const Bench& b) { return b.ui.desktop.dialogs.asks_service && b.sent.empty(); }}},
        {Action::remove_basemap,
         {[](Bench& b) {
              b.send(session::SetBasemap{"fond.mbtiles", 1});
          },
          [](const Bench& b) { return b.ui.session.style.basemap.empty(); }}},
        {Action::map_alone, {kAsIs, [](const Bench& b) { return b.ui.desktop.layout.is_map_alone; }}},
        {Action::toggle_left, {kAsIs, [](const Bench& b) { return !b.ui.desktop.layout.has_left; }}},
        {Action::toggle_right, {kAsIs, [](const Bench& b) { return !b.ui.desktop.layout.has_right; }}},
        {Action::toggle_table, {kAsIs, [](const Bench& b) { return !b.ui.desktop.layout.has_bottom; }}},
        {Action::present, {kAsIs, [](const Bench& b) { return b.ui.desktop.layout.is_presenting; }}},
        {Action::toggle_dark, {kAsIs, [](const Bench& b) { return b.ui.session.style.is_dark; }}},
        {Action::toggle_language,
         {kAsIs, [](const Bench& b) { return b.ui.desktop.preferences.is_english; }}},
        {Action::larger, {kAsIs, [](const Bench& b) { return b.ui.desktop.preferences.zoom > 1; }}},
        {Action::smaller, {kAsIs, [](const Bench& b) { return b.ui.desktop.preferences.zoom < 1; }}},
        {Action::normal_size,
         {[](Bench& b) { b.perform(Action::larger); },
          [](const Bench& b) { return b.ui.desktop.preferences.zoom == 1; }}},
        {Action::rank,
         {kAsIs, [](const Bench& b) { return b.ui.session.scheme && !b.ui.session.scheme->sites.empty(); }}},
        {Action::pin_site,
         {select_site,
          [](const Bench& b) { return b.ui.session.project->scenarios.front().pinned.size() == 1; },
          OnNothing::silent}},
        {Action::forbid_site,
         {select_site,
          [](const Bench& b) { return b.ui.session.project->scenarios.front().forbidden.size() == 1; },
          OnNothing::silent}},
        {Action::plan_box, {kAsIs, [](const Bench& b) { return b.ui.desktop.plan.is_open; }}},
        {Action::dashboard, {kAsIs, [](const Bench& b) { return b.ui.desktop.dashboard.is_open; }}},
        {Action::show_findings,
         {[](Bench& b) { b.ui.desktop.layout.is_map_alone = true; },
          [](const Bench& b) {
              return b.ui.desktop.tables.tab == ui::TableTab::findings && !b.ui.desktop.layout.is_map_alone;
          }}},
        {Action::find, {kAsIs, [](const Bench& b) { return b.ui.desktop.palette.is_open; }}},
        {Action::filter_table,
         {[](Bench& b) { b.ui.desktop.layout.has_bottom = false; },
          [](const Bench& b) { return b.ui.desktop.layout.has_bottom; }}},
        {Action::shortcuts, {kAsIs, [](const Bench& b) { return b.ui.desktop.dialogs.shows_shortcuts; }}},
        {Action::tour, {kAsIs, [](const Bench& b) { return b.ui.desktop.dialogs.tour_step == 0; }}},
        {Action::about, {kAsIs, [](const Bench& b) { return b.ui.desktop.dialogs.shows_about; }}},
    };
    return all;
}

} // namespace

TEST(Actions, EveryOneHasACase) {
    EXPECT_EQ(ui::all_actions().size(), static_cast<std::size_t>(Action::save_log) + 1)
        << "an action without a line";
    for (const ui::ActionInfo& action : ui::all_actions()) {
        EXPECT_TRUE(cases().contains(action.action)) << action.label;
    }
}

TEST(Actions, EveryOneDoesWhatItSaysWhereItApplies) {
    for (const auto& [action, one] : cases()) {
        SCOPED_TRACE(ui::info(action).label);
        Bench bench;
        one.prepare(bench);
        bench.perform(action);
        EXPECT_TRUE(one.is_done(bench));
    }
}

TEST(Actions, NoneDoesHarmWhereThereIsNothing) {
    for (const auto& [action, one] : cases()) {
        SCOPED_TRACE(ui::info(action).label);
        Bench bench;
        bench.ui.session = {};
        bench.ui.settle();
        const auto before = bench.ui.session.project;
        const bool is_refused = bench.perform(action);
        EXPECT_EQ(is_refused, one.on_nothing == OnNothing::refused);
        EXPECT_TRUE(one.on_nothing != OnNothing::silent || bench.sent.empty());
        if (action != Action::new_example && action != Action::new_project &&
            action != Action::rank) { // a ranking keeps its numbers in a scenario
            EXPECT_EQ(bench.ui.session.project, before);
        }
    }
}

/// France holds its overseas départements, in one projection: 8,000 km of ocean.
TEST(TheWholeTerritory, IsWhereMostCommunesAre) {
    session::Session session;
    auto project = hexagons();
    const geo::Box here = domain::bounds(*project.territory);
    domain::Territory territory = *project.territory;
    domain::Commune far = territory.communes.front();
    far.code = "97401";
    far.centre.x += 8e6;
    for (auto& polygon : far.shape) {
        for (auto& point : polygon.outer) {
            point.x += 8e6;
        }
    }
    territory.communes.push_back(far);
    project.territory = territory;
    session.project = std::make_shared<const domain::Project>(project);
    EXPECT_EQ(ui::everything(session), here);
}

} // namespace maillage::test
