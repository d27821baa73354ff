// work_folders.h: private folders where files are unpacked or made ready. Each is noted in the user's state
// folder for as long as it lives, so that one which a killed program left is removed at the next start.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace maillage::io {

/// `$XDG_STATE_HOME/maillage`, by default ~/.local/state/maillage. Empty when there is no home.
std::filesystem::path state_folder();

/// Makes what is missing of a path, for its owner alone whatever the umask. Throws StorageError.
void make_private_folders(const std::filesystem::path& folder);

/// The same for a folder that holds nothing but what this program keeps: one that is there already is closed
/// to others. Throws StorageError when it is somebody else's.
void make_own_folder(const std::filesystem::path& folder);

/// A new folder `prefix` + number of the process + six letters in `parent`, mode 0700. None, with `errno`,
/// when it cannot be made.
std::optional<std::filesystem::path> make_work_folder(const std::filesystem::path& parent,
                                                      const std::string& prefix);
/// Removes it with what it holds.
void drop_work_folder(const std::filesystem::path& folder) noexcept;

/// Notes another file or folder to be swept, or takes the note back.
void note_work(const std::filesystem::path& path);
void forget_work(const std::filesystem::path& path) noexcept;

/// Removes what programs of this user that run no more have left. Half of a set of files that was being put
/// in place is taken back, so that the old set is whole again.
void sweep_work_folders() noexcept;
/// For a program that is told to end: waits for the set that is being put in place, removes every folder of
/// this process, and keeps other threads from making one or from putting anything in place.
void abandon_work() noexcept;

/// While it lives, `abandon_work` waits.
class Uninterrupted {
  public:
    Uninterrupted();
    ~Uninterrupted();
    Uninterrupted(const Uninterrupted&) = delete;
    Uninterrupted& operator=(const Uninterrupted&) = delete;
};

} // namespace maillage::io
