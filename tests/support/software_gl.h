// software_gl.h: pins Mesa's llvmpipe, so that every machine draws the same pixels. Include it before any
// context.
#pragma once

#include <cstdlib>

namespace maillage {

inline void pin_software_gl() {
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    setenv("GALLIUM_DRIVER", "llvmpipe", 1);
    setenv("LP_NUM_THREADS", "1", 1);
}

} // namespace maillage
