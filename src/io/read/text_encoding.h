// text_encoding.h: bytes of unknown encoding to UTF-8. Private to the room.
#pragma once

#include "geo/table.h"
#include "io/read/finding_log.h"

#include <memory>
#include <string>
#include <string_view>

namespace maillage::io {

/// "1252", "ANSI 1252", "88591", "ISO-8859-1", "UTF-8"... as .cpg files say it, to a name ICU knows; empty
/// when unknown. Latin-1 becomes windows-1252, which holds the same letters and the œ, € and ’ that people
/// meant.
std::string encoding_name(std::string_view declared);
/// What `bytes` most likely are: UTF-8 when valid, else a guess, else windows-1252.
std::string guess_encoding(std::string_view bytes);

bool is_ascii(std::string_view text);

/// Converts texts of one encoding.
class Decoder {
  public:
    /// Throws InputError when the encoding is unknown.
    explicit Decoder(const std::string& encoding);
    ~Decoder();
    std::string operator()(std::string_view bytes) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Turns every text of a table that holds raw bytes into UTF-8. `declared`: by the user or the file, or
/// empty; texts that are valid UTF-8 although something else was declared by a mere default are kept. Returns
/// the encoding used. What a file declares and its bytes contradict is not believed; what the user asks for
/// is.
std::string settle_encoding(geo::Table& table, const std::string& declared, FindingLog& log,
                            bool is_asked = false);

} // namespace maillage::io
