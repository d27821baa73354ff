// computed.h: what several verbs share: a project with its results, and tables printed as text for machines.
#pragma once

#include "app/results.h"
#include "base/finding.h"
#include "domain/project.h"
#include "geo/table.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

namespace maillage::cli {

struct Console;

/// A project with what was computed from it.
struct Computed {
    std::shared_ptr<const domain::Project> project;
    std::shared_ptr<const app::Results> results;
};

/// At `date`, else at the project's. Throws InputError for a project without communes.
Computed computed(domain::Project project, std::optional<Date> date);
Computed load(const Console& console, const std::filesystem::path& path, std::optional<Date> date);
analysis::Scheme ranked(const Computed& c, const analysis::SchemeParams& params);

nlohmann::ordered_json to_json(const geo::Table& table);
/// `format`: csv or json. Throws InputError for another word.
void print(const geo::Table& table, const std::string& format, std::ostream& out);
void tell(const Findings& findings, std::ostream& err);

} // namespace maillage::cli
