// models.h: what the panels show, computed by `app` when the session changes and kept until it changes again.
#pragma once

#include "base/translate.h"
#include "session/session.h"
#include "views/curves.h"
#include "views/figures.h"
#include "views/inspector.h"
#include "views/missing_data.h"
#include "views/panel_table.h"
#include "views/plan_tables.h"
#include "views/search.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maillage::ui {

enum class TableTab { gaps, sites, funding, scenarios, registry, findings };
inline constexpr std::size_t kTables = 6;

class Models {
  public:
    /// Cheap when nothing changed. True when something did.
    bool refresh(const session::Session& session);

    std::vector<views::KeyFigure> figures;
    std::optional<std::int64_t> expired;
    std::vector<views::LayerRow> layers;
    views::FindingsSummary findings;
    views::Inspector inspector;
    std::vector<views::MissingData> missing;
    views::Timeline timeline;
    views::BudgetCurve budget;
    std::string banner;
    std::string attribution;
    std::string summary;
    std::string document;

    /// Made at the first call after a change: a table that nobody looks at costs nothing.
    const views::Table& table(TableTab tab, const session::Session& session);

    /// Grows with every change of the tables: what was arranged from an older one is stale.
    unsigned revision() const { return revision_; }

    const views::SearchIndex& search(const session::Session& session);

  private:
    struct Key { ///< owners, so that an address cannot be used again meanwhile
        std::shared_ptr<const domain::Project> project, results_of;
        std::shared_ptr<const analysis::Results> results;
        std::shared_ptr<const analysis::CoveredGrounds> grounds;
        std::shared_ptr<const plan::Scheme> scheme;
        std::shared_ptr<const plan::Comparison> comparison;
        std::size_t plan_lines = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };

    std::optional<Key> key_;
    std::vector<map::Selection> selection_;
    std::string path_;
    bool is_modified_ = false;
    unsigned revision_ = 0;
    Language language_ = Language::french;
    std::array<std::optional<views::Table>, kTables> tables_;
    std::optional<views::SearchIndex> search_;
};

} // namespace maillage::ui
