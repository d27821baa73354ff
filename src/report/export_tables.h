// export_tables.h: what is handed over, as tables: priority sites, gaps, coverage, register, communes,
// cameras. Column names have at most 10 ASCII characters so that no shapefile cuts them; titles are for
// spreadsheets. docs in README.
#pragma once

#include "geo/table.h"
#include "plan/released.h"
#include "plan/scheme_funding.h"
#include "report/export_what.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace maillage::report {

/// Of something released only: `from` must outlive it.
struct ExportInput {
    ExportInput(
        const plan::Released& from, // NOLINT(google-explicit-constructor): what is released may be exported
        analysis::Grouping rows = analysis::Grouping::commune)
        : project(from.project()), results(from.results()), scheme(from.scheme().get()), grouping(rows) {}

    const domain::Project& project;
    const analysis::Results& results;
    const plan::Scheme* scheme;  ///< needed for priority sites
    analysis::Grouping grouping; ///< of the rows of gaps
};

/// Throws domain::Undisclosed when the profile « public » publishes nothing of it, InputError when the scheme
/// is missing.
geo::Table export_table(const ExportInput& input, ExportWhat what);
/// Who pays what: one row a site or commune of the scheme, one column a financer.
geo::Table funding_table(const ExportInput& input);
/// Made from the scheme: it must be there.
bool needs_scheme(ExportWhat what);
/// Gaps summed by any grouping, with the outlines of communes and QPV.
geo::Table gaps_table(const ExportInput& input, analysis::Grouping grouping);
/// "Diffusion restreinte · situation au 22/11/2026 · exemple fictif · contours approchés": in every row and
/// file.
std::string mention(const domain::Project& project, Date on);
/// Throws domain::Undisclosed for what the profile « public » publishes nothing of: before anything is
/// computed.
void check_disclosed(const domain::Project& project, ExportWhat what);

} // namespace maillage::report
