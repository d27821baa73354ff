#include "intake/columns.h"

#include "base/error.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

namespace maillage::intake {
namespace {

using Roles = std::vector<RoleNames>;

RoleNames commune_code(bool is_required, std::vector<std::string_view> first = {}) {
    std::vector<std::string_view> names = std::move(first);
    for (const std::string_view name :
         {"codeinsee",      "inseecom",     "codecommuneinsee", "codeinseecommune",
          "codecommune",    "cleinsee",     "codgeo*",          "comcode",
          "insee",          "inseecode",    "ccomcode",         "depcom",
          "codecom",        "codeinseecom", "codinsee",         "numinsee",
          "ninsee",         "citycode",     "inseecommune",     "comcodeactuel",
          "comcurrentcode", "code"}) {
        names.push_back(name);
    }
    return {"code", "Code INSEE de la commune", is_required, ValueCheck::commune_code, std::move(names)};
}

RoleNames commune_name() {
    return {"commune",
            "Nom de la commune",
            false,
            ValueCheck::none,
            {"commune", "nomcommune", "nomcom", "libcom", "libellecommune", "libcommune", "ville", "libgeo",
             "ccomlib", "addrcity", "tagsaddrcity", "comname", "nomdelacommune", "communeqp", "localite"}};
}

Roles with_position(Roles roles) {
    roles.push_back(
        {"position",
         "Latitude et longitude dans une même cellule",
         false,
         ValueCheck::none,
         {"positiongeographique", "geopoint2d", "geopoint", "latlon", "latlong", "latlng", "coordonneesgps",
          "coordgps", "coordonneesgeographiques", "coordonnees", "gps", "geolocalisation", "position",
          "latitudelongitude", "lonlat", "longlat", "longitudelatitude", "geom", "wkt"}});
    roles.push_back(
        {"lon",
         "Longitude",
         false,
         ValueCheck::none,
         {"lon", "longitude", "lng", "long", "lonwgs84", "longitudewgs84", "xwgs84", "geocodagexgps",
          "coordlon", "gpslon", "xlon", "xlongitude", "longitudex", "xgps", "lond", "lonetab"}});
    roles.push_back({"lat",
                     "Latitude",
                     false,
                     ValueCheck::none,
                     {"lat", "latitude", "latwgs84", "latitudewgs84", "ywgs84", "geocodageygps", "coordlat",
                      "gpslat", "ylat", "ylatitude", "latitudey", "ygps", "latd", "latetab"}});
    roles.push_back({"x",
                     "Abscisse (Lambert-93, CC49, CC50, Lambert II étendu)",
                     false,
                     ValueCheck::none,
                     {"xl93", "xlambert93", "lambert93x", "xlamb93", "lambertx", "xlambert", "coordxorigine",
                      "cx", "x", "coordx", "coordonneex", "xcoord", "xcoordonnee", "xcc49", "xcc50", "xcc",
                      "geocodagex", "xcentroid", "cxwgs84"}});
    roles.push_back({"y",
                     "Ordonnée",
                     false,
                     ValueCheck::none,
                     {"yl93", "ylambert93", "lambert93y", "ylamb93", "lamberty", "ylambert", "coordyorigine",
                      "cy", "y", "coordy", "coordonneey", "ycoord", "ycoordonnee", "ycc49", "ycc50", "ycc",
                      "geocodagey", "ycentroid", "cywgs84"}});
    roles.push_back({"epsg",
                     "Code EPSG de x et y",
                     false,
                     ValueCheck::none,
                     {"epsg", "srid", "codeepsg", "geocodageepsg", "epsgorigine", "coordepsg"}});
    return roles;
}

Roles communes() {
    return with_position({
        commune_code(true),
        {"nom",
         "Nom",
         false,
         ValueCheck::none,
         {"nomofficiel", "nom", "nomcom", "nomcommune", "nomoffici", "libelle", "libcom", "libgeo", "comname",
          "libellecommune", "commune", "name", "nomofficie", "nccenr", "nomcomm", "nomm"}},
        {"population",
         "Population municipale",
         false,
         ValueCheck::none,
         {"populationmunicipale", "popmunicipale", "pmun*", "popmuni", "popmun", "population", "pop", "pmun",
          "poptot", "inseepop"}},
        {"population_totale",
         "Population totale",
         false,
         ValueCheck::none,
         {"populationtotale", "poptotale", "ptot*", "ptot"}},
        {"arrondissement",
         "Code de l'arrondissement",
         false,
         ValueCheck::none,
         {"codeinseedelarrondissement", "codearrondissement", "arrondissement", "inseearr", "codearr",
          "arrcode", "arr"}},
        {"departement",
         "Code du département",
         false,
         ValueCheck::none,
         {"codeinseedudepartement", "codedepartement", "inseedep", "depcode", "codedept", "dep",
          "departement", "coddep"}},
        {"epci",
         "SIREN de l'EPCI",
         false,
         ValueCheck::none,
         {"codessirendesepci", "sirenepci", "codeepci", "epcicode", "codessire", "codessiren", "epci"}},
        {"epci_nom",
         "Nom de l'EPCI",
         false,
         ValueCheck::none,
         {"nomepci", "epciname", "libepci", "libelleepci", "nomdelepci", "libellepci"}},
        {"force",
         "Force compétente",
         false,
         ValueCheck::none,
         {"zonecompetence", "zonecompet", "force", "institution"}},
        {"unite", "Unité compétente", false, ValueCheck::none, {"unite", "circonscription", "compagnie"}},
        {"logements",
         "Nombre de logements",
         false,
         ValueCheck::none,
         {"logements", "nblogements", "inseelog", "log", "nblog", "plog*"}},
        {"surface_ha",
         "Surface en hectares",
         false,
         ValueCheck::none,
         {"surfaceha", "superficieha", "surface"}},
        {"surface_km2",
         "Surface en km²",
         false,
         ValueCheck::none,
         {"surfacekm2", "superficiekm2", "superficie", "areakm2"}},
        {"annee", "Millésime", false, ValueCheck::none, {"millesime", "annee", "year", "cog"}},
    });
}

Roles zones() {
    return {
        commune_code(false),
        commune_name(),
        {"force",
         "Force compétente (police, gendarmerie)",
         false,
         ValueCheck::none,
         {"zonecompetence", "zonecompet", "institution", "instit", "force", "forcecompetente", "zone",
          "competence", "zonedecompetence", "pngn", "zpnzgn"}},
        {"unite",
         "Circonscription, compagnie ou brigade",
         false,
         ValueCheck::none,
         {"service", "unite", "circonscription", "csp", "unitecompetente", "brigade", "compagnie",
          "libelleservice", "nomunite", "nomservice"}},
        {"debut",
         "Début de validité",
         false,
         ValueCheck::none,
         {"debut", "validfrom", "datedebut", "valablede", "du"}},
        {"fin", "Fin de validité", false, ValueCheck::none, {"fin", "validto", "datefin", "valableau", "au"}},
    };
}

Roles councils() {
    return {
        {"conseil",
         "Nom du conseil",
         false,
         ValueCheck::none,
         {"conseil", "nomconseil", "nomduconseil", "clspdcispd", "nomclspd", "nomcispd", "clspd", "cispd",
          "instance", "nominstance", "structure", "libelle", "nom", "intitule"}},
        {"id",
         "Identifiant du conseil",
         false,
         ValueCheck::none,
         {"idconseil", "identifiantconseil", "codeconseil", "id", "identifiant", "numero", "ref"}},
        {"type",
         "CLSPD ou CISPD",
         false,
         ValueCheck::none,
         {"type", "typeconseil", "typedeconseil", "nature", "categorie", "forme"}},
        {"membres",
         "Liste des communes membres",
         false,
         ValueCheck::none,
         {"membres", "communesmembres", "listecommunes", "listedescommunes", "communes", "codesinsee",
          "codescommunes", "listecodes", "codesmembres", "perimetre"}},
        commune_code(false),
        commune_name(),
        {"epci",
         "SIREN de l'EPCI : toutes ses communes sont membres",
         false,
         ValueCheck::none,
         {"sirenepci", "epci", "codeepci", "siren"}},
        {"cree",
         "Date de création",
         false,
         ValueCheck::none,
         {"cree", "creele", "datecreation", "datedecreation", "creation", "date", "datearrete"}},
    };
}

Roles qpv() {
    return with_position({
        {"qpv",
         "Code du quartier prioritaire",
         true,
         ValueCheck::none,
         {"codeqp", "codeqpv", "codqp", "qpcode", "qpv", "idqp", "codequartier", "codeqp24", "codeqp2024",
          "code"}},
        {"nom",
         "Nom du quartier",
         false,
         ValueCheck::none,
         {"libqp", "nomqp", "libqpv", "nomqpv", "libellequartier", "nomquartier", "nom", "libelle",
          "qpname"}},
        commune_code(false,
                     {"inseecom", "codeinsee", "listecominsee", "listcom2023", "listcom2025", "listcom*"}),
        commune_name(),
    });
}

Roles authorisations() {
    return {
        {"numero",
         "Numéro de l'arrêté ou du dossier",
         false,
         ValueCheck::none,
         {"numeroarrete",
          "narrete",
          "numarrete",
          "numerodelarrete",
          "ndarrete",
          "numeroautorisation",
          "nautorisation",
          "numautorisation",
          "numerodossier",
          "numdossier",
          "ndossier",
          "ndedossier",
          "numerodedossier",
          "dossier",
          "iddossier",
          "arrete",
          "numero",
          "reference",
          "num",
          "ref"}},
        {"id", "Identifiant", false, ValueCheck::none, {"id", "identifiant", "idautorisation"}},
        {"acte",
         "Identifiant de l'acte au recueil",
         false,
         ValueCheck::none,
         {"identifiantacte", "idacte", "acte", "referenceraa", "numeroacte", "raa"}},
        {"nature",
         "Nature (autorisation, modification, renouvellement...)",
         false,
         ValueCheck::none,
         {"nature", "naturedemande", "naturedelademande", "typedemande", "typededemande", "typearrete",
          "objet", "decision", "sensdecision", "type"}},
        {"precedent",
         "Arrêté précédent",
         false,
         ValueCheck::none,
         {"precedent", "dossierprecedent", "arreteprecedent", "arreteinitial", "numeroprecedent",
          "numeroinitial", "dossierinitial"}},
        {"titulaire",
         "Bénéficiaire",
         false,
         ValueCheck::none,
         {"beneficiaire", "titulaire", "responsable", "demandeur", "declarant", "petitionnaire",
          "raisonsociale", "enseigne", "etablissement", "nometablissement", "organisme", "exploitant",
          "nom"}},
        {"type_titulaire",
         "Genre de bénéficiaire",
         false,
         ValueCheck::none,
         {"typeresponsable", "typebeneficiaire", "typetitulaire", "typedemandeur", "typeetablissement",
          "categorie", "activite", "secteur", "typedelieu"}},
        {"adresse",
         "Adresse",
         false,
         ValueCheck::none,
         {"adresse", "lieu", "localisation", "adressedusysteme", "adresseinstallation", "lieuimplantation",
          "site"}},
        commune_code(false),
        commune_name(),
        {"finalites",
         "Finalités",
         false,
         ValueCheck::none,
         {"finalites", "finalite", "motifs", "motif", "objectifs"}},
        {"date_depot",
         "Date de dépôt",
         false,
         ValueCheck::none,
         {"datedepot", "datededepot", "datedemande", "datearrivee", "daterecepisse", "depot",
          "datereception"}},
        {"date_arrete",
         "Date de l'arrêté",
         false,
         ValueCheck::none,
         {"datearrete", "datedelarrete", "datedecision", "datedeladecision", "dateautorisation",
          "datesignature", "datedesignature", "dateacte", "datedelacte", "date", "decidele", "autorisele"}},
        {"date_recueil",
         "Date de publication au recueil",
         false,
         ValueCheck::none,
         {"daterecueil", "datepublication", "dateraa", "datedepublication"}},
        {"prefecture",
         "Préfecture",
         false,
         ValueCheck::none,
         {"prefecture", "codeprefecture", "prefecturedepartement"}},
        {"fin_suspension",
         "Dernier jour d'une suspension",
         false,
         ValueCheck::none,
         {"finsuspension", "findesuspension", "datefinsuspension", "suspendujusquau"}},
        {"expiration",
         "Date d'expiration",
         false,
         ValueCheck::none,
         {"expirele", "expiration", "dateexpiration", "datedexpiration", "echeance", "dateecheance",
          "datefinvalidite", "finvalidite", "findevalidite", "datedefindevalidite", "datefin",
          "finautorisation", "validejusquau", "validite"}},
        {"mise_service",
         "Date de mise en service",
         false,
         ValueCheck::none,
         {"datemiseenservice", "datemiseservice", "datedemiseenservice", "miseenservice"}},
        {"interieures",
         "Caméras intérieures",
         false,
         ValueCheck::none,
         {"nbint", "camerasinterieures", "nbcamerasinterieures", "nombredecamerasinterieures", "nbcamint",
          "interieures", "interieur", "nombrecamerasinterieures", "camint", "nbinterieures"}},
        {"exterieures",
         "Caméras extérieures",
         false,
         ValueCheck::none,
         {"nbext", "camerasexterieures", "nbcamerasexterieures", "nombredecamerasexterieures", "nbcamext",
          "exterieures", "exterieur", "nombrecamerasexterieures", "camext", "nbexterieures"}},
        {"voie_publique",
         "Caméras sur la voie publique",
         false,
         ValueCheck::none,
         {"nbvp", "camerasvoiepublique", "nbcamerasvoiepublique", "nbvoiepublique", "voiepublique", "vp",
          "nbcamvp", "camerasvisionnantlavoiepublique", "nombredecamerasvoiepublique", "camvp"}},
        {"conservation",
         "Durée de conservation (jours)",
         false,
         ValueCheck::none,
         {"conservationj", "conservation", "conservationjours", "dureeconservation", "dureedeconservation",
          "delaiconservation", "delaideconservation", "nbjours", "retention", "dureeconservationjours"}},
    };
}

Roles cameras() {
    return with_position({
        {"id",
         "Identifiant de la caméra",
         false,
         ValueCheck::none,
         {"refcam", "idcam", "idcamera", "numerocamera", "numcamera", "ncamera", "numcam", "osmid", "fullid",
          "id", "identifiant", "numero", "reference", "num", "ref", "gid", "fid", "objectid"}},
        {"autorisation",
         "Arrêté d'autorisation",
         false,
         ValueCheck::none,
         {"autorisation", "numeroarrete", "numarrete", "narrete", "arrete", "numeroautorisation",
          "numautorisation", "nautorisation", "numerodossier", "numdossier", "dossier", "iddossier"}},
        {"type",
         "Type de caméra",
         false,
         ValueCheck::none,
         {"typecamera", "typecam", "typedecamera", "cameratype", "tagscameratype", "typeofcamera", "type"}},
        {"surveillance",
         "Genre de surveillance (OpenStreetMap)",
         false,
         ValueCheck::none,
         {"surveillancetype", "tagssurveillancetype"}},
        {"objet", "Genre d'objet (OpenStreetMap)", false, ValueCheck::none, {"manmade", "tagsmanmade"}},
        {"support",
         "Support (sert à reconnaître une caméra)",
         false,
         ValueCheck::none,
         {"support", "cameramount", "tagscameramount", "typeofmount", "mount"}},
        {"voie_publique",
         "Filme la voie publique",
         false,
         ValueCheck::none,
         {"voiepublique", "vp", "publicroad", "surveillance", "tagssurveillance", "doman", "domaine",
          "domanialite"}},
        {"etat",
         "État",
         false,
         ValueCheck::none,
         {"etat", "dbetat", "statut", "etatcamera", "state", "avancement"}},
        {"lieu",
         "Lieu",
         false,
         ValueCheck::none,
         {"situa", "implantation", "emplacement", "lieu", "localisation", "adresse", "situation", "location",
          "description", "libelle", "nom", "name", "addrstreet"}},
        {"azimut",
         "Azimut (degrés)",
         false,
         ValueCheck::none,
         {"azimut", "azimuts", "azimuth", "azimutdeg", "cameradirection", "tagscameradirection",
          "orientation", "direction", "tagsdirection", "cap", "angle", "az"}},
        {"azimut_2",
         "Azimut, quand la première colonne est vide",
         false,
         ValueCheck::none,
         {"direction", "tagsdirection"}},
        {"champ",
         "Champ horizontal (degrés)",
         false,
         ValueCheck::none,
         {"champ", "champdeg", "hfov", "fov", "champhorizontal", "anglevue", "angledevue", "ouverture",
          "champvision", "champdevision", "fieldofview", "camerafov"}},
        {"portee",
         "Portée utile (m)",
         false,
         ValueCheck::none,
         {"portee", "porteem", "porteeutile", "porteeutilem", "range", "distance", "rayon"}},
        {"portee_min",
         "Portée minimale (m)",
         false,
         ValueCheck::none,
         {"porteemin", "porteeminm", "zoneaveugle", "minrange"}},
        {"hauteur",
         "Hauteur (m)",
         false,
         ValueCheck::none,
         {"hauteur", "hauteurm", "hauteursol", "hauteurmat", "height", "cameraheight", "tagsheight", "h"}},
        {"inclinaison",
         "Inclinaison sous l'horizon (degrés)",
         false,
         ValueCheck::none,
         {"inclinaison", "inclinaisondeg", "cameraangle", "tagscameraangle", "tilt"}},
        {"champ_vertical",
         "Champ vertical (degrés)",
         false,
         ValueCheck::none,
         {"champvertical", "champvert", "vfov"}},
        {"largeur_px",
         "Résolution horizontale (pixels)",
         false,
         ValueCheck::none,
         {"largeurpx", "resolutionpx", "resolutionh", "resolution", "widthpx", "pixels", "nbpixels"}},
        {"focale", "Focale (mm)", false, ValueCheck::none, {"focale", "focalemm", "focallength", "focal"}},
        {"capteur",
         "Largeur du capteur (mm)",
         false,
         ValueCheck::none,
         {"capteurmm", "largeurcapteur", "largeurcapteurmm", "capteur", "sensorwidth"}},
        {"exploitant",
         "Exploitant",
         false,
         ValueCheck::none,
         {"exploitant", "operator", "tagsoperator", "gestion", "gestionnaire", "proprietaire", "titulaire",
          "responsable", "beneficiaire", "holder"}},
        commune_code(false),
        commune_name(),
    });
}

Roles sites() {
    return with_position({
        {"id",
         "Identifiant",
         false,
         ValueCheck::none,
         {"id",         "identifiant", "idsite",  "cfiness", "finess",
          "nofinesset", "numerouai",   "codeuai", "uai",     "identifiantdeletablissement",
          "codeuic",    "codesuic",    "osmid",   "fullid",  "numero",
          "ref",        "reference",   "gid",     "fid",     "trigramme"}},
        {"nom",
         "Nom",
         false,
         ValueCheck::none,
         {"nom", "name", "crs", "rs", "raisonsociale", "nometablissement", "nometab", "appellationofficielle",
          "libelle", "denomination", "nomsite", "designation", "intitule", "title", "nomnorm"}},
        {"classe",
         "Classe du site",
         false,
         ValueCheck::none,
         {"classe", "categorie", "typesite", "typeetab", "typeetablissement", "natureuailibe",
          "naturelibelle", "libellenature", "ccategorie", "libcategorie", "categorielibelle", "amenity",
          "typeequipement", "nature", "type"}},
        {"commerce", "Commerce (OpenStreetMap)", false, ValueCheck::none, {"shop"}},
        {"rail", "Transport ferré (OpenStreetMap)", false, ValueCheck::none, {"railway"}},
        {"route", "Voie (OpenStreetMap)", false, ValueCheck::none, {"highway"}},
        {"poids", "Poids", false, ValueCheck::none, {"poids", "weight", "ponderation", "priorite"}},
        {"adresse",
         "Adresse",
         false,
         ValueCheck::none,
         {"adresse", "cadresse", "adresse1", "voie", "addrstreet", "libellevoie"}},
        commune_code(false),
        commune_name(),
    });
}

Roles buildings() {
    return {
        {"id",
         "Identifiant",
         false,
         ValueCheck::none,
         {"cleabs", "idbati", "osmwayid", "osmid", "identifiantsrnb", "rnb", "id", "identifiant", "gid",
          "fid"}},
        {"hauteur",
         "Hauteur (m)",
         false,
         ValueCheck::none,
         {"hauteur", "htotale", "height", "hauteurm", "haut", "buildingheight", "hfacade"}},
        {"toit", "Altitude du faîte (m)", false, ValueCheck::none, {"altitudemaximaletoit", "zmaxtoit"}},
        {"sol",
         "Altitude du sol (m)",
         false,
         ValueCheck::none,
         {"altitudeminimalesol", "zminsol", "altitudemaximalesol", "zmaxsol"}},
        {"etages",
         "Nombre d'étages",
         false,
         ValueCheck::none,
         {"nombredetages", "nbetages", "buildinglevels", "levels", "etages", "nombredet", "nbniveaux"}},
        {"usage", "Usage", false, ValueCheck::none, {"usage1", "usage", "building", "nature", "type"}},
        {"usage_2", "Second usage", false, ValueCheck::none, {"usage2"}},
    };
}

Roles roads() {
    return {
        {"id",
         "Identifiant",
         false,
         ValueCheck::none,
         {"cleabs", "idrte500", "idrte120", "osmid", "osmwayid", "id", "identifiant", "gid", "fid"}},
        {"numero",
         "Numéro de la route",
         false,
         ValueCheck::none,
         {"cpxnumero", "numroute", "numeroroute", "numero", "ref", "num"}},
        {"nom",
         "Nom de la voie",
         false,
         ValueCheck::none,
         {"nomcollaborativegauche", "nom1gauche", "nomvoie", "libellevoie", "name", "nom"}},
        {"classe",
         "Classement de la route",
         false,
         ValueCheck::none,
         {"cpxclassementadministratif", "classementadministratif", "classadm", "cladmin", "highway", "fclass",
          "classe", "classement", "nature", "vocation"}},
    };
}

Roles parcels() {
    return {{"id",
             "Identifiant",
             false,
             ValueCheck::none,
             {"idu", "idparcelle", "geoparcelle", "id", "identifiant", "gid", "fid"}}};
}

Roles perimeters() {
    return {{"id",
             "Identifiant",
             false,
             ValueCheck::none,
             {"id", "identifiant", "code", "insee", "codeinsee", "fid"}},
            {"nom", "Nom", false, ValueCheck::none, {"nom", "name", "libelle", "quartier", "lieu"}}};
}

Roles crime() {
    return {
        commune_code(true, {"codgeo*"}),
        {"indicateur",
         "Indicateur",
         false,
         ValueCheck::none,
         {"indicateur", "classe", "indictr", "libelleindicateur", "infraction", "index"}},
        {"annee", "Année", false, ValueCheck::none, {"annee", "an", "year", "millesime"}},
        {"taux",
         "Taux pour mille",
         false,
         ValueCheck::none,
         {"tauxpourmille*", "tauxpourmi", "tauxpourmillelogements", "tauxpourmillehabitants", "difftx",
          "taux", "tx", "compdifftx"}},
        {"faits", "Nombre de faits", false, ValueCheck::none, {"faits", "nombre", "nb", "nbfaits"}},
        {"diffuse",
         "Diffusé ou non",
         false,
         ValueCheck::none,
         {"estdiffuse", "valeurpubliee", "valeurpubl", "diffuse", "publie"}},
        {"complement",
         "Moyenne des communes non diffusées",
         false,
         ValueCheck::none,
         {"comptx", "complementinfotaux", "complementinfoval", "complementinfonombre"}},
    };
}

Roles population() {
    return with_position({
        {"id",
         "Identifiant du carreau",
         false,
         ValueCheck::none,
         {"idcar200m", "idinspire", "idcar1km", "idcarr1km", "idcarnat", "idcarrn", "idcarreau", "idcar",
          "id"}},
        {"habitants",
         "Habitants",
         true,
         ValueCheck::none,
         {"ind", "indc", "individus", "population", "pop", "habitants", "nbindividus"}},
        {"impute",
         "Valeur imputée",
         false,
         ValueCheck::none,
         {"iest200", "iestcr", "iest1km", "iest", "impute"}},
        {"communes",
         "Communes du carreau",
         false,
         ValueCheck::none,
         {"lcoggeo", "depcom", "codgeo", "codeinsee", "inseecom"}},
    });
}

RoleNames camera_type() {
    return {
        "type", "Type de caméra", false, ValueCheck::none, {"typecamera", "typedecamera", "camera", "type"}};
}

RoleNames link() {
    return {"liaison", "Liaison", false, ValueCheck::none, {"liaison", "link", "raccordement", "reseau"}};
}

RoleNames cost(bool is_required) {
    return {"cout",
            "Coût (€ HT)",
            is_required,
            ValueCheck::none,
            {"cout", "couteur", "coutht", "couthteur", "cost", "prix", "prixht", "montant"}};
}

RoleNames source() {
    return {"source", "Source", false, ValueCheck::none, {"source", "origine", "reference"}};
}

RoleNames candidate_reach() {
    return {"portee",
            "Portée (m)",
            false,
            ValueCheck::none,
            {"portee", "porteem", "rayon", "rayonm", "reach", "radius", "range"}};
}

Roles candidates() {
    return with_position({
        {"id",
         "Identifiant",
         false,
         ValueCheck::none,
         {"id", "identifiant", "idcandidat", "numero", "ref", "fid"}},
        {"nom", "Nom", false, ValueCheck::none, {"nom", "name", "libelle", "lieu", "designation"}},
        {"genre", "Genre", false, ValueCheck::none, {"genre", "kind", "nature", "categorie", "classe"}},
        cost(false),
        {"cameras",
         "Nombre de caméras",
         false,
         ValueCheck::none,
         {"cameras", "nbcameras", "nbcam", "nombre"}},
        camera_type(),
        link(),
        candidate_reach(),
        {"azimut",
         "Direction (degrés, nord vrai)",
         false,
         ValueCheck::none,
         {"azimut", "azimutdeg", "azimuth", "direction", "orientation"}},
        {"champ",
         "Ouverture (degrés)",
         false,
         ValueCheck::none,
         {"champ", "champdeg", "ouverture", "ouverturedeg", "angle", "fov"}},
        {"hauteur", "Hauteur (m)", false, ValueCheck::none, {"hauteur", "hauteurm", "height", "mat"}},
        commune_code(false),
        commune_name(),
    });
}

Roles prices() {
    return {camera_type(),
            link(),
            cost(true),
            {"hors_aide",
             "dont hors assiette (€ HT)",
             false,
             ValueCheck::none,
             {"horsaide", "horsassiette", "noneligible", "horsaideeur"}},
            candidate_reach(),
            source()};
}

Roles funding() {
    return {
        {"financeur", "Financeur", true, ValueCheck::none, {"financeur", "dispositif", "aide", "financer"}},
        {"debut", "Première année", true, ValueCheck::none, {"anneedebut", "debut", "annee", "millesime"}},
        {"fin", "Dernière année", false, ValueCheck::none, {"anneefin", "fin"}},
        {"departement", "Département", false, ValueCheck::none, {"departement", "dep", "codedepartement"}},
        {"taux", "Taux (%)", true, ValueCheck::none, {"tauxpct", "taux", "tauxpourcent", "rate"}},
        {"plafond_camera",
         "Plafond de l'assiette par caméra (€)",
         false,
         ValueCheck::none,
         {"plafondcameraeur", "plafondcamera", "plafondparcamera"}},
        {"plafond",
         "Plafond de l'assiette (€)",
         false,
         ValueCheck::none,
         {"plafondprojeteur", "plafondprojet", "plafond"}},
        {"minimum",
         "Coût minimal (€)",
         false,
         ValueCheck::none,
         {"coutminimaleur", "coutminimal", "minimum"}},
        {"aide_projet",
         "Aide au plus par projet (€)",
         false,
         ValueCheck::none,
         {"aideprojeteur", "aidemaxprojet", "plafondaideprojet", "plafondaide", "aidemaximale"}},
        {"aide_commune",
         "Aide au plus par commune (€)",
         false,
         ValueCheck::none,
         {"aidecommuneeur", "aidemaxcommune", "plafondaidecommune"}},
        {"aide_periode",
         "Aide au plus sur la période (€)",
         false,
         ValueCheck::none,
         {"aideperiodeeur", "aidemaxperiode", "plafondaideperiode", "enveloppe"}},
        source(),
    };
}

/// fold_name without the sign of "N° d'arrêté".
std::string column_key(std::string_view name) {
    std::string key = fold_name(name);
    for (const std::string_view sign : {"°", "º"}) {
        if (const std::size_t at = key.find(sign); at != std::string::npos) {
            key.erase(at, sign.size());
        }
    }
    return key;
}

bool matches(std::string_view name, std::string_view wanted) {
    if (wanted.ends_with('*')) {
        wanted.remove_suffix(1);
        return name.starts_with(wanted);
    }
    return name == wanted;
}

/// Half of the values that are there look like commune codes (lists in one cell count by their first).
bool looks_like_commune_codes(const geo::Table& table, std::size_t column) {
    std::size_t seen = 0;
    std::size_t good = 0;
    for (const geo::Feature& feature : table.features) {
        if (column >= feature.values.size() || geo::is_missing(feature.values[column])) {
            continue;
        }
        std::string text = geo::to_text(feature.values[column]);
        std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; });
        const std::string_view first = trim(text);
        good += is_insee_code(insee_code(first.substr(0, first.find_first_of(" ,;/|")))) ? 1 : 0;
        if (++seen == 200) {
            break;
        }
    }
    return seen == 0 || 2 * good >= seen;
}

