// file_browser.h: chooses a file to open or a name to write, with our own list of folders, or the system's
// dialog when there is one. It lists folders and nothing else; a slow disk is listed on another thread.
#pragma once

#include "ui/kit/widgets.h"

#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace maillage::ui {

struct FileRequest {
    std::string title; ///< "Ouvrir un projet"
    std::string verb;  ///< of the button: "Ouvrir", "Enregistrer"
    std::vector<std::string>
        extensions; ///< ".gpkg"...; empty: all. The first one is added to a name without any.
    bool is_saving = false;
    std::string suggested; ///< name to begin with
};

struct FolderEntry {
    std::string name;
    bool is_folder = false;
    std::uintmax_t bytes = 0;
};

struct FolderListing {
    std::filesystem::path folder;
    std::vector<FolderEntry> entries; ///< folders first, in French order; hidden files left out
    std::string error;
};

FolderListing list_folder(const std::filesystem::path& folder, const std::vector<std::string>& extensions);

class FileBrowser {
  public:
    void open(FileRequest request, const std::filesystem::path& folder);

    bool is_open() const { return is_open_; }

    /// A folder is being listed, or the system's dialog is shown: frames are due.
    bool is_waiting() const;
    /// The chosen path, once.
    std::optional<std::filesystem::path> draw(const Ui& ui, Rect window);

    const std::filesystem::path& folder() const { return listing_.folder; }

  private:
    void go(const std::filesystem::path& folder);
    void take_listing();
    void draw_places(const Ui& ui);
    void draw_formats(const Ui& ui);
    std::optional<std::filesystem::path> draw_entries(const Ui& ui, float height);
    std::optional<std::filesystem::path> accept();
    std::filesystem::path target() const;

    bool is_open_ = false;
    bool was_open_ = false;
    FileRequest request_;
    FolderListing listing_;
    std::future<FolderListing> next_listing_;
    std::string name_;
    std::string path_text_;
    std::string warning_;
    std::filesystem::path confirmed_; ///< the file that the user agreed to replace
    std::future<std::optional<std::filesystem::path>> system_;
};

/// zenity or kdialog when one is installed.
std::optional<std::filesystem::path> system_dialog_program();
/// Runs it and waits; empty when the user cancelled. No shell takes part.
std::optional<std::filesystem::path> run_system_dialog(const std::filesystem::path& program,
                                                       const FileRequest& request,
                                                       const std::filesystem::path& folder);

} // namespace maillage::ui
