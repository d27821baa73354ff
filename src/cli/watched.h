// watched.h: a search that tells how far it is once a second, and that Ctrl+C ends with the best it knows.
#pragma once

#include "base/progress.h"

#include <functional>
#include <iosfwd>

namespace maillage::cli {

/// Runs `work` on another thread and waits for it; what it throws is thrown here. A second Ctrl+C ends the
/// program.
void run_watched(const std::function<void(Progress&)>& work, std::ostream& err);

} // namespace maillage::cli
