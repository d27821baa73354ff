#include "domain/commune_index.h"

#include <algorithm>
#include <cmath>

namespace maillage::domain {
namespace {

double distance_to_segment(geo::Point p, geo::Point a, geo::Point b) {
    const geo::Point d{b.x - a.x, b.y - a.y};
    const double length2 = d.x * d.x + d.y * d.y;
    const double t =
        length2 > 0 ? std::clamp(((p.x - a.x) * d.x + (p.y - a.y) * d.y) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - t * d.x, p.y - a.y - t * d.y);
}

double distance_to_ring(geo::Point p, const geo::Ring& ring) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        nearest = std::min(nearest, distance_to_segment(p, ring[j], ring[i]));
    }
    return nearest;
}

} // namespace

CommuneIndex::CommuneIndex(const Territory& territory) : territory_(&territory) {
    for (const Commune& commune : territory.communes) {
        boxes_.push_back(geo::bounds(commune.shape));
        box_.extend(boxes_.back());
    }
    if (box_.is_empty()) {
        return;
    }
    // Four cells a commune keeps two to four candidates in each.
    side_ = std::clamp<std::size_t>(
        static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(boxes_.size()))), 1, 1000);
    cells_.resize(side_ * side_);
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        if (boxes_[i].is_empty()) {
            continue;
        }
        for (std::size_t row = line(boxes_[i].min.y); row <= line(boxes_[i].max.y); ++row) {
            for (std::size_t col = column(boxes_[i].min.x); col <= column(boxes_[i].max.x); ++col) {
                cells_[row * side_ + col].push_back(static_cast<std::uint32_t>(i));
            }
        }
    }
}

std::size_t CommuneIndex::column(double x) const {
    const double share = box_.width() > 0 ? (x - box_.min.x) / box_.width() : 0;
    return static_cast<std::size_t>(
        std::clamp(share * static_cast<double>(side_), 0.0, static_cast<double>(side_ - 1)));
}

std::size_t CommuneIndex::line(double y) const {
    const double share = box_.height() > 0 ? (y - box_.min.y) / box_.height() : 0;
    return static_cast<std::size_t>(
        std::clamp(share * static_cast<double>(side_), 0.0, static_cast<double>(side_ - 1)));
}

std::optional<std::size_t> CommuneIndex::find(geo::Point p) const {
    if (cells_.empty() || !box_.contains(p)) {
        return std::nullopt;
    }
    for (const std::uint32_t i : cells_[line(p.y) * side_ + column(p.x)]) {
        if (boxes_[i].contains(p) && geo::contains(territory_->communes[i].shape, p)) {
            return i;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> CommuneIndex::find_near(geo::Point p, double metres) const {
    if (const auto inside = find(p)) {
        return inside;
    }
    if (cells_.empty() || !box_.grown(metres).contains(p)) {
        return std::nullopt;
    }
    std::optional<std::size_t> nearest;
    double least = metres;
    for (std::size_t row = line(p.y - metres); row <= line(p.y + metres); ++row) {
        for (std::size_t col = column(p.x - metres); col <= column(p.x + metres); ++col) {
            for (const std::uint32_t i : cells_[row * side_ + col]) {
                if (!boxes_[i].grown(metres).contains(p)) {
                    continue;
                }
                const double away = distance_m(i, p);
                if (away < least || (away == least && !nearest)) {
                    least = away;
                    nearest = i;
                }
            }
        }
    }
    return nearest;
}

double CommuneIndex::distance_m(std::size_t commune, geo::Point p) const {
    const geo::MultiPolygon& shape = territory_->communes[commune].shape;
    if (geo::contains(shape, p)) {
        return 0;
    }
    double nearest = std::numeric_limits<double>::infinity();
    for (const geo::Polygon& polygon : shape) {
        nearest = std::min(nearest, distance_to_ring(p, polygon.outer));
        for (const geo::Ring& hole : polygon.holes) {
            nearest = std::min(nearest, distance_to_ring(p, hole));
        }
    }
    return nearest;
}

} // namespace maillage::domain
