#include "base/error.h"
#include "domain/disclosure.h"
#include "gl/offscreen.h"
#include "map/picture_file.h"
#include "session/preferences.h"
#include "session/recovery.h"
#include "session/session.h"
#include "ui/window/desktop.h"
#include "ui/window/perform_action.h"
#include "ui/window/stage.h"
#include "ui/window/window_place.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace maillage::ui {

namespace {

std::vector<session::Command> read_script(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) {
        throw InputError("script illisible : « " + path.string() + " »");
    }
    std::vector<session::Command> commands;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        try {
            commands.push_back(session::parse_command(line));
        } catch (const InputError& error) {
            throw InputError(path.filename().string() + ", ligne " + std::to_string(number) + " : " +
                             error.what());
        }
    }
    return commands;
}

bool names_project(const DesktopOptions& options) {
    return !options.project.empty() && options.project.extension() == ".gpkg";
}

/// Starts to read the project of the command line: a worker does, while the window is made.
void open_early(session::Session& session, session::Jobs& jobs, const DesktopOptions& options) {
    if (names_project(options)) {
        session::apply(session, jobs, session::Open{options.project});
    }
}

/// Takes another file of the command line and plays the script, each command on what the former one left.
void begin(session::Session& session, session::Jobs& jobs, Desktop& desktop, const DesktopOptions& options) {
    if (names_project(options)) {
        session::remember(desktop.preferences, std::filesystem::absolute(options.project));
    } else if (!options.project.empty()) {
        desktop.dropped.push_back(options.project);
    }
    if (options.script.empty()) {
        return;
    }
    for (const auto& command : read_script(options.script)) {
        session::finish_all(session, jobs);
        session::apply(session, jobs, command);
    }
    session::finish_all(session, jobs);
}

void report_glfw_error(int, const char* message) {
    std::fprintf(stderr, "maillage : fenêtre : %s\n", message);
}

/// GLFW from its start to its end.
struct Glfw {
    Glfw() {
        glfwSetErrorCallback(report_glfw_error);
#ifdef GLFW_PLATFORM // 3.4 prefers Wayland, where a window is neither placed nor asked for its place
        const bool has_x11 = std::getenv("DISPLAY") != nullptr && glfwPlatformSupported(GLFW_PLATFORM_X11);
        glfwInitHint(GLFW_PLATFORM, has_x11 ? GLFW_PLATFORM_X11 : GLFW_ANY_PLATFORM);
#endif
        if (glfwInit() == GLFW_FALSE) {
            throw Error("aucun écran : la fenêtre ne peut s’ouvrir. Les verbes restent disponibles, voir "
                        "maillage --help");
        }
    }

    ~Glfw() { glfwTerminate(); }

    Glfw(const Glfw&) = delete;
    Glfw& operator=(const Glfw&) = delete;
};

struct WindowDeleter {
    void operator()(GLFWwindow* window) const noexcept { glfwDestroyWindow(window); }
};

using Window = std::unique_ptr<GLFWwindow, WindowDeleter>;

struct CursorDeleter {
    void operator()(GLFWcursor* cursor) const noexcept { glfwDestroyCursor(cursor); }
};

using SystemCursor = std::unique_ptr<GLFWcursor, CursorDeleter>;

std::vector<ScreenArea> screens() {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count); // the main one first
    std::vector<ScreenArea> areas;
    for (int i = 0; i < count; ++i) {
        ScreenArea area;
        glfwGetMonitorWorkarea(monitors[i], &area.x, &area.y, &area.width, &area.height);
        areas.push_back(area);
    }
    return areas;
}

Window make_window(const session::WindowPlace& kept) {
    const auto areas = screens();
    const auto place = opening(kept, areas);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    // A size that was kept is in the screen's own pixels already.
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, kept.width > 0 ? GLFW_FALSE : GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, place.has_place ? GLFW_FALSE : GLFW_TRUE);
    glfwWindowHint(GLFW_MAXIMIZED, kept.is_maximised ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "maillage");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "maillage");
    Window window(glfwCreateWindow(place.width, place.height, "maillage", nullptr, nullptr));
    if (!window) {
        throw Error("la fenêtre ne peut s’ouvrir : OpenGL 3.3 manque sur cet écran");
    }
    if (place.has_place) {
        glfwSetWindowPos(window.get(), place.x, place.y);
        glfwShowWindow(window.get());
    }
    glfwMakeContextCurrent(window.get());
    glfwSwapInterval(1); // never more frames than the screen shows
    return window;
}

