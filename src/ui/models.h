// models.h: what the panels show, computed by `app` when the session changes and kept until it changes again.
#pragma once

#include "app/curves.h"
#include "app/figures.h"
#include "app/inspector.h"
#include "app/missing_data.h"
#include "app/panel_table.h"
#include "app/plan_tables.h"
#include "app/search.h"
#include "app/session.h"
#include "base/translate.h"

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
    bool refresh(const app::Session& session);

    std::vector<app::KeyFigure> figures;
    std::optional<std::int64_t> expired;
    std::vector<app::LayerRow> layers;
    app::FindingsSummary findings;
    app::Inspector inspector;
    std::vector<app::MissingData> missing;
    app::Timeline timeline;
    app::BudgetCurve budget;
    std::string banner;
    std::string attribution;
    std::string summary;
    std::string document;

    /// Made at the first call after a change: a table that nobody looks at costs nothing.
    const app::Table& table(TableTab tab, const app::Session& session);

    /// Grows with every change of the tables: what was arranged from an older one is stale.
    unsigned revision() const { return revision_; }

    const app::SearchIndex& search(const app::Session& session);

  private:
    struct Key { ///< owners, so that an address cannot be used again meanwhile
        std::shared_ptr<const domain::Project> project, results_of;
        std::shared_ptr<const app::Results> results;
        std::shared_ptr<const analysis::CoveredGrounds> grounds;
        std::shared_ptr<const analysis::Scheme> scheme;
        std::shared_ptr<const app::Comparison> comparison;
        std::size_t plan_lines = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };

    std::optional<Key> key_;
    std::vector<app::Selection> selection_;
    std::string path_;
    bool is_modified_ = false;
    unsigned revision_ = 0;
    Language language_ = Language::french;
    std::array<std::optional<app::Table>, kTables> tables_;
    std::optional<app::SearchIndex> search_;
};

} // namespace maillage::ui
