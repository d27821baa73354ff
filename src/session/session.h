// session.h: the current snapshots of what one user works on. `apply` is the only function that changes it.
#pragma once

#include "analysis/covered_ground.h"
#include "analysis/results.h"
#include "base/error.h"
#include "domain/project.h"
#include "io/store/file_stamp.h"
#include "map/selection.h"
#include "map/style.h"
#include "plan/scenarios.h"
#include "plan/scheme.h"
#include "session/command.h"
#include "session/jobs.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maillage::session {

/// What undo brings back.
struct Snapshot {
    std::shared_ptr<const domain::Project> project = std::make_shared<const domain::Project>();
    map::Style style;
    Command command;       ///< that led away from it: named when shown, in the language of that moment
    std::size_t bytes = 0; ///< about what it alone holds, once there is a later one
};

/// A line for the status bar and the messages panel.
struct Message {
    bool is_error = false;
    std::string text;
    ExitCode code = ExitCode::input; ///< of an error: what a program without a window ends with
    friend bool operator==(const Message&, const Message&) = default;
};

/// A project that was not opened: it names a file outside its folder, and nobody has agreed yet.
struct OutsideQuestion {
    Command yes;                ///< opens the project with that file
    Command no;                 ///< opens it without
    std::filesystem::path file; ///< outside
};
/// Of the save that was asked for last.
enum class SaveState { none, running, done, failed };

struct Session {
    std::shared_ptr<const domain::Project> project = std::make_shared<const domain::Project>();
    map::Style style;
    map::Selection selection;            ///< what the inspector shows
    std::vector<map::Selection> also;    ///< selected with it, in order, without `selection`
    std::filesystem::path path;          ///< empty: never saved
    std::optional<io::FileStamp> opened; ///< what `path` held when it was opened or saved; none: not known
    /// The project that `path` held at `opened`: what differs from it is written. Null: not known.
    std::shared_ptr<const domain::Project> stored;
    SaveState save = SaveState::none;
    std::string
        conflict; ///< why the last save was refused: another program has the file; empty when none was
    bool is_modified = false;
    std::shared_ptr<const analysis::Results>
        results; ///< null until computed; may be of an older snapshot while a job runs
    std::shared_ptr<const domain::Project> results_of; ///< the project that `results` describes
    /// Ground seen, measured after the gaps: null until then.
    std::shared_ptr<const analysis::CoveredGrounds> grounds;
    std::shared_ptr<const analysis::Results> grounds_of; ///< the results that `grounds` measures
    std::shared_ptr<const plan::Scheme> scheme;          ///< null until ranked
    std::size_t plan_lines = 0;                          ///< lines of the list that the map shows; 0: all
    std::shared_ptr<const plan::Comparison> comparison; ///< null until asked for; says which project it is of
    std::shared_ptr<const domain::Project> computing;   ///< the project last handed to the computation
    std::shared_ptr<const domain::Project>
        comparing; ///< the project whose scenarios were last compared for the map
    std::shared_ptr<const analysis::Results>
        measuring;         ///< the results last handed to the measure of the ground
    geo::Box zoom_request; ///< not empty: the map should show this box; the map clears it
    bool has_zoom_request = false;
    std::vector<Snapshot> undo;
    std::vector<Snapshot> redo;
    std::optional<OutsideQuestion> outside_question;
    std::vector<Message> messages; ///< newest last
    std::vector<std::string> log;  ///< every command applied, in text form
};

/// `selection` and `also` together; empty when nothing is selected.
std::vector<map::Selection> selected(const Session& session);

/// Quick commands are done at once; long ones are started on `jobs` and end in a later `finish_jobs`.
/// Throws InputError when the command makes no sense (unknown camera, bad value): the session is then
/// unchanged.
void apply(Session& session, Jobs& jobs, const Command& command);
/// Applies what finished jobs bring; starts the computation that a changed project or date needs. Call once a
/// frame. True when something changed.
bool update(Session& session, Jobs& jobs);
/// Runs every pending job to its end on this thread's wait: for scripts and tests.
void finish_all(Session& session, Jobs& jobs);
/// The results do not describe the current project yet.
bool is_computing(const Session& session);
/// The map compares scenarios whose lists are still being made.
bool is_comparison_due(const Session& session);
/// Changes the current scenario of a project, as the command does. Throws InputError for a choice without
/// sense.
void change_plan(domain::Project& project, const SetPlan& choice);
/// Ground seen of the results on the screen; null while it is measured.
const analysis::CoveredGrounds* current_grounds(const Session& session);
void change_weights(domain::Project& project, const SetWeights& choice);
void spread_inhabitants(domain::Project& project, const SpreadInhabitants& choice);
/// The project's first scenario, which is the current one.
plan::SchemeParams scheme_params(const domain::Project& project);

} // namespace maillage::session
