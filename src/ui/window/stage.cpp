#include "ui/window/stage.h"

#include "base/error.h"
#include "base/translate.h"
#include "domain/project.h"
#include "gl/renderer.h"
#include "map/painter.h"
#include "session/import_preview.h"
#include "session/recovery.h"
#include "ui/kit/canvas.h"
#include "ui/window/perform_action.h"

#include <imgui.h>

#include <algorithm>
#include <backends/imgui_impl_opengl3.h>
#include <cmath>
#include <thread>
#include <utility>

namespace maillage::ui {

namespace {

constexpr int kFramesAfterInput =
    3; ///< Dear ImGui needs them to open what was clicked and to light what is hovered
constexpr double kJobFrame_s = 0.1;    ///< progress is shown ten times a second
constexpr double kCopy_s = 60;         ///< unsaved work that a crash may cost
constexpr double kMessage_s = 12;      ///< how long a message stays in the status bar
constexpr double kLongestStep_s = 0.1; ///< an idle window must not see its menus jump when it wakes

struct ContextDeleter {
    void operator()(ImGuiContext* context) const noexcept { ImGui::DestroyContext(context); }
};

using Context = std::unique_ptr<ImGuiContext, ContextDeleter>;

/// The OpenGL part of Dear ImGui, from its first frame to the end of its context.
struct Backend {
    Backend() {
        if (!ImGui_ImplOpenGL3_Init("#version 330 core")) {
            throw Error(tr("l’interface ne peut être dessinée : OpenGL 3.3 manque"));
        }
    }

    ~Backend() { ImGui_ImplOpenGL3_Shutdown(); }

    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;
};

Context make_context(ImFontAtlas* atlas) {
    Context context(ImGui::CreateContext(atlas));
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr; // panels are laid out by hand; what is remembered is in the preferences
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.ConfigInputTextCursorBlink = false; // a blinking cursor would wake an idle window
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    map_keys();
    return context;
}

Cursor to_cursor(ImGuiMouseCursor cursor) {
    switch (cursor) {
    case ImGuiMouseCursor_TextInput:
        return Cursor::text;
    case ImGuiMouseCursor_Hand:
        return Cursor::hand;
    case ImGuiMouseCursor_ResizeEW:
        return Cursor::across;
    case ImGuiMouseCursor_ResizeNS:
        return Cursor::up_down;
    case ImGuiMouseCursor_ResizeAll:
        return Cursor::all;
    default:
        return Cursor::arrow;
    }
}

} // namespace

struct Stage::State {
    State(session::Session& s, session::Jobs& j, StageOptions o)
        : session(s), jobs(j), options(std::move(o)) {
        desktop.preferences = options.preferences;
        desktop.layout.left_width = static_cast<float>(options.preferences.left_width);
        desktop.layout.right_width = static_cast<float>(options.preferences.right_width);
        desktop.layout.bottom_height = static_cast<float>(options.preferences.bottom_height);
        desktop.layout.has_left = options.preferences.has_left;
        desktop.layout.has_right = options.preferences.has_right;
        desktop.layout.has_bottom = options.preferences.has_bottom;
        desktop.tables.tab =
            static_cast<TableTab>(std::clamp(options.preferences.table, 0, static_cast<int>(kTables) - 1));
        put_columns(desktop.tables, options.preferences.columns);
        desktop.dialogs.renderer = renderer.description();
        is_software = renderer.is_software();
        painter.on_ready = options.wake;
        auto& io = ImGui::GetIO();
        io.ClipboardUserData = this;
        io.SetClipboardTextFn = [](void* state, const char* text) { static_cast<State*>(state)->copy(text); };
        io.GetClipboardTextFn = [](void* state) { return static_cast<State*>(state)->paste(); };
    }

    /// The system's clipboard is a way out, and whatever the window shows is of the register: in the profile
    /// « public » a copy can be pasted inside the window alone.
    void copy(const char* text) {
        if (domain::is_public(session.project->settings.profile)) {
            replaced = options.clipboard ? options.clipboard() : clipboard;
            kept_inside = text;
            session.messages.push_back(
                {false, tr("profil « public » : la copie reste dans la fenêtre, rien n'en sort")});
            return;
        }
        kept_inside.reset();
        clipboard = text;
        if (options.set_clipboard) {
            options.set_clipboard(clipboard);
        }
    }

