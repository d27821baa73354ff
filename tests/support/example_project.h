// example_project.h: a tiny synthetic project for tests: four square communes of one kilometre in Lambert-93.
#pragma once

#include "domain/project.h"

namespace maillage::test {

inline geo::MultiPolygon square(double x, double y, double side) {
    return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}}};
}

inline Date day(int y, unsigned m, unsigned d) {
    return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}

inline domain::Commune commune(const std::string& code, const std::string& name, std::int64_t population,
                               double x, double y) {
    domain::Commune c;
    c.code = code;
    c.name = name;
    c.population = population;
    c.shape = square(x, y, 1000);
    c.centre = {x + 500, y + 500};
    c.area_km2 = 1;
    return c;
}

inline constexpr double kX = 745000;
inline constexpr double kY = 6940000;

/// 02001 Ville (12,000, police), 02002 Bourg (5,000), 02003 Lieu (5,001), 02004 Hameau (100, QPV).
inline domain::Project small_project() {
    domain::Project project;
    domain::Territory territory;
    territory.departement = "02";
    territory.name = "Essai";
    territory.communes = {
        commune("02001", "Ville", 12000, kX, kY), commune("02002", "Bourg", 5000, kX + 1000, kY),
        commune("02003", "Lieu", 5001, kX, kY + 1000), commune("02004", "Hameau", 100, kX + 1000, kY + 1000)};
    territory.communes[0].force = domain::ForceKind::police;
    territory.communes[0].arrondissement = "021";
    for (std::size_t i = 1; i < 4; ++i) {
        territory.communes[i].force = domain::ForceKind::gendarmerie;
        territory.communes[i].arrondissement = "022";
    }
    project.territory = territory;
    domain::Qpv qpv;
    qpv.code = "QN00201M";
    qpv.name = "Quartier";
    qpv.communes = {"02004"};
    project.qpvs = std::vector{qpv};
    project.settings.reference_date = day(2026, 11, 22);
    return project;
}

inline registry::Authorisation act(const std::string& number, const std::string& commune, Date decided) {
    registry::Authorisation a;
    a.id = number;
    a.number = number;
    a.commune = commune;
    a.decided = decided;
    return a;
}

inline registry::Camera camera(const std::string& id, const std::string& authorisation, geo::Point at,
                               double range_m) {
    registry::Camera c;
    c.id = id;
    c.authorisation = authorisation;
    c.commune = "02001";
    c.type = registry::CameraType::dome;
    c.position = at;
    c.range_m = range_m;
    c.field_of_view_deg = 360;
    c.is_public_road = true;
    return c;
}

inline domain::Site site(const std::string& id, geo::Point at, const std::string& site_class = "gare") {
    domain::Site s;
    s.id = id;
    s.name = "Site " + id;
    s.site_class = site_class;
    s.position = at;
    return s;
}

} // namespace maillage::test
