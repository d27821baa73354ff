// Titles of columns as offices write them: which role each is taken for. The share that the table of exact
// names alone knows stands beside the share that words bring.
#include "intake/columns.h"
#include "intake/header_words.h"
#include "support/table_maker.h"

#include <gtest/gtest.h>

#include <iostream>

namespace maillage::intake {
namespace {

using test::text_table;

struct Wording {
    ImportKind kind;
    const char* title;
    const char* role; ///< "" when the title says none
    const char* value = "x";
};

constexpr ImportKind kActs = ImportKind::authorisations;
constexpr ImportKind kCams = ImportKind::cameras;

const std::vector<Wording>& wordings() {
    static const std::vector<Wording> kWordings = {
        // acts
        {kActs, "N° arrêté", "numero"},
        {kActs, "N° d'arrêté", "numero"},
        {kActs, "N° arrêté préfectoral", "numero"},
        {kActs, "Numéro de l'arrêté préfectoral", "numero"},
        {kActs, "N° AP", "numero"},
        {kActs, "Réf. arrêté", "numero"},
        {kActs, "Référence de l'arrêté", "numero"},
        {kActs, "Arrêté préfectoral n°", "numero"},
        {kActs, "N° d'autorisation", "numero"},
        {kActs, "Num. dossier", "numero"},
        {kActs, "N° de dossier", "numero"},
        {kActs, "Dossier n°", "numero"},
        {kActs, "Numéro d'enregistrement", "numero"},
        {kActs, "Référence du dossier", "numero"},
        {kActs, "Date d'arrêté", "date_arrete"},
        {kActs, "Date arrêté", "date_arrete"},
        {kActs, "Date de l'arrêté", "date_arrete"},
        {kActs, "Date AP", "date_arrete"},
        {kActs, "Date de l'arrêté préfectoral", "date_arrete"},
        {kActs, "Date de signature de l'arrêté", "date_arrete"},
        {kActs, "Date de signature", "date_arrete"},
        {kActs, "Date d'autorisation", "date_arrete"},
        {kActs, "Date de délivrance", "date_arrete"},
        {kActs, "Autorisé le", "date_arrete"},
        {kActs, "Signé le", "date_arrete"},
        {kActs, "Dt arrêté", "date_arrete"},
        {kActs, "dateArrete", "date_arrete"},
        {kActs, "Arrêté – Date", "date_arrete"},
        {kActs, "Date (arrêté)", "date_arrete"},
        {kActs, "Date fin de validité", "expiration"},
        {kActs, "Fin de validité", "expiration"},
        {kActs, "Date de fin de validité", "expiration"},
        {kActs, "Fin de validité de l'autorisation", "expiration"},
        {kActs, "Date d'échéance", "expiration"},
        {kActs, "Échéance", "expiration"},
        {kActs, "Arrêté – Échéance", "expiration"},
        {kActs, "Date d'expiration de l'autorisation", "expiration"},
        {kActs, "Expire le", "expiration"},
        {kActs, "Valable jusqu'au", "expiration"},
        {kActs, "Validité jusqu'au", "expiration"},
        {kActs, "Date limite de validité", "expiration"},
        {kActs, "Fin d'autorisation", "expiration"},
        {kActs, "Date d'expir.", "expiration"},
        {kActs, "Durée de conservation (en jours)", "conservation"},
        {kActs, "Durée de conservation des images", "conservation"},
        {kActs, "Durée conservation (jours)", "conservation"},
        {kActs, "Délai de conservation", "conservation"},
        {kActs, "Conservation des images (j)", "conservation"},
        {kActs, "Conservation (jours)", "conservation"},
        {kActs, "Durée de rétention", "conservation"},
        {kActs, "Nb de caméras voie publique", "voie_publique"},
        {kActs, "Nombre de caméras voie publique", "voie_publique"},
        {kActs, "Nb caméras VP", "voie_publique"},
        {kActs, "Caméras de voie publique", "voie_publique"},
        {kActs, "Caméras – Voie publique", "voie_publique"},
        {kActs, "Nbre cam. voie publique", "voie_publique"},
        {kActs, "Caméras visionnant la voie publique", "voie_publique"},
        {kActs, "Nb caméras extérieures", "exterieures"},
        {kActs, "Nombre de caméras ext.", "exterieures"},
        {kActs, "Caméras – Extérieures", "exterieures"},
        {kActs, "Cam. extérieures", "exterieures"},
        {kActs, "Nb de caméras intérieures", "interieures"},
        {kActs, "Caméras int.", "interieures"},
        {kActs, "Nbre de caméras intérieures", "interieures"},
        {kActs, "Nombre total de caméras", "total"},
        {kActs, "Total caméras", "total"},
        {kActs, "Nb de caméras", "total"},
        {kActs, "Nombre de caméras autorisées", "total"},
        {kActs, "Bénéficiaire de l'autorisation", "titulaire"},
        {kActs, "Nom du bénéficiaire", "titulaire"},
        {kActs, "Nom de l'établissement", "titulaire"},
        {kActs, "Raison sociale", "titulaire"},
        {kActs, "Raison sociale de l'établissement", "titulaire"},
        {kActs, "Pétitionnaire", "titulaire"},
        {kActs, "Nom du demandeur", "titulaire"},
        {kActs, "Titulaire de l'autorisation", "titulaire"},
        {kActs, "Responsable du système", "titulaire"},
        {kActs, "Etablissement concerné", "titulaire"},
        {kActs, "Benef.", "titulaire"},
        {kActs, "Adresse du site", "adresse"},
        {kActs, "Adresse d'implantation", "adresse"},
        {kActs, "Adresse de l'établissement", "adresse"},
        {kActs, "Lieu d'implantation", "adresse"},
        {kActs, "Lieu d'installation", "adresse"},
        {kActs, "Commune d'implantation", "commune"},
        {kActs, "Commune concernée", "commune"},
        {kActs, "Nom de la commune", "commune"},
        {kActs, "Commune (nom)", "commune"},
        {kActs, "Code INSEE de la commune", "code", "02408"},
        {kActs, "INSEE commune", "code", "02408"},
        {kActs, "N° INSEE", "code", "02408"},
        {kActs, "Code commune (INSEE)", "code", "02408"},
        {kActs, "Nature de la demande", "nature"},
        {kActs, "Type de demande", "nature"},
        {kActs, "Nature de l'acte", "nature"},
        {kActs, "Type d'arrêté", "nature"},
        {kActs, "Objet de la demande", "nature"},
        {kActs, "Type d'établissement", "type_titulaire"},
        {kActs, "Catégorie d'établissement", "type_titulaire"},
        {kActs, "Secteur d'activité", "type_titulaire"},
        {kActs, "Date de dépôt du dossier", "date_depot"},
        {kActs, "Date de réception de la demande", "date_depot"},
        {kActs, "Date de la demande", "date_depot"},
        {kActs, "Finalité(s) du système", "finalites"},
        {kActs, "Finalités poursuivies", "finalites"},
        {kActs, "N° de l'arrêté précédent", "precedent"},
        {kActs, "Arrêté initial", "precedent"},
        {kActs, "Date de mise en service", "mise_service"},
        {kActs, "Observations", ""},
        {kActs, "Code postal", ""},
        {kActs, "Téléphone", ""},
        {kActs, "Courriel du demandeur", ""},
        {kActs, "Hors voie publique", ""},
        // cameras
        {kCams, "N° de caméra", "id"},
        {kCams, "Identifiant caméra", "id"},
        {kCams, "Référence de la caméra", "id"},
        {kCams, "N° caméra", "id"},
        {kCams, "Orientation (degrés)", "azimut"},
        {kCams, "Orientation de la caméra", "azimut"},
        {kCams, "Azimut (°)", "azimut"},
        {kCams, "Direction de la caméra", "azimut"},
        {kCams, "Direction visée", "azimut"},
        {kCams, "Angle de vue (degrés)", "champ"},
        {kCams, "Champ de vision (°)", "champ"},
        {kCams, "Angle d'ouverture", "champ"},
        {kCams, "Champ visuel", "champ"},
        {kCams, "Portée (m)", "portee"},
        {kCams, "Portée utile en mètres", "portee"},
        {kCams, "Distance de vision (m)", "portee"},
        {kCams, "Hauteur de pose (m)", "hauteur"},
        {kCams, "Hauteur du mât", "hauteur"},
        {kCams, "Haut. caméra (m)", "hauteur"},
        {kCams, "Type de caméra", "type"},
        {kCams, "Type de matériel", "type"},
        {kCams, "Modèle de caméra", "type"},
        {kCams, "Résolution (px)", "largeur_px"},
        {kCams, "Focale (mm)", "focale"},
        {kCams, "Inclinaison (°)", "inclinaison"},
        {kCams, "Lieu d'implantation", "lieu"},
        {kCams, "Emplacement de la caméra", "lieu"},
        {kCams, "Adresse d'implantation", "lieu"},
        {kCams, "Gestionnaire du système", "exploitant"},
        {kCams, "Maître d'ouvrage", "exploitant"},
        {kCams, "Filme la voie publique", "voie_publique"},
        {kCams, "État de fonctionnement", "etat"},
        {kCams, "Arrêté d'autorisation", "autorisation"},
        {kCams, "N° d'arrêté préfectoral", "autorisation"},
        {kCams, "Longitude (WGS84)", "lon"},
        {kCams, "Latitude (WGS 84)", "lat"},
        {kCams, "Coordonnées GPS", "position"},
        {kCams, "X (Lambert 93)", "x"},
        {kCams, "Coordonnée Y", "y"},
        // others
        {ImportKind::communes, "Nombre d'habitants", "population"},
        {ImportKind::communes, "Population légale", "population"},
        {ImportKind::communes, "Libellé de la commune", "nom"},
        {ImportKind::zones, "Force de sécurité compétente", "force"},
        {ImportKind::zones, "Zone de compétence", "force"},
        {ImportKind::zones, "Circonscription de police", "unite"},
        {ImportKind::zones, "Brigade de gendarmerie", "unite"},
        {ImportKind::councils, "Communes membres", "membres"},
        {ImportKind::councils, "Liste des communes", "membres"},
        {ImportKind::councils, "Nom du CLSPD", "conseil"},
        {ImportKind::councils, "Date de création", "cree"},
        {ImportKind::sites, "Nom de l'établissement", "nom"},
        {ImportKind::sites, "Type d'équipement", "classe"},
        {ImportKind::qpv, "Nom du quartier prioritaire", "nom"},
    };
    return kWordings;
}

/// A column alone in its table, of a kind whose required columns are there under names that nobody doubts.
std::string role_of(const Wording& wording, bool& is_by_name) {
    const geo::Table table = text_table({wording.title}, {{wording.value}, {wording.value}});
    const Recognition found = recognise(wording.kind, table, {});
    is_by_name = found.guesses.empty();
    return found.columns.empty() ? "" : found.columns.begin()->first;
}

TEST(Headers, OneHundredAndFiftyWordings) {
    std::size_t by_name = 0;
    std::size_t by_words = 0;
    for (const Wording& wording : wordings()) {
        bool is_by_name = false;
        const std::string role = role_of(wording, is_by_name);
        const bool is_right = role == wording.role;
        EXPECT_TRUE(is_right) << to_text(wording.kind) << " « " << wording.title << " » : " << role << " for "
                              << wording.role;
        by_words += is_right ? 1 : 0;
        by_name += is_right && is_by_name ? 1 : 0;
    }
    std::cout << "titles read rightly: " << by_words << " of " << wordings().size()
              << ", of which by an exact name " << by_name << '\n';
    EXPECT_GE(wordings().size(), 150U);
}

TEST(Headers, TheSurestPairComesFirst) {
    const geo::Table table =
        text_table({"Numéro", "Commune", "Arrêté – Date", "Arrêté – Échéance", "Caméras – Voie publique",
                    "Caméras – Extérieures", "Date de notification", "Couleur"},
                   {{"A1", "Alpha", "2024-02-01", "2029-01-31", "12", "1", "2024-02-03", "bleu"}});
    const Recognition found = recognise(kActs, table, {});
    EXPECT_EQ(found.columns.at("numero"), "Numéro");
    EXPECT_EQ(found.columns.at("date_arrete"), "Arrêté – Date");
    EXPECT_EQ(found.columns.at("expiration"), "Arrêté – Échéance");
    EXPECT_EQ(found.columns.at("voie_publique"), "Caméras – Voie publique");
    EXPECT_EQ(found.columns.at("exterieures"), "Caméras – Extérieures");
    ASSERT_EQ(found.unused.size(), 2U);
    EXPECT_EQ(found.unused.back().column, "Couleur");
    EXPECT_EQ(found.unused.back().nearest, "");
}

TEST(Headers, NamesCutByAShapefile) {
    const geo::Table table = text_table(
        {"osm_id", "man_made", "surveillan", "surveill_1", "camera_typ", "camera_dir", "camera_ang"},
        {{"1", "surveillance", "public", "camera", "fixed", "90", "15"},
         {"2", "surveillance", "traffic", "ALPR", "dome", "", ""}});
    const ColumnMap found = recognise(kCams, table, {}).columns;
    EXPECT_EQ(found.at("azimut"), "camera_dir");
    EXPECT_EQ(found.at("inclinaison"), "camera_ang");
    EXPECT_EQ(found.at("type"), "camera_typ");
    EXPECT_EQ(found.at("surveillance"), "surveill_1");
    EXPECT_EQ(found.at("voie_publique"), "surveillan");
    const geo::Table turned =
        text_table({"surveillan", "surveill_1"}, {{"camera", "public"}, {"guard", "outdoor"}});
    const ColumnMap other = recognise(kCams, turned, {}).columns;
    EXPECT_EQ(other.at("surveillance"), "surveillan");
    EXPECT_EQ(other.at("voie_publique"), "surveill_1");
}

TEST(Headers, AnEmptyColumnGivesWayToAFullOne) {
    const geo::Table table = text_table({"description", "Name"}, {{"", "Gare"}, {"", "Pont"}});
    EXPECT_EQ(recognise(kCams, table, {}).columns.at("lieu"), "Name");
    EXPECT_EQ(
        recognise(kCams, text_table({"description", "Name"}, {{"au nord", "Gare"}}), {}).columns.at("lieu"),
        "description");
}

TEST(Headers, ACodeInTwoColumns) {
    const geo::Table table = text_table({"DEP", "COM", "nom"}, {{"60", "001", "Alpha"}, {"60", "2", "Beta"}});
    const ColumnMap found = recognise(ImportKind::communes, table, {}).columns;
    EXPECT_EQ(found.at("code"), "COM");
    EXPECT_EQ(found.at("code_departement"), "DEP");
    const geo::Table whole = text_table({"DEP", "COM"}, {{"60", "60001"}});
    EXPECT_FALSE(recognise(ImportKind::communes, whole, {}).columns.contains("code_departement"));
}

TEST(Headers, ScoresFallWithEveryWordMore) {
    const auto score = [](const char* title, const char* phrase) {
        return header_score(header_words(title), header_words(phrase));
    };
    EXPECT_EQ(score("Durée de conservation (en jours)", "duree conservation"), 1);
    EXPECT_GT(score("Date fin de validité", "fin validite"),
              score("Date prévue de fin de validité", "fin validite"));
    EXPECT_EQ(score("Date", "date arrete"), 0);
    EXPECT_LT(score("Caméras hors voie publique", "voie publique"), kSureHeader);
    EXPECT_EQ(score("Beneficiare", "beneficiaire"), 1);
}

} // namespace
} // namespace maillage::intake
