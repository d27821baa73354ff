// parallel.h: the same loop on several threads. Results are written by index, so their bytes do not depend on
// the number of threads.
#pragma once

#include <cstddef>
#include <functional>

namespace maillage {

/// Number of threads used when a caller asks for 0: the processor's, at most 16.
unsigned hardware_threads() noexcept;

/// Calls `body(begin, end)` for consecutive blocks of at most `grain` indices that together make [0, count).
/// Blocks are handed out in order to `threads` threads (0 = hardware_threads()). The first exception is
/// rethrown after all threads stopped.
void parallel_blocks(std::size_t count, std::size_t grain, unsigned threads,
                     const std::function<void(std::size_t, std::size_t)>& body);

} // namespace maillage