std::string utf8(unsigned int c) {
    std::string text;
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | (c >> 12U));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        text += static_cast<char>(0xF0U | (c >> 18U));
        text += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    }
    return text;
}

Modifiers to_modifiers(int mods) {
    return {(mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_ALT) != 0,
            (mods & GLFW_MOD_SUPER) != 0};
}

/// A key of GLFW; one that maillage has no use for: none.
Key to_key(int code) {
    const auto from = [code](Key first, int first_code) {
        return static_cast<Key>(static_cast<int>(first) + code - first_code);
    };
    if (code >= GLFW_KEY_A && code <= GLFW_KEY_Z) {
        return from(Key::a, GLFW_KEY_A);
    }
    if (code >= GLFW_KEY_0 && code <= GLFW_KEY_9) {
        return from(Key::zero, GLFW_KEY_0);
    }
    if (code >= GLFW_KEY_F1 && code <= GLFW_KEY_F12) {
        return from(Key::f1, GLFW_KEY_F1);
    }
    constexpr std::pair<int, Key> kKeys[] = {{GLFW_KEY_TAB, Key::tab},
                                             {GLFW_KEY_LEFT, Key::left},
                                             {GLFW_KEY_RIGHT, Key::right},
                                             {GLFW_KEY_UP, Key::up},
                                             {GLFW_KEY_DOWN, Key::down},
                                             {GLFW_KEY_PAGE_UP, Key::page_up},
                                             {GLFW_KEY_PAGE_DOWN, Key::page_down},
                                             {GLFW_KEY_HOME, Key::home},
                                             {GLFW_KEY_END, Key::end},
                                             {GLFW_KEY_INSERT, Key::insert},
                                             {GLFW_KEY_DELETE, Key::del},
                                             {GLFW_KEY_BACKSPACE, Key::backspace},
                                             {GLFW_KEY_SPACE, Key::space},
                                             {GLFW_KEY_ENTER, Key::enter},
                                             {GLFW_KEY_ESCAPE, Key::escape},
                                             {GLFW_KEY_MENU, Key::menu},
                                             {GLFW_KEY_KP_ENTER, Key::pad_enter},
                                             {GLFW_KEY_KP_ADD, Key::pad_add},
                                             {GLFW_KEY_KP_SUBTRACT, Key::pad_subtract},
                                             {GLFW_KEY_LEFT_CONTROL, Key::left_control},
                                             {GLFW_KEY_LEFT_SHIFT, Key::left_shift},
                                             {GLFW_KEY_LEFT_ALT, Key::left_alt},
                                             {GLFW_KEY_LEFT_SUPER, Key::left_super},
                                             {GLFW_KEY_RIGHT_CONTROL, Key::right_control},
                                             {GLFW_KEY_RIGHT_SHIFT, Key::right_shift},
                                             {GLFW_KEY_RIGHT_ALT, Key::right_alt},
                                             {GLFW_KEY_RIGHT_SUPER, Key::right_super}};
    const auto* found = std::ranges::find(kKeys, code, &std::pair<int, Key>::first);
    return found == std::end(kKeys) ? Key::none : found->second;
}

/// GLFW names letters by their place on a US keyboard; shortcuts mean the letter printed on the key.
Key printed_key(int code, int scancode) {
    const char* name = code >= GLFW_KEY_A && code <= GLFW_KEY_Z ? glfwGetKeyName(code, scancode) : nullptr;
    if (name == nullptr) { // a comma printed where US keyboards have M: the letter is elsewhere
        name = code >= GLFW_KEY_SPACE && code < GLFW_KEY_ESCAPE ? glfwGetKeyName(code, scancode) : nullptr;
    }
    const bool is_letter = name != nullptr && name[1] == '\0' && name[0] >= 'a' && name[0] <= 'z';
    return to_key(is_letter ? GLFW_KEY_A + (name[0] - 'a') : code);
}

/// The modifier keys held after this event: GLFW gives those before it.
Modifiers after(Modifiers modifiers, int key, bool is_down) {
    if (key == GLFW_KEY_LEFT_CONTROL || key == GLFW_KEY_RIGHT_CONTROL) {
        modifiers.ctrl = is_down;
    } else if (key == GLFW_KEY_LEFT_SHIFT || key == GLFW_KEY_RIGHT_SHIFT) {
        modifiers.shift = is_down;
    } else if (key == GLFW_KEY_LEFT_ALT || key == GLFW_KEY_RIGHT_ALT) {
        modifiers.alt = is_down;
    } else if (key == GLFW_KEY_LEFT_SUPER || key == GLFW_KEY_RIGHT_SUPER) {
        modifiers.super = is_down;
    }
    return modifiers;
}

