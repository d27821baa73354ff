// disclosure.h: what a profile lets out of a project. The one place that decides it: every way out of the
// program takes a `Disclosed`, which only `disclosed` can make, or what was computed from one
// (plan/released.h).
#pragma once

#include "base/error.h"
#include "domain/project.h"

#include <memory>
#include <string_view>

namespace maillage::domain {

/// A project as its profile lets it out. « restreint »: as it is. « public »: the territory with its zones,
/// councils and QPV, which are published facts, and of the register what CSI R252-16 publishes: of each
/// authorisation its date and its service or person responsible, by commune. Everything else is absent, not
/// hidden: whatever is computed from the value can tell no more than it holds.
class Disclosed {
  public:
    const Project& operator*() const { return *project_; }

    const Project* operator->() const { return project_.get(); }

    /// The same object as what was handed to `disclosed` when nothing had to be left out.
    const std::shared_ptr<const Project>& shared() const { return project_; }

    bool is_public() const { return domain::is_public(project_->settings.profile); }

  private:
    explicit Disclosed(std::shared_ptr<const Project> project) : project_(std::move(project)) {}

    friend Disclosed disclosed(std::shared_ptr<const Project> project);

    std::shared_ptr<const Project> project_;
};

/// By the profile in the project's settings.
Disclosed disclosed(std::shared_ptr<const Project> project);

/// What was asked for is not in the profile « public ».
class Undisclosed : public InputError {
  public:
    using InputError::InputError;
};

/// Throws Undisclosed, which says why and which profile is needed. `what`: "les lacunes".
void refuse_if_public(Profile profile, std::string_view what);
void refuse_if_public(const Project& project, std::string_view what); ///< by its own profile

} // namespace maillage::domain
