// density_tables.h: tables of px/m thresholds: those that come with the program (assets/densites) and a
// user's own file.
#pragma once

#include "domain/settings.h"

#include <string>
#include <vector>

namespace maillage::session {

struct DensityTableFile {
    std::string key; ///< "dori", "sept-niveaux", or the base name of a file
    std::string title;
    std::vector<domain::DensityBand> bands; ///< weakest first
};

/// Keys of the tables that come with the program.
std::vector<std::string> density_tables();
/// One of those, or a file of the same form: a line "# title", the header cle;libelle;px_par_m, and rows that
/// ask for more and more. Throws InputError naming the line that is wrong.
DensityTableFile density_table(const std::string& key_or_file);
/// Takes the table; the required band stays when the table has it, else the weakest band is required.
void use_density_table(domain::Settings& settings, const DensityTableFile& table);

/// From which band a place counts as covered; "aucune": being seen is enough. Throws InputError for another
/// word.
void require_band(domain::Settings& settings, const std::string& key);

} // namespace maillage::session
