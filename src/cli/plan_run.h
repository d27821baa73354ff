// plan_run.h: the plan of one run of rank or scheme, computed and told.
#pragma once

#include "cli/plan_options.h"
#include "plan/released.h"
#include "plan/scheme.h"

#include <nlohmann/json_fwd.hpp>

#include <iosfwd>

namespace maillage::cli {

/// The project's scenario with what the command line chooses, searched: of one run, nothing is kept.
plan::Released planned(const Console& console, const RankOptions& options);
nlohmann::ordered_json scheme_json(const plan::Released& c);
void print_curve(const plan::Scheme& scheme, std::ostream& out);
void write_json(const nlohmann::ordered_json& json, std::ostream& out);

} // namespace maillage::cli
