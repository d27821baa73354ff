#include "app/released.h"

namespace maillage::app {

Released release(std::shared_ptr<const domain::Project> project, std::shared_ptr<const Results> results,
                 std::shared_ptr<const analysis::Scheme> scheme, Progress& progress) {
    Released released(domain::disclosed(project));
    if (released.shared_project() == project) {
        released.results_ = std::move(results);
        released.scheme_ = std::move(scheme);
    }
    if (!released.results_) {
        const domain::Project& left = released.project();
        released.results_ = compute(left, left.settings.reference_date, nullptr, progress);
    }
    return released;
}

Released with_scheme(Released from, std::shared_ptr<const analysis::Scheme> scheme) {
    domain::refuse_if_public(from.project(), "les sites prioritaires");
    from.scheme_ = std::move(scheme);
    return from;
}

} // namespace maillage::app
