// Any lines: each a command whose text form reads back as the same command, or an InputError. Those that
// change a project do so, and what they made is saved and opened again.
#include "app/session.h"
#include "base/error.h"
#include "fuzz/comes_back.h"
#include "fuzz/hostile_project.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    static const auto start = std::make_shared<const domain::Project>(project_of_everything());
    static unsigned runs = 0;
    app::Session session;
    session.project = start;
    app::Jobs jobs;
    std::string_view lines(reinterpret_cast<const char*>(data), size);
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        try {
            const app::Command command = app::parse_command(line);
            const std::string text = app::to_text(command);
            if (!(app::parse_command(text) == command) || app::to_text(app::parse_command(text)) != text) {
                fail("a command that does not come back");
            }
            const bool makes_mesh = std::holds_alternative<app::SpreadInhabitants>(command); // half a second
            if (!app::is_long(command) && !makes_mesh) {
                app::apply(session, jobs, command);
            }
        } catch (const InputError&) { // a reason told to the user: the other legal end
        }
    }
    if (session.project != start) {
        require_comes_back(*session.project, ++runs % 2048 == 0);
    }
    return 0;
}
