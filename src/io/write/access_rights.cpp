#include "io/write/access_rights.h"

#include "base/error.h"
#include "base/system_reason.h"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

namespace maillage::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAccessList = "system.posix_acl_access";
constexpr mode_t kModeBits = 0777;

class Handle {
  public:
    explicit Handle(const fs::path& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

    ~Handle() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    int number() const { return number_; }

  private:
    int number_;
};

/// Empty when the file has none, or the file system knows none.
std::vector<char> access_list(const fs::path& path) {
    std::vector<char> list(65536);
    const ssize_t size = ::getxattr(path.c_str(), kAccessList, list.data(), list.size());
    list.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return list;
}

std::string user_name(uid_t user) {
    std::vector<char> texts(16384);
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(user, &entry, texts.data(), texts.size(), &found);
    return found == nullptr ? std::to_string(user) : found->pw_name;
}

} // namespace

std::string take_access_and_sync(const fs::path& old, const fs::path& fresh, const fs::path& place) {
    const auto fail = [&](const char* what) {
        throw StorageError(fmt::format("{} : {} ({})", place.string(), what, system_reason()));
    };
    const Handle file(fresh);

    struct stat now {};

    if (file.number() < 0 || ::fstat(file.number(), &now) != 0) {
        fail("impossible de relire le fichier écrit");
    }

    struct stat was {};

    const bool replaces = ::stat(old.c_str(), &was) == 0;
    std::string lost;
    mode_t mode = replaces ? was.st_mode & kModeBits : 0600;
    std::vector<char> list = replaces ? access_list(old) : std::vector<char>();
    if (replaces && now.st_gid != was.st_gid &&
        ::fchown(file.number(), static_cast<uid_t>(-1), was.st_gid) != 0) {
        lost = "le groupe et ses droits";
        mode &= ~static_cast<mode_t>(070); // what the old group might do, another one may not
        list.clear();
    }
    if (replaces && now.st_uid != was.st_uid &&
        ::fchown(file.number(), was.st_uid, static_cast<gid_t>(-1)) != 0) {
        lost = "le propriétaire (" + user_name(was.st_uid) + ")" + (lost.empty() ? "" : ", " + lost);
    }
    // One that the folder hands down to every new file would open it to others; a mode given to a file with a
    // list is that list's mask.
    if (::fremovexattr(file.number(), kAccessList) != 0 && errno != ENODATA && errno != ENOTSUP) {
        fail("impossible de régler les droits du fichier");
    }
    if (::fchmod(file.number(), mode) != 0) {
        fail("impossible de régler les droits du fichier");
    }
    if (!list.empty() && ::fsetxattr(file.number(), kAccessList, list.data(), list.size(), 0) != 0) {
        lost += std::string(lost.empty() ? "" : ", ") + "la liste d'accès";
        ::fchmod(file.number(), mode & ~static_cast<mode_t>(070)); // its mask is no right of the group
    }
    if (::fsync(file.number()) != 0) {
        fail("le disque n'a pas gardé le fichier");
    }
    return lost;
}

} // namespace maillage::io
