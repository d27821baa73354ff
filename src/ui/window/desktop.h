// desktop.h: `maillage` without a verb: opens the window and stays until the user leaves.
#pragma once

#include <filesystem>
#include <optional>

namespace maillage::ui {

struct DesktopOptions {
    std::filesystem::path project; ///< empty: none; a file that is not a project goes to the import assistant
    std::filesystem::path script;  ///< commands played once the project is open; empty: none
    std::filesystem::path screenshot; ///< PNG of the settled window, then the end; works without a display
};

/// Returns the exit code. Throws Error when no window can be made, InputError for a script that cannot be
/// read.
int run_desktop(const DesktopOptions& options);

/// The picture alone, on no display: `script` is played on `project`. Throws as above.
void picture_of_desktop(const DesktopOptions& options, int width, int height, double scale);

} // namespace maillage::ui