/// Shapefile of the names of 2025: `code_ins_1` and on; only the values tell which is which.
void recognise_cut_names(const geo::Table& table, ColumnMap& found) {
    const auto sample = [&](std::size_t column) {
        std::set<std::size_t> lengths;
        bool is_departement = true;
        const auto code = found.find("code");
        constexpr auto kNone = std::numeric_limits<std::size_t>::max();
        const std::size_t code_column =
            code == found.end() ? kNone : geo::find_column(table, code->second).value_or(kNone);
        for (const geo::Feature& feature : table.features) {
            if (column >= feature.values.size() || geo::is_missing(feature.values[column])) {
                continue;
            }
            const std::string text(trim(geo::to_text(feature.values[column])));
            lengths.insert(text.size());
            is_departement &= code_column < feature.values.size() &&
                              geo::to_text(feature.values[code_column]).starts_with(text);
        }
        return std::pair(lengths, is_departement);
    };
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!column_key(table.columns[i].name).starts_with("codeins") ||
            column_key(table.columns[i].name).size() < 8 ||
            column_key(table.columns[i].name) == "codeinsee") {
            continue;
        }
        const auto [lengths, is_departement] = sample(i);
        if (lengths.size() != 1) {
            continue;
        }
        if (is_departement && *lengths.begin() <= 3) {
            found.try_emplace("departement", table.columns[i].name);
        } else if (*lengths.begin() == 3) {
            found.try_emplace("arrondissement", table.columns[i].name);
        }
    }
}

