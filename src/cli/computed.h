// computed.h: what several verbs share: a project with its results, and tables printed as text for machines.
#pragma once

#include "base/finding.h"
#include "domain/project.h"
#include "geo/table.h"
#include "plan/released.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace maillage::cli {

/// Which project a verb speaks of, and how.
struct Subject {
    std::filesystem::path project;
    std::optional<Date> date = std::nullopt; ///< empty: the project's
    std::string profile = {};                ///< « public » or « restreint »; empty: the project's
    std::optional<bool> reads_outside = {};  ///< see session::load_project
};

/// The owner's project, whole, in the profile and at the date that were asked for: for `released`, not to be
/// saved.
domain::Project opened(const Subject& subject);
/// In which profile a verb speaks that changes `project`, and leaves its profile as it is.
domain::Profile told_profile(const Subject& subject, const domain::Project& project);
/// What a verb may tell of a project, computed. Throws InputError for a project without communes.
plan::Released released(domain::Project project);
plan::Released released(const Subject& subject);
/// The same for a verb that has nothing public to tell: throws domain::Undisclosed at once in the profile
/// « public ». `what`: "les lacunes".
plan::Released restricted(domain::Project project, std::string_view what);
plan::Released restricted(const Subject& subject, std::string_view what);
plan::Released ranked(plan::Released from);

nlohmann::ordered_json to_json(const geo::Table& table);
/// `format`: csv or json. Throws InputError for another word.
void print(const geo::Table& table, const std::string& format, std::ostream& out);
void tell(const Findings& findings, std::ostream& err);

} // namespace maillage::cli
