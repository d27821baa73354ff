// recueil.cpp: what the summary of a recueil des actes says of video-protection, as drafts to read over
#include "registry/recueil.h"

#include "base/error.h"
#include "base/printable.h"
#include "base/text.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "io/write/text_file.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

struct Words {
    std::filesystem::path file;
    std::string format = "text";
};

std::string nature_text(const registry::DraftAct& draft) {
    return draft.several_natures ? "plusieurs" : draft.nature ? registry::to_text(*draft.nature) : "";
}

template <class T> geo::Value value(const std::optional<T>& known) {
    return known ? geo::Value(*known) : geo::Value();
}

geo::Value value(const std::string& text) {
    return text.empty() ? geo::Value() : geo::Value(text);
}

geo::Table drafts_table(const std::vector<registry::DraftAct>& drafts) {
    using geo::ColumnType;
    geo::Table table;
    table.name = "recueil";
    table.columns = {{"ligne", ColumnType::integer, {}},  {"acte", ColumnType::text, {}},
                     {"numero", ColumnType::text, {}},    {"precedent", ColumnType::text, {}},
                     {"nature", ColumnType::text, {}},    {"date", ColumnType::date, {}},
                     {"pages", ColumnType::integer, {}},  {"page", ColumnType::integer, {}},
                     {"nombre", ColumnType::integer, {}}, {"sur", ColumnType::text, {}},
                     {"texte", ColumnType::text, {}}};
    for (const registry::DraftAct& d : drafts) {
        geo::Feature row;
        row.values = {std::int64_t(d.line),
                      value(d.act_id),
                      value(join(d.numbers, d.range ? ".." : "|")),
                      value(d.previous),
                      value(nature_text(d)),
                      value(d.decided),
                      value(d.pages),
                      value(d.page),
                      value(d.count),
                      std::string(d.possible ? "possible" : "oui"),
                      d.text};
        table.features.push_back(std::move(row));
    }
    return table;
}

void tell_recueil(const Console& console, const Words& words) {
    const std::string text = io::read_text_file(words.file);
    if (!is_valid_utf8(text)) {
        throw InputError(words.file.string() +
                         " : texte en UTF-8 attendu (d'un PDF : pdftotext -layout -enc UTF-8)");
    }
    const auto drafts = registry::read_recueil(text);
    if (words.format != "text") {
        print(drafts_table(drafts), words.format, console.out);
        return;
    }
    for (const registry::DraftAct& d : drafts) {
        const std::string nature = nature_text(d);
        console.out << "ligne " << d.line << " : " << (nature.empty() ? "nature inconnue" : nature)
                    << (d.numbers.empty() ? "" : ", n° " + join(d.numbers, d.range ? " à " : ", "))
                    << (d.count == 1 ? ""
                        : d.count    ? ", " + std::to_string(*d.count) + " arrêtés"
                                     : ", plusieurs arrêtés, nombre inconnu")
                    << (d.possible ? ", à vérifier" : "") << "\n    " << printable(d.text, Blanks::shown)
                    << '\n';
    }
    console.err << drafts.size() << " lignes sur la vidéoprotection : à relire, rien n'est importé\n";
}

} // namespace

void add_recueil(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("recueil", "Sommaire d'un recueil des actes : projets d'actes à relire");
    verb.option("FICHIER", w->file, "Texte du sommaire (pdftotext -layout -enc UTF-8)").required();
    verb.option("--format", w->format, "text csv json");
    verb.runs([w](const Console& console) { tell_recueil(console, *w); });
}

} // namespace maillage::cli
