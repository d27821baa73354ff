#include "io/write/work_folders.h"

#include "base/error.h"
#include "base/system_reason.h"
#include "io/store/project_lock.h"
#include "io/write/staging.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <random>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "maillage-"; ///< in the name of every work folder

std::string random_letters() {
    static thread_local std::mt19937_64 numbers{std::random_device{}()};
    std::string letters(6, 'a');
    std::ranges::generate(letters, [&] { return static_cast<char>('a' + numbers() % 26); });
    return letters;
}

/// The file that lists the work folders of this process. It is locked for as long as the process lives: a
/// lock that can be had is the note of a dead one, whoever has its number now.
class Note {
  public:
    Note() = default;
    Note(const Note&) = delete;
    Note& operator=(const Note&) = delete;

    ~Note() { close(); }

    /// Best effort: without a state folder, or with a full one, what a kill leaves waits for the next output
    /// of the same name.
    void add(const fs::path& folder) {
        forget_parents();
        folders_.push_back(folder);
        if (handle_ < 0) {
            open();
        }
        if (handle_ >= 0) {
            const std::string line = folder.string() + '\0';
            static_cast<void>(!::write(handle_, line.data(), line.size()));
        }
    }

    void remove(const fs::path& folder) {
        forget_parents();
        std::erase(folders_, folder);
        if (folders_.empty()) {
            close();
        }
    }

    std::vector<fs::path> take() {
        forget_parents();
        return std::exchange(folders_, {});
    }

    bool is_own(const fs::path& file) const { return file == file_; }

  private:
    /// After a fork, the folders and the note are the parent's.
    void forget_parents() {
        if (process_ != ::getpid()) {
            process_ = ::getpid();
            folders_.clear();
            if (handle_ >= 0) {
                ::close(handle_);
            }
            handle_ = -1;
            file_.clear();
        }
    }

    void open() {
        const fs::path folder = notes_folder();
        if (folder.empty()) {
            return;
        }
        try {
            make_private_folders(folder);
        } catch (const StorageError&) {
            return; // a state folder that cannot be written: see `add`
        }
        for (int tries = 0; tries < 8 && handle_ < 0; ++tries) {
            file_ = folder / fmt::format("{}-{}", ::getpid(), random_letters());
            handle_ = ::open(file_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

            struct stat status {};

            const bool is_ours = handle_ >= 0 && ::flock(handle_, LOCK_EX | LOCK_NB) == 0 &&
                                 ::fstat(handle_, &status) == 0 && status.st_nlink > 0;
            if (handle_ >= 0 && !is_ours) { // swept before it was locked
                ::close(handle_);
                handle_ = -1;
            }
        }
    }

    void close() {
        if (handle_ >= 0 && process_ == ::getpid()) {
            if (folders_.empty()) { // else they are left for the next start
                ::unlink(file_.c_str());
            }
            ::close(handle_);
            handle_ = -1;
            file_.clear();
        }
    }

  public:
    static fs::path notes_folder() {
        const fs::path state = state_folder();
        return state.empty() ? state : state / "en-cours";
    }

  private:
    pid_t process_ = 0;
    int handle_ = -1;
    fs::path file_;
    std::vector<fs::path> folders_;
};

/// What a process has to know of itself when a signal tells it to end.
struct Work {
    std::mutex noting;
    std::recursive_mutex placing;
    bool is_abandoned = false;
    Note note;
};

Work& work() {
    static Work one;
    return one;
}

std::vector<fs::path> read_note(int handle) {
    std::string text;
    char piece[4096];
    for (ssize_t count = 0; (count = ::read(handle, piece, sizeof piece)) > 0;) {
        text.append(piece, static_cast<std::size_t>(count));
    }
    std::vector<fs::path> folders;
    for (std::size_t from = 0, end = 0; (end = text.find('\0', from)) != std::string::npos; from = end + 1) {
        folders.emplace_back(text.substr(from, end - from));
    }
    return folders;
}

/// Ours by its name, whatever a note says.
bool is_work_folder(const fs::path& folder) {
    return folder.is_absolute() && folder.filename().string().find(kMark) != std::string::npos;
}

void remove_work(const fs::path& path) {
    if (path.filename().string().ends_with(kLockEnd)) {
        remove_dead_lock(path);
    } else {
        remove_work_folder(path);
    }
}

void sweep_note(const fs::path& file) {
    const int handle = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (handle < 0) {
        return;
    }
    if (::flock(handle, LOCK_EX | LOCK_NB) == 0) {
        bool is_clean = true;
        for (const fs::path& folder : read_note(handle)) {
            std::error_code ignored;
            if (is_work_folder(folder)) {
                remove_work(folder);
                is_clean = is_clean && !fs::exists(folder, ignored);
            }
        }
        if (is_clean) { // else a disk that is away now: next time
            ::unlink(file.c_str());
        }
    }
    ::close(handle);
}

} // namespace

