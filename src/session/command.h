// command.h: everything a user can do, as small values with a one-line text form. The action log, `maillage
// run`, the desktop's --script and bug reports are this one format.
#pragma once

#include "base/date.h"
#include "domain/project.h"
#include "geo/geometry.h"
#include "intake/import.h"
#include "map/render_request.h"
#include "map/selection.h"
#include "map/style.h"
#include "report/export_what.h"

#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace maillage::session {

// Quick commands: change the session at once, and can be undone.
struct SetReferenceDate {
    Date date;
    bool operator==(const SetReferenceDate&) const = default;
};

struct SetIndicator {
    map::Indicator indicator;
    bool operator==(const SetIndicator&) const = default;
};

struct ShowLayer {
    map::Layer layer;
    bool is_shown;
    bool operator==(const ShowLayer&) const = default;
};

struct SetDark {
    bool is_dark;
    bool operator==(const SetDark&) const = default;
};

struct SetOpacity {
    map::Layer layer;
    double opacity;
    bool operator==(const SetOpacity&) const = default;
}; ///< 0 to 1

struct SetBasemap {
    std::filesystem::path path;
    double opacity = 1;
    bool operator==(const SetBasemap&) const = default;
}; ///< empty path: none

/// The map of another date, or the priority sites of another scenario, beside the present ones; neither: no
/// comparison.
struct CompareWith {
    std::optional<Date> date;
    std::string scenario = {};
    bool operator==(const CompareWith&) const = default;
};

struct SetTitle {
    std::string title;
    bool operator==(const SetTitle&) const = default;
};

struct SetProfile {
    domain::Profile profile = domain::Profile::published;
    bool operator==(const SetProfile&) const = default;
};

/// `table`: a key of density_tables.h or a file; empty: as it is. `required`: key of a band, "aucune", or
/// empty: as it is.
struct SetBands {
    std::string table;
    std::string required;
    bool operator==(const SetBands&) const = default;
};

struct SetClassWeight {
    std::string site_class;
    double weight;
    bool operator==(const SetClassWeight&) const = default;
};

struct SetCrimeWeight {
    std::string indicator;
    double weight;
    bool operator==(const SetCrimeWeight&) const = default;
};

/// What the prefecture holds of acts decided from a day on. `subject`: "dernier-jour" (quantieme, veille) or
/// "modification" (repart, garde, indecis).
struct SetTermRule {
    std::string subject;
    Date from;
    std::string rule;
    bool operator==(const SetTermRule&) const = default;
};

struct SetForce {
    std::string commune;
    domain::ForceKind force;
    bool operator==(const SetForce&) const = default;
};

struct PutCamera {
    registry::Camera camera;
    bool operator==(const PutCamera&) const = default;
}; ///< adds, or replaces the same id

struct MoveCamera {
    std::string id;
    geo::Point to;
    bool operator==(const MoveCamera&) const = default;
};

/// A camera inside a building: 1 cm in front of the nearest outside wall.
struct MountCamera {
    std::string id;
    bool operator==(const MountCamera&) const = default;
};

/// Azimuth from true north; missing parts are left as they are.
struct AimCamera {
    std::string id;
    std::optional<double> azimuth_deg, field_of_view_deg, range_m;
    bool operator==(const AimCamera&) const = default;
};

struct RemoveCamera {
    std::string id;
    bool operator==(const RemoveCamera&) const = default;
};

struct PutSite {
    domain::Site site;
    bool operator==(const PutSite&) const = default;
};

struct RemoveSite {
    std::string id;
    bool operator==(const RemoveSite&) const = default;
};

struct PinSite {
    std::string id;
    bool is_pinned;
    bool operator==(const PinSite&) const = default;
};

struct ForbidSite {
    std::string id;
    bool is_forbidden;
    bool operator==(const ForbidSite&) const = default;
};

/// Choices of the current scenario; missing parts are left as they are, lists are replaced as a whole ('|'
/// between).
struct SetPlan {
    std::optional<std::int64_t> count;
    std::optional<double> budget_eur, target_share, backup_share, mesh_m, spacing_m;
    std::optional<std::string> floors, phases, candidates;
    std::optional<std::string> horizon; ///< a date; "" for none
    std::optional<std::string> camera_type, link;
    std::optional<int> year;
    std::optional<bool> is_police_only, has_views;
    std::optional<std::int64_t> first_level_communes, second_level_communes;
    bool operator==(const SetPlan&) const = default;
};