std::string column_list(const geo::Table& table) {
    std::vector<std::string> names;
    for (const geo::Column& column : table.columns) {
        names.push_back(column.name);
    }
    return join(names, ", ");
}

const geo::Column& named_column(const geo::Table& table, const std::string& name) {
    if (const auto exact = geo::find_column(table, name)) {
        return table.columns[*exact];
    }
    const auto it = std::ranges::find(table.columns, column_key(name),
                                      [](const geo::Column& column) { return column_key(column.name); });
    if (it == table.columns.end()) {
        throw InputError(fmt::format("la colonne « {} » n'existe pas ; colonnes du fichier : {}", name,
                                     column_list(table)));
    }
    return *it;
}

constexpr std::string_view kPackedTags = "othertags";

std::optional<std::size_t> packed_column(const geo::Table& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (column_key(table.columns[i].name) == kPackedTags) {
            return i;
        }
    }
    return std::nullopt;
}

/// "a"=>"b","c"=>"d" with \" and \\ inside.
std::vector<std::pair<std::string, std::string>> parse_tags(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> tags;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '"') {
            continue;
        }
        std::string word;
        for (++i; i < text.size() && text[i] != '"'; ++i) {
            if (text[i] == '\\' && i + 1 < text.size()) {
                ++i;
            }
            word += text[i];
        }
        words.push_back(std::move(word));
    }
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        tags.emplace_back(std::move(words[i]), std::move(words[i + 1]));
    }
    return tags;
}

} // namespace

