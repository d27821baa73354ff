// staging.h: files written beside their target and put in its place at the end, all or nothing. Private to
// the room.
#pragma once

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

    /// Writes everything through to the disk, then renames each file over the one it replaces, the target
    /// last. `stale_extensions`: companions of the old target that must not outlive it when the new one has
    /// none.
    void commit(const std::vector<std::string>& stale_extensions = {});

  private:
    std::filesystem::path target_;
    std::filesystem::path folder_;
};

/// Throws InputError naming the file when it does not exist, is a folder, or is not a plain path of this
/// machine.
std::filesystem::path checked_input(const std::filesystem::path& path);

} // namespace maillage::io
