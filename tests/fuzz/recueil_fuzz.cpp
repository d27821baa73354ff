// Any text: drafts of bounded length, with counts and pages that are not negative.
#include "registry/recueil.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    for (const auto& d : registry::read_recueil({reinterpret_cast<const char*>(data), size})) {
        if (d.text.size() > 2000 || d.count.value_or(1) < 1 || d.pages.value_or(0) < 0 || d.line == 0) {
            std::abort();
        }
    }
    return 0;
}