    const char* paste() {
        if (options.clipboard) {
            clipboard = options.clipboard();
        }
        if (kept_inside && clipboard == replaced) { // nothing was copied elsewhere since
            return kept_inside->c_str();
        }
        return clipboard.c_str();
    }

    void prepare_style(double screen_scale);
    void prepare_language();
    void copy_unsaved(double now);

    bool has_uncopied() const {
        return !options.copy.empty() && session.is_modified && copied != session.project &&
               !is_empty(session);
    }

    void take_drawing();
    void ask_for_drawing(double now);
    std::optional<Date> date_ahead() const;
    void take_zoom_request(double now);
    void start_previews();
    void apply(Requests& requests);
    void watch_messages(double now);
    Requests draw_panels(int width, int height, double now);
    void draw(int height, double now);

    session::Session& session;
    session::Jobs& jobs;
    StageOptions options;
    FontSet fonts = options.fonts ? std::move(*options.fonts) : no_fonts();
    Context context = make_context(fonts.atlas.get());
    Backend backend;
    gl::Renderer renderer;
    Canvas canvas;              ///< for software OpenGL alone
    bool is_new_picture = true; ///< the renderer has got something since it drew
    std::optional<scene::View> drawn_view;
    InputQueue input;
    Desktop desktop;
    Palette palette = light_palette();
    float scale = 0; ///< that fonts and style were made for; 0: never
    bool is_dark = false;
    bool is_software = false;
    bool wants_to_quit = false;
    double last_step = 0;
    int frames_due = kFramesAfterInput;
    std::size_t messages_seen = 0;
    double message_since = -kMessage_s;
    std::string clipboard;
    std::optional<std::string> kept_inside;        ///< copied in the profile « public »
    std::string replaced;                          ///< what the system's clipboard held then
    std::shared_ptr<const domain::Project> copied; ///< what the copy of unsaved work holds
    double copied_at = 0;
    std::string last_note;      ///< of a drawing, told once
    bool has_drawn_map = false; ///< the renderer shows a picture, not its own layers
    std::shared_ptr<const scene::Scene> scene;
    std::optional<map::MapRequest> asked; ///< last
    std::optional<map::MapRequest> shown; ///< last drawing that arrived
    map::MapPainter painter;              ///< last: its thread ends before anything above goes
};

void Stage::State::prepare_style(double screen_scale) {
    const auto wanted = static_cast<float>(screen_scale * desktop.preferences.zoom);
    const bool is_other_scale = wanted != scale;
    if (!is_other_scale && is_dark == session.style.is_dark) {
        return;
    }
    if (is_other_scale) {
        FontSet made = fonts.scale == wanted ? std::move(fonts) : make_fonts(wanted);
        use(made);
        fonts = std::move(made); // the atlas that was used goes when it is used no more
        if (scale > 0) {         // the first frame makes the first texture
            ImGui_ImplOpenGL3_DestroyFontsTexture();
            ImGui_ImplOpenGL3_CreateFontsTexture();
        }
    }
    canvas.forget();
    scale = wanted;
    is_dark = session.style.is_dark;
    palette = is_dark ? dark_palette() : light_palette();
    ui::apply(palette, scale);
}

/// Nothing else may be speaking when the language changes.
void Stage::State::prepare_language() {
    const auto wanted = desktop.preferences.is_english ? Language::english : Language::french;
    if (language() == wanted) {
        return;
    }
    jobs.wait();
    painter.wait();
    set_language(wanted);
    frames_due = kFramesAfterInput;
}

/// A minute after the first change that the copy lacks, and not while another job has the disk.
void Stage::State::copy_unsaved(double now) {
    if (!has_uncopied()) {
        if (!session.is_modified && copied) { // saved: the copy is not needed any more
            session::forget(options.copy);
            copied.reset();
        }
        copied_at = now;
        return;
    }
    if (now - copied_at >= kCopy_s && !jobs.is_busy()) {
        copied = session.project;
        copied_at = now;
        session::start_copy(session, jobs, options.copy);
    }
}

void Stage::State::take_drawing() {
    auto drawing = painter.take();
    if (!drawing) {
        return;
    }
    frames_due = std::max(frames_due, 1);
    is_new_picture = true;
    shown = drawing->of;
    if (!drawing->error.empty()) {
        session.messages.push_back({true, tr("La carte ne peut être dessinée : ") + drawing->error});
        return;
    }
    const bool is_new_scene = drawing->scene != scene;
    scene = drawing->scene;
    if (!drawing->note.empty() && drawing->note != last_note) {
        session.messages.push_back({true, drawing->note});
    }
    last_note = drawing->note;
    if (drawing->of.draws_everything) {
        renderer.set_map(drawing->map, drawing->of.view);
        has_drawn_map = true;
    } else {
        if (has_drawn_map) { // back from a comparison: OpenGL draws the layers again
            renderer.set_map({}, drawing->of.view);
            has_drawn_map = false;
        }
        if (is_new_scene) {
            renderer.upload(*scene);
        }
        renderer.set_labels(drawing->labels, drawing->of.view);
    }
    renderer.set_furniture(drawing->furniture);
}

/// The date that the map shows before anything is computed for it: the one being chosen, then the one
/// awaited.
std::optional<Date> Stage::State::date_ahead() const {
    const auto& line = desktop.models.timeline;
    if (desktop.timeline.is_dragging && !line.dates.empty()) {
        return views::date_at(line, desktop.timeline.share);
    }
    const Date wanted = session.project->settings.reference_date;
    const bool is_awaited =
        session.results && session::is_computing(session) && session.results->date != wanted;
    return is_awaited ? std::optional(wanted) : std::nullopt;
}

void Stage::State::ask_for_drawing(double now) {
    const auto& map = desktop.map;
    if (!map.has_view || map.view.width < 1 || map.view.height < 1 || painter.is_busy()) {
        return;
    }
    // Labels would jump at every step of a wheel: a card that draws the layers itself waits until the view
    // rests.
    if (!is_software && shown && !is_resting(map, now)) {
        return;
    }
    const auto date = date_ahead();
    map::MapRequest request{session.project,
                            session.results,
                            session.results_of,
                            session.scheme,
                            session.style,
                            session::selected(session),
                            map.view,
                            session.plan_lines,
                            is_software || map::is_comparing(session.style) || date,
                            language(),
                            map::is_comparing(session.style) ? map.split : 1,
                            session.comparison,
                            date};
    if (asked && *asked == request) {
        return;
    }
    asked = request;
    painter.request(std::move(request));
}

void Stage::State::take_zoom_request(double now) {
    if (!session.has_zoom_request || desktop.map.view.width < 1) {
        return;
    }
    show(desktop.map, session.zoom_request, everything(session), now);
    session.has_zoom_request = false;
    session.zoom_request = {};
}

void Stage::State::start_previews() {
    auto& assistant = desktop.import;
    if (assistant.is_open && assistant.needs_preview) {
        assistant.needs_preview = false;
        assistant.slot = std::make_shared<std::unique_ptr<session::ImportPreview>>();
        session::start_preview(session, jobs, assistant.import, assistant.slot);
    }
}

void Stage::State::apply(Requests& requests) {
    if (requests.drops_outside_question) {
        session.outside_question.reset();
    }
    for (const auto& command : requests.commands) {
        if (const auto* recover = std::get_if<session::Recover>(&command)) {
            options.copy = recover->copy;
        }
        try {
            session::apply(session, jobs, command);
        } catch (const Error& error) { // what the user asked makes no sense: told, and nothing changed
            session.messages.push_back({true, error.what()});
            if (std::holds_alternative<session::Save>(command)) { // what was to follow would lose the work
                requests.quits = false;
                break;
            }
        }
    }
    if (requests.cancels_job) {
        jobs.cancel();
    }
    wants_to_quit = wants_to_quit || requests.quits;
    if (!requests.commands.empty()) {
        frames_due = kFramesAfterInput;
    }
}

void Stage::State::watch_messages(double now) {
    if (session.messages.size() != messages_seen) {
        messages_seen = session.messages.size();
        message_since = now;
    }
    desktop.shows_message = messages_seen > 0 && now - message_since < kMessage_s;
}

Requests Stage::State::draw_panels(int width, int height, double now) {
    auto& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DeltaTime = static_cast<float>(std::clamp(now - last_step, 0.001, kLongestStep_s));
    last_step = now;
    input.feed();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    const Screen screen{static_cast<float>(width), static_cast<float>(height), scale, now};
    auto requests = draw_frame(desktop, session, jobs, scene.get(), palette, fonts.fonts, screen);
    if (!shown) { // before the first picture
        const auto& map = desktop.zones.map;
        ImGui::GetBackgroundDrawList()->AddRectFilled({map.x, map.y}, {map.right(), map.bottom()},
                                                      to_u32(palette.ground));
    }
    ImGui::Render();
    return requests;
}

void Stage::State::draw(int height, double now) {
    const Rect& zone = desktop.zones.map;
    const scene::View& view = desktop.map.view;
    const bool has_map = shown && zone.width >= 1 && zone.height >= 1;
    const auto draw_map = [&] {
        if (has_map) {
            renderer.draw(view, static_cast<int>(zone.x), height - static_cast<int>(zone.bottom()),
                          is_resting(desktop.map, now));
        }
    };
    if (is_software) {
        const bool is_new_map = has_map && (is_new_picture || view != drawn_view || !renderer.is_exact());
        canvas.draw(*ImGui::GetDrawData(), has_map ? zone : Rect{}, is_new_map, draw_map);
        drawn_view = view;
        is_new_picture = false;
    } else {
        draw_map();
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }
}

Stage::Stage(session::Session& session, session::Jobs& jobs, StageOptions options)
    : state_(std::make_unique<State>(session, jobs, std::move(options))) {}

Stage::~Stage() = default;

InputQueue& Stage::input() {
    return state_->input;
}

Desktop& Stage::desktop() {
    return state_->desktop;
}

void Stage::drop(std::vector<std::filesystem::path> files) {
    Requests requests;
    drop_files(state_->desktop, state_->session, std::move(files), requests);
    state_->apply(requests);
    state_->frames_due = kFramesAfterInput;
}

void Stage::ask_to_quit() {
    Requests requests;
    ui::ask_to_quit(state_->desktop, state_->session, requests);
    state_->apply(requests);
    state_->frames_due = kFramesAfterInput;
}

bool Stage::wants_to_quit() const {
    return state_->wants_to_quit;
}

void Stage::stay() {
    state_->wants_to_quit = false;
    state_->frames_due = kFramesAfterInput;
}

bool Stage::is_waiting_for_service() const {
    return state_->painter.is_fetching();
}

void Stage::step(int width, int height, double screen_scale, double now) {
    auto& s = *state_;
    ImGui::SetCurrentContext(s.context.get());
    s.frames_due = s.input.is_empty() ? std::max(0, s.frames_due - 1) : kFramesAfterInput;
    if (session::update(s.session, s.jobs)) {
        s.frames_due = std::max(s.frames_due, 2);
    }
    s.watch_messages(now);
    s.copy_unsaved(now);
    s.prepare_style(screen_scale);
    s.prepare_language();
    s.take_drawing();
    s.take_zoom_request(now);
    auto requests = s.draw_panels(width, height, now);
    s.draw(height, now);
    s.apply(requests);
    s.start_previews();
    s.ask_for_drawing(now);
}

void Stage::forget_picture() {
    state_->canvas.forget();
}

void Stage::settle(int width, int height, double screen_scale) {
    auto& s = *state_;
    double now = s.last_step;
    const auto is_moving = [&] {
        return s.jobs.is_busy() || s.painter.is_busy() || s.painter.is_fetching() || !s.input.is_empty() ||
               s.frames_due > 0 || session::is_computing(s.session) || s.desktop.browser.is_waiting() ||
               !is_resting(s.desktop.map, now);
    };
    do {
        now += 1;
        step(width, height, screen_scale, now);
        s.jobs.wait();
        s.painter.wait();
        std::this_thread::yield();
    } while (is_moving());
    step(width, height, screen_scale, now + 1); // the picture that has just been taken
}

double Stage::next_frame_in(double now) const {
    const auto& s = *state_;
    if (s.frames_due > 0 || !s.input.is_empty()) {
        return 0;
    }
    double due = -1;
    const auto at_most = [&](double seconds) { due = due < 0 ? seconds : std::min(due, seconds); };
    if (s.jobs.is_busy() || is_waiting(s.desktop)) {
        at_most(kJobFrame_s);
    }
    if (!is_resting(s.desktop.map, now)) {
        at_most(0.03);
    }
    if (s.asked && s.asked->view != s.desktop.map.view && !s.painter.is_busy()) {
        at_most(0.03); // the last wish could not be told: the painter was busy
    }
    if (s.has_uncopied()) {
        at_most(std::max(0.1, kCopy_s - (now - s.copied_at)));
    }
    if (s.desktop.shows_message) {
        at_most(std::max(0.05, kMessage_s - (now - s.message_since)));
    }
    return due;
}

std::filesystem::path Stage::copy() const {
    return state_->options.copy;
}

Cursor Stage::cursor() const {
    return to_cursor(ImGui::GetMouseCursor());
}

} // namespace maillage::ui
