// Any bytes as an answer of Overpass: the same end as a CSV. What does not begin as one is made to.
#include "fuzz/read_and_import.h"

#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const maillage::OneFile one_file;
    if (size < 2) {
        return 0;
    }
    constexpr std::string_view kStart = "{\"elements\":["; // so that GDAL's own reader is not what is tried
    std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    if (!text.starts_with(kStart)) {
        text.insert(0, kStart);
    }
    maillage::read_and_import(
        one_file.put(".json", reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), data[0]);
    return 0;
}
