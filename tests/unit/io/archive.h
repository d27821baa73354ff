// archive.h: zip and gzip files made by hand, honest or not.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>
#include <zlib.h>

namespace maillage::io {

/// Raw deflate with window bits -15, gzip with 31.
inline std::string deflated(const std::string& bytes, int window_bits) {
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string gzipped(const std::string& bytes) {
    return deflated(bytes, 31);
}

/// `claimed_size`: what the headers say of each entry's size, when not 0.
inline std::string zipped(const std::vector<std::pair<std::string, std::string>>& entries,
                          std::uint32_t claimed_size = 0) {
    const auto put = [](std::string& out, std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            out += static_cast<char>(value >> (8 * i));
        }
    };
    std::string out;
    std::string directory;
    for (const auto& [name, bytes] : entries) {
        const std::string packed = deflated(bytes, -15);
        std::string common;
        put(common, 20, 2);
        put(common, 0, 2);
        put(common, 8, 2);
        put(common, 0, 4);
        put(common,
            static_cast<std::uint32_t>(
                crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()))),
            4);
        put(common, static_cast<std::uint32_t>(packed.size()), 4);
        put(common, claimed_size != 0 ? claimed_size : static_cast<std::uint32_t>(bytes.size()), 4);
        put(common, static_cast<std::uint32_t>(name.size()), 2);
        put(common, 0, 2);
        directory += "PK\x01\x02";
        put(directory, 20, 2);
        directory += common;
        put(directory, 0, 2 + 2 + 2);
        put(directory, 0, 4);
        put(directory, static_cast<std::uint32_t>(out.size()), 4);
        directory += name;
        out += "PK\x03\x04" + common + name + packed;
    }
    const auto start = static_cast<std::uint32_t>(out.size());
    out += directory + "PK\x05\x06";
    put(out, 0, 4);
    put(out, static_cast<std::uint32_t>(entries.size()), 2);
    put(out, static_cast<std::uint32_t>(entries.size()), 2);
    put(out, static_cast<std::uint32_t>(directory.size()), 4);
    put(out, start, 4);
    put(out, 0, 2);
    return out;
}

} // namespace maillage::io
