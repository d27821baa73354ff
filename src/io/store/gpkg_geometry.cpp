#include "io/store/gpkg_geometry.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace maillage::io {
namespace {

constexpr int kDeepestCollection = 32;
constexpr std::size_t kCount = 4; ///< bytes of a number of points, rings or parts
constexpr std::size_t kPart = 5;  ///< least bytes of a part: its byte order and type

enum class Shape : std::uint32_t {
    point = 1,
    line = 2,
    polygon = 3,
    multi_point = 4,
    multi_line = 5,
    multi_polygon = 6,
    collection = 7,
    polyhedral_surface = 15,
    tin = 16,
    triangle = 17,
};

/// Caught by the only function that others see.
struct Malformed : std::runtime_error {
    Malformed() : std::runtime_error("malformed geometry") {}
};

/// Bytes read in order, in either byte order.
class Cursor {
  public:
    explicit Cursor(std::span<const std::byte> bytes) : bytes_(bytes) {}

    void take(void* to, std::size_t size) {
        const std::span<const std::byte> taken = skip(size);
        if (!taken.empty()) {
            std::memcpy(to, taken.data(), size);
        }
    }

    std::span<const std::byte> skip(std::size_t size) {
        if (size > bytes_.size()) {
            throw Malformed();
        }
        const auto taken = bytes_.first(size);
        bytes_ = bytes_.subspan(size);
        return taken;
    }

    std::uint8_t byte() {
        std::uint8_t value = 0;
        take(&value, 1);
        return value;
    }

    std::uint32_t number(bool is_little) {
        std::uint32_t value = 0;
        take(&value, sizeof value);
        return is_little == kIsLittle ? value : __builtin_bswap32(value);
    }

    double coordinate(bool is_little) {
        std::uint64_t value = 0;
        take(&value, sizeof value);
        return std::bit_cast<double>(is_little == kIsLittle ? value : __builtin_bswap64(value));
    }

    /// A count that the bytes left can hold, so that a damaged one asks for no memory.
    std::size_t count(bool is_little, std::size_t least_bytes) {
        const std::size_t n = number(is_little);
        if (n > bytes_.size() / least_bytes) {
            throw Malformed();
        }
        return n;
    }

    static constexpr bool kIsLittle = std::endian::native == std::endian::little;

  private:
    std::span<const std::byte> bytes_;
};

struct Head {
    bool is_little = true;
    Shape shape = Shape::point;
    std::size_t dimensions = 2;
};

Head head(Cursor& from) {
    Head head;
    const std::uint8_t order = from.byte();
    if (order > 1) {
        throw Malformed();
    }
    head.is_little = order == 1;
    const std::uint32_t type = from.number(head.is_little);
    const std::uint32_t more = type / 1000; // 1: z, 2: m, 3: both
    if (more > 3) {
        throw Malformed();
    }
    head.dimensions = more == 0 ? 2 : more == 3 ? 4 : 3;
    head.shape = static_cast<Shape>(type % 1000);
    return head;
}

geo::Line points(Cursor& from, const Head& head) {
    static_assert(sizeof(geo::Point) == 2 * sizeof(double));
    const std::size_t size = head.dimensions * sizeof(double);
    geo::Line line(from.count(head.is_little, size));
    if (head.dimensions == 2 && head.is_little == Cursor::kIsLittle) {
        from.take(line.data(), line.size() * size);
        return line;
    }
    for (geo::Point& p : line) {
        p.x = from.coordinate(head.is_little);
        p.y = from.coordinate(head.is_little);
        from.skip(size - sizeof(geo::Point));
    }
    return line;
}

geo::Ring ring(Cursor& from, const Head& head) {
    geo::Ring ring = points(from, head);
    if (!ring.empty() && ring.front() == ring.back()) {
        ring.pop_back();
    }
    return ring;
}

geo::Polygon polygon(Cursor& from, const Head& head) {
    geo::Polygon polygon;
    const std::size_t rings = from.count(head.is_little, kCount);
    for (std::size_t i = 0; i < rings; ++i) {
        (i == 0 ? polygon.outer : polygon.holes.emplace_back()) = ring(from, head);
    }
    return polygon;
}

struct Parts {
    geo::MultiPolygon polygons;
    geo::MultiLine lines;
    std::vector<geo::Point> points;
};

void add(Cursor& from, const Head& head, Parts& to, int depth);

void add_parts(Cursor& from, const Head& whole, Parts& to, int depth) {
    if (depth > kDeepestCollection) {
        throw Malformed();
    }
    const std::size_t parts = from.count(whole.is_little, kPart);
    for (std::size_t i = 0; i < parts; ++i) {
        add(from, head(from), to, depth + 1);
    }
}

void add(Cursor& from, const Head& head, Parts& to, int depth) {
    switch (head.shape) {
    case Shape::point: {
        const geo::Point p{from.coordinate(head.is_little), from.coordinate(head.is_little)};
        from.skip((head.dimensions - 2) * sizeof(double));
        if (!std::isnan(p.x) || !std::isnan(p.y)) { // so is an empty point written
            to.points.push_back(p);
        }
        return;
    }
    case Shape::line:
        to.lines.push_back(points(from, head));
        return;
    case Shape::polygon:
    case Shape::triangle:
        to.polygons.push_back(polygon(from, head));
        return;
    case Shape::multi_point:
    case Shape::multi_line:
    case Shape::multi_polygon:
    case Shape::collection:
    case Shape::polyhedral_surface:
    case Shape::tin:
        add_parts(from, head, to, depth);
        return;
    }
    throw Malformed();
}

geo::Geometry geometry(Cursor& from) {
    const Head whole = head(from);
    Parts parts;
    add(from, whole, parts, 0);
    // A list of none is not the same as nothing.
    if (!parts.polygons.empty() || whole.shape == Shape::multi_polygon) {
        return std::move(parts.polygons);
    }
    if (!parts.lines.empty() || whole.shape == Shape::multi_line) {
        return std::move(parts.lines);
    }
    return parts.points.empty() ? geo::Geometry() : geo::Geometry(parts.points.front());
}

/// Up to the geometry itself.
void skip_header(Cursor& from) {
    constexpr std::array<std::size_t, 5> kEnvelope = {0, 32, 48, 48, 64};
    const bool is_magic = from.byte() == 'G' && from.byte() == 'P';
    from.byte(); // version
    const std::uint8_t flags = from.byte();
    const std::size_t envelope = flags >> 1U & 7U;
    if (!is_magic || envelope >= kEnvelope.size()) {
        throw Malformed();
    }
    from.skip(4 + kEnvelope[envelope]); // reference system, bounds
}

} // namespace

