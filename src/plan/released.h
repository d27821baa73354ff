// released.h: what leaves the program. Files, pictures and texts are made of a `Released` and of nothing
// else: a project that `domain::disclosed` reduced to its profile, with what was computed from that project.
#pragma once

#include "analysis/results.h"
#include "base/progress.h"
#include "domain/disclosure.h"
#include "plan/scheme.h"

#include <memory>

namespace maillage::plan {

class Released {
  public:
    const domain::Disclosed& disclosed() const { return project_; }

    const domain::Project& project() const { return *project_; }

    const std::shared_ptr<const domain::Project>& shared_project() const { return project_.shared(); }

    const analysis::Results& results() const { return *results_; }

    const std::shared_ptr<const analysis::Results>& shared_results() const { return results_; }

    /// Null when it was not made; always null in the profile « public ».
    const std::shared_ptr<const plan::Scheme>& scheme() const { return scheme_; }

    bool is_public() const { return project_.is_public(); }

  private:
    explicit Released(domain::Disclosed project) : project_(std::move(project)) {}

    friend Released release(std::shared_ptr<const domain::Project> project,
                            std::shared_ptr<const analysis::Results> results,
                            std::shared_ptr<const plan::Scheme> scheme, Progress& progress);
    friend Released with_scheme(Released from, std::shared_ptr<const plan::Scheme> scheme);

    domain::Disclosed project_;
    std::shared_ptr<const analysis::Results> results_;
    std::shared_ptr<const plan::Scheme> scheme_;
};

/// `results` and `scheme`, which may be null, are those of `project`: they are taken over when nothing is
/// left out. Otherwise everything is computed anew from what is left.
Released release(std::shared_ptr<const domain::Project> project,
                 std::shared_ptr<const analysis::Results> results, std::shared_ptr<const plan::Scheme> scheme,
                 Progress& progress);
/// With the priority sites of its project. Throws domain::Undisclosed in the profile « public ».
Released with_scheme(Released from, std::shared_ptr<const plan::Scheme> scheme);

} // namespace maillage::plan
