// curves.h: coverage in time, against the budget and by group, ready to be plotted.
#pragma once

#include "base/date.h"
#include "session/session.h"

#include <string>
#include <vector>

namespace maillage::views {

struct CurvePoint {
    double x = 0;
    double y = 0;
};

/// Cameras on duty month by month, if nothing is renewed.
struct Timeline {
    Date first;
    Date last;
    std::vector<Date> dates;     ///< first of each month
    std::vector<double> cameras; ///< that may film on that day
    double greatest = 0;
    std::string caption; ///< "caméras autorisées, si rien n'est renouvelé"
};

Timeline timeline(const session::Session& session);
/// Date at `share` of the way through the time line, and back. Clamped.
Date date_at(const Timeline& timeline, double share);
double share_at(const Timeline& timeline, Date date);
/// In the month of `date`.
double cameras_at(const Timeline& timeline, Date date);

/// Spending against covered weight, as the list of priority sites is followed; with budgets by year, a part
/// of each against the mean over the years.
struct BudgetCurve {
    std::vector<CurvePoint> points; ///< x in [0, 1] of the total cost, y in [0, 1]: share of weight covered
    std::vector<CurvePoint> bounds; ///< proven upper bound of y at some of the x; empty when not computed
    std::size_t lines = 0;          ///< of the list
    std::size_t lines_shown = 0;    ///< of the list: what the budget slider stands at
    std::string shown; ///< "12 sites, 144 000 € HT : 61,2 % du poids couvert"; empty for the whole list
    double bound = 0;  ///< proven upper bound of y at the end of the list
    std::string total_cost; ///< "735 000 € HT"
    std::string proof;      ///< "Liste à 0,06 % au plus de la meilleure possible (prouvé)"
};

BudgetCurve budget_curve(const session::Session& session);

/// Bars of the dashboard: covered share of the sites by zone, council... with the interval.
struct BarRow {
    std::string name;
    std::string value; ///< "61 % [55 – 68]"
    double low = 0, central = 0, high = 0;
    std::string
        ground; ///< "Sol vu : 12 345 m², dont 2 345 m² par deux caméras ou plus"; empty while it is measured
};

std::vector<BarRow> coverage_bars(const session::Session& session, analysis::Grouping grouping,
                                  std::size_t most);

} // namespace maillage::views
