// perform_action.h: what each action of menus, shortcuts and the palette does to the window, or which command
// it becomes.
#pragma once

#include "ui/window/frame.h"

namespace maillage::ui {

void perform(Desktop& desktop, const session::Session& session, Action action, Requests& out, double now);
/// Opens the file dialog for a purpose.
void choose_file(Desktop& desktop, const session::Session& session, FilePurpose purpose);
/// Saves; what waits for it follows once the project is on the disk.
void save_first(Desktop& desktop, const std::filesystem::path& path, Requests& out);
/// Does with the chosen file what it was chosen for.
void use_file(Desktop& desktop, const session::Session& session, const std::filesystem::path& path,
              Requests& out);
/// Sends a command that replaces the project, after the question about unsaved changes.
void replace_project(Desktop& desktop, const session::Session& session, session::Command command,
                     Requests& out);
/// By the clock of this machine; what is computed never reads it.
Date today();
/// The territory, or the part of it where most communes are when it lies on several continents.
geo::Box everything(const session::Session& session);

} // namespace maillage::ui
