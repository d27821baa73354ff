#include "report/export_tables.h"

#include "analysis/covered_ground.h"
#include "analysis/privacy.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/crs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maillage::report {
namespace {

using geo::ColumnType;
using geo::Value;

/// Rounded for files: figures with more digits than they are worth only look exact.
double rounded(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

Value maybe(const std::optional<double>& v, int decimals = 2) {
    return v ? Value(rounded(*v, decimals)) : Value();
}

Value maybe(const std::optional<std::int64_t>& v) {
    return v ? Value(*v) : Value();
}

Value maybe(const std::optional<Date>& v) {
    return v ? Value(*v) : Value();
}

Value text(std::string v) {
    return v.empty() ? Value() : Value(std::move(v));
}

class Builder {
  public:
    Builder(std::string name, std::string title, geo::GeometryKind kind, int epsg) {
        table_.name = std::move(name);
        table_.title = std::move(title);
        table_.geometry_kind = kind;
        table_.epsg = epsg;
    }

    Builder& column(std::string name, ColumnType type, std::string title) {
        table_.columns.push_back({std::move(name), type, std::move(title)});
        return *this;
    }

    void row(std::vector<Value> values, geo::Geometry geometry = {}) {
        if (values.size() != table_.columns.size()) {
            throw Error("export: row and columns differ in " + table_.name);
        }
        table_.features.push_back(
            {std::move(values), std::move(geometry), static_cast<long>(table_.features.size()) + 1});
    }

    geo::Table done() { return std::move(table_); }

  private:
    geo::Table table_;
};

using domain::refuse_if_public;

const domain::Commune* commune_at(const domain::Project& project, const std::optional<std::size_t>& index) {
    return index ? &project.territory->communes[*index] : nullptr;
}

std::string council_name(const ExportInput& input, std::size_t commune) {
    const auto council = input.results.governance[commune].council;
    return council ? (*input.project.councils)[*council].name : std::string();
}

std::string council_duty(const analysis::CouncilStatus& status) {
    if (!status.is_required()) {
        return status.has_unknown_population ? "inconnue (population manquante)"
               : status.has_unknown_qpv      ? "inconnue (QPV de cette date manquants)"
                                             : "non obligatoire";
    }
    return status.council      ? "obligatoire, présent"
           : status.is_unknown ? "obligatoire, non renseigné"
                               : "obligatoire, absent";
}

double euros(plan::Cents cents) {
    return static_cast<double>(cents) / 100;
}

geo::Table priority_sites(const ExportInput& input) {
    const domain::Project& project = input.project;
    if (input.scheme == nullptr) {
        throw InputError("les sites prioritaires ne sont pas encore classés");
    }
    Builder out("sites_prioritaires", "Sites prioritaires", geo::GeometryKind::point,
                project.territory->epsg);
    out.column("rang", ColumnType::integer, "Rang")
        .column("id_site", ColumnType::text, "Identifiant du site")
        .column("nom", ColumnType::text, "Site")
        .column("classe", ColumnType::text, "Classe")
        .column("insee", ColumnType::text, "Code INSEE")
        .column("commune", ColumnType::text, "Commune")
        .column("zone", ColumnType::text, "Zone de compétence")
        .column("unite", ColumnType::text, "Unité")
        .column("conseil", ColumnType::text, "CLSPD / CISPD")
        .column("gain", ColumnType::real, "Poids gagné")
        .column("gain_hab", ColumnType::real, "Habitants gagnés")
        .column("gain_rte_m", ColumnType::real, "Routes gagnées (m)")
        .column("cumul_pct", ColumnType::real, "Couverture cumulée (%)")
        .column("cout_eur", ColumnType::real, "Coût estimé (€ HT)")
        .column("cumul_eur", ColumnType::real, "Coût cumulé (€ HT)")
        .column("aide_eur", ColumnType::real, "Aides (€)")
        .column("reste_eur", ColumnType::real, "Reste à la commune (€)")
        .column("annee", ColumnType::integer, "Année")
        .column("perte", ColumnType::real, "Poids perdu si retiré")
        .column("suivant", ColumnType::text, "Premier remplaçant")
        .column("portee_m", ColumnType::real, "Portée (m)")
        .column("surf_m2", ColumnType::real, "Sol vu (m²)")
        .column("motifs", ColumnType::text, "Motifs")
        .column("date_ref", ColumnType::date, "Date de référence")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    const plan::PlanFunding funding = plan::plan_funding(project, *input.scheme);
    for (std::size_t i = 0; i < input.scheme->sites.size(); ++i) {
        const plan::PrioritySite& row = input.scheme->sites[i];
        const plan::FundedLine& paid = funding.lines[i];
        const auto index = row.place.commune;
        const domain::Commune* commune = commune_at(project, index);
        out.row({Value(std::int64_t{row.rank}),
                 text(row.place.id),
                 text(row.place.name),
                 text(row.place.kind),
                 text(commune ? commune->code : ""),
                 text(commune ? commune->name : ""),
                 text(commune ? label(commune->force) : ""),
                 text(commune ? commune->unit : ""),
                 text(index ? council_name(input, *index) : ""),
                 Value(rounded(row.gain, 3)),
                 Value(rounded(row.inhabitants_gained, 1)),
                 Value(rounded(row.road_gained_m, 0)),
                 Value(rounded(100 * row.cumulative_share, 2)),
                 Value(rounded(row.place.cost_eur, 2)),
                 Value(rounded(row.cumulative_cost_eur, 2)),
                 Value(euros(paid.funding.aid)),
                 Value(euros(paid.funding.remaining)),
                 Value(std::int64_t{paid.project.year}),
                 Value(rounded(row.loss_if_removed, 3)),
                 text(row.runner_up ? row.runner_up->name : ""),
                 Value(rounded(row.place.reach_m, 1)),
                 Value(rounded(geo::geodesic_area_m2(project.territory->epsg, row.ground), 0)),
                 text(row.reasons),
                 Value(input.results.date),
                 text(note)},
                row.place.position);
    }
    return out.done();
}

const plan::Scheme& needed_scheme(const ExportInput& input) {
    if (input.scheme == nullptr) {
        throw InputError("les sites prioritaires ne sont pas encore classés");
    }
    return *input.scheme;
}

geo::Table priority_communes(const ExportInput& input) {
    const domain::Project& project = input.project;
    const plan::Scheme& scheme = needed_scheme(input);
    const plan::PlanFunding funding = plan_funding(project, scheme);
    Builder out("communes_prioritaires", "Communes prioritaires", geo::GeometryKind::polygon,
                project.territory->epsg);
    out.column("niveau", ColumnType::integer, "Niveau (1 prioritaire, 2 secondaire)")
        .column("rang", ColumnType::integer, "Rang")
        .column("insee", ColumnType::text, "Code INSEE")
        .column("commune", ColumnType::text, "Commune")
        .column("unite", ColumnType::text, "Unité")
        .column("pop", ColumnType::integer, "Population municipale")
        .column("poids", ColumnType::real, "Poids non couvert")
        .column("nb_lieux", ColumnType::integer, "Lieux à équiper (indicatif)")
        .column("cout_eur", ColumnType::real, "Coût indicatif (€ HT)")
        .column("aide_eur", ColumnType::real, "Aides (€)")
        .column("reste_eur", ColumnType::real, "Reste à la commune (€)")
        .column("motifs", ColumnType::text, "Motifs")
        .column("date_ref", ColumnType::date, "Date de référence")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    for (std::size_t i = 0; i < scheme.communes.size(); ++i) {
        const plan::PriorityCommune& row = scheme.communes[i];
        const domain::Commune& commune = project.territory->communes[row.commune];
        const plan::Funding& paid = funding.lines[scheme.sites.size() + i].funding;
        out.row({Value(std::int64_t{row.level}), Value(std::int64_t{row.rank}), text(commune.code),
                 text(commune.name), text(commune.unit), maybe(commune.population),
                 Value(rounded(row.uncovered_weight, 3)), Value(row.places), Value(rounded(row.cost_eur, 2)),
                 Value(euros(paid.aid)), Value(euros(paid.remaining)), text(row.reasons),
                 Value(input.results.date), text(note)},
                commune.shape);
    }
    return out.done();
}

geo::Table funding_totals(const ExportInput& input) {
    const plan::Scheme& scheme = needed_scheme(input);
    Builder out("financement_totaux", "Financement par année", geo::GeometryKind::none, 0);
    out.column("annee", ColumnType::integer, "Année")
        .column("financeur", ColumnType::text, "Financeur")
        .column("montant", ColumnType::real, "Montant (€)")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(input.project, input.results.date);
    for (const plan::FundingTotal& total : plan::plan_funding(input.project, scheme).totals) {
        out.row(
            {Value(std::int64_t{total.year}), text(total.financer), Value(euros(total.amount)), text(note)});
    }
    return out.done();
}

/// Column of a financer: at most 10 letters and digits, another one for each.
std::string financer_column(const std::string& financer, std::vector<std::string>& taken) {
    std::string name;
    for (const char c : fold_name(financer)) {
        name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? std::string(1, c) : "";
    }
    name = name.empty() ? "aide" : name.substr(0, 10);
    for (int k = 2; std::ranges::find(taken, name) != taken.end(); ++k) {
        name = name.substr(0, 8) + std::to_string(k);
    }
    taken.push_back(name);
    return name;
}

/// One feature a camera, estimate and band. Bands nest, as "at least" does; "vue" is all that is seen.
geo::Table coverage(const ExportInput& input) {
    const domain::Project& project = input.project;
    Builder out("champs_cameras", "Champs réels des caméras, par bande de détail", geo::GeometryKind::polygon,
                project.territory->epsg);
    out.column("id_camera", ColumnType::text, "Caméra")
        .column("arrete", ColumnType::text, "Arrêté")
        .column("insee", ColumnType::text, "Code INSEE")
        .column("type", ColumnType::text, "Type")
        .column("etat", ColumnType::text, "Validité à la date")
        .column("estimation", ColumnType::text, "Estimation")
        .column("bande", ColumnType::text, "Bande")
        .column("px_par_m", ColumnType::real, "Densité minimale (px/m)")
        .column("portee_m", ColumnType::real, "Portée de la bande (m)")
        .column("surf_m2", ColumnType::real, "Surface vue (m², géodésique)")
        .column("optique", ColumnType::text, "Optique")
        .column("relief", ColumnType::boolean, "Relief pris en compte")
        .column("facade_m", ColumnType::real, "Façades de logements vues (m)")
        .column("prive_m2", ColumnType::real, "Parcelles vues (m²)")
        .column("masquage", ColumnType::boolean, "Masquage requis")
        .column("date_ref", ColumnType::date, "Date de référence")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    constexpr std::array<const char*, 3> kNames = {"basse", "centrale", "haute"};
    const auto& bands = project.settings.bands;
    Progress progress;
    const auto privacies = analysis::privacy(project, *input.results.views, progress);
    for (const analysis::CameraView& view : *input.results.views) {
        const registry::Camera& camera = (*project.cameras)[view.camera];
        const analysis::Privacy& privacy = privacies[view.camera];
        const bool is_known = view.is_exact && !view.is_lens_assumed;
        for (const analysis::Estimate e : analysis::kEstimates) {
            if (view.visible[e].empty() || (is_known && e != analysis::kCentral)) {
                continue;
            }
            const auto add = [&](const std::string& band, double px_per_m, double reach_m,
                                 const geo::MultiPolygon& ground) {
                const double area = geo::geodesic_area_m2(project.territory->epsg, ground);
                out.row({text(camera.id), text(camera.authorisation), text(camera.commune),
                         text(label(camera.type)),
                         text(analysis::label(input.results.legalities[view.camera])),
                         text(is_known ? "connue" : kNames[e]), text(band),
                         px_per_m > 0 ? Value(px_per_m) : Value(), Value(rounded(reach_m, 1)),
                         Value(rounded(area, 1)), text(view.is_lens_assumed ? "supposée" : "déclarée"),
                         Value(view.is_over_relief), Value(rounded(privacy.facade_m, 1)),
                         Value(rounded(privacy.private_m2, 1)), Value(privacy.needs_masking()),
                         Value(input.results.date), text(note)},
                        ground);
            };
            add("vue", 0, view.range_m[e], view.visible[e]);
            for (std::size_t b = 0; b < bands.size(); ++b) {
                if (const auto& ground = analysis::band_ground(view, e, b); !ground.empty()) {
                    add(bands[b].key, bands[b].px_per_m, view.bands[e].depth_m[b], ground);
                }
            }
            if (e == analysis::kCentral && privacy.needs_masking()) {
                add("a-masquer", 0, view.range_m[e], privacy.to_mask);
            }
        }
    }
    return out.done();
}

/// The list that R252-16 makes public: date and responsible party, per commune. The restricted one adds the
/// rest, the number first.
geo::Table registry(const ExportInput& input) {
    const domain::Project& project = input.project;
    const bool full = !domain::is_public(project.settings.profile);
    // A shapefile needs a geometry: the commune's centre, which tells nothing that the row does not.
    Builder out("registre", "Registre des systèmes autorisés", geo::GeometryKind::point,
                project.territory->epsg);
    if (full) {
        out.column("numero", ColumnType::text, "Numéro");
    }
    out.column("date_arr", ColumnType::date, "Date de l'arrêté")
        .column("titulaire", ColumnType::text, "Responsable")
        .column("insee", ColumnType::text, "Code INSEE")
        .column("commune", ColumnType::text, "Commune");
    if (full) {
        out.column("nature", ColumnType::text, "Nature")
            .column("echeance", ColumnType::date, "Échéance (dernier jour)")
            .column("etat", ColumnType::text, "État à la date")
            .column("adresse", ColumnType::text, "Adresse")
            .column("finalites", ColumnType::text, "Finalités")
            .column("nb_int", ColumnType::integer, "Caméras intérieures")
            .column("nb_ext", ColumnType::integer, "Caméras extérieures")
            .column("nb_vp", ColumnType::integer, "Caméras voie publique")
            .column("conserv_j", ColumnType::integer, "Conservation (jours)")
            .column("source", ColumnType::text, "Source")
            .column("ech_haute", ColumnType::date, "Échéance si une modification la prolonge");
    }
    out.column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    for (std::size_t i = 0; i < project.authorisations->size(); ++i) {
        const registry::Authorisation& act = (*project.authorisations)[i];
        const domain::Commune* commune = commune_at(project, find_commune(*project.territory, act.commune));
        std::vector<Value> row;
        if (full) {
            row.push_back(text(act.number));
        }
        row.insert(row.end(), {maybe(act.decided), text(act.holder), text(act.commune),
                               text(commune ? commune->name : "")});
        if (full) {
            const analysis::Standing& standing = input.results.standings[i];
            for (Value value :
                 {text(to_text(act.nature)), maybe(standing.expires), text(analysis::label(standing)),
                  text(act.address), text(join(act.purposes, ", ")), maybe(act.indoor), maybe(act.outdoor),
                  maybe(act.public_road), maybe(act.retention_days), text(act.source),
                  maybe(standing.may_expire)}) {
                row.push_back(std::move(value));
            }
        }
        row.push_back(text(note));
        out.row(std::move(row), commune ? geo::Geometry(commune->centre) : geo::Geometry());
    }
    return out.done();
}

geo::Table communes(const ExportInput& input) {
    const domain::Project& project = input.project;
    Builder out("communes", "Communes", geo::GeometryKind::polygon, project.territory->epsg);
    out.column("insee", ColumnType::text, "Code INSEE")
        .column("nom", ColumnType::text, "Commune")
        .column("pop", ColumnType::integer, "Population municipale")
        .column("surf_km2", ColumnType::real, "Surface géodésique (km²)")
        .column("zone", ColumnType::text, "Zone de compétence")
        .column("unite", ColumnType::text, "Unité")
        .column("arr", ColumnType::text, "Arrondissement")
        .column("epci", ColumnType::text, "SIREN de l'EPCI")
        .column("epci_nom", ColumnType::text, "EPCI")
        .column("clspd", ColumnType::text, "Obligation de CLSPD")
        .column("conseil", ColumnType::text, "CLSPD / CISPD");
    const bool full = !domain::is_public(project.settings.profile);
    if (full) {
        out.column("syst_val", ColumnType::integer, "Systèmes valides")
            .column("syst_echu", ColumnType::integer, "Systèmes échus")
            .column("syst_12m", ColumnType::integer, "À échéance sous 12 mois")
            .column("cam_val", ColumnType::integer, "Caméras valides")
            .column("cam_vp", ColumnType::integer, "Caméras voie publique valides")
            .column("cam_1000", ColumnType::real, "Caméras voie publique pour 1 000 hab.");
    } else { // the lines of the public list: how many cameras there are, and what still holds, is not in it
        out.column("autor_pub", ColumnType::integer, "Autorisations publiées");
    }
    out.column("date_ref", ColumnType::date, "Date de référence")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    for (std::size_t i = 0; i < project.territory->communes.size(); ++i) {
        const domain::Commune& c = project.territory->communes[i];
        const analysis::Equipment& e = input.results.equipment[i];
        const analysis::CouncilStatus& g = input.results.governance[i];
        const std::string duty = council_duty(g);
        std::vector<Value> row = {
            text(c.code),         text(c.name), maybe(c.population),         Value(rounded(c.area_km2, 4)),
            text(label(c.force)), text(c.unit), text(c.arrondissement),      text(c.epci),
            text(c.epci_name),    text(duty),   text(council_name(input, i))};
        if (full) {
            row.insert(row.end(), {Value(e.systems_valid), Value(e.systems_expired),
                                   Value(e.systems_expiring), maybe(e.known(e.cameras_valid)),
                                   maybe(e.known(e.public_road_valid)), maybe(e.per_1000, 3)});
        } else {
            row.push_back(Value(static_cast<std::int64_t>(
                std::ranges::count(*project.authorisations, c.code, &registry::Authorisation::commune))));
        }
        row.insert(row.end(), {Value(input.results.date), text(note)});
        out.row(std::move(row), c.shape);
    }
    return out.done();
}

geo::Table cameras(const ExportInput& input) {
    const domain::Project& project = input.project;
    Builder out("cameras", "Caméras", geo::GeometryKind::point, project.territory->epsg);
    out.column("id_camera", ColumnType::text, "Caméra")
        .column("arrete", ColumnType::text, "Arrêté")
        .column("insee", ColumnType::text, "Code INSEE")
        .column("type", ColumnType::text, "Type")
        .column("lieu", ColumnType::text, "Emplacement")
        .column("azimuts", ColumnType::text, "Azimuts (° du nord vrai)")
        .column("champ_deg", ColumnType::real, "Champ horizontal (°)")
        .column("portee_m", ColumnType::real, "Portée (m)")
        .column("hauteur_m", ColumnType::real, "Hauteur (m)")
        .column("voie_pub", ColumnType::boolean, "Voie publique")
        .column("etat", ColumnType::text, "Validité à la date")
        .column("source", ColumnType::text, "Source")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    for (std::size_t i = 0; i < project.cameras->size(); ++i) {
        const registry::Camera& c = (*project.cameras)[i];
        std::vector<std::string> azimuths;
        for (const double azimuth : c.azimuths_deg) {
            azimuths.push_back(to_french(azimuth, 1));
        }
        const analysis::Legality legality = input.results.legalities[i];
        out.row({text(c.id), text(c.authorisation), text(c.commune), text(label(c.type)), text(c.location),
                 text(join(azimuths, " ; ")), maybe(c.field_of_view_deg), maybe(c.range_m), maybe(c.height_m),
                 Value(c.is_public_road), text(analysis::label(legality)), text(c.source), text(note)},
                c.position ? geo::Geometry(*c.position) : geo::Geometry());
    }
    return out.done();
}

/// Nothing of nothing is no share.
Value percent(double part, double whole) {
    return whole > 0 ? Value(rounded(100 * part / whole, 2)) : Value();
}

} // namespace

std::string mention(const domain::Project& project, Date on) {
    std::string text = label(project.settings.profile) + " · situation au " + to_french(on);
    const std::string banner = warning_banner(project);
    return banner.empty() ? text : text + " · " + banner;
}

geo::Table funding_table(const ExportInput& input) {
    check_disclosed(input.project, ExportWhat::funding);
    const plan::Scheme& scheme = needed_scheme(input);
    const plan::PlanFunding funding = plan_funding(input.project, scheme);
    std::vector<std::string> financers; // those that give something, in the order of the table
    for (const domain::FundingRule& rule : input.project.settings.funding.rules) {
        const bool gives =
            std::ranges::any_of(funding.totals, [&](const auto& t) { return t.financer == rule.financer; });
        if (gives && std::ranges::find(financers, rule.financer) == financers.end()) {
            financers.push_back(rule.financer);
        }
    }
    Builder out("financement", "Plan de financement", geo::GeometryKind::none, 0);
    out.column("niveau", ColumnType::text, "Liste")
        .column("rang", ColumnType::integer, "Rang")
        .column("id", ColumnType::text, "Identifiant")
        .column("nom", ColumnType::text, "Projet")
        .column("commune", ColumnType::text, "Commune")
        .column("annee", ColumnType::integer, "Année")
        .column("cameras", ColumnType::integer, "Caméras")
        .column("cout_eur", ColumnType::real, "Coût (€ HT)")
        .column("assiette", ColumnType::real, "Assiette éligible (€ HT)");
    std::vector<std::string> taken = {"niveau", "rang",    "id",       "nom",     "commune",
                                      "annee",  "cameras", "cout_eur", "assiette"};
    for (const std::string& financer : financers) {
        out.column(financer_column(financer, taken), ColumnType::real, financer + " (€)");
    }
    out.column("aide_eur", ColumnType::real, "Aides (€)")
        .column("aide_pct", ColumnType::real, "Aides (% du coût)")
        .column("reste_eur", ColumnType::real, "Reste à la commune (€)")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(input.project, input.results.date);
    constexpr std::array<const char*, 3> kLists = {"site", "commune prioritaire", "commune secondaire"};
    for (const plan::FundedLine& line : funding.lines) {
        std::vector<Value> row = {Value(std::string(kLists.at(static_cast<std::size_t>(line.level)))),
                                  Value(std::int64_t{line.rank}),
                                  text(line.id),
                                  text(line.name),
                                  text(line.commune),
                                  Value(std::int64_t{line.project.year}),
                                  Value(line.project.cameras),
                                  Value(euros(line.project.cost)),
                                  Value(euros(line.project.eligible_cost))};
        for (const std::string& financer : financers) {
            plan::Cents given = 0;
            for (const plan::FundingShare& share : line.funding.shares) {
                given += share.financer == financer ? share.amount : 0;
            }
            row.push_back(Value(euros(given)));
        }
        row.insert(row.end(), {Value(euros(line.funding.aid)),
                               (percent(euros(line.funding.aid), euros(line.project.cost))),
                               Value(euros(line.funding.remaining)), text(note)});
        out.row(std::move(row));
    }
    return out.done();
}

namespace {

/// The outline of a QPV, when there is one.
geo::Geometry qpv_shape(const domain::Project& project, analysis::Grouping grouping,
                        const std::string& code) {
    const auto qpv = std::ranges::find(*project.qpvs, code, &domain::Qpv::code);
    const bool has_shape =
        grouping == analysis::Grouping::qpv && qpv != project.qpvs->end() && !qpv->shape.empty();
    return has_shape ? geo::Geometry(qpv->shape) : geo::Geometry();
}

} // namespace

namespace {

/// Names of at most ten letters, as shapefiles have them.
struct CauseColumn {
    const char* name;
    analysis::Cause cause;
};

constexpr std::array<CauseColumn, analysis::kCauses - 1> kCauseColumns = {{
    {"n_echu", analysis::Cause::expired},
    {"n_masque", analysis::Cause::hidden},
    {"n_direct", analysis::Cause::other_direction},
    {"n_detail", analysis::Cause::low_density},
    {"n_portee", analysis::Cause::out_of_range},
    {"n_aucune", analysis::Cause::no_camera},
    {"n_sanspos", analysis::Cause::no_position},
    {"n_incert", analysis::Cause::uncertain},
    {"n_sansdate", analysis::Cause::undated},
    {"n_avenir", analysis::Cause::not_yet},
    {"n_projet", analysis::Cause::planned},
    {"n_suspendu", analysis::Cause::suspended},
    {"n_retire", analysis::Cause::withdrawn},
    {"n_refuse", analysis::Cause::refused},
    {"n_depose", analysis::Cause::removed},
    {"n_dirinc", analysis::Cause::unknown_direction},
    {"n_optinc", analysis::Cause::unknown_optics},
}};

} // namespace

geo::Table gaps_table(const ExportInput& input, analysis::Grouping grouping) {
    const domain::Project& project = input.project;
    check_disclosed(project, ExportWhat::gaps);
    const bool by_commune = grouping == analysis::Grouping::commune;
    const bool has_shapes = by_commune || grouping == analysis::Grouping::qpv;
    Builder out("lacunes", "Lacunes par " + fold(analysis::label(grouping)),
                has_shapes ? geo::GeometryKind::polygon : geo::GeometryKind::none,
                has_shapes ? project.territory->epsg : 0);
    out.column(by_commune ? "insee" : "cle", ColumnType::text, by_commune ? "Code INSEE" : "Code")
        .column("nom", ColumnType::text, analysis::label(grouping));
    if (by_commune) {
        out.column("zone", ColumnType::text, "Zone de compétence")
            .column("conseil", ColumnType::text, "CLSPD / CISPD")
            .column("clspd", ColumnType::text, "Obligation de CLSPD")
            .column("pop", ColumnType::integer, "Population municipale")
            .column("cam_vp", ColumnType::integer, "Caméras voie publique valides")
            .column("ech_12m", ColumnType::integer, "À échéance sous 12 mois");
    } else {
        out.column("communes", ColumnType::integer, "Communes");
    }
    out.column("sites", ColumnType::integer, "Sites")
        .column("sit_couv", ColumnType::integer, "Sites couverts")
        .column("sit_bas", ColumnType::integer, "Sites couverts (bas)")
        .column("sit_haut", ColumnType::integer, "Sites couverts (haut)")
        .column("hab", ColumnType::real, "Habitants au carreau")
        .column("hab_couv", ColumnType::real, "Habitants couverts")
        .column("hab_bas", ColumnType::real, "Habitants couverts (bas)")
        .column("hab_haut", ColumnType::real, "Habitants couverts (haut)")
        .column("poids", ColumnType::real, "Poids")
        .column("poids_couv", ColumnType::real, "Poids couvert")
        .column("couv_pct", ColumnType::real, "Poids couvert (%)")
        .column("couv_bas", ColumnType::real, "Poids couvert, bas (%)")
        .column("couv_haut", ColumnType::real, "Poids couvert, haut (%)")
        .column("niveau", ColumnType::integer, "Niveau de lacune (0-4)")
        .column("cause", ColumnType::text, "Cause principale");
    for (const CauseColumn& one : kCauseColumns) {
        out.column(one.name, ColumnType::integer, "Sites : " + analysis::label(one.cause));
    }
    out.column("vu_m2", ColumnType::real, "Sol vu par une caméra valide (m²)")
        .column("vu2_m2", ColumnType::real, "Sol vu par deux ou plus (m²)");
    for (std::size_t b = 0; b < project.settings.bands.size(); ++b) {
        out.column("bande" + std::to_string(b + 1) + "_m2", ColumnType::real,
                   "Sol vu, " + project.settings.bands[b].label + " et plus (m²)");
    }
    out.column("pub_m2", ColumnType::real, "Espace public : hors parcelles (m²)")
        .column("pub_vu_m2", ColumnType::real, "Espace public vu (m²)")
        .column("pub_vu_pct", ColumnType::real, "Espace public vu (%)")
        .column("date_ref", ColumnType::date, "Date de référence")
        .column("mention", ColumnType::text, "Mention");
    const std::string note = mention(project, input.results.date);
    const auto& rows = input.results.gaps.by(grouping);
    Progress progress;
    const analysis::Results& results = input.results;
    const auto grounds =
        analysis::covered_grounds({project, *results.views, results.legalities, results.gaps}, progress)
            .by(grouping);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const analysis::Rollup& r = rows[i];
        std::vector<Value> row = {text(r.key), text(r.name)};
        if (by_commune) {
            const domain::Commune& c = project.territory->communes[i];
            const analysis::CouncilStatus& g = input.results.governance[i];
            const std::string duty = council_duty(g);
            row.insert(row.end(), {text(label(c.force)), text(council_name(input, i)), text(duty),
                                   maybe(c.population), Value(input.results.equipment[i].public_road_valid),
                                   Value(input.results.equipment[i].systems_expiring)});
        } else {
            row.push_back(Value(r.communes));
        }
        const auto whole = [](double v) { return Value(static_cast<std::int64_t>(std::llround(v))); };
        row.insert(
            row.end(),
            {Value(r.sites), whole(r.sites_covered.central), whole(r.sites_covered.low),
             whole(r.sites_covered.high), Value(rounded(r.inhabitants, 1)),
             Value(rounded(r.inhabitants_covered.central, 1)), Value(rounded(r.inhabitants_covered.low, 1)),
             Value(rounded(r.inhabitants_covered.high, 1)), Value(rounded(r.weight, 3)),
             Value(rounded(r.weight_covered.central, 3)), (percent(r.weight_covered.central, r.weight)),
             (percent(r.weight_covered.low, r.weight)), (percent(r.weight_covered.high, r.weight)),
             r.gap_level < 0 ? Value() : Value(std::int64_t{r.gap_level}),
             r.gap_level < 0 ? Value() : text(analysis::label(r.main_cause))});
        for (const CauseColumn& one : kCauseColumns) {
            row.push_back(Value(r.sites_by_cause[static_cast<std::size_t>(one.cause)]));
        }
        row.insert(row.end(),
                   {Value(rounded(grounds[i].seen.once_m2, 1)), Value(rounded(grounds[i].seen.twice_m2, 1))});
        for (const double m2 : grounds[i].bands_m2) {
            row.push_back(Value(rounded(m2, 1)));
        }
        const bool has_public = grounds[i].public_m2 > 0;
        row.insert(row.end(),
                   {has_public ? Value(rounded(grounds[i].public_m2, 1)) : Value(),
                    has_public ? Value(rounded(grounds[i].public_seen_m2, 1)) : Value(),
                    has_public ? (percent(grounds[i].public_seen_m2, grounds[i].public_m2)) : Value()});
        row.insert(row.end(), {Value(input.results.date), text(note)});
        out.row(std::move(row), by_commune ? geo::Geometry(project.territory->communes[i].shape)
                                           : qpv_shape(project, grouping, r.key));
    }
    return out.done();
}

