#include "base/progress.h"

#include "base/error.h"

namespace maillage {

void Progress::report(double fraction, const std::string& what) {
    check();
    fraction_ = fraction;
    const std::scoped_lock lock(mutex_);
    what_ = what;
}

void Progress::check() const {
    if (cancelled_) {
        throw Cancelled();
    }
}

std::string Progress::what() const {
    const std::scoped_lock lock(mutex_);
    return what_;
}

} // namespace maillage
