#include "ui/models.h"

#include "base/translate.h"

#include <algorithm>
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
        missing = app::missing_data(*session.project);
        timeline = app::timeline(session);
        budget = app::budget_curve(session);
        banner = tr_sentence(domain::warning_banner(*session.project));
        attribution = tr_sentence(domain::attribution(*session.project));
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