bool needs_scheme(ExportWhat what) {
    return what == ExportWhat::priority_sites || what == ExportWhat::priority_communes ||
           what == ExportWhat::funding || what == ExportWhat::funding_totals;
}

geo::Table export_table(const ExportInput& input, ExportWhat what) {
    check_disclosed(input.project, what);
    switch (what) {
    case ExportWhat::priority_sites:
        return priority_sites(input);
    case ExportWhat::gaps:
        return gaps_table(input, input.grouping);
    case ExportWhat::coverage:
        return coverage(input);
    case ExportWhat::registry:
        return registry(input);
    case ExportWhat::communes:
        return communes(input);
    case ExportWhat::cameras:
        return cameras(input);
    case ExportWhat::priority_communes:
        return priority_communes(input);
    case ExportWhat::funding:
        return funding_table(input);
    case ExportWhat::funding_totals:
        return funding_totals(input);
    }
    throw Error("no such export");
}

void check_disclosed(const domain::Project& project, ExportWhat what) {
    switch (what) {
    case ExportWhat::registry:
    case ExportWhat::communes:
        return; // reduced by `domain::disclosed`
    case ExportWhat::priority_sites:
        return refuse_if_public(project, "les sites prioritaires");
    case ExportWhat::gaps:
        return refuse_if_public(project, "les lacunes");
    case ExportWhat::coverage:
        return refuse_if_public(project, "les champs des caméras");
    case ExportWhat::cameras:
        return refuse_if_public(project, "les positions et directions des caméras");
    case ExportWhat::priority_communes:
        return refuse_if_public(project, "les communes prioritaires");
    case ExportWhat::funding:
    case ExportWhat::funding_totals:
        return refuse_if_public(project, "le plan de financement");
    }
    throw Error("no such export");
}

} // namespace maillage::report
