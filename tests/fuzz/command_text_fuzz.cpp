// Any line: a command whose text form reads back as the same command, or an InputError.
#include "base/error.h"
#include "session/command.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    try {
        const session::Command command = session::parse_command(line);
        const std::string text = session::to_text(command);
        if (!(session::parse_command(text) == command) ||
            session::to_text(session::parse_command(text)) != text) {
            std::abort();
        }
    } catch (const InputError&) { // a reason told to the user: the other legal end
    }
    return 0;
}
