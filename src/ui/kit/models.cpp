#include "ui/kit/models.h"

#include "base/translate.h"

#include <algorithm>
#include <vector>

namespace maillage::ui {

namespace {

views::Table make_table(TableTab tab, const session::Session& session) {
    switch (tab) {
    case TableTab::gaps:
        return views::gap_table(session);
    case TableTab::sites:
        return views::priority_table(session);
    case TableTab::funding:
        return views::funding_panel(session);
    case TableTab::scenarios:
        return views::scenario_panel(session);
    case TableTab::registry:
        return views::register_table(session);
    case TableTab::findings:
        return views::findings_table(session);
    }
    return {};
}

} // namespace

bool Models::refresh(const session::Session& session) {
    const Key key{session.project, session.results_of, session.results,   session.grounds,
                  session.scheme,  session.comparison, session.plan_lines};
    const bool is_same_data = key_ && *key_ == key && language_ == language();
    language_ = language();
    const bool is_same_document = path_ == session.path.string() && is_modified_ == session.is_modified;
    if (is_same_data && selection_ == session::selected(session) && is_same_document) {
        return false;
    }
    if (!is_same_data) {
        if (!key_ || key_->project != key.project) {
            search_.reset();
        }
        key_ = key;
        ++revision_;
        tables_ = {};
        figures = views::key_figures(session);
        expired = views::expired_acts(session);
        layers = views::layer_rows(session);
        findings = views::findings_summary(session);
        missing = views::missing_data(*session.project);
        timeline = views::timeline(session);
        budget = views::budget_curve(session);
        banner = tr_sentence(domain::warning_banner(*session.project));
        attribution = tr_sentence(domain::attribution(*session.project));
        summary = views::summary_text(session);
    }
    selection_ = session::selected(session);
    path_ = session.path.string();
    is_modified_ = session.is_modified;
    inspector = views::inspect(session);
    document = views::document_text(session);
    return true;
}

const views::Table& Models::table(TableTab tab, const session::Session& session) {
    auto& table = tables_[static_cast<std::size_t>(tab)];
    if (!table) {
        table = make_table(tab, session);
    }
    return *table;
}

const views::SearchIndex& Models::search(const session::Session& session) {
    if (!search_) {
        search_.emplace(*session.project);
    }
    return *search_;
}

} // namespace maillage::ui
