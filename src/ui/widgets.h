// widgets.h: the controls every panel is built from, drawn in the project's look, and recorded by label so
// that a test clicks "Classer les sites" and not (88, 65).
#pragma once

#include "app/command.h"
#include "app/figures.h"
#include "ui/actions.h"
#include "ui/fonts.h"
#include "ui/theme.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::ui {

/// Pixels, from the top left corner of the window.
struct Rect {
    float x = 0, y = 0, width = 0, height = 0;

    float right() const { return x + width; }

    float bottom() const { return y + height; }

    bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }

    friend bool operator==(const Rect&, const Rect&) = default;
};

/// Where the labelled controls of the last frame stand.
class ItemRecorder {
  public:
    void clear() { items_.clear(); }

    void record(std::string_view label, Rect rect) { items_.insert_or_assign(std::string(label), rect); }

    std::optional<Rect> find(std::string_view label) const;

    const std::map<std::string, Rect, std::less<>>& all() const { return items_; }

  private:
    std::map<std::string, Rect, std::less<>> items_;
};

/// What one frame asks for.
struct Requests {
    app::Commands commands;
    std::vector<Action> actions;
    bool cancels_job = false;
    bool quits = false;
};

/// Given to every panel for one frame.
struct Ui {
    const Palette& palette;
    const Fonts& fonts;
    ItemRecorder& items;
    Requests& out;
    float scale = 1;

    float px(float logical) const { return logical * scale; }

    void send(app::Command command) const { out.commands.push_back(std::move(command)); }

    void perform(Action action) const { out.actions.push_back(action); }
};

unsigned to_u32(Colour colour);
Colour tone_colour(const Palette& palette, app::Tone tone);

/// Records the item just submitted.
void record(const Ui& ui, std::string_view label);

/// A zone of the window: a Dear ImGui window without title, at `rect`. End with `end_zone`.
bool begin_zone(const Ui& ui, const char* name, Rect rect, Colour background);
void end_zone();

enum class ButtonKind { plain, primary, link };
bool button(const Ui& ui, const char* label, ButtonKind kind = ButtonKind::plain, bool is_enabled = true);
/// True when it changed.
bool check_box(const Ui& ui, const char* label, bool& is_on, bool is_bold = false);
/// Small grey capitals.
void section_title(const Ui& ui, const char* capitals);
void text(const Ui& ui, std::string_view text, app::Tone tone = app::Tone::plain, bool is_small = false);
void wrapped(const Ui& ui, std::string_view text, app::Tone tone = app::Tone::plain, bool is_small = false);
/// At the right edge of the current zone, centred on the height of the last item.
void text_at_right(const Ui& ui, std::string_view text, app::Tone tone);
/// Text left and value right; cut with an ellipsis where they would meet. True when clicked (if `is_active`).
bool fact_line(const Ui& ui, const std::string& label, const std::string& value, app::Tone tone,
               const std::string& hint, bool is_active);
/// Cards of the same height, `columns` a row.
void figure_cards(const Ui& ui, const std::vector<app::KeyFigure>& figures, int columns);
/// A text field with a grey hint; true when the text changed.
bool text_field(const Ui& ui, const char* label, const char* hint, std::string& text, float width);
/// A drop-down list; true when `current` changed.
bool choice(const Ui& ui, const char* label, const std::vector<std::string>& options, int& current,
            float width);
void tooltip(const Ui& ui, const std::string& text);
/// `text` cut to `width` pixels in the current font, with an ellipsis.
std::string elided(const std::string& text, float width);
/// Hatched square of the police zone, plain one of the gendarmerie.
void force_swatch(const Ui& ui, Rect rect, bool is_police, bool is_known);

} // namespace maillage::ui
