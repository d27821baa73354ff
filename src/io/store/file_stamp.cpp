#include "io/store/file_stamp.h"

#include "base/error.h"
#include "base/system_reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

namespace maillage::io {
namespace {

/// Eight bytes at a time; good enough to tell two versions of a file apart, no defence against somebody who
/// makes two that look alike.
class Digest {
  public:
    void add(std::string_view bytes) {
        for (std::size_t i = 0; i < bytes.size(); i += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + i, std::min(sizeof word, bytes.size() - i));
            state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
            state_ ^= state_ >> 29U;
        }
    }

    std::uint64_t value() const { return (state_ ^ (state_ >> 32U)) * 0xD6E8FEB86659FD93ULL; }

  private:
    std::uint64_t state_ = 0x243F6A8885A308D3ULL;
};

/// What SQLite writes into the first page when a program has only looked: the kind of log, the counter of
/// changes and the version of the library.
void forget_visits(std::string& head) {
    if (!head.starts_with("SQLite format 3") || head.size() < 100) {
        return;
    }
    for (const auto& [from, count] : {std::pair(18, 2), std::pair(24, 4), std::pair(92, 8)}) {
        std::fill_n(head.begin() + from, count, '\0');
    }
}

/// False when it is not there.
bool add_file(const std::filesystem::path& file, FileStamp& stamp, Digest& digest) {
    std::error_code absent;
    if (!std::filesystem::exists(file, absent)) {
        return false;
    }
    std::ifstream in(file, std::ios::binary);
    std::string piece;
    bool is_head = true;
    while (in) {
        piece.resize(1U << 20U);
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        piece.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
        if (is_head) {
            forget_visits(piece);
        }
        is_head = false;
        digest.add(piece);
        stamp.bytes += piece.size();
    }
    if (!in.eof()) {
        throw InputError(fmt::format("{} : lecture interrompue ({})", file.string(), system_reason()));
    }
    return true;
}

} // namespace

FileStamp stamp_of(const std::filesystem::path& file) {
    FileStamp stamp;
    Digest digest;
    stamp.exists = add_file(file, stamp, digest);
    if (stamp.exists) {
        add_file(file.string() + "-wal", stamp, digest);
    }
    stamp.digest = stamp.exists ? digest.value() : 0;
    return stamp;
}

std::string to_text(const FileStamp& stamp) {
    return fmt::format("{} {} {:016x}", stamp.exists ? 1 : 0, stamp.bytes, stamp.digest);
}

std::optional<FileStamp> parse_stamp(const std::string& text) {
    FileStamp stamp;
    int exists = 0;
    unsigned long long bytes = 0;
    unsigned long long digest = 0;
    int end = 0;
    if (std::sscanf(text.c_str(), "%1d %20llu %16llx%n", &exists, &bytes, &digest, &end) != 3 ||
        static_cast<std::size_t>(end) != text.size()) {
        return std::nullopt;
    }
    return FileStamp{exists == 1, bytes, digest};
}

} // namespace maillage::io
