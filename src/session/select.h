// select.h: what is selected in a session, and what can be done to it as a whole.
#pragma once

#include "session/session.h"

#include <string>
#include <vector>

namespace maillage::session {

void toggle(Session& session, const map::Selection& one);
void select_inside(Session& session, const SelectInside& c);
bool is_place(const Session& session, const std::string& id);
void remove_selected(domain::Project& p, const std::vector<map::Selection>& selection);

} // namespace maillage::session
