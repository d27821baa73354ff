// Any bytes as a CSV: a table that is imported, saved and opened again, or a message.
#include "fuzz/read_and_import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const maillage::OneFile one_file;
    if (size > 1) {
        maillage::read_and_import(one_file.put(".csv", data + 1, size - 1), data[0]);
    }
    return 0;
}
