// import_assistant.h: shows what a file holds and what was understood of it, before anything enters the
// project.
#pragma once

#include "session/command.h"
#include "session/import_preview.h"
#include "session/jobs.h"
#include "ui/kit/widgets.h"

#include <memory>
#include <optional>
#include <string>

namespace maillage::ui {

struct ImportAssistant {
    bool is_open = false;
    bool was_open = false;
    session::Import import;
    session::PreviewSlot slot; ///< filled by a job
    std::unique_ptr<session::ImportPreview>
        preview;                ///< of an earlier state of `import` while a new one is read
    bool needs_preview = false; ///< the window starts the job
    std::string epsg_text;
};

void open(ImportAssistant& assistant, const std::filesystem::path& file);
/// The command, once the user has agreed.
std::optional<session::Import> draw(ImportAssistant& assistant, const Ui& ui, const session::Jobs& jobs,
                                    Rect window);

} // namespace maillage::ui
