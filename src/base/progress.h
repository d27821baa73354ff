// progress.h: how far a long task is, and whether its user wants it to stop. Safe to use from several
// threads.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

namespace maillage {

class Progress {
  public:
    /// `fraction` in [0, 1]; `what` is a French sentence for the screen. Throws Cancelled when a stop was
    /// asked.
    void report(double fraction, const std::string& what);
    /// Cheap; call it in inner loops. Throws Cancelled when a stop was asked.
    void check() const;

    void cancel() noexcept { cancelled_ = true; }

    bool is_cancelled() const noexcept { return cancelled_; }

    double fraction() const noexcept { return fraction_; }

    std::string what() const;

  private:
    std::atomic<bool> cancelled_ = false;
    std::atomic<double> fraction_ = 0;
    mutable std::mutex mutex_;
    std::string what_;
};

} // namespace maillage
