#include "io/store/project_lock.h"

#include "base/date.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/system_reason.h"
#include "base/text.h"
#include "io/write/work_folders.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSignature = "user.maillage.enregistrement";
constexpr std::time_t kLongestSave_s = 3600;

struct Holder {
    std::string name;
    std::string machine;
    std::time_t since = 0;
};

std::string user_name() {
    std::vector<char> texts(16384);
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::getuid(), &entry, texts.data(), texts.size(), &found);
    return found == nullptr ? std::to_string(::getuid()) : found->pw_name;
}

std::string machine_name() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

std::string text_of_me() {
    return fmt::format("{}\n{}\n{}\n", user_name(), machine_name(), std::time(nullptr));
}

Holder parse_holder(const std::string& text) {
    const auto lines = split(text, '\n');
    Holder holder;
    if (lines.size() >= 3) {
        holder.name = printable(lines[0], Blanks::shown);
        holder.machine = printable(lines[1], Blanks::shown);
        holder.since = static_cast<std::time_t>(parse_integer(lines[2]).value_or(0));
    }
    return holder;
}

/// "01/12/2026 à 14 h 05".
std::string hour_text(std::time_t moment) {
    std::tm local{};
    ::localtime_r(&moment, &local);
    return fmt::format("{:02}/{:02}/{} à {} h {:02}", local.tm_mday, local.tm_mon + 1, local.tm_year + 1900,
                       local.tm_hour, local.tm_min);
}

std::string read_all(int handle) {
    std::array<char, 1024> bytes{};
    const ssize_t count = ::pread(handle, bytes.data(), bytes.size(), 0);
    return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(0, count))};
}

/// The file at the path is the one that is open.
bool is_same(int handle, const fs::path& file) {
    struct stat open {};

    struct stat there {};

    return ::fstat(handle, &open) == 0 && ::stat(file.c_str(), &there) == 0 && open.st_ino == there.st_ino &&
           open.st_dev == there.st_dev;
}

} // namespace

ProjectLock::ProjectLock(const fs::path& project) {
    std::error_code error;
    project_ = fs::weakly_canonical(fs::absolute(project), error);
    file_ = project_.parent_path() / ("." + project_.filename().string() + kLockEnd);
    const auto refuse = [&](const std::string& text) {
        ::close(handle_);
        handle_ = -1;
        forget_work(file_);
        const Holder holder = parse_holder(text);
        throw SaveConflict(
            holder.name.empty()
                ? fmt::format(
                      "{} : un autre programme vient de le prendre pour le modifier ; réessayez ensuite",
                      project_.string()) // it has not yet written who it is
                : fmt::format("{} : {} le modifie sur {} depuis le {} ; réessayez ensuite", project_.string(),
                              holder.name, holder.machine, hour_text(holder.since)));
    };
    note_work(file_); // before it is there: a kill in between leaves nothing
    while (handle_ < 0) {
        handle_ = ::open(file_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (handle_ < 0) {
            forget_work(file_);
            throw StorageError(fmt::format("{} : impossible d'écrire dans ce dossier ({})", project.string(),
                                           system_reason()));
        }
        if (::flock(handle_, LOCK_EX | LOCK_NB) != 0) {
            refuse(read_all(handle_));
        }
        if (!is_same(handle_, file_)) { // its holder has just removed it
            ::close(handle_);
            handle_ = -1;
        }
    }
    // The lock could be had: its program has died, or is on another machine that this share tells nothing of.
    const std::string text = read_all(handle_);
    const Holder before = parse_holder(text);
    const std::time_t age = std::time(nullptr) - before.since;
    if (!before.name.empty() && before.machine != machine_name() && age < kLongestSave_s) {
        refuse(text);
    }
    const std::string me = text_of_me();
    if (::ftruncate(handle_, 0) != 0 ||
        ::pwrite(handle_, me.data(), me.size(), 0) != static_cast<ssize_t>(me.size())) {
        const std::string reason = system_reason();
        ::unlink(file_.c_str());
        ::close(handle_);
        forget_work(file_);
        throw StorageError(
            fmt::format("{} : impossible d'écrire dans ce dossier ({})", project.string(), reason));
    }
}

ProjectLock::~ProjectLock() {
    const bool is_gone = ::unlink(file_.c_str()) == 0 || errno == ENOENT; // while it is held: nobody else's
    ::close(handle_);
    if (is_gone) { // else a later start removes it
        forget_work(file_);
    }
}

void ProjectLock::check_unchanged(const FileStamp& opened) const {
    const FileStamp now = stamp_of(project_);
    if (!now.exists || now == opened) {
        return;
    }
    if (!opened.exists) {
        throw SaveConflict(fmt::format("{} : existe déjà, rien n'a été remplacé", project_.string()));
    }
    std::array<char, 1024> bytes{};
    const ssize_t count = ::getxattr(project_.c_str(), kSignature, bytes.data(), bytes.size());
    const Holder holder = parse_holder({bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(0, count))});

    struct stat status {};

    ::stat(project_.c_str(), &status);
    // Another program changes the file without signing: the signature is then of an earlier hour.
    const bool is_signed = !holder.name.empty() && status.st_mtime - holder.since < 60;
    throw SaveConflict(
        is_signed
            ? fmt::format(
                  "{} : {} l'a enregistré sur {} le {}, après votre ouverture ; rien n'a été remplacé, "
                  "enregistrez sous un autre nom ou rouvrez-le",
                  project_.string(), holder.name, holder.machine, hour_text(holder.since))
            : fmt::format(
                  "{} : un autre programme l'a modifié le {}, après votre ouverture ; rien n'a été remplacé, "
                  "enregistrez sous un autre nom ou rouvrez-le",
                  project_.string(), hour_text(status.st_mtime)));
}

void sign(const fs::path& file) {
    const std::string me = text_of_me();
    static_cast<void>(::setxattr(file.c_str(), kSignature, me.data(), me.size(), 0));
}

void remove_dead_lock(const fs::path& file) noexcept {
    const int handle = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (handle >= 0 && ::flock(handle, LOCK_EX | LOCK_NB) == 0 && is_same(handle, file)) {
        ::unlink(file.c_str());
    }
    if (handle >= 0) {
        ::close(handle);
    }
}

} // namespace maillage::io
