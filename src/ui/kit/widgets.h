// widgets.h: the controls every panel is built from, drawn in the project's look, and recorded by label so
// that a test clicks "Classer les sites" and not (88, 65).
#pragma once

#include "session/command.h"
#include "ui/kit/fonts.h"
#include "ui/kit/theme.h"
#include "ui/window/actions.h"
#include "views/figures.h"

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

/// How the keyboard walks over a control: lists are one stop of Tab, the arrows go from row to row.
enum class Walk { control, slider, row, header, fact };

/// A control that the keyboard can be on, by the identifiers of Dear ImGui.
struct Stop {
    unsigned id = 0, window = 0, scope = 0;
    int layer = 0;
    Rect rect;
    bool is_field = false; ///< something is typed in it
    Walk walk = Walk::control;
};

/// Where the labelled controls of the last frame stand.
class ItemRecorder {
  public:
    void clear() {
        items_.clear();
        focused_.clear();
        stops_.clear();
    }

    void record_stop(const Stop& stop) { stops_.push_back(stop); }

    /// In the order of their drawing.
    const std::vector<Stop>& stops() const { return stops_; }

    void record(std::string_view label, Rect rect) { items_.insert_or_assign(std::string(label), rect); }

    void record_focus(std::string_view label) { focused_ = label; }

    std::optional<Rect> find(std::string_view label) const;

    /// Label of the control that the keyboard is on; "" when it is on none.
    const std::string& focused() const { return focused_; }

    const std::map<std::string, Rect, std::less<>>& all() const { return items_; }

  private:
    std::map<std::string, Rect, std::less<>> items_;
    std::string focused_;
    std::vector<Stop> stops_;
};

/// What one frame asks for.
struct Requests {
    session::Commands commands;
    std::vector<Action> actions;
    bool cancels_job = false;
    bool quits = false;
    bool drops_outside_question = false; ///< it was answered
};

/// Given to every panel for one frame.
struct Ui {
    const Palette& palette;
    const Fonts& fonts;
    ItemRecorder& items;
    Requests& out;
    float scale = 1;

    float px(float logical) const { return logical * scale; }

    void send(session::Command command) const { out.commands.push_back(std::move(command)); }

    void perform(Action action) const { out.actions.push_back(action); }
};

unsigned to_u32(Colour colour);
Colour tone_colour(const Palette& palette, views::Tone tone);

/// Records the item just submitted.
void record(const Ui& ui, std::string_view label, Walk walk = Walk::control);
/// A ring round the item just submitted while the keyboard is on it: for items that we draw ourselves.
void focus_ring(const Ui& ui);
/// The keyboard, not the mouse, is what the current window is being used with.
bool has_keyboard();
/// From now on, until the mouse moves.
void take_keyboard();
/// What opens now shows where the keyboard is in it.
void light_focus();
/// The item just submitted was pressed by a key.
bool is_pressed_by_key();
/// Return, while the keyboard is on no control and types in no field.
bool is_return_free();
/// The key that asks for the menu of the item just submitted: Menu or Maj+F10.
bool is_menu_key_pressed();

/// Some zones move something by the arrows instead of walking from control to control.
enum class Arrows { walk, own };
/// A zone of the window: a Dear ImGui window without title, at `rect`. End with `end_zone`.
bool begin_zone(const Ui& ui, const char* name, Rect rect, Colour background, Arrows arrows = Arrows::walk);
/// A ring inside the current zone while the keyboard is in it and on none of its controls.
void zone_ring(const Ui& ui, Rect rect);
void end_zone();

enum class ButtonKind { plain, primary, link };
bool button(const Ui& ui, const char* label, ButtonKind kind = ButtonKind::plain, bool is_enabled = true);
/// The one that Return presses while the keyboard is on none of the controls of its box.
bool default_button(const Ui& ui, const char* label, bool is_enabled = true);
/// True when it changed.
bool check_box(const Ui& ui, const char* label, bool& is_on, bool is_bold = false);
/// Small grey capitals.
void section_title(const Ui& ui, const char* capitals);
void text(const Ui& ui, std::string_view text, views::Tone tone = views::Tone::plain, bool is_small = false);
void wrapped(const Ui& ui, std::string_view text, views::Tone tone = views::Tone::plain,
             bool is_small = false);
/// At the right edge of the current zone, centred on the height of the last item.
void text_at_right(const Ui& ui, std::string_view text, views::Tone tone);
/// Text left and value right; cut with an ellipsis where they would meet. True when clicked (if `is_active`).
bool fact_line(const Ui& ui, const std::string& label, const std::string& value, views::Tone tone,
               const std::string& hint, bool is_active);
/// Cards of the same height, `columns` a row.
void figure_cards(const Ui& ui, const std::vector<views::KeyFigure>& figures, int columns);
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
