// plan_box.h: the box where a scheme is chosen: its variants, what the search may take, and who pays.
#pragma once

#include "session/session.h"
#include "ui/kit/widgets.h"

#include <string>
#include <vector>

namespace maillage::ui {

/// What the right half of the box shows.
enum class PlanTab { funding, prices, weights, candidates, perimeters };

struct PlanBox {
    bool is_open = false;
    std::size_t messages_before =
        0; ///< when the box opened or last asked for something: later ones are its own
    PlanTab tab = PlanTab::funding;
    /// What is being typed, and the project and scenario it was read from.
    std::shared_ptr<const domain::Project> read_from;
    domain::Scenario plan_read;
    std::string new_name, floors, phases, horizon;
    float target = 0, backup = 0; ///< percent
    int year = 0, first_level = 0, second_level = 0;
    bool takes_uncovered = true, takes_sites = false, takes_given = false, takes_mesh = false,
         takes_perimeters = false, takes_entries = false, takes_junctions = false, is_police_only = false,
         has_views = false;
    float mesh_m = 200, spacing_m = 0;
    int price = 0; ///< row of the price table, 0 for the plain cost of a site

    struct Rule { ///< of the funding table, as typed
        std::string financer, departement;
        int first_year = 0, last_year = 0;
        float rate = 0;
        float per_camera_eur = 0, ceiling_eur = 0; ///< 0: none
    };

    std::vector<Rule> rules;

    struct Price { ///< of the price table, as typed
        std::string camera_type, link;
        double cost_eur = 0, aside_eur = 0;
        std::string source;
        double reach_m = 0; ///< 0: none of its own
    };

    std::vector<Price> prices;

    struct Candidate { ///< of the places that were put or imported, as typed; -1: none
        std::string name, kind;
        double cost_eur = -1, reach_m = -1, azimuth_deg = -1, field_deg = -1, height_m = -1;
    };

    std::vector<Candidate> candidates;
    std::vector<double> class_weights, crime_weights; ///< in the order of the project's tables
    double inhabitant = 0, qpv_factor = 0, crime_cap = 0, motorway = 0, national = 0, departmental = 0,
           reach_m = 0, site_cost_eur = 0;
};

void draw(PlanBox& box, const Ui& ui, const session::Session& session, Rect window);

} // namespace maillage::ui
