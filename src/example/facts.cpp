#include "example/facts.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <fmt/format.h>

namespace maillage::example {

std::string_view embedded_facts(std::string_view name); // made by cmake/MaillageEmbed.cmake

std::vector<std::vector<std::string>> fact_rows(std::string_view file) {
    std::vector<std::string> lines = split(embedded_facts(file), '\n');
    if (!lines.empty() && lines.back().empty()) {
        lines.pop_back();
    }
    if (lines.size() < 2) {
        throw Error(fmt::format("table embarquée « {} » absente", file));
    }
    const std::size_t width = split(lines.front(), ';').size();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        rows.push_back(split(lines[i], ';'));
        if (rows.back().size() != width) {
            throw Error(fmt::format("table embarquée « {} », ligne {} : {} colonnes au lieu de {}", file, i,
                                    rows.back().size(), width));
        }
    }
    return rows;
}

std::vector<PlanFigure> plan_figures() {
    std::vector<PlanFigure> figures;
    for (const auto& row : fact_rows("plan_2021_2024.csv")) {
        figures.push_back({row[0], row[1], row[2], row[3],
                           static_cast<int>(parse_integer(row[4]).value_or(0)),
                           parse_number(row[5]).value_or(0), row[6], row[7]});
    }
    return figures;
}

} // namespace maillage::example
