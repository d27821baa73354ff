// verbs.h: what each word of the command line does. Results go to `out`, messages to `err`; errors are
// exceptions.
#pragma once

#include "analysis/gaps.h"
#include "cli/computed.h"
#include "cli/read_instance.h"
#include "session/command.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace maillage::cli {

struct Console {
    std::ostream& out;
    std::ostream& err;
    std::optional<bool> reads_outside = std::nullopt; ///< see session::load_project
};

void demo(const Console& console, const std::filesystem::path& folder);

struct NewOptions {
    std::filesystem::path project;
    std::string departement;
    session::Import communes; ///< no file: they are imported later
    std::string title;
};

void new_project(const Console& console, const NewOptions& options);
void import_file(const Console& console, const Subject& subject, const session::Import& what);
void check(const Console& console, const Subject& subject, const std::string& format);

struct GapsOptions {
    Subject subject;
    analysis::Grouping by = analysis::Grouping::commune;
    std::string format = "text";
};

void gaps(const Console& console, const GapsOptions& options);

/// Which cameras could see a point: metres in the project's CRS, or longitude and latitude.
struct SeeOptions {
    Subject subject;
    std::vector<double> point; ///< x, y; empty when `at` is given
    std::string at;            ///< "lon,lat"
    std::string format = "text";
};

void see(const Console& console, const SeeOptions& options);
/// Shows the table of px/m thresholds of a project, after choosing another one or another requirement.
void bands(const Console& console, const Subject& subject, const session::SetBands& change);

struct RankOptions {
    Subject subject;
    session::SetPlan plan; ///< what the command line chooses; the rest is the project's scenario
    std::vector<std::string> pinned, forbidden;         ///< ids, added to the scenario's
    std::vector<std::filesystem::path> candidate_files; ///< read as candidates for this run alone
    std::vector<std::filesystem::path> perimeter_files; ///< likewise, as perimeters
    session::SetWeights weights;                        ///< of this run alone
    std::optional<double> spread_m; ///< inhabitants of communes without cells, on a mesh of so many metres
    double seconds = 0;             ///< 0: no limit
    double gap = 0;                 ///< good enough, as a share
    bool has_curve = false;
    std::string format = "text";
};

void rank(const Console& console, const RankOptions& options);
/// Police sites and two levels of gendarmerie communes with their funding; `folder` not empty: written there,
/// too.
void scheme(const Console& console, const RankOptions& options, const std::filesystem::path& folder);
/// The project's scenarios side by side.
void compare(const Console& console, const Subject& subject, const std::string& format);
void show_summary(const Console& console, const Subject& subject);

struct ExportOptions {
    Subject subject;
    report::ExportWhat what = report::ExportWhat::gaps;
    std::filesystem::path file;
    analysis::Grouping by = analysis::Grouping::commune; ///< rows of gaps
};

void export_file(const Console& console, const ExportOptions& options);

struct RenderOptions {
    Subject subject;
    map::Render how;
    map::Style style;
};

void render(const Console& console, const RenderOptions& options);

/// A bare maximum-coverage instance, without a project: see read_instance.h for the forms.
struct SolveOptions {
    InstanceFiles files;
    std::vector<std::string> required, forbidden; ///< candidate ids
    double backup = 0;
    double gap = 0;
    std::int64_t count = 0;
    double budget = 0;
    double target = 0;
    double seconds = 60;
    std::string format = "text";
};

void solve(const Console& console, const SolveOptions& options);
/// One command a line, as the desktop logs them; '#' starts a comment. Stops at the first line that fails. In
/// the profile « public » nothing is told but what commands that write files say.
void run_script(const Console& console, const std::filesystem::path& project,
                const std::filesystem::path& script);

} // namespace maillage::cli
