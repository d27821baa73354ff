// run.cpp: commands from a file, one a line, as the desktop logs them
#include "base/error.h"
#include "base/text.h"
#include "cli/computed.h"
#include "cli/hidden_reason.h"
#include "cli/verb.h"
#include "domain/disclosure.h"
#include "domain/profile.h"
#include "io/write/text_file.h"
#include "map/render.h"
#include "session/command.h"
#include "session/jobs.h"
#include "session/session.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <variant>

namespace maillage::cli {
namespace {

/// With the exit code of what went wrong first.
[[noreturn]] void fail(const std::string& text, ExitCode code) {
    switch (code) {
    case ExitCode::input:
        throw InputError(text);
    case ExitCode::storage:
        throw StorageError(text);
    default:
        throw Error(text);
    }
}

/// Commands whose messages speak of files alone, or of what was released to them.
bool may_be_told(const session::Command& command) {
    return std::visit(
        []<class C>(const C&) {
            return std::is_same_v<C, session::Open> || std::is_same_v<C, session::Save> ||
                   std::is_same_v<C, session::Export> || std::is_same_v<C, map::Render> ||
                   std::is_same_v<C, session::SaveLog>;
        },
        static_cast<const session::AnyCommand&>(command));
}

/// '#' starts a comment. Stops at the first line that fails. In the profile « public » nothing is told but
/// what commands that write files say.
void run_script(const Console& console, const std::filesystem::path& path,
                const std::filesystem::path& script) {
    std::istringstream in(io::read_text_file(script));
    session::Jobs jobs;
    session::Session session;
    std::string text;
    const auto run = [&](const session::Command& command) {
        const bool is_hidden = domain::is_public(session.project->settings.profile) && !may_be_told(command);
        try {
            session::apply(session, jobs, command);
        } catch (const domain::Undisclosed&) {
            throw;
        } catch (const InputError&) {
            if (!is_hidden) {
                throw;
            }
            throw domain::Undisclosed(std::string("commande refusée") + kHiddenReason);
        }
        session::finish_all(session, jobs);
        for (const session::Message& message : session.messages) {
            if (message.is_error) {
                if (is_hidden && message.code == InputError("").exit_code()) {
                    throw InputError(std::string("commande refusée") + kHiddenReason);
                }
                fail(message.text, message.code);
            }
            if (!is_hidden) {
                console.out << message.text << '\n';
            }
        }
        session.messages.clear();
    };
    if (!path.empty()) {
        run(session::Open{path, console.reads_outside});
    }
    for (long row = 1; std::getline(in, text); ++row) {
        const std::string_view line = trim(text);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        try {
            run(session::parse_command(line));
        } catch (const Error& error) {
            fail(script.filename().string() + ", ligne " + std::to_string(row) + " : " + error.what(),
                 error.exit_code());
        }
    }
}

} // namespace

void add_run(Shelf& shelf) {
    struct Words {
        std::filesystem::path project, script;
    };

    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("run", "Rejoue des commandes, une par ligne");
    verb.option("PROJET", w->project, "").required();
    verb.option("SCRIPT", w->script, "").required();
    verb.runs([w](const Console& console) { run_script(console, w->project, w->script); });
}

} // namespace maillage::cli
