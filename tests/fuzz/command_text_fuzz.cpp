// Any line: a command whose text form reads back as the same command, or an InputError.
#include "app/command.h"
#include "base/error.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    try {
        const app::Command command = app::parse_command(line);
        const std::string text = app::to_text(command);
        if (!(app::parse_command(text) == command) || app::to_text(app::parse_command(text)) != text) {
            std::abort();
        }
    } catch (const InputError&) { // a reason told to the user: the other legal end
    }
    return 0;
}
