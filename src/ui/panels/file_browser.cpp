#include "ui/panels/file_browser.h"

#include "base/number.h"
#include "base/text.h"
#include "base/translate.h"
#include "ui/kit/keys.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT: POSIX gives the environment under this name only

namespace maillage::ui {

namespace {

namespace fs = std::filesystem;

bool has_extension(const fs::path& path, const std::vector<std::string>& extensions) {
    if (extensions.empty()) {
        return true;
    }
    const auto name = fold(path.filename().string());
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](const std::string& e) { return name.ends_with(e); });
}

std::string size_text(std::uintmax_t bytes) {
    constexpr double kStep = 1000;
    const auto value = static_cast<double>(bytes);
    if (value < kStep) {
        return to_french(value, 0) + tr("\u202fo");
    }
    if (value < kStep * kStep) {
        return to_french(value / kStep, 0) + tr("\u202fko");
    }
    return to_french(value / kStep / kStep, 1) + tr("\u202fMo");
}

fs::path home() {
    const char* folder = std::getenv("HOME");
    return folder != nullptr && *folder == '/' ? fs::path(folder) : fs::path("/");
}

template <class T> bool is_ready(const std::future<T>& future) {
    return future.valid() && future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

/// A pipe end that closes itself.
struct Descriptor {
    int value = -1;
    Descriptor() = default;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { close_now(); }

    void close_now() {
        if (value >= 0) {
            ::close(value);
            value = -1;
        }
    }
};

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> block{};
    for (ssize_t n = 0; (n = ::read(descriptor, block.data(), block.size())) > 0;) {
        text.append(block.data(), static_cast<std::size_t>(n));
    }
    return text;
}

std::vector<std::string> arguments(const fs::path& program, const FileRequest& request,
                                   const fs::path& folder) {
    const auto start = request.is_saving ? (folder / request.suggested).string() : folder.string() + "/";
    std::string patterns;
    for (const auto& extension : request.extensions) {
        patterns += (patterns.empty() ? "*" : " *") + extension;
    }
    if (program.filename() == "kdialog") {
        return {program.string(),
                "--title",
                request.title,
                request.is_saving ? "--getsavefilename" : "--getopenfilename",
                start,
                patterns.empty() ? "*" : patterns};
    }
    std::vector<std::string> words{program.string(), "--file-selection", "--title=" + request.title,
                                   "--filename=" + start};
    if (request.is_saving) {
        words.insert(words.end(), {"--save", "--confirm-overwrite"});
    }
    if (!patterns.empty()) {
        words.push_back("--file-filter=" + patterns);
    }
    return words;
}

/// The system speaks English whatever the language of the window.
std::string reason_of(const std::error_code& failed) {
    if (failed == std::errc::no_such_file_or_directory) {
        return tr("ce dossier n’existe pas");
    }
    return failed == std::errc::permission_denied ? tr("accès refusé par le système") : failed.message();
}

} // namespace

FolderListing list_folder(const fs::path& folder, const std::vector<std::string>& extensions) {
    FolderListing listing{folder, {}, {}};
    std::error_code failed;
    fs::directory_iterator at(folder, fs::directory_options::skip_permission_denied, failed);
    if (failed) {
        listing.error = tr("Dossier illisible : ") + reason_of(failed);
        return listing;
    }
    for (const auto end = fs::directory_iterator(); at != end; at.increment(failed)) {
        const auto name = at->path().filename().string();
        std::error_code ignored; // an entry that vanished meanwhile is shown as a file without a size
        const bool is_folder = at->is_directory(ignored);
        if (name.starts_with('.') || (!is_folder && !has_extension(name, extensions))) {
            continue;
        }
        const auto bytes = is_folder ? 0 : at->file_size(ignored);
        listing.entries.push_back({name, is_folder, ignored ? 0 : bytes});
        if (failed) {
            break;
        }
    }
    std::sort(listing.entries.begin(), listing.entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
        return a.is_folder != b.is_folder ? a.is_folder : french_less(a.name, b.name);
    });
    return listing;
}

void FileBrowser::open(FileRequest request, const fs::path& folder) {
    request_ = std::move(request);
    is_open_ = true;
    name_ = request_.suggested;
    warning_.clear();
    confirmed_.clear();
    std::error_code failed;
    const bool is_known = !folder.empty() && fs::is_directory(folder, failed);
    go(is_known ? folder : home());
}