Stage& stage_of(GLFWwindow* window) {
    return *static_cast<Stage*>(glfwGetWindowUserPointer(window));
}

void install_callbacks(GLFWwindow* window) {
    glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) {
        stage_of(w).input().push(MouseMoved{static_cast<float>(x), static_cast<float>(y)});
    });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int mods) {
        stage_of(w).input().push(MouseButton{button, action == GLFW_PRESS, to_modifiers(mods)});
    });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double dx, double dy) {
        stage_of(w).input().push(MouseWheel{static_cast<float>(dx), static_cast<float>(dy)});
    });
    glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
        if (action == GLFW_REPEAT || key < 0) {
            return; // Dear ImGui repeats held keys itself
        }
        const bool is_down = action == GLFW_PRESS;
        stage_of(w).input().push(
            KeyChanged{printed_key(key, scancode), is_down, after(to_modifiers(mods), key, is_down)});
    });
    glfwSetCharCallback(window,
                        [](GLFWwindow* w, unsigned int c) { stage_of(w).input().push(TextTyped{utf8(c)}); });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int has_focus) {
        stage_of(w).input().push(FocusChanged{has_focus == GLFW_TRUE});
    });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int is_inside) {
        if (is_inside == GLFW_FALSE) { // nothing is hovered any more
            stage_of(w).input().push(MouseMoved{-1e6F, -1e6F});
        }
    });
    glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
        stage_of(w).drop(std::vector<std::filesystem::path>(paths, paths + count));
    });
    glfwSetWindowCloseCallback(window, [](GLFWwindow* w) {
        glfwSetWindowShouldClose(w, GLFW_FALSE);
        stage_of(w).ask_to_quit();
    });
}

class Cursors {
  public:
    void show(GLFWwindow* window, Cursor cursor) {
        if (shown_ == cursor) {
            return;
        }
        shown_ = cursor;
        auto& made = made_[static_cast<std::size_t>(cursor)];
        if (!made) {
            made.reset(glfwCreateStandardCursor(kShapes[static_cast<std::size_t>(cursor)]));
        }
        glfwSetCursor(window, made.get());
    }

  private:
    static constexpr std::array<int, 6> kShapes = {GLFW_ARROW_CURSOR,   GLFW_IBEAM_CURSOR,
                                                   GLFW_HAND_CURSOR,    GLFW_HRESIZE_CURSOR,
                                                   GLFW_VRESIZE_CURSOR, GLFW_CROSSHAIR_CURSOR};
    std::array<SystemCursor, 6> made_;
    Cursor shown_ = Cursor::arrow;
};

void draw_frame(GLFWwindow* window, Stage& stage) {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    if (width < 1 || height < 1) {
        return; // minimised
    }
    float scale = 1;
    float unused = 1;
    glfwGetWindowContentScale(window, &scale, &unused);
    stage.step(width, height, static_cast<double>(scale), glfwGetTime());
    glfwSwapBuffers(window);
}

void wait(const Stage& stage) {
    const double due = stage.next_frame_in(glfwGetTime());
    if (due < 0) {
        glfwWaitEvents(); // idle: no processor at all
    } else if (due > 0) {
        glfwWaitEventsTimeout(due);
    } else {
        glfwPollEvents();
    }
}

/// Of a maximised window the place it goes back to is the one it had before.
void watch_place(GLFWwindow* window, session::WindowPlace& place) {
    place.is_maximised = glfwGetWindowAttrib(window, GLFW_MAXIMIZED) == GLFW_TRUE;
    if (!place.is_maximised && glfwGetWindowAttrib(window, GLFW_ICONIFIED) == GLFW_FALSE) {
        glfwGetWindowPos(window, &place.x, &place.y);
        glfwGetWindowSize(window, &place.width, &place.height);
    }
}

