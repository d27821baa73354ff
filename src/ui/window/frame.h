// frame.h: one frame of the whole desktop, from a session to what the user asks for. It needs a Dear ImGui
// context between NewFrame and Render and nothing else: the window, the tests and the pictures of the manual
// all call it.
#pragma once

#include "scene/scene.h"
#include "session/jobs.h"
#include "session/preferences.h"
#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"
#include "ui/panels/command_palette.h"
#include "ui/panels/dashboard.h"
#include "ui/panels/dialogs.h"
#include "ui/panels/file_browser.h"
#include "ui/panels/import_assistant.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/layers_panel.h"
#include "ui/panels/map_panel.h"
#include "ui/panels/plan_box.h"
#include "ui/panels/status_bar.h"
#include "ui/panels/tables_panel.h"
#include "ui/panels/timeline_panel.h"
#include "ui/window/layout.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace maillage::ui {

/// Why a file is being chosen.
enum class FilePurpose {
    open,
    save,
    picture,
    import,
    basemap,
    export_sites,
    export_gaps,
    export_coverage,
    export_registry,
    export_communes,
    export_cameras,
    log
};

/// Everything the window remembers from one frame to the next.
struct Desktop {
    Layout layout;
    LayersPanel layers;
    InspectorPanel inspector;
    TablesPanel tables;
    TimelinePanel timeline;
    MapPanel map;
    CommandPalette palette;
    Dashboard dashboard;
    PlanBox plan;
    Dialogs dialogs;
    FileBrowser browser;
    FilePurpose purpose = FilePurpose::open;
    ImportAssistant import;
    Models models;
    ItemRecorder items;
    session::Preferences preferences;
    std::vector<std::filesystem::path>
        dropped; ///< files let go over the window, one assistant after the other
    std::optional<views::CoordinateReader> coordinates;
    std::optional<session::Command> after_saving; ///< waits for the answer about unsaved changes
    bool is_saving_first = false;                 ///< the answer was yes
    bool quits_after_saving = false;
    bool shows_message = true; ///< the last one is still news
    Zones zones;               ///< of the last frame
};

struct Screen {
    float width = 0, height = 0; ///< pixels
    float scale = 1;             ///< of the screen and the user's zoom together
    double now = 0;              ///< seconds, any origin
};

/// `scene` is what the map shows, null while it is being made.
Requests draw_frame(Desktop& desktop, const session::Session& session, const session::Jobs& jobs,
                    const scene::Scene* scene, const Palette& palette, const Fonts& fonts,
                    const Screen& screen);
/// Files dropped on the window: a project is opened, anything else goes to the import assistant.
void drop_files(Desktop& desktop, const session::Session& session, std::vector<std::filesystem::path> files,
                Requests& out);
/// The user wants to close the window: asks about unsaved changes first.
void ask_to_quit(Desktop& desktop, const session::Session& session, Requests& out);
/// True while something moves by itself, so that frames are due without any input.
bool is_waiting(const Desktop& desktop);
/// No communes: the window then says how to begin.
bool is_empty(const session::Session& session);

} // namespace maillage::ui
