#include "io/write/staging.h"

#include "base/error.h"
#include "base/system_reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
    throw StorageError(fmt::format("{} : {} ({})", path.string(), what, system_reason()));
}

fs::path parent_of(const fs::path& target) {
    return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

void sync_path(const fs::path& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) {
        fail(path, "impossible de relire le fichier écrit");
    }
    const int result = ::fsync(handle);
    ::close(handle);
    if (result != 0) {
        fail(path, "le disque n'a pas gardé le fichier");
    }
}

/// Leftovers of a process that was killed: ours by name, of a process that is no more, an hour old at least
/// so that another machine writing on the same share is left alone.
void remove_leftovers(const fs::path& target) {
    const std::string prefix = "." + target.filename().string() + ".maillage-";
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent_of(target), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix)) {
            continue;
        }
        pid_t process = 0;
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
        const bool is_alive = process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
        const auto age = fs::file_time_type::clock::now() - fs::last_write_time(entry.path(), ignored);
        if (!is_alive && age > std::chrono::hours(1)) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

/// A read-only file stays, even where the folder would let it be replaced.
void check_writable(const fs::path& target) {
    std::error_code error;
    const fs::file_status status = fs::status(target, error);
    if (!fs::exists(status)) {
        return;
    }
    if (fs::is_directory(status)) {
        throw StorageError(fmt::format("{} : c'est un dossier, pas un fichier", target.string()));
    }
    using enum fs::perms;
    const bool may_write = (status.permissions() & (owner_write | group_write | others_write)) != none;
    if (!may_write || ::access(target.c_str(), W_OK) != 0) {
        throw StorageError(fmt::format("{} : le fichier est en lecture seule", target.string()));
    }
}

/// The new file opens to the same people as the one it replaces.
void keep_permissions(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const fs::file_status status = fs::status(from, error);
    if (fs::exists(status)) {
        fs::permissions(to, status.permissions(), error);
    }
}

} // namespace

Staging::Staging(const fs::path& target) {
    std::error_code error;
    target_ = fs::weakly_canonical(fs::absolute(target), error); // a link keeps pointing at what is replaced
    if (error || target_.filename().empty()) {
        throw StorageError(fmt::format("{} : chemin impossible", target.string()));
    }
    check_writable(target_);
    remove_leftovers(target_);
    std::string name =
        (parent_of(target_) / fmt::format(".{}.maillage-{}-XXXXXX", target_.filename().string(), ::getpid()))
            .string();
    if (::mkdtemp(name.data()) == nullptr) { // mode 0700: nobody else reads a half-written register
        fail(target, "impossible d'écrire dans ce dossier");
    }
    folder_ = name;
}

Staging::~Staging() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void Staging::commit(const std::vector<std::string>& stale_extensions) {
    std::vector<fs::path> parts;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
        if (entry.path().filename() != target_.filename()) {
            parts.push_back(entry.path());
        }
    }
    std::sort(parts.begin(), parts.end());
    parts.push_back(file());
    for (const fs::path& part : parts) {
        sync_path(part);
        keep_permissions(parent_of(target_) / part.filename(), part);
    }
    for (const std::string& extension : stale_extensions) {
        const fs::path companion = fs::path(target_).replace_extension(extension);
        if (!fs::exists(folder_ / companion.filename())) {
            std::error_code ignored;
            fs::remove(companion, ignored);
        }
    }
    for (const fs::path& part : parts) {
        const fs::path place = parent_of(target_) / part.filename();
        if (::rename(part.c_str(), place.c_str()) != 0) {
            fail(place, "impossible de remplacer le fichier");
        }
    }
    sync_path(parent_of(target_));
}

fs::path checked_input(const fs::path& path) {
    const std::string text = path.string();
    if (text.find("://") != std::string::npos || text.starts_with("/vsi")) {
        throw InputError(
            fmt::format("{} : seuls les fichiers de ce poste se lisent, téléchargez-le d'abord", text));
    }
    std::error_code error;
    const fs::path full = fs::absolute(path, error);
    const fs::file_status status = fs::status(full, error);
    if (!fs::exists(status)) {
        throw InputError(fmt::format("{} : fichier introuvable", text));
    }
    if (!fs::is_regular_file(status)) {
        throw InputError(fmt::format("{} : ce n'est pas un fichier ordinaire", text));
    }
    if (::access(full.c_str(), R_OK) != 0) {
        throw InputError(fmt::format("{} : lecture refusée par le système", text));
    }
    return full;
}

} // namespace maillage::io
