// export_tables.h: what is handed over, as tables: priority sites, gaps, coverage, register, communes,
// cameras. Column names have at most 10 ASCII characters so that no shapefile cuts them; titles are for
// spreadsheets. docs in README.
#pragma once

#include "analysis/results.h"
#include "geo/table.h"
#include "plan/scheme_funding.h"
#include "report/export_what.h"

#include <memory>
#include <string>

namespace maillage::report {

struct ExportInput {
    const domain::Project& project;
    const analysis::Results& results;
    const plan::Scheme* scheme = nullptr;                      ///< needed for priority sites
    analysis::Grouping grouping = analysis::Grouping::commune; ///< of the rows of gaps
};

/// Throws InputError when the profile "public" forbids it (CSI R252-16 publishes dates and holders only) or
/// the scheme is missing.
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
} // namespace maillage::report
