// undo.h: the steps back and forth of a session. Each is a snapshot, so that no command needs an inverse.
#pragma once

#include "session/session.h"

#include <vector>

namespace maillage::session {

/// `command` is the one about to change the session.
void push_undo(Session& session, Command command);
/// Takes the newest of `from` and leaves the present in `to`. Throws InputError with `nothing` when there is
/// none.
void swap_snapshot(Session& session, std::vector<Snapshot>& from, std::vector<Snapshot>& to,
                   const char* nothing);

} // namespace maillage::session
