#include "base/heap.h"

#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace maillage {

void use_large_pages() {
    constexpr int kPiece = 512 << 20;         // addresses, not memory
    constexpr int kLargestInHeap = 16 << 20;  // the most that the allocator takes
    constexpr std::uintptr_t kPage = 2 << 20; // of x86-64 and of arm64 with pages of 4 KiB
    mallopt(M_TOP_PAD, kPiece);
    mallopt(M_TRIM_THRESHOLD, kPiece);
    mallopt(M_MMAP_THRESHOLD, kLargestInHeap);
    const auto low = (reinterpret_cast<std::uintptr_t>(sbrk(0)) + kPage - 1) / kPage * kPage;
    void* volatile const first =
        std::malloc(kPage); // the heap grows by a piece; volatile, or the compiler leaves it out
    std::free(first);
    const auto high = reinterpret_cast<std::uintptr_t>(sbrk(0)) / kPage * kPage;
    if (high > low) {
        madvise(reinterpret_cast<void*>(low), high - low, MADV_HUGEPAGE);
    }
}

} // namespace maillage
