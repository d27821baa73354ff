#include "session/jobs.h"

#include "base/error.h"
#include "base/system_reason.h"
#include "base/translate.h"
#include "session/session.h"

#include <algorithm>
#include <chrono>

namespace maillage::session {

Jobs::~Jobs() {
    for (Job& job : queue_) {
        job.progress->cancel();
    }
    wait();
}

void Jobs::start(std::string title, Work work, std::string key, bool keeps_result) {
    if (!key.empty()) {
        for (std::size_t i = 0; i < queue_.size(); ++i) {
            if (queue_[i].key == key) {
                queue_[i].progress->cancel();
            }
        }
        const auto first = queue_.begin() + (is_running_ ? 1 : 0);
        queue_.erase(std::remove_if(first, queue_.end(), [&](const Job& job) { return job.key == key; }),
                     queue_.end());
    }
    queue_.push_back(Job{std::move(title),
                         std::move(key),
                         std::move(work),
                         keeps_result,
                         false,
                         std::make_shared<Progress>(),
                         {}});
    launch_next();
}

void Jobs::start_file(std::string title, Work work) {
    queue_.push_back(
        Job{std::move(title), {}, std::move(work), false, true, std::make_shared<Progress>(), {}});
    launch_next();
}

bool Jobs::finish_files(Session& session) {
    for (Job& job : queue_) {
        if (!job.leaves_file) {
            job.progress->cancel();
        }
    }
    const auto first = queue_.begin() + (is_running_ ? 1 : 0);
    queue_.erase(std::remove_if(first, queue_.end(), [](const Job& job) { return !job.leaves_file; }),
                 queue_.end());
    bool is_all_written = true;
    while (is_running_) {
        const bool leaves_file = queue_.front().leaves_file;
        const std::size_t told = session.messages.size();
        wait();
        poll(session);
        const auto failed = [](const Message& message) { return message.is_error; };
        const bool has_failed = std::any_of(session.messages.begin() + static_cast<std::ptrdiff_t>(told),
                                            session.messages.end(), failed);
        is_all_written = is_all_written && !(leaves_file && has_failed);
    }
    return is_all_written;
}

void Jobs::launch_next() {
    if (is_running_ || queue_.empty()) {
        return;
    }
    is_running_ = true;
    Job& job = queue_.front();
    job.result = std::async(std::launch::async, [work = job.work, progress = job.progress, done = on_done] {
        // Wakes the window whether the work ends well or not.
        struct Wake {
            const std::function<void()>& call;
            ~Wake() {
                if (call) {
                    call();
                }
            }
        } wake{done};
        return work(*progress);
    });
}

bool Jobs::is_busy() const {
    return !queue_.empty();
}

std::string Jobs::title() const {
    return queue_.empty() ? std::string() : queue_.front().title;
}

double Jobs::fraction() const {
    return queue_.empty() ? 0 : queue_.front().progress->fraction();
}

std::string Jobs::what() const {
    return queue_.empty() ? std::string() : queue_.front().progress->what();
}

void Jobs::cancel() {
    if (!queue_.empty()) {
        queue_.front().progress->cancel();
    }
}

void Jobs::wait() {
    if (is_running_) {
        queue_.front().result.wait();
    }
}

bool Jobs::poll(Session& session) {
    if (!is_running_ ||
        queue_.front().result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        return false;
    }
    Job job = std::move(queue_.front());
    queue_.pop_front();
    is_running_ = false;
    try {
        const Finish finish = job.result.get();
        if (finish && (job.keeps_result || !job.progress->is_cancelled())) {
            finish(session);
        }
    } catch (const Cancelled&) {
        // A computation that a newer one replaces is no news; a stop asked by the user is.
        if (job.key.empty()) {
            session.messages.push_back({false, job.title + tr(" : annulé"), ExitCode::cancelled});
        }
    } catch (const Error& error) {
        session.messages.push_back({true, job.title + " : " + error.what(), error.exit_code()});
    } catch (const std::filesystem::filesystem_error& error) {
        session.messages.push_back(
            {true, job.title + " : " + error.path1().string() + " : " + system_reason(error.code()),
             ExitCode::storage});
    } catch (const std::exception& error) {
        session.messages.push_back({true, job.title + " : " + error.what(), ExitCode::internal});
    }
    launch_next();
    return true;
}

} // namespace maillage::session