const std::vector<RoleNames>& role_names(ImportKind kind) {
    static const std::array<Roles, 17> kRoles = {
        communes(),  zones(),   councils(), authorisations(), cameras(), sites(),
        buildings(), qpv(),     crime(),    population(),     roads(),   candidates(),
        prices(),    funding(), parcels(),  perimeters(),     Roles{}};
    return kRoles.at(static_cast<std::size_t>(kind));
}

ColumnMap resolve_columns(ImportKind kind, const geo::Table& table, const ColumnMap& overrides) {
    ColumnMap found;
    std::set<std::string> taken;
    for (const auto& [role, name] : overrides) {
        const auto& known = role_names(kind);
        if (std::ranges::find(known, role, &RoleNames::key) == known.end()) {
            std::vector<std::string> keys;
            for (const RoleNames& one : known) {
                keys.emplace_back(one.key);
            }
            throw InputError(fmt::format("rôle de colonne inconnu : « {} » ; rôles possibles : {}", role,
                                         join(keys, ", ")));
        }
        if (name.empty()) {
            continue; // role= : the role is to be left alone
        }
        found[role] = named_column(table, name).name;
        taken.insert(found[role]);
    }
    std::vector<std::string> folded;
    for (const geo::Column& column : table.columns) {
        folded.push_back(column_key(column.name));
    }
    for (const RoleNames& role : role_names(kind)) {
        if (overrides.contains(std::string(role.key))) {
            continue;
        }
        std::optional<std::size_t> chosen;
        std::optional<std::size_t> fallback;
        for (const std::string_view name : role.names) {
            for (std::size_t i = 0; i < folded.size() && !chosen; ++i) {
                if (!matches(folded[i], name) || taken.contains(table.columns[i].name)) {
                    continue;
                }
                if (role.check == ValueCheck::none || looks_like_commune_codes(table, i)) {
                    chosen = i;
                } else if (!fallback && name != "code") {
                    fallback = i;
                }
            }
        }
        chosen = chosen ? chosen : fallback;
        if (chosen) {
            found[std::string(role.key)] = table.columns[*chosen].name;
            taken.insert(table.columns[*chosen].name);
        }
    }
    if (kind == ImportKind::communes) {
        recognise_cut_names(table, found);
    }
    return found;
}

