#include "base/finding.h"

#include <algorithm>
#include <iterator>

namespace maillage {

std::string to_string(Severity severity) {
    switch (severity) {
    case Severity::note:
        return "remarque";
    case Severity::warning:
        return "avertissement";
    case Severity::error:
        return "erreur";
    }
    return {};
}

std::string to_string(const Finding& finding) {
    std::string text = finding.source;
    if (finding.row > 0) {
        text += ", ligne " + std::to_string(finding.row);
    }
    if (!finding.column.empty()) {
        text += ", colonne " + finding.column;
    }
    return text + " : " + finding.message;
}

std::size_t count(const Findings& findings, Severity severity) {
    return static_cast<std::size_t>(
        std::ranges::count_if(findings, [&](const Finding& f) { return f.severity == severity; }));
}

void append(Findings& to, Findings from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace maillage