bool FileBrowser::is_waiting() const {
    return next_listing_.valid() || system_.valid();
}

void FileBrowser::go(const fs::path& folder) {
    std::error_code failed;
    const auto full = fs::weakly_canonical(folder, failed);
    const auto to = failed ? folder : full;
    path_text_ = to.string();
    next_listing_ = std::async(
        std::launch::async, [to, extensions = request_.extensions] { return list_folder(to, extensions); });
}

void FileBrowser::take_listing() {
    if (is_ready(next_listing_)) {
        listing_ = next_listing_.get();
    }
}

fs::path FileBrowser::target() const {
    fs::path path = fs::path(name_).is_absolute() ? fs::path(name_) : listing_.folder / name_;
    if (request_.is_saving && path.extension().empty() && !request_.extensions.empty()) {
        path += request_.extensions.front();
    }
    return path;
}

std::optional<fs::path> FileBrowser::accept() {
    warning_.clear();
    if (name_.empty()) {
        warning_ = request_.is_saving ? tr("Donnez un nom au fichier.") : tr("Choisissez un fichier.");
        return std::nullopt;
    }
    const auto path = target();
    std::error_code failed;
    if (fs::is_directory(path, failed)) {
        go(path);
        name_ = request_.is_saving ? request_.suggested : "";
        return std::nullopt;
    }
    const bool is_there = fs::exists(path, failed);
    if (!request_.is_saving && !is_there) {
        warning_ = tr("Ce fichier n’existe pas.");
        return std::nullopt;
    }
    if (request_.is_saving && is_there && confirmed_ != path) {
        confirmed_ = path;
        warning_ = "« " + path.filename().string() + tr(" » existe déjà : validez encore pour le remplacer.");
        return std::nullopt;
    }
    return path;
}

void FileBrowser::draw_places(const Ui& ui) {
    const auto place = [&](const char* label, const fs::path& folder) {
        if (button(ui, label, ButtonKind::link)) {
            go(folder);
        }
        ImGui::SameLine(0, ui.px(16));
    };
    place(tr("Dossier personnel"), home());
    place(tr("Dossier parent"), listing_.folder.parent_path());
    place(tr("Racine"), "/");
    if (const auto program = system_dialog_program();
        program && button(ui, tr("Boîte du système"), ButtonKind::link)) {
        system_ = std::async(std::launch::async,
                             [program = *program, request = request_, folder = listing_.folder] {
                                 return run_system_dialog(program, request, folder);
                             });
    }
    ImGui::NewLine();
    ImGui::SetNextItemWidth(-1);
    if (ImGui::InputText("##dossier", &path_text_, ImGuiInputTextFlags_EnterReturnsTrue)) {
        go(path_text_);
    }
    record(ui, "Dossier");
}

std::optional<fs::path> FileBrowser::draw_entries(const Ui& ui, float height) {
    std::optional<fs::path> chosen;
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ImGui::ColorConvertU32ToFloat4(to_u32(ui.palette.surface)));
    ImGui::BeginChild("fichiers", {0, height}, true);
    if (!listing_.error.empty()) {
        wrapped(ui, listing_.error, views::Tone::alarm);
    } else if (next_listing_.valid()) {
        text(ui, tr("Lecture du dossier…"), views::Tone::muted);
    } else if (listing_.entries.empty()) {
        text(ui, tr("Aucun fichier de ce type dans ce dossier."), views::Tone::muted);
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(listing_.entries.size()));
    std::optional<fs::path> entered;
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto& entry = listing_.entries[static_cast<std::size_t>(i)];
            ImGui::PushID(i);
            const auto label = (entry.is_folder ? "▸ " : "   ") + entry.name;
            if (ImGui::Selectable(label.c_str(), entry.name == name_,
                                  ImGuiSelectableFlags_AllowDoubleClick)) {
                const bool is_double =
                    ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) || is_pressed_by_key();
                if (entry.is_folder) {
                    entered = is_double ? std::optional(listing_.folder / entry.name) : entered;
                } else {
                    name_ = entry.name;
                    chosen = is_double ? accept() : chosen;
                }
            }
            record(ui, "Fichier/" + entry.name, Walk::row);
            if (!entry.is_folder) {
                text_at_right(ui, size_text(entry.bytes), views::Tone::muted);
            }
            ImGui::PopID();
        }
    }
    ImGui::EndChild();
    ImGui::PopStyleColor();
    if (entered) {
        go(*entered);
    }
    return chosen;
}

