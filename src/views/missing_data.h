// missing_data.h: what a territory lacks before its gaps and its plan mean something: an invitation, not a
// finding.
#pragma once

#include "domain/project.h"

#include <string>
#include <vector>

namespace maillage::views {

struct MissingData {
    std::string what; ///< "Population des communes"
    std::string use;  ///< what it would tell
    friend bool operator==(const MissingData&, const MissingData&) = default;
};

/// In the order of use; empty without communes, which come first anyway.
std::vector<MissingData> missing_data(const domain::Project& project);

} // namespace maillage::views
