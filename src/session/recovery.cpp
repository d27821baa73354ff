#include "session/recovery.h"

#include "base/number.h"
#include "io/write/text_file.h"
#include "session/files.h"
#include "session/preferences.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

namespace maillage::session {

namespace {

/// The file beside a copy that names the project it is a copy of.
std::filesystem::path note_of(std::filesystem::path copy) {
    return copy.replace_extension(".txt");
}

/// Empty for a process that has ended, even when nobody has taken note of it yet, and for one of another
/// user.
std::string program_of(const std::string& process) {
    std::error_code failed;
    const auto file = std::filesystem::read_symlink("/proc/" + process + "/exe", failed);
    return failed ? std::string() : file.filename().string();
}

/// Numbers are given again, soon after a restart of the machine: only this very program holds its copy.
bool is_running(std::int64_t process) {
    const std::string other = program_of(std::to_string(process));
    return !other.empty() && other.starts_with(program_of("self")); // " (deleted)" follows after an update
}

} // namespace

std::filesystem::path recovery_folder() {
    const auto preferences = preferences_path();
    return preferences.empty() ? preferences : preferences.parent_path() / "recuperation";
}

std::filesystem::path recovery_copy(const std::filesystem::path& folder) {
    return folder / (std::to_string(::getpid()) + ".gpkg");
}

std::vector<Recovery> find_recoveries(const std::filesystem::path& folder) {
    std::vector<Recovery> found;
    std::error_code absent; // no folder: nothing was ever copied
    for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
        const auto process = parse_integer(entry.path().stem().string());
        if (entry.path().extension() != ".gpkg" || !process || is_running(*process)) {
            continue;
        }
        std::ifstream note(note_of(entry.path()));
        const std::string original{std::istreambuf_iterator<char>(note), {}};
        found.push_back({entry.path(), original});
    }
    std::ranges::sort(found, {}, &Recovery::copy);
    return found;
}

void start_copy(const Session& session, Jobs& jobs, const std::filesystem::path& copy) {
    jobs.start(
        "Copie de sauvegarde",
        [project = session.project, original = session.path, copy](Progress& progress) -> Jobs::Finish {
            std::filesystem::create_directories(copy.parent_path());
            io::write_text_file(note_of(copy), original.string());
            save_project(*project, copy, progress);
            return [](Session&) {};
        });
}

void forget(const std::filesystem::path& copy) {
    std::error_code gone; // nothing to remove is as good
    std::filesystem::remove(copy, gone);
    std::filesystem::remove(note_of(copy), gone);
}

} // namespace maillage::session