/// What the file can be written as: one press changes the end of its name.
void FileBrowser::draw_formats(const Ui& ui) {
    if (!request_.is_saving || request_.extensions.size() < 2) {
        return;
    }
    text(ui, tr("Format : "), views::Tone::muted);
    const auto current = target().extension().string();
    for (const auto& extension : request_.extensions) {
        ImGui::SameLine();
        if (button(ui, extension.c_str(), extension == current ? ButtonKind::primary : ButtonKind::plain) &&
            !name_.empty()) {
            name_ = fs::path(name_).replace_extension(extension).string();
        }
        record(ui, "Format/" + extension);
    }
}

std::optional<fs::path> FileBrowser::draw(const Ui& ui, Rect window) {
    constexpr const char* kName = "###navigateur";
    if (!is_open_) {
        was_open_ = false;
        return std::nullopt;
    }
    take_listing();
    const auto title = request_.title + kName;
    if (!was_open_) {
        ImGui::OpenPopup(title.c_str());
        was_open_ = true;
    }
    std::optional<fs::path> chosen;
    if (is_ready(system_)) {
        chosen = system_.get();
    }
    const float width = std::min(ui.px(700), window.width - ui.px(40));
    ImGui::SetNextWindowPos({window.x + window.width / 2, window.y + window.height / 2}, ImGuiCond_Always,
                            {0.5F, 0.5F});
    ImGui::SetNextWindowSize({width, 0});
    bool stays = true;
    if (ImGui::BeginPopupModal(title.c_str(), &stays,
                               ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize)) {
        draw_places(ui);
        if (auto entry = draw_entries(ui, std::min(ui.px(320), window.height * 0.45F))) {
            chosen = entry;
        }
        draw_formats(ui);
        if (request_.is_saving && ImGui::IsWindowAppearing()) {
            ImGui::SetKeyboardFocusHere(); // a name is proposed: Return takes it
        }
        ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
        const bool is_entered = ImGui::InputTextWithHint("##nom", tr("Nom du fichier"), &name_,
                                                         ImGuiInputTextFlags_EnterReturnsTrue);
        record(ui, "Nom du fichier");
        if (!warning_.empty()) {
            wrapped(ui, warning_, views::Tone::alarm);
        }
        if (button(ui, request_.verb.c_str(), ButtonKind::primary) || is_entered) {
            chosen = accept();
        }
        ImGui::SameLine();
        if (button(ui, tr("Annuler##navigateur"))) {
            stays = false;
        }
        if (is_pressed(Key::escape, false)) {
            stays = false;
        }
        if (chosen || !stays) {
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    } else {
        stays = false; // another box took its place
    }
    is_open_ = stays && !chosen;
    return chosen;
}

std::optional<fs::path> system_dialog_program() {
    for (const char* program : {"/usr/bin/zenity", "/usr/bin/kdialog"}) {
        if (::access(program, X_OK) == 0) {
            return program;
        }
    }
    return std::nullopt;
}

std::optional<fs::path> run_system_dialog(const fs::path& program, const FileRequest& request,
                                          const fs::path& folder) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return std::nullopt;
    }
    Descriptor reading;
    Descriptor writing;
    reading.value = ends[0];
    writing.value = ends[1];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, writing.value, STDOUT_FILENO);
    auto words = arguments(program, request, folder);
    std::vector<char*> argv;
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        return std::nullopt;
    }
    writing.close_now(); // else the end of the answer would never come
    auto answer = read_all(reading.value);
    int status = 0;
    ::waitpid(child, &status, 0);
    while (!answer.empty() && answer.back() == '\n') {
        answer.pop_back();
    }
    const bool is_chosen = WIFEXITED(status) && WEXITSTATUS(status) == 0 && !answer.empty();
    return is_chosen ? std::optional<fs::path>(answer) : std::nullopt;
}

} // namespace maillage::ui
