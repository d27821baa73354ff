#include "ui/models.h"

#include "base/text.h"
#include "base/translate.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace maillage::ui {

namespace {

app::Table make_table(TableTab tab, const app::Session& session) {
    switch (tab) {
    case TableTab::gaps:
        return app::gap_table(session);
    case TableTab::sites:
        return app::priority_table(session);
    case TableTab::funding:
        return app::funding_panel(session);
    case TableTab::scenarios:
        return app::scenario_panel(session);
    case TableTab::registry:
        return app::register_table(session);
    case TableTab::findings:
        return app::findings_table(session);
    }
    return {};
}

/// "Limites, Zones : who · Sites : who": what each source is for is said, its name is a name.
std::string translated_attribution(const std::string& french) {
    // As domain::attribution writes them.
    [[maybe_unused]] constexpr const char* kHeadings[] = {
        tr_noop("Limites"), tr_noop("Zones"),     tr_noop("Arrêtés"),     tr_noop("Caméras"),
        tr_noop("Sites"),   tr_noop("Bâti"),      tr_noop("Délinquance"), tr_noop("Population"),
        tr_noop("Routes"),  tr_noop("Parcelles"), tr_noop("Relief")};
    constexpr std::string_view kBefore = " : ";
    constexpr std::string_view kBetween = " · ";
    std::string out;
    for (std::size_t from = 0; from < french.size();) {
        const auto end = std::min(french.find(kBetween, from), french.size());
        const auto part = french.substr(from, end - from);
        const auto colon = part.find(kBefore);
        std::vector<std::string> words;
        for (const auto& word :
             split(colon == std::string::npos ? std::string() : part.substr(0, colon), ',')) {
            words.push_back(tr(std::string(trim(word))));
        }
        const std::string rest = colon == std::string::npos ? part : part.substr(colon);
        out += (out.empty() ? "" : std::string(kBetween)) + join(words, ", ") + rest;
        from = end + kBetween.size();
    }
    return out;
}

/// As domain::warning_banner writes it; the one on maps and in files stays French.
std::string translated_banner(const std::string& french) {
    [[maybe_unused]] constexpr const char* kBanners[] = {tr_noop("Exemple fictif · contours approchés"),
                                                         tr_noop("Exemple fictif"),
                                                         tr_noop("Contours approchés")};
    return tr(french);
}

} // namespace

bool Models::refresh(const app::Session& session) {
    const Key key{session.project, session.results_of, session.results,   session.grounds,
                  session.scheme,  session.comparison, session.plan_lines};
    const bool is_same_data = key_ && *key_ == key && language_ == language();
    language_ = language();
    const bool is_same_document = path_ == session.path.string() && is_modified_ == session.is_modified;
    if (is_same_data && selection_ == app::selected(session) && is_same_document) {
        return false;
    }
    if (!is_same_data) {
        if (!key_ || key_->project != key.project) {
            search_.reset();
        }
        key_ = key;
        ++revision_;
        tables_ = {};
        figures = app::key_figures(session);
        expired = app::expired_acts(session);
        layers = app::layer_rows(session);
        findings = app::findings_summary(session);
        timeline = app::timeline(session);
        budget = app::budget_curve(session);
        banner = translated_banner(domain::warning_banner(*session.project));
        attribution = translated_attribution(domain::attribution(*session.project));
        summary = app::summary_text(session);
    }
    selection_ = app::selected(session);
    path_ = session.path.string();
    is_modified_ = session.is_modified;
    inspector = app::inspect(session);
    document = app::document_text(session);
    return true;
}

const app::Table& Models::table(TableTab tab, const app::Session& session) {
    auto& table = tables_[static_cast<std::size_t>(tab)];
    if (!table) {
        table = make_table(tab, session);
    }
    return *table;
}

const app::SearchIndex& Models::search(const app::Session& session) {
    if (!search_) {
        search_.emplace(*session.project);
    }
    return *search_;
}

} // namespace maillage::ui
