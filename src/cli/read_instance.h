// read_instance.h: a bare maximum-coverage instance from files, as other people publish them.
#pragma once

#include "cover/instance.h"

#include <filesystem>
#include <string>

namespace maillage::cli {

/// `candidates` is one of: a table of points (x, y, cost); the text of Lorena and Pereira (a line with the
/// number of nodes, then x, y, demand; every node is a candidate); a table of pairs (candidate, demand,
/// distance, weight); a matrix (a line a candidate, a column a demand row).
struct InstanceFiles {
    std::filesystem::path candidates;
    std::filesystem::path
        demand; ///< points: empty for the candidates themselves; matrix: weights by identifier, or empty
    double radius = 0;       ///< distance at most; the threshold of a matrix, too
    std::string cost_column; ///< empty: recognised by name, else 1
    std::string weight_column;
    /// A radius of each candidate's own, in its table: empty: recognised by name, else `radius` for all.
    std::string radius_column;
};

/// Throws InputError that names file, row and column.
cover::CoverInstance read_instance(const InstanceFiles& files);

} // namespace maillage::cli