fs::path state_folder() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
        return fs::path(state) / "maillage";
    }
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        return fs::path(home) / ".local" / "state" / "maillage";
    }
    return {};
}

void make_private_folders(const fs::path& folder) {
    fs::path made;
    for (const fs::path& part : folder) {
        made /= part;
        if (part.empty() || ::mkdir(made.c_str(), 0700) == 0) {
            continue;
        }
        const int reason = errno == EEXIST ? ENOTDIR : errno; // what is there is no folder
        std::error_code ignored;
        if (!fs::is_directory(made, ignored)) {
            throw StorageError(fmt::format("{} : impossible de créer ce dossier ({})", folder.string(),
                                           system_reason({reason, std::generic_category()})));
        }
    }
}

void make_own_folder(const fs::path& folder) {
    make_private_folders(folder);

    struct stat status {};

    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::getuid()) {
        throw StorageError(fmt::format("{} : ce dossier est à quelqu'un d'autre", folder.string()));
    }
    if ((status.st_mode & 077) != 0 && ::chmod(folder.c_str(), 0700) != 0) {
        throw StorageError(fmt::format("{} : impossible de régler les droits de ce dossier ({})",
                                       folder.string(), system_reason()));
    }
}

std::optional<fs::path> make_work_folder(const fs::path& parent, const std::string& prefix) {
    const std::lock_guard guard(work().noting);
    for (int tries = 0; tries < 64; ++tries) {
        if (work().is_abandoned) {
            errno = EINTR;
            return std::nullopt;
        }
        const fs::path folder = parent / fmt::format("{}{}-{}", prefix, ::getpid(), random_letters());
        work().note.add(folder); // before it is there: a kill in between leaves nothing
        if (::mkdir(folder.c_str(), 0700) == 0) {
            return folder;
        }
        const int reason = errno;
        work().note.remove(folder);
        errno = reason;
        if (reason != EEXIST) {
            break;
        }
    }
    return std::nullopt;
}

void drop_work_folder(const fs::path& folder) noexcept {
    remove_work_folder(folder);
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) { // else a later start removes it
        const std::lock_guard guard(work().noting);
        work().note.remove(folder);
    }
}

void note_work(const fs::path& path) {
    const std::lock_guard guard(work().noting);
    work().note.add(path);
}

void forget_work(const fs::path& path) noexcept {
    const std::lock_guard guard(work().noting);
    work().note.remove(path);
}

void sweep_work_folders() noexcept {
    try {
        const fs::path folder = Note::notes_folder();
        std::error_code absent;
        std::vector<fs::path> notes;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, absent)) {
            notes.push_back(entry.path());
        }
        for (const fs::path& note : notes) {
            const std::lock_guard guard(work().noting);
            if (!work().note.is_own(note)) {
                sweep_note(note);
            }
        }
    } catch (const std::exception&) { // no memory, no folder: next time
        return;
    }
}

void abandon_work() noexcept {
    work().placing.lock(); // for good: nothing is put in place any more
    const std::lock_guard guard(work().noting);
    work().is_abandoned = true;
    for (const fs::path& folder : work().note.take()) {
        if (folder.filename().string().ends_with(kLockEnd)) {
            std::error_code gone;
            fs::remove(folder, gone); // held by this process
        } else {
            remove_work_folder(folder);
        }
        work().note.remove(folder);
    }
}

Uninterrupted::Uninterrupted() {
    work().placing.lock();
}

Uninterrupted::~Uninterrupted() {
    work().placing.unlock();
}

} // namespace maillage::io
