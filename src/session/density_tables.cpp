#include "session/density_tables.h"

#include "base/clean_text.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "io/write/text_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace maillage::session {

std::string_view embedded_densities(std::string_view name); // made by cmake/MaillageEmbed.cmake

namespace {

constexpr std::array<const char*, 2> kBuiltIn = {"dori", "sept-niveaux"};
constexpr std::size_t kMostBands = 12; ///< more could not be told apart on a map

[[noreturn]] void refuse(const std::string& key, std::size_t line, const std::string& why) {
    throw InputError(fmt::format("table de densités « {} », ligne {} : {}", key, line, why));
}

domain::DensityBand read_band(const std::string& key, std::size_t line, const std::string& text) {
    if (const auto clean = clean_text(text)) {
        refuse(key, line, clean->flaws);
    }
    const auto cells = split(text, ';');
    const auto density = cells.size() == 3 ? parse_number(cells[2]) : std::nullopt;
    if (!density || !(*density > 0 && *density <= 1e6) || trim(cells[0]).empty() || trim(cells[1]).empty()) {
        refuse(key, line, "clé ; libellé ; px/m attendus");
    }
    return {std::string(trim(cells[0])), std::string(trim(cells[1])), *density};
}

DensityTableFile read(const std::string& key, std::string_view text) {
    DensityTableFile table{key, key, {}};
    std::size_t number = 0;
    bool has_header = false;
    for (const std::string& line : split(text, '\n')) {
        ++number;
        const std::string plain(trim(line));
        if (plain.starts_with('#')) {
            table.title = number == 1 ? std::string(trim(plain.substr(1))) : table.title;
        } else if (!plain.empty() && !has_header) {
            if (plain != "cle;libelle;px_par_m") {
                refuse(key, number, "en-tête cle;libelle;px_par_m attendu");
            }
            has_header = true;
        } else if (!plain.empty()) {
            table.bands.push_back(read_band(key, number, plain));
            if (std::ranges::count(table.bands, table.bands.back().key, &domain::DensityBand::key) > 1) {
                refuse(key, number, "clé répétée");
            }
            const bool grows = table.bands.size() < 2 ||
                               table.bands[table.bands.size() - 2].px_per_m < table.bands.back().px_per_m;
            if (!grows || table.bands.size() > kMostBands) {
                refuse(key, number,
                       grows ? "douze bandes au plus" : "les bandes vont de la moins à la plus exigeante");
            }
        }
    }
    if (table.bands.empty()) {
        refuse(key, number, "aucune bande");
    }
    return table;
}

} // namespace

std::vector<std::string> density_tables() {
    return {kBuiltIn.begin(), kBuiltIn.end()};
}

DensityTableFile density_table(const std::string& key_or_file) {
    if (std::ranges::find(kBuiltIn, key_or_file) != kBuiltIn.end()) {
        return read(key_or_file, embedded_densities(key_or_file + ".csv"));
    }
    const std::filesystem::path file(key_or_file);
    if (!std::filesystem::is_regular_file(file)) {
        throw InputError(fmt::format("table de densités inconnue : « {} » ({}, ou un fichier CSV)",
                                     key_or_file, join(density_tables(), ", ")));
    }
    return read(shown_text(file.stem().string()), io::read_text_file(file));
}

void use_density_table(domain::Settings& settings, const DensityTableFile& table) {
    settings.density_table = table.key;
    settings.bands = table.bands;
    const bool stays = settings.required_band.empty() ||
                       std::ranges::find(table.bands, settings.required_band, &domain::DensityBand::key) !=
                           table.bands.end();
    if (!stays) {
        settings.required_band = table.bands.front().key;
    }
}

void require_band(domain::Settings& settings, const std::string& key) {
    std::vector<std::string> known = {"aucune"};
    for (const domain::DensityBand& band : settings.bands) {
        known.push_back(band.key);
    }
    if (std::ranges::find(known, key) == known.end()) {
        throw InputError(fmt::format("bande inconnue : « {} » ({})", key, join(known, ", ")));
    }
    settings.required_band = key == "aucune" ? "" : key;
}

} // namespace maillage::session