bool has_packed_tags(const geo::Table& table) {
    return packed_column(table).has_value();
}

geo::Table unpack_tags(ImportKind kind, const geo::Table& table) {
    const auto packed = packed_column(table);
    if (!packed) {
        return table;
    }
    geo::Table unpacked = table;
    std::map<std::string, std::size_t> columns;
    const auto is_known = [&](const std::string& tag) {
        const std::string folded = column_key(tag);
        return std::ranges::any_of(role_names(kind), [&](const RoleNames& role) {
            return std::ranges::any_of(role.names,
                                       [&](std::string_view name) { return matches(folded, name); });
        });
    };
    for (geo::Feature& feature : unpacked.features) {
        if (*packed >= feature.values.size()) {
            continue;
        }
        for (auto& [tag, value] : parse_tags(geo::to_text(feature.values[*packed]))) {
            auto it = columns.find(tag);
            if (it == columns.end()) {
                if (!is_known(tag) || geo::find_column(table, tag)) {
                    continue;
                }
                it = columns.emplace(tag, unpacked.columns.size()).first;
                unpacked.columns.push_back({tag, geo::ColumnType::text, {}});
            }
            feature.values.resize(std::max(feature.values.size(), it->second + 1));
            feature.values[it->second] = std::move(value);
        }
    }
    for (geo::Feature& feature : unpacked.features) {
        feature.values.resize(unpacked.columns.size());
    }
    return unpacked;
}

} // namespace maillage::intake
