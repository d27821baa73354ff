// command_palette.h: Ctrl+K: communes, codes, acts, cameras and every action, found by typing a part of their
// name.
#pragma once

#include "session/session.h"
#include "ui/kit/models.h"
#include "ui/kit/widgets.h"

#include <string>
#include <variant>
#include <vector>

namespace maillage::ui {

struct CommandPalette {
    struct Entry {
        std::string label, detail;
        std::variant<Action, views::SearchHit> what;
    };

    bool is_open = false;
    bool was_open = false;
    std::string query;
    std::string searched; ///< what `entries` answers
    unsigned revision = 0;
    int current = 0;
    std::vector<Entry> entries;
};

void open(CommandPalette& palette);
void draw(CommandPalette& palette, const Ui& ui, const session::Session& session, Models& models,
          Rect window);

} // namespace maillage::ui
