// check.cpp: the anomalies of a project
#include "base/printable.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "domain/disclosure.h"
#include "domain/profile.h"
#include "session/mounts.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

void check_project(const Console& console, const Subject& subject, const std::string& format) {
    domain::Project project = opened(subject);
    domain::refuse_if_public(project, "les anomalies");
    Findings all = *project.findings;
    if (!project.territory->communes.empty()) {
        append(all, session::mount_findings(restricted(std::move(project), "les anomalies").results()));
    }
    if (format == "json") {
        nlohmann::ordered_json rows = nlohmann::ordered_json::array();
        for (const Finding& f : all) {
            rows.push_back({{"severite", to_string(f.severity)},
                            {"source", f.source},
                            {"ligne", f.row},
                            {"colonne", f.column},
                            {"message", f.message}});
        }
        console.out << rows.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        return;
    }
    for (const Finding& finding : all) {
        console.out << to_string(finding.severity) << " : " << printable(to_string(finding), Blanks::shown)
                    << '\n';
    }
    console.out << count(all, Severity::error) << " erreur(s), " << count(all, Severity::warning)
                << " avertissement(s), " << count(all, Severity::note) << " remarque(s)\n";
}

} // namespace

void add_check(Shelf& shelf) {
    struct Words {
        SubjectWords subject;
        std::string format = "text";
    };

    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("check", "Liste les anomalies");
    add_project(verb, w->subject);
    verb.option("--format", w->format, "text ou json");
    add_profile(verb, w->subject);
    verb.runs([w](const Console& console) { check_project(console, w->subject.read(console), w->format); });
}

} // namespace maillage::cli
