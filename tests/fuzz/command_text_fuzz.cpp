// Any lines: each a command whose text form reads back as the same command, or an InputError. Those that
// change a project do so, and what they made is saved and opened again.
#include "base/error.h"
#include "fuzz/comes_back.h"
#include "fuzz/hostile_project.h"
#include "session/session.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    static const auto start = std::make_shared<const domain::Project>(project_of_everything());
    static unsigned runs = 0;
    session::Session session;
    session.project = start;
    session::Jobs jobs;
    std::string_view lines(reinterpret_cast<const char*>(data), size);
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        try {
            const session::Command command = session::parse_command(line);
            const std::string text = session::to_text(command);
            if (!(session::parse_command(text) == command) ||
                session::to_text(session::parse_command(text)) != text) {
                fail("a command that does not come back");
            }
            const bool makes_mesh =
                std::holds_alternative<session::SpreadInhabitants>(command); // half a second
            if (!session::is_long(command) && !makes_mesh) {
                session::apply(session, jobs, command);
            }
        } catch (const InputError&) { // a reason told to the user: the other legal end
        }
    }
    if (session.project != start) {
        require_comes_back(*session.project, ++runs % 2048 == 0);
    }
    return 0;
}
