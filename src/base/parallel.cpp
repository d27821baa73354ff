#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace maillage {

unsigned hardware_threads() noexcept {
    return std::clamp(std::thread::hardware_concurrency(), 1U, 16U);
}

void parallel_blocks(std::size_t count, std::size_t grain, unsigned threads,
                     const std::function<void(std::size_t, std::size_t)>& body) {
    grain = std::max<std::size_t>(grain, 1);
    const std::size_t blocks = (count + grain - 1) / grain;
    const std::size_t wanted = threads == 0 ? hardware_threads() : threads;
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    std::mutex failure_mutex;
    const auto work = [&] {
        for (std::size_t block = next++; block < blocks; block = next++) {
            try {
                body(block * grain, std::min(count, (block + 1) * grain));
            } catch (...) {
                const std::scoped_lock lock(failure_mutex);
                if (!failure) {
                    failure = std::current_exception();
                }
                next = blocks;
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min(wanted, blocks); ++i) {
            helpers.emplace_back(work);
        }
        work();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

} // namespace maillage
