// staging.h: files written beside their target and put in its place at the end, all or nothing, for the
// people whom the old ones were for. Every output passes here. Private to the room.
#pragma once

#include "base/finding.h"

#include <filesystem>
#include <string>
#include <vector>

namespace maillage::io {

/// A private folder beside the target. What `commit` does not move is deleted with it.
class Staging {
  public:
    /// Throws StorageError when the target's folder cannot be written or the target is read-only.
    explicit Staging(const std::filesystem::path& target);
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    /// Where to write: the target's own name in the private folder.
    std::filesystem::path file() const { return folder_ / target_.filename(); }

    /// The file that is replaced, links followed.
    const std::filesystem::path& target() const { return target_; }

    /// Writes everything through to the disk, then puts it in place. A new file is its owner's alone; one
    /// that replaces another keeps owner, group, mode and access list, and what of them cannot be kept is
    /// told.
    ///
    /// One file: one rename. A set, which has companions by extension: the old target is moved away first and
    /// the new one comes last, so that whenever the process dies the set is the old one, the new one, or has
    /// no target and does not open; `remove_work_folder` then brings the old one back. Companions of the old
    /// target never outlive it.
    ///
    /// Rows that another program has committed to a database and not yet moved into it are moved first; while
    /// it is open there, StorageError.
    Findings commit(const std::vector<std::string>& companions = {});

  private:
    void place_set(const std::vector<std::filesystem::path>& parts,
                   const std::vector<std::string>& companions);

    std::filesystem::path target_;
    std::filesystem::path folder_;
};

/// Removes a folder of `make_work_folder`; if a set was being put in place from it, the old set first comes
/// back. When that fails the folder stays.
void remove_work_folder(const std::filesystem::path& folder) noexcept;

/// Throws InputError naming the file when it does not exist, is a folder, or is not a plain path of this
/// machine.
std::filesystem::path checked_input(const std::filesystem::path& path);

} // namespace maillage::io