struct CopyScenario {
    std::string name;
    bool operator==(const CopyScenario&) const = default;
}; ///< of the current one; becomes the current one

struct ChooseScenario {
    std::string name;
    bool operator==(const ChooseScenario&) const = default;
};

struct RemoveScenario {
    std::string name;
    bool operator==(const RemoveScenario&) const = default;
};

struct PutCandidate {
    domain::Candidate candidate;
    bool operator==(const PutCandidate&) const = default;
}; ///< adds, or replaces the same id

struct RemoveCandidate {
    std::string id;
    bool operator==(const RemoveCandidate&) const = default;
};

/// Row of the funding table, from 1; one past the last adds a row. Amounts in euros, rate in percent; a last
/// year of domain::kOpenYear is open.
struct PutFundingRule {
    std::int64_t row = 0;
    std::string financer;
    int first_year = 0, last_year = 0;
    std::string departement;
    double rate = 0;
    std::optional<double> per_camera_eur, ceiling_eur, least_cost_eur;
    std::string source;
    std::optional<double> most_aid_eur = {}, most_aid_commune_eur = {}, most_aid_period_eur = {};
    bool operator==(const PutFundingRule&) const = default;
};

struct RemoveFundingRule {
    std::int64_t row;
    bool operator==(const RemoveFundingRule&) const = default;
};

/// Row of the price table, from 1, one past the last adds a row; 0: the row of that type and link, or a new
/// one.
struct SetPrice {
    std::string camera_type, link;
    double cost_eur = 0, aside_eur = 0;
    std::string source;
    std::int64_t row = 0;
    std::optional<double> reach_m = std::nullopt;
    bool operator==(const SetPrice&) const = default;
};

struct RemovePrice {
    std::int64_t row;
    bool operator==(const RemovePrice&) const = default;
};

/// An outline that candidates are looked for in; adds, or replaces the same id.
struct PutPerimeter {
    std::string id, name;
    geo::Ring outline;
    bool operator==(const PutPerimeter&) const = default;
};

struct RemovePerimeter {
    std::string id;
    bool operator==(const RemovePerimeter&) const = default;
};

/// What demand weighs beside the classes of sites and crime; missing parts are left as they are.
struct SetWeights {
    std::optional<double> inhabitant, qpv_factor, crime_cap; ///< `crime_cap`: see domain::CrimeWeight
    std::optional<double> motorway_km, national_km, departmental_km;
    std::optional<double> reach_m, site_cost_eur;
    bool operator==(const SetWeights&) const = default;
};

/// Inhabitants of communes without population cells, in equal parts over their ground: see
/// domain::spread_cells.
struct SpreadInhabitants {
    double mesh_m = 200;
    bool is_police_only = false;
    bool operator==(const SpreadInhabitants&) const = default;
};

struct RemoveSelection {
    bool operator==(const RemoveSelection&) const = default;
}; ///< every camera and site selected

struct MoveSelection {
    geo::Point by;
    bool operator==(const MoveSelection&) const = default;
}; ///< the same; metres to the east and the north

/// Without communes, at that reference date.
struct NewProject {
    Date date;
    bool operator==(const NewProject&) const = default;
};

struct Undo {
    bool operator==(const Undo&) const = default;
};

struct Redo {
    bool operator==(const Redo&) const = default;
};

// What is looked at: not undone.
struct Select {
    map::SelectionKind kind;
    std::string id;
    bool operator==(const Select&) const = default;
}; ///< id: code, camera or site id

struct ShowPlanLines {
    std::int64_t lines;
    bool operator==(const ShowPlanLines&) const = default;
}; ///< first lines of the list on the map; 0: all

struct ToggleSelected {
    map::SelectionKind kind;
    std::string id;
    bool operator==(const ToggleSelected&) const = default;
};

