// facts.h: the tables of geodata/, compiled in. Facts only; geodata/SOURCES.md says where each comes
// from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maillage::example {

/// Rows of geodata/`file` without its header, as text; all rows are as wide as the header. Throws Error when
/// the file was not compiled in or is damaged: a fault of the program, not of its user.
std::vector<std::vector<std::string>> fact_rows(std::string_view file);

/// A figure of the plan départemental 2021-2024 that a dashboard compares with.
struct PlanFigure {
    std::string id; ///< S01..S75, several rows an id
    std::string theme;
    std::string indicator;
    std::string territory;
    int year = 0;
    double value = 0;
    std::string unit;
    std::string note;
    friend bool operator==(const PlanFigure&, const PlanFigure&) = default;
};

std::vector<PlanFigure> plan_figures();

} // namespace maillage::example
