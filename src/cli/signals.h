// signals.h: Ctrl+C, the end of the session and `kill` leave nothing behind.
#pragma once

#include "base/progress.h"

namespace maillage::cli {

/// Removes what killed programs left, then keeps INT, TERM and HUP for a thread of its own: the set of files
/// that is being put in place is finished, what was being made ready is removed, and the program ends with
/// `ExitCode::cancelled`. Call once, before any other thread starts.
void take_signals();

/// While one lives, the first INT cancels its work instead; a second one ends the program.
class Interruptible {
  public:
    explicit Interruptible(Progress& work);
    ~Interruptible();
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;
};

} // namespace maillage::cli
