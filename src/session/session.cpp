#include "session/session.h"

#include "base/error.h"
#include "base/translate.h"
#include "domain/project_tables.h"
#include "session/change_project.h"
#include "session/command_door.h"
#include "session/placing.h"
#include "session/select.h"
#include "session/start_job.h"
#include "session/undo.h"

#include <algorithm>

namespace maillage::session {
namespace {

using domain::Project;

template <class C> void change_project(Session& session, const C& command) {
    auto next = std::make_shared<Project>(*session.project);
    change(*next, command); // may throw: the session is then unchanged
    require_kept(*session.project, *next);
    push_undo(session, command);
    session.project = std::move(next);
}

void check_opacity(double opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
        throw InputError(tr("une opacité va de 0 à 1"));
    }
}

void check_comparison(const Project& project, const CompareWith& c) {
    if (c.date && !c.scenario.empty()) {
        throw InputError(tr("une date ou un scénario, pas les deux"));
    }
    if (!c.scenario.empty() && std::ranges::find(project.scenarios, c.scenario, &domain::Scenario::name) ==
                                   project.scenarios.end()) {
        throw InputError(tr("scénario inconnu : « ") + c.scenario + " »");
    }
}

/// What is not there any more cannot be shown beside the rest.
void forget_scenario(map::Style& style, const std::string& name) {
    if (style.compared_scenario == name) {
        style.compared_scenario.clear();
    }
}

template <class F> void change_style(Session& session, const Command& command, F f) {
    push_undo(session, command);
    f(session.style);
}

} // namespace

const analysis::CoveredGrounds* current_grounds(const Session& session) {
    return session.results && session.grounds_of == session.results ? session.grounds.get() : nullptr;
}

void change_plan(domain::Project& project, const SetPlan& choice) {
    require_clean(choice);
    change(project, choice);
}

void change_weights(domain::Project& project, const SetWeights& choice) {
    require_clean(choice);
    change(project, choice);
}

void spread_inhabitants(domain::Project& project, const SpreadInhabitants& choice) {
    change(project, choice);
}

plan::SchemeParams scheme_params(const domain::Project& project) {
    plan::SchemeParams params;
    if (!project.scenarios.empty()) {
        params.plan = project.scenarios.front();
    }
    return params;
}

void apply(Session& session, Jobs& jobs, const Command& command) {
    require_clean(command);
    const auto step = [&]<class C>(const C& c) {
        if constexpr (requires { start(session, jobs, c); }) {
            start(session, jobs, c);
        } else if constexpr (std::is_same_v<C, PinSite> || std::is_same_v<C, ForbidSite>) {
            if (!is_place(session, c.id)) {
                throw InputError(tr("site inconnu : ") + c.id);
            }
            change_project(session, c);
        } else if constexpr (requires(Project& p) { change(p, c); }) {
            change_project(session, c);
            if constexpr (std::is_same_v<C, RemoveScenario>) {
                forget_scenario(session.style, c.name);
            }
        } else if constexpr (std::is_same_v<C, SetIndicator>) {
            change_style(session, c, [&](map::Style& style) { style.indicator = c.indicator; });
        } else if constexpr (std::is_same_v<C, ShowLayer>) {
            change_style(session, c, [&](map::Style& style) {
                style.is_shown[static_cast<std::size_t>(c.layer)] = c.is_shown;
            });
        } else if constexpr (std::is_same_v<C, SetDark>) {
            change_style(session, c, [&](map::Style& style) { style.is_dark = c.is_dark; });
        } else if constexpr (std::is_same_v<C, SetOpacity>) {
            check_opacity(c.opacity);
            change_style(session, c, [&](map::Style& style) {
                style.opacity[static_cast<std::size_t>(c.layer)] = c.opacity;
            });
        } else if constexpr (std::is_same_v<C, SetBasemap>) {
            check_opacity(c.opacity);
            change_style(session, c, [&](map::Style& style) {
                style.basemap = c.path;
                style.basemap_opacity = c.opacity;
            });
        } else if constexpr (std::is_same_v<C, CompareWith>) {
            check_comparison(*session.project, c);
            change_style(session, c, [&](map::Style& style) {
                style.compared_with = c.date;
                style.compared_scenario = c.scenario;
            });
        } else if constexpr (std::is_same_v<C, RemoveSelection>) {
            auto next = std::make_shared<Project>(*session.project);
            remove_selected(*next, selected(session)); // may throw: the session is then unchanged
            push_undo(session, c);
            session.project = std::move(next);
            session.selection = {};
            session.also.clear();
        } else if constexpr (std::is_same_v<C, MoveSelection>) {
            auto next = std::make_shared<Project>(move_places(*session.project, selected(session), c.by));
            require_kept(*session.project, *next);
            push_undo(session, c);
            session.project = std::move(next);
        } else if constexpr (std::is_same_v<C, Undo>) {
            swap_snapshot(session, session.undo, session.redo, tr("rien à annuler"));
        } else if constexpr (std::is_same_v<C, Redo>) {
            swap_snapshot(session, session.redo, session.undo, tr("rien à rétablir"));
        } else if constexpr (std::is_same_v<C, Select>) {
            session.selection = {c.kind, c.kind == map::SelectionKind::none ? std::string() : c.id};
            session.also.clear();
        } else if constexpr (std::is_same_v<C, ToggleSelected>) {
            toggle(session, {c.kind, c.id});
        } else if constexpr (std::is_same_v<C, SelectInside>) {
            select_inside(session, c);
        } else if constexpr (std::is_same_v<C, ShowPlanLines>) {
            session.plan_lines = static_cast<std::size_t>(std::max<std::int64_t>(0, c.lines));
        } else {
            static_assert(std::is_same_v<C, ZoomTo>);
            session.zoom_request = c.box;
            session.has_zoom_request = true;
        }
    };
    std::visit(step, command);
    if (!std::holds_alternative<SaveLog>(command)) { // replayed, it would write over what is being replayed
        session.log.push_back(to_text(command));
    }
}

bool is_computing(const Session& session) {
    return !session.project->territory->communes.empty() && session.results_of != session.project;
}

bool is_comparison_due(const Session& session) {
    const bool is_known = session.comparison && session.comparison->of == session.project;
    return !session.style.compared_scenario.empty() && !is_known;
}

bool update(Session& session, Jobs& jobs) {
    const bool changed = jobs.poll(session);
    if (is_computing(session) && session.computing != session.project) {
        session.computing = session.project;
        start_compute(session, jobs);
    }
    if (is_comparison_due(session) && !is_computing(session) && session.comparing != session.project) {
        session.comparing = session.project;
        start(session, jobs, CompareScenarios{});
    }
    const bool is_current = session.results && session.results_of == session.project;
    if (is_current && session.measuring != session.results) {
        session.measuring = session.results;
        start_measure(session, jobs);
    }
    return changed;
}

void finish_all(Session& session, Jobs& jobs) {
    update(session, jobs);
    while (jobs.is_busy()) {
        jobs.wait();
        update(session, jobs);
    }
}

} // namespace maillage::session