/// What is worth remembering for the next start.
void keep_preferences(const Desktop& desktop, bool is_dark) {
    auto preferences = desktop.preferences;
    preferences.table = static_cast<int>(desktop.tables.tab);
    preferences.columns = columns_of(desktop.tables);
    preferences.left_width = static_cast<double>(desktop.layout.left_width);
    preferences.right_width = static_cast<double>(desktop.layout.right_width);
    preferences.bottom_height = static_cast<double>(desktop.layout.bottom_height);
    preferences.has_left = desktop.layout.has_left;
    preferences.has_right = desktop.layout.has_right;
    preferences.has_bottom = desktop.layout.has_bottom;
    preferences.is_dark = is_dark;
    const auto path = session::preferences_path();
    if (!path.empty()) {
        session::save_preferences(path, preferences);
    }
}

/// A request to a map service cannot be called back, and its thread ends when the service gives an answer:
/// seconds during which the program would linger unseen. Everything is written by then; the system takes the
/// rest back.
[[noreturn]] void leave_at_once() {
    std::fflush(nullptr);
    std::_Exit(0);
}

StageOptions window_options(GLFWwindow* window, session::Preferences preferences) {
    StageOptions options;
    options.preferences = std::move(preferences);
    options.wake = [] { glfwPostEmptyEvent(); };
    if (const auto folder = session::recovery_folder(); !folder.empty()) {
        options.copy = session::recovery_copy(folder);
    }
    options.set_clipboard = [window](const std::string& text) {
        glfwSetClipboardString(window, text.c_str());
    };
    options.clipboard = [window] {
        const char* text = glfwGetClipboardString(window);
        return std::string(text == nullptr ? "" : text);
    };
    return options;
}

} // namespace

int run_desktop(const DesktopOptions& options) {
    if (!options.screenshot.empty()) {
        picture_of_desktop(options, 1920, 1080, 1);
        return 0;
    }
    auto fonts = std::async(std::launch::async, [] {
        return make_fonts(static_cast<float>(session::load_preferences(session::preferences_path()).zoom));
    });
    const Glfw glfw;
    session::Session session;
    session::Jobs jobs;
    jobs.on_done = [] { glfwPostEmptyEvent(); };
    open_early(session, jobs, options);
    auto preferences = session::load_preferences(session::preferences_path());
    const auto window = make_window(preferences.window);
    auto stage_options = window_options(window.get(), std::move(preferences));
    session.style.is_dark = stage_options.preferences.is_dark;
    stage_options.fonts = fonts.get(); // glyphs take as long to draw as the window to open
    Stage stage(session, jobs, std::move(stage_options));
    glfwSetWindowUserPointer(window.get(), &stage);
    install_callbacks(window.get());
    stage.desktop().dialogs.tour_step = -1;
    if (const auto folder = session::recovery_folder(); !folder.empty() && options.script.empty()) {
        stage.desktop().dialogs.recoveries = session::find_recoveries(folder);
    }
    if (options.project.empty() && options.script.empty()) {
        session::apply(session, jobs,
                       session::NewProject{today()}); // what is imported is seen as it is today
    }
    begin(session, jobs, stage.desktop(), options);
    Cursors cursors;
    bool had_territory = false;
    do {
        glfwShowWindow(window.get());
        while (!stage.wants_to_quit()) {
            wait(stage);
            draw_frame(window.get(), stage);
            cursors.show(window.get(), stage.cursor());
            const bool has_territory = !is_empty(session);
            if (has_territory && !had_territory && !stage.desktop().preferences.has_seen_tour &&
                options.script.empty()) {
                stage.desktop().dialogs.tour_step = 0;
            }
            had_territory = has_territory;
        }
        watch_place(window.get(), stage.desktop().preferences.window);
        glfwHideWindow(window.get()); // gone at once: a map service that does not answer is waited for unseen
        glfwPollEvents();
        stage.stay();
    } while (!jobs.finish_files(session)); // a project that was not saved is shown again, with the reason
    keep_preferences(stage.desktop(), session.style.is_dark);
    if (const auto copy = stage.copy();
        !copy.empty()) { // left on purpose: whatever was not saved was not wanted
        session::forget(copy);
    }
    if (stage.is_waiting_for_service()) {
        leave_at_once();
    }
    return 0;
}

void picture_of_desktop(const DesktopOptions& options, int width, int height, double scale) {
    gl::Offscreen offscreen(width, height);
    session::Session session;
    session::Jobs jobs;
    open_early(session, jobs, options);
    Stage stage(session, jobs);
    begin(session, jobs, stage.desktop(), options);
    finish_all(session, jobs);
    domain::refuse_if_public(*session.project, "l'image de la fenêtre");
    offscreen.bind();
    stage.settle(width, height, scale);
    map::write_picture(options.screenshot, offscreen.read());
}

} // namespace maillage::ui
