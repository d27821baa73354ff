// command_door.h: what is typed in the window or read by `maillage run` passes the same door as files.
#pragma once

#include "session/command.h"

namespace maillage::session {

/// Texts that could not be saved or would deceive, numbers, days and points beyond all measure: throws
/// InputError that names the field.
void require_clean(const Command& command);

} // namespace maillage::session