/// All of a kind whose point lies in the outline; of `none`: cameras and sites.
struct SelectInside {
    map::SelectionKind kind;
    geo::Ring outline;
    bool operator==(const SelectInside&) const = default;
};

struct ZoomTo {
    geo::Box box;
    bool operator==(const ZoomTo&) const = default;
}; ///< empty box: everything

// Long commands: run as jobs, off the main thread.
/// `reads_outside`: files that the project names outside its folder. Empty: nothing is opened when there is
/// one, and the session asks.
struct Open {
    std::filesystem::path path;
    std::optional<bool> reads_outside = std::nullopt;
    bool operator==(const Open&) const = default;
};

struct Recover {
    std::filesystem::path copy, original;
    std::optional<bool> reads_outside = std::nullopt;
    bool operator==(const Recover&) const = default;
}; ///< what a crash left

struct Save {
    std::filesystem::path path;
    bool operator==(const Save&) const = default;
}; ///< empty: where it was opened

struct NewExample {
    bool operator==(const NewExample&) const = default;
};

struct Import {
    intake::ImportKind kind;
    std::filesystem::path file;
    std::string layer;
    std::string encoding;
    int epsg = 0;
    intake::ImportOptions options;
    bool operator==(const Import& o) const;
};

/// `seconds` and `gap` end the search early; 0: when it is proved, or its nodes are spent.
/// Searches the current scenario as it stands: SetPlan chooses, this computes.
struct Rank {
    double seconds = 0, gap = 0; ///< 0: the program's own limit; 0: the proof
    bool operator==(const Rank&) const = default;
};

struct CompareScenarios {
    bool operator==(const CompareScenarios&) const = default;
};

struct Export {
    report::ExportWhat what;
    std::filesystem::path path;
    bool operator==(const Export&) const = default;
};

/// The commands of this session, one a line, for `maillage run`; is not in that log itself.
struct SaveLog {
    std::filesystem::path path;
    bool operator==(const SaveLog&) const = default;
};

using AnyCommand =
    std::variant<SetReferenceDate, SetIndicator, ShowLayer, SetDark, SetOpacity, SetBasemap, CompareWith,
                 SetTitle, SetProfile, SetBands, SetClassWeight, SetCrimeWeight, SetTermRule, SetForce,
                 PutCamera, MoveCamera, MountCamera, AimCamera, RemoveCamera, PutSite, RemoveSite, PinSite,
                 ForbidSite, RemoveSelection, MoveSelection, SetPlan, CopyScenario, ChooseScenario,
                 RemoveScenario, PutCandidate, RemoveCandidate, PutFundingRule, RemoveFundingRule, SetPrice,
                 RemovePrice, PutPerimeter, RemovePerimeter, SetWeights, SpreadInhabitants, ShowPlanLines,
                 CompareScenarios, Undo, Redo, Select, ToggleSelected, SelectInside, ZoomTo, Open, Recover,
                 Save, NewProject, NewExample, Import, Rank, Export, map::Render, SaveLog>;

/// One of them. Copies, moves and comparisons are compiled once, in command.cpp: written out by every file
/// that sends a command, they took longer than all the rest of it.
struct Command : AnyCommand {
    template <class C>
        requires std::constructible_from<AnyCommand, C&&> &&
                 (!std::derived_from<std::remove_cvref_t<C>, AnyCommand>)
    Command(C&& command)
        : AnyCommand(std::forward<C>(command)) {
    } // NOLINT(google-explicit-constructor): each of them is a command

    Command();
    Command(const Command& other);
    Command(Command&& other) noexcept;
    Command& operator=(const Command& other);
    Command& operator=(Command&& other) noexcept;
    ~Command();
    friend bool operator==(const Command& a, const Command& b);
};

using Commands = std::vector<Command>;

/// `aim-camera "02691-014" azimuth=135 range=80`. Words are the English names in kebab case; values with
/// blanks are quoted.
std::string to_text(const Command& command);
/// Throws InputError that tells what was expected.
Command parse_command(std::string_view line);
/// For the undo menu and the log on screen: "Déplacer la caméra 02691-014".
std::string describe(const Command& command);
bool is_long(const Command& command);

} // namespace maillage::session
