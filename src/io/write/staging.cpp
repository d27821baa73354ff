#include "io/write/staging.h"

#include "base/error.h"
#include "base/system_reason.h"
#include "base/text.h"
#include "io/store/database.h"
#include "io/write/access_rights.h"
#include "io/write/work_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <fstream>
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

void sync_folder(const fs::path& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (handle < 0) {
        fail(path, "impossible de relire le fichier écrit");
    }
    const int result = ::fsync(handle);
    const int reason = errno;
    ::close(handle);
    if (result != 0 && reason != EINVAL) { // some network shares have no such thing for a folder
        errno = reason;
        fail(path, "le disque n'a pas gardé le fichier");
    }
}

/// Leftovers that no note of ours tells of: by their name, of a process that is no more, an hour old at least
/// so that another machine writing on the same share is left alone.
void remove_leftovers(const fs::path& target) {
    const std::string prefix = "." + target.filename().string() + ".maillage-";
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent_of(target), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix) || !entry.is_directory(ignored)) {
            continue;
        }
        pid_t process = 0;
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
        const bool is_alive = process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
        const auto age = fs::file_time_type::clock::now() - fs::last_write_time(entry.path(), ignored);
        if (process > 0 && !is_alive && age > std::chrono::hours(1)) {
            remove_work_folder(entry.path());
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

// A set that is being put in place says so in its folder: `kSet` lists the new names, the target's last, and
// `kOld` takes the old files. Once `kSet` is there, what is no longer in the folder has been put in place.
constexpr const char* kSet = "ensemble";
constexpr const char* kOld = "ancien";

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

void move(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        fail(to, "impossible de remplacer le fichier");
    }
}

std::vector<std::string> read_set(const fs::path& folder) {
    std::ifstream in(folder / kSet, std::ios::binary);
    std::vector<std::string> names;
    for (std::string name; std::getline(in, name, '\0');) {
        names.push_back(name);
    }
    return names;
}

void write_set(const fs::path& folder, const std::vector<fs::path>& parts) {
    std::string text;
    for (const fs::path& part : parts) {
        text += part.filename().string() + '\0';
    }
    const fs::path beside = folder / "ensemble.nouveau"; // the list is there whole, or not at all
    std::ofstream out(beside, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
        throw StorageError(fmt::format("{} : écriture interrompue, le disque est peut-être plein",
                                       parts.back().filename().string()));
    }
    move(beside, folder / kSet);
}

/// Brings the old set back when the new one is not in place whole. May itself be killed and done again.
void take_back(const fs::path& folder) {
    const std::vector<std::string> names = read_set(folder);
    const fs::path parent = folder.parent_path();
    if (names.empty() || !is_there(folder / names.back()) || is_there(parent / names.back())) {
        return; // all was moved, or nothing yet, or somebody has put another set there since
    }
    for (const std::string& name : names) {
        if (!is_there(folder / name)) {
            move(parent / name, folder / name);
        }
    }
    std::vector<fs::path> old;
    std::error_code absent;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / kOld, absent)) {
        if (entry.path().filename() != names.back()) {
            old.push_back(entry.path());
        }
    }
    if (is_there(folder / kOld / names.back())) {
        old.push_back(folder / kOld / names.back()); // last, as ever
    }
    for (const fs::path& file : old) {
        move(file, parent / file.filename());
    }
}

/// The old companions of a target, whatever the case of their extensions.
std::vector<fs::path> companions_of(const fs::path& target, const std::vector<std::string>& extensions) {
    std::vector<fs::path> found;
    const std::string stem = target.stem().string();
    for (const fs::directory_entry& entry : fs::directory_iterator(parent_of(target))) {
        const std::string name = entry.path().filename().string();
        const bool is_companion =
            name.starts_with(stem) &&
            std::ranges::find(extensions, fold(name.substr(stem.size()))) != extensions.end();
        if (is_companion && !entry.is_directory()) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
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
    // Nobody else reads a half-written register.
    const auto folder =
        make_work_folder(parent_of(target_), "." + target_.filename().string() + ".maillage-");
    if (!folder) {
        fail(target, "impossible d'écrire dans ce dossier");
    }
    folder_ = *folder;
}

Staging::~Staging() {
    drop_work_folder(folder_);
}

Findings Staging::commit(const std::vector<std::string>& companions) {
    std::vector<fs::path> parts;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
        if (entry.is_regular_file() && entry.path().filename() != target_.filename()) {
            parts.push_back(entry.path());
        }
    }
    std::sort(parts.begin(), parts.end());
    parts.push_back(file());
    Findings findings;
    for (const fs::path& part : parts) {
        const fs::path place = parent_of(target_) / part.filename();
        // A part that is new in an old set is for the same people as its target.
        const std::string lost = take_access_and_sync(is_there(place) ? place : target_, part, place);
        if (!lost.empty()) {
            findings.push_back({Severity::warning, place.filename().string(), 0, "",
                                fmt::format("le fichier remplacé ne garde pas {}", lost)});
        }
    }
    settle_database(target_);
    const Uninterrupted uninterrupted;
    if (parts.size() == 1 && companions.empty()) {
        sync_folder(folder_);
        move(file(), target_);
        sync_folder(parent_of(target_));
    } else {
        place_set(parts, companions);
    }
    return findings;
}

void Staging::place_set(const std::vector<fs::path>& parts, const std::vector<std::string>& companions) {
    const fs::path parent = parent_of(target_);
    const std::vector<fs::path> old = companions_of(target_, companions);
    const fs::path away = folder_ / kOld;
    if (::mkdir(away.c_str(), 0700) != 0) {
        fail(target_, "impossible d'écrire dans ce dossier");
    }
    write_set(folder_, parts);
    sync_folder(folder_);
    try {
        if (is_there(target_)) {
            move(target_, away / target_.filename());
            sync_folder(parent); // from here on the set does not open
        }
        for (const fs::path& file : old) {
            move(file, away / file.filename());
        }
        for (const fs::path& part : parts) {
            if (part == file()) {
                sync_folder(parent); // the others first
            }
            move(part, parent / part.filename());
        }
    } catch (const StorageError&) {
        take_back(folder_);
        throw;
    }
    sync_folder(parent);
}

void remove_work_folder(const fs::path& folder) noexcept {
    try {
        std::error_code ignored;
        if (is_there(folder / kSet)) {
            take_back(folder);
            fs::remove(folder / kSet, ignored); // before what it lists
        }
        fs::remove_all(folder, ignored);
    } catch (const std::exception&) { // the disk is away: a later start finds it again
        return;
    }
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
