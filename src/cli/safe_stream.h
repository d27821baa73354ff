// safe_stream.h: what stands between every verb and the terminal: names and texts of other people's files
// move no cursor, change no colour and turn no direction there, whichever verb prints them.
#pragma once

#include <memory>
#include <ostream>
#include <streambuf>
#include <string>

namespace maillage::cli {

/// Characters that act on a terminal come out as `printable` shows them; JSON stays JSON.
class SafeStream {
  public:
    explicit SafeStream(std::ostream& to);
    ~SafeStream();
    SafeStream(const SafeStream&) = delete;
    SafeStream& operator=(const SafeStream&) = delete;

    std::ostream& stream() { return stream_; }

    /// Hands on what is held back. False when the other side took not all.
    bool flush();

  private:
    /// Holds back a line until it is whole, since a character has several bytes.
    class Buffer : public std::streambuf {
      public:
        explicit Buffer(std::ostream& to) : to_(to) {}

        bool hand_on();

      protected:
        int_type overflow(int_type c) override;
        std::streamsize xsputn(const char* text, std::streamsize count) override;
        int sync() override;

      private:
        void hand_on_lines();

        std::ostream& to_;
        std::string held_;
    };

    Buffer buffer_;
    std::ostream stream_;
};

} // namespace maillage::cli