std::optional<geo::Geometry> parse_gpkg_geometry(std::span<const std::byte> blob) {
    try {
        Cursor from(blob);
        skip_header(from);
        return geometry(from);
    } catch (const Malformed&) {
        return std::nullopt;
    }
}

namespace {

class GeometryWriter {
  public:
    template <class T> void put(T value) {
        static_assert(std::endian::native == std::endian::little);
        const auto* from = reinterpret_cast<const std::byte*>(&value);
        bytes.insert(bytes.end(), from, from + sizeof value);
    }

    void begin(std::uint32_t type) {
        put(std::uint8_t{1}); // little-endian
        put(type);
    }

    void count(std::size_t number) { put(static_cast<std::uint32_t>(number)); }

    void point(const geo::Point& p) {
        put(p.x);
        put(p.y);
    }

    void ring(const geo::Ring& ring) {
        count(ring.empty() ? 0 : ring.size() + 1);
        for (const geo::Point& p : ring) {
            point(p);
        }
        if (!ring.empty()) {
            point(ring.front());
        }
    }

    std::vector<std::byte> bytes;
};

constexpr std::uint32_t kPoint = 1, kLine = 2, kPolygon = 3, kManyLines = 5, kManyPolygons = 6;

void put_shape(GeometryWriter& out, const geo::MultiLine& lines) {
    out.begin(kManyLines);
    out.count(lines.size());
    for (const geo::Line& line : lines) {
        out.begin(kLine);
        out.count(line.size());
        for (const geo::Point& p : line) {
            out.point(p);
        }
    }
}

void put_shape(GeometryWriter& out, const geo::MultiPolygon& polygons) {
    out.begin(kManyPolygons);
    out.count(polygons.size());
    for (const geo::Polygon& polygon : polygons) {
        out.begin(kPolygon);
        out.count(polygon.holes.size() + 1);
        out.ring(polygon.outer);
        for (const geo::Ring& hole : polygon.holes) {
            out.ring(hole);
        }
    }
}

} // namespace

std::vector<std::byte> write_gpkg_geometry(const geo::Geometry& geometry, std::int32_t srs_id) {
    GeometryWriter out;
    if (std::holds_alternative<std::monostate>(geometry)) {
        return {};
    }
    const auto* place = std::get_if<geo::Point>(&geometry);
    const geo::Box box = geo::bounds(geometry);
    constexpr std::uint8_t kLittleEndian = 1, kBoxXy = 2, kEmpty = 16;
    const bool has_box = place == nullptr && !box.is_empty();
    out.put('G');
    out.put('P');
    out.put(std::uint8_t{0}); // version 1
    out.put(static_cast<std::uint8_t>(kLittleEndian | (has_box ? kBoxXy : 0) |
                                      (place == nullptr && !has_box ? kEmpty : 0)));
    out.put(srs_id);
    if (has_box) {
        for (const double edge : {box.min.x, box.max.x, box.min.y, box.max.y}) {
            out.put(edge);
        }
    }
    if (place != nullptr) {
        out.begin(kPoint);
        out.point(*place);
    } else if (const auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        put_shape(out, *lines);
    } else if (const auto* polygons = std::get_if<geo::MultiPolygon>(&geometry)) {
        put_shape(out, *polygons);
    }
    return std::move(out.bytes);
}

} // namespace maillage::io
