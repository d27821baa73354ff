// select.h: what is selected in a session, and what can be done to it as a whole.
#pragma once

#include "app/session.h"

#include <string>
#include <vector>

namespace maillage::app {

void toggle(Session& session, const Selection& one);
void select_inside(Session& session, const SelectInside& c);
bool is_place(const Session& session, const std::string& id);
void remove_selected(domain::Project& p, const std::vector<Selection>& selection);

} // namespace maillage::app
