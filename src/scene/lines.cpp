#include "scene/lines.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace maillage::scene {
namespace {

/// An end of a border arc, and which arc it is of.
using Ends = std::multimap<geo::Point, std::size_t>;

void erase_one(Ends& ends, geo::Point at, std::size_t line) {
    const auto [first, last] = ends.equal_range(at);
    const auto found = std::find_if(first, last, [&](const auto& end) { return end.second == line; });
    if (found != last) {
        ends.erase(found);
    }
}

/// Prolongs `line` at its back as long as exactly one other line ends there (two ends: its own and the
/// other's).
void prolong(geo::Line& line, geo::MultiLine& lines, std::size_t self, Ends& ends,
             std::vector<bool>& is_used) {
    for (;;) {
        const geo::Point tip = line.back();
        const auto [first, last] = ends.equal_range(tip);
        if (std::distance(first, last) != 2) {
            return;
        }
        const auto other = std::find_if(first, last, [&](const auto& end) { return !is_used[end.second]; });
        if (other == last) {
            return;
        }
        const std::size_t k = other->second;
        is_used[k] = true;
        geo::Line& next = lines[k];
        if (next.front() != tip) {
            std::ranges::reverse(next);
        }
        line.insert(line.end(), next.begin() + 1, next.end());
        erase_one(ends, tip, k);
        erase_one(ends, tip, self);
        erase_one(ends, line.back(), k);
        ends.emplace(line.back(), self);
    }
}

geo::MultiLine chain(geo::MultiLine lines) {
    Ends ends;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        ends.emplace(lines[i].front(), i);
        ends.emplace(lines[i].back(), i);
    }
    std::vector<bool> is_used(lines.size(), false);
    geo::MultiLine chained;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (is_used[i]) {
            continue;
        }
        is_used[i] = true;
        geo::Line line = std::move(lines[i]);
        prolong(line, lines, i, ends, is_used);
        std::ranges::reverse(line);
        prolong(line, lines, i, ends, is_used);
        chained.push_back(std::move(line));
    }
    return chained;
}

} // namespace

geo::MultiLine border_lines(const Coverage& coverage, std::span<const std::int32_t> groups, int level) {
    const geo::Topology& topology = coverage.topology();
    geo::MultiLine lines;
    const auto add = [&](std::size_t arc) {
        geo::Line line;
        geo::append_arc(topology, arc, level, line);
        if (line.size() > 1) {
            lines.push_back(std::move(line));
        }
    };
    if (groups.empty()) {
        for (std::size_t a = 0; a < topology.arcs.size(); ++a) {
            add(a);
        }
        return lines;
    }
    for (const std::uint32_t a : geo::borders(topology, groups)) {
        add(a);
    }
    return chain(std::move(lines));
}

void for_each_dash(const std::vector<ScreenPoint>& line, double dash_px, double gap_px,
                   const std::function<void(const std::vector<ScreenPoint>&)>& draw) {
    if (!(dash_px > 0 && gap_px > 0)) {
        draw(line);
        return;
    }
    // Of a side so long, or of what is no length, the dashes would never end: it is drawn whole.
    constexpr double kMostDashes = 100'000;
    bool is_on = true;
    double left = dash_px;
    std::vector<ScreenPoint> dash;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double length = std::hypot(line[i + 1].x - line[i].x, line[i + 1].y - line[i].y);
        if (is_on && dash.empty()) {
            dash.push_back(line[i]);
        }
        double at = 0;
        if (!(length / (dash_px + gap_px) <= kMostDashes)) {
            if (is_on) {
                dash.push_back(line[i + 1]);
            } else {
                draw({line[i], line[i + 1]});
            }
            continue;
        }
        while (length - at > left) {
            at += left;
            const double t = at / length;
            const ScreenPoint p{line[i].x + t * (line[i + 1].x - line[i].x),
                                line[i].y + t * (line[i + 1].y - line[i].y)};
            if (is_on) {
                dash.push_back(p);
                draw(dash);
                dash.clear();
            } else {
                dash.assign(1, p);
            }
            is_on = !is_on;
            left = is_on ? dash_px : gap_px;
        }
        left -= length - at;
        if (is_on) {
            dash.push_back(line[i + 1]);
        }
    }
    if (is_on && dash.size() > 1) {
        draw(dash);
    }
}

} // namespace maillage::scene
