#include "cli/signals.h"

#include "base/error.h"
#include "io/write/work_folders.h"

#include <csignal>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <utility>

namespace maillage::cli {
namespace {

/// The search that the first Ctrl+C ends.
struct Search {
    std::mutex guard;
    Progress* work = nullptr;
};

Search& search() {
    static Search one;
    return one;
}

bool has_cancelled_search() {
    const std::lock_guard guard(search().guard);
    Progress* const work = std::exchange(search().work, nullptr);
    if (work != nullptr) {
        work->cancel();
    }
    return work != nullptr;
}

void wait_for_signals(sigset_t signals) {
    for (;;) {
        int number = 0;
        if (::sigwait(&signals, &number) != 0 || (number == SIGINT && has_cancelled_search())) {
            continue;
        }
        io::abandon_work();
        ::_exit(static_cast<int>(ExitCode::cancelled));
    }
}

} // namespace

void take_signals() {
    io::sweep_work_folders();
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before {};

        ::sigaction(number, nullptr, &before);
        if (before.sa_handler != SIG_IGN) { // nohup
            ::sigaddset(&signals, number);
        }
    }
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread(wait_for_signals, signals).detach();
}

Interruptible::Interruptible(Progress& work) {
    const std::lock_guard guard(search().guard);
    search().work = &work;
}

Interruptible::~Interruptible() {
    const std::lock_guard guard(search().guard);
    search().work = nullptr;
}

} // namespace maillage::cli
