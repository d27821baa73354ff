#include "cli/safe_stream.h"

#include "base/printable.h"

namespace maillage::cli {

SafeStream::SafeStream(std::ostream& to) : buffer_(to), stream_(&buffer_) {}

SafeStream::~SafeStream() {
    flush();
}

bool SafeStream::flush() {
    return buffer_.hand_on() && stream_.good();
}

bool SafeStream::Buffer::hand_on() {
    to_ << printable(held_);
    held_.clear();
    to_.flush();
    return to_.good();
}

void SafeStream::Buffer::hand_on_lines() {
    const auto end = held_.rfind('\n');
    if (end != std::string::npos) {
        to_ << printable(std::string_view(held_).substr(0, end + 1));
        held_.erase(0, end + 1);
    }
}

SafeStream::Buffer::int_type SafeStream::Buffer::overflow(int_type c) {
    if (!traits_type::eq_int_type(c, traits_type::eof())) {
        held_ += traits_type::to_char_type(c);
        if (held_.back() == '\n') {
            hand_on_lines();
        }
    }
    return traits_type::not_eof(c);
}

std::streamsize SafeStream::Buffer::xsputn(const char* text, std::streamsize count) {
    const std::string_view added(text, static_cast<std::size_t>(count));
    held_ += added;
    if (added.find('\n') != std::string_view::npos) {
        hand_on_lines();
    }
    return count;
}

int SafeStream::Buffer::sync() {
    return hand_on() ? 0 : -1;
}

} // namespace maillage::cli
