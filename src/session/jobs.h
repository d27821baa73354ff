// jobs.h: long work off the main thread, one job at a time, in order. The job gets a Progress; what it
// returns is applied to the session by the main thread.
#pragma once

#include "base/progress.h"

#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

namespace maillage::session {

struct Session;

class Jobs {
  public:
    /// Runs on the worker; the function that it returns runs on the main thread.
    using Finish = std::function<void(Session&)>;
    using Work = std::function<Finish(Progress&)>;

    Jobs() = default;
    ~Jobs(); ///< cancels and waits
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    /// `title` is French, for the status bar. A job with a `key` cancels the pending and running jobs of the
    /// same key: only the newest computation matters.
    /// With `keeps_result` a cancelled job that still returns is applied: a search gives the best it knows.
    void start(std::string title, Work work, std::string key = {}, bool keeps_result = false);
    /// A job whose file somebody counts on: leaving the program waits for it.
    void start_file(std::string title, Work work);
    bool is_busy() const;
    std::string title() const; ///< of the running job; "" when idle
    double fraction() const;
    std::string what() const; ///< step of the running job
    void cancel();            ///< the running job
    /// Starts the next job and hands finished results to `session`. True when something was applied. Errors
    /// become session messages.
    bool poll(Session& session);
    /// Stops everything that leaves no file and finishes the rest, in order. False when a file could not be
    /// written.
    bool finish_files(Session& session);
    void wait(); ///< blocks until the running job is done (not yet applied)
    /// Called on the worker thread when a job ends: the window uses it to wake its event loop.
    std::function<void()> on_done;

  private:
    struct Job {
        std::string title;
        std::string key;
        Work work;
        bool keeps_result = false;
        bool leaves_file = false;
        std::shared_ptr<Progress> progress = std::make_shared<Progress>();
        std::future<Finish> result;
    };

    void launch_next();
    std::deque<Job> queue_; ///< front is running once launched
    bool is_running_ = false;
};

} // namespace maillage::session
