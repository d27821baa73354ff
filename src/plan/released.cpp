#include "plan/released.h"

namespace maillage::plan {

Released release(std::shared_ptr<const domain::Project> project,
                 std::shared_ptr<const analysis::Results> results, std::shared_ptr<const plan::Scheme> scheme,
                 Progress& progress) {
    Released released(disclosed(project));
    if (released.shared_project() == project) {
        released.results_ = std::move(results);
        released.scheme_ = std::move(scheme);
    }
    if (!released.results_) {
        const domain::Project& left = released.project();
        released.results_ = analysis::compute(left, left.settings.reference_date, nullptr, progress);
    }
    return released;
}

Released with_scheme(Released from, std::shared_ptr<const plan::Scheme> scheme) {
    refuse_if_public(from.project(), "les sites prioritaires");
    from.scheme_ = std::move(scheme);
    return from;
}

} // namespace maillage::plan
