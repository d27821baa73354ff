// finding.h: one defect found in data. Never a crash, never a silent repair.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace maillage {

enum class Severity { note, warning, error };

struct Finding {
    Severity severity = Severity::warning;
    std::string source;  ///< file name, or file and layer
    long row = 0;        ///< of a sheet as its program shows it, of a layer from 1; 0: the whole file
    std::string column;  ///< empty when the whole row is meant
    std::string message; ///< French, a sentence without the file, row and column
    friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

/// "registre.csv, ligne 12, colonne azimut : angle illisible « NNX »".
std::string to_string(const Finding& finding);
/// "erreur", "avertissement" or "remarque".
std::string to_string(Severity severity);
std::size_t count(const Findings& findings, Severity severity);
void append(Findings& to, Findings from);

} // namespace maillage
