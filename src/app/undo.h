// undo.h: the steps back and forth of a session. Each is a snapshot, so that no command needs an inverse.
#pragma once

#include "app/session.h"

#include <string>

namespace maillage::app {

void push_undo(Session& session, std::string description);
/// Takes the newest of `from` and leaves the present in `to`. Throws InputError with `nothing` when there is
/// none.
void swap_snapshot(Session& session, std::vector<Snapshot>& from, std::vector<Snapshot>& to,
                   const char* nothing);

} // namespace maillage::app
