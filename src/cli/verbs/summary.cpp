// summary.cpp: the situation of a project in a page of text
#include "report/summary.h"

#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"

#include <memory>
#include <ostream>

namespace maillage::cli {
void add_summary(Shelf& shelf) {
    const auto w = std::make_shared<SubjectWords>();
    Verb verb = shelf.add("summary", "Synthèse en texte");
    add_project(verb, *w);
    add_date(verb, *w);
    add_profile(verb, *w);
    verb.runs([w](const Console& console) {
        const plan::Released c = released(w->read(console));
        console.out << report::summary(c.project().sites->empty() ? c : ranked(c));
    });
}

} // namespace maillage::cli
