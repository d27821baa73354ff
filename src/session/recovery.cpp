#include "session/recovery.h"

#include "base/number.h"
#include "io/write/text_file.h"
#include "io/write/work_folders.h"
#include "session/files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <unistd.h>

namespace maillage::session {

namespace {

/// The file beside a copy that names the project it is a copy of.
std::filesystem::path note_of(std::filesystem::path copy) {
    return copy.replace_extension(".txt");
}

constexpr const char* kStampMark = "\nempreinte ";

struct Note {
    std::filesystem::path original;
    std::optional<io::FileStamp> opened;
};

Note read_note(const std::filesystem::path& copy) {
    std::ifstream in(note_of(copy));
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto mark = text.rfind(kStampMark);
    if (mark == std::string::npos) {
        return {text, std::nullopt};
    }
    return {text.substr(0, mark), io::parse_stamp(text.substr(mark + std::string_view(kStampMark).size()))};
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
    const auto state = io::state_folder();
    return state.empty() ? state : state / "recuperation";
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
        found.push_back({entry.path(), read_note(entry.path()).original});
    }
    std::ranges::sort(found, {}, &Recovery::copy);
    return found;
}

void start_copy(const Session& session, Jobs& jobs, const std::filesystem::path& copy) {
    jobs.start("Copie de sauvegarde",
               [project = session.project, original = session.path, opened = session.opened,
                copy](Progress& progress) -> Jobs::Finish {
                   io::make_own_folder(copy.parent_path());
                   io::write_text_file(note_of(copy),
                                       original.string() +
                                           (opened ? kStampMark + io::to_text(*opened) : std::string()));
                   save_project(*project, copy, progress);
                   return [](Session&) {};
               });
}

std::optional<io::FileStamp> opened_stamp(const std::filesystem::path& copy) {
    return read_note(copy).opened;
}

void forget(const std::filesystem::path& copy) {
    std::error_code gone; // nothing to remove is as good
    std::filesystem::remove(copy, gone);
    std::filesystem::remove(note_of(copy), gone);
}

} // namespace maillage::session
