#include "cli/watched.h"

#include "cli/signals.h"

#include <chrono>
#include <future>
#include <ostream>
#include <string>

namespace maillage::cli {
void run_watched(const std::function<void(Progress&)>& work, std::ostream& err) {
    Progress progress;
    const Interruptible interruptible(progress);
    auto done = std::async(std::launch::async, [&] { work(progress); });
    std::string told;
    for (int tenths = 1; done.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready;
         ++tenths) {
        const std::string what = progress.what();
        if (tenths % 10 == 0 && what != told) {
            err << what << '\n';
            told = what;
        }
    }
    done.get();
}

} // namespace maillage::cli
