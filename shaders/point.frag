in vec2 local;

uniform vec2 path[96]; // outline, y down
uniform int path_count; // 0: a circle
uniform float radius;
uniform float outline;
uniform bool is_ring;
uniform vec4 fill;
uniform vec4 rim;
uniform float opacity;

out vec4 colour;

// Signed distance to a closed outline, negative inside: distance to its nearest side, inside by the even-odd rule.
float to_path(vec2 p) {
    float nearest = 1e9;
    bool is_inside = false;
    for (int i = 0; i < path_count; ++i) {
        vec2 a = path[i];
        vec2 b = path[i + 1 == path_count ? 0 : i + 1];
        vec2 side = b - a;
        vec2 w = p - a;
        vec2 d = w - side * clamp(dot(w, side) / max(dot(side, side), 1e-9), 0.0, 1.0);
        nearest = min(nearest, dot(d, d));
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
            is_inside = !is_inside;
        }
    }
    return is_inside ? -sqrt(nearest) : sqrt(nearest);
}

void main() {
    float d = path_count == 0 ? length(local) - radius : to_path(local);
    float inside = clamp(0.5 - d, 0.0, 1.0);
    vec4 painted;
    if (is_ring) {
        painted = vec4(fill.rgb, 1.0) * fill.a * clamp(outline * 0.5 + 0.5 - abs(d), 0.0, 1.0);
    } else {
        vec4 under = vec4(rim.rgb, 1.0) * rim.a * (outline > 0.0 ? clamp(outline + 0.5 - d, 0.0, 1.0) : 0.0);
        vec4 over = vec4(fill.rgb, 1.0) * fill.a * inside;
        painted = over + under * (1.0 - over.a);
    }
    if (painted.a <= 0.0) {
        discard;
    }
    colour = painted * opacity;
}
