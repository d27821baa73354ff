// console.h: where a verb writes. Results go to `out`, messages to `err`; errors are exceptions.
#pragma once

#include <iosfwd>
#include <optional>

namespace maillage::cli {

struct Console {
    std::ostream& out;
    std::ostream& err;
    std::optional<bool> reads_outside = std::nullopt; ///< see session::load_project
};

} // namespace maillage::cli
