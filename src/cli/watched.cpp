#include "cli/watched.h"

#include <chrono>
#include <csignal>
#include <future>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

/// All that a signal handler may touch.
volatile std::sig_atomic_t asked_to_stop = 0;

extern "C" void note_interrupt(int) {
    asked_to_stop = 1;
    std::signal(SIGINT, SIG_DFL);
}

/// Takes Ctrl+C for as long as it lives.
class Interrupts {
  public:
    Interrupts() : before_(std::signal(SIGINT, note_interrupt)) { asked_to_stop = 0; }

    ~Interrupts() { std::signal(SIGINT, before_); }

    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

  private:
    void (*before_)(int);
};

} // namespace

void run_watched(const std::function<void(Progress&)>& work, std::ostream& err) {
    Progress progress;
    const Interrupts interrupts;
    auto done = std::async(std::launch::async, [&] { work(progress); });
    std::string told;
    for (int tenths = 1; done.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready;
         ++tenths) {
        if (asked_to_stop != 0) {
            progress.cancel();
        }
        const std::string what = progress.what();
        if (tenths % 10 == 0 && what != told) {
            err << what << '\n';
            told = what;
        }
    }
    done.get();
}

} // namespace maillage::cli
