// governance.h: which communes must have a CLSPD, and which do through their own council or an inter-communal
// one.
#pragma once

#include "base/date.h"
#include "domain/project.h"

#include <optional>
#include <vector>

namespace maillage::analysis {

/// One commune, in the order of `territory.communes`. CSI L132-4 and L132-13.
struct CouncilStatus {
    bool is_over_threshold = false;
    bool has_qpv = false;
    std::optional<std::size_t> council; ///< index in project.councils; a CLSPD of its own wins over a CISPD
    bool has_unknown_population = false;
    bool has_unknown_qpv = false; ///< the QPV of the project are all of another vintage than that of the date
    bool is_unknown = false;      ///< the project holds no list of councils: nobody can be said to lack one

    /// Neither required nor free of it, as far as is known.
    bool is_duty_unknown() const { return !is_required() && (has_unknown_population || has_unknown_qpv); }

    bool is_required() const { return is_over_threshold || has_qpv; }

    bool is_missing() const { return is_required() && !council && !is_unknown; }

    friend bool operator==(const CouncilStatus&, const CouncilStatus&) = default;
};

std::vector<CouncilStatus> governance(const domain::Project& project, Date on);

} // namespace maillage::analysis
