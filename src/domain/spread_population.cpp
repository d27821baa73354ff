#include "domain/spread_population.h"

#include "base/error.h"
#include "domain/commune_index.h"
#include "geo/mesh.h"

#include <fmt/format.h>

namespace maillage::domain {
namespace {

constexpr std::size_t kMostCells = 1'000'000;

std::vector<bool> communes_with_cells(const Project& project) {
    const CommuneIndex index(*project.territory);
    std::vector<bool> has(project.territory->communes.size());
    for (const PopulationCell& cell : *project.cells) {
        const auto told = find_commune(*project.territory, cell.commune);
        if (const auto commune = told ? told : index.find(cell.centre)) {
            has[*commune] = true;
        }
    }
    return has;
}

} // namespace

std::vector<PopulationCell> spread_cells(const Project& project, double mesh_m, bool is_police_only) {
    if (!(mesh_m >= 50 && mesh_m <= 10'000)) {
        throw InputError("la maille des habitants va de 50 m à 10 km");
    }
    const std::vector<bool> has = communes_with_cells(project);
    std::vector<PopulationCell> cells;
    for (std::size_t i = 0; i < has.size(); ++i) {
        const Commune& commune = project.territory->communes[i];
        const bool is_wanted = !is_police_only || commune.force == ForceKind::police;
        if (has[i] || !is_wanted || commune.shape.empty() || commune.population.value_or(0) <= 0) {
            continue;
        }
        auto points = geo::mesh_points(commune.shape, mesh_m, kMostCells - cells.size());
        if (!points) {
            throw InputError("maille trop fine : plus d'un million de carreaux");
        }
        if (points->empty()) {
            points->push_back(commune.centre);
        }
        const double each = static_cast<double>(*commune.population) / static_cast<double>(points->size());
        for (std::size_t k = 0; k < points->size(); ++k) {
            cells.push_back(
                {fmt::format("{}-r{:05}", commune.code, k + 1), (*points)[k], each, true, commune.code});
        }
    }
    return cells;
}

} // namespace maillage::domain
