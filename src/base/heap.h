// heap.h: how the process takes its memory from the system.
#pragma once

namespace maillage {

/// Takes the heap in one piece of large pages: a run that fills a few hundred megabytes once, draws and ends
/// spends a quarter of its time on page faults otherwise. Nothing is reserved until it is used. For the start
/// of `main`, before any thread; where the system has no large pages it changes nothing.
void use_large_pages();

} // namespace maillage
