// One instance a segment, a quad around it; the fragment shader rounds its ends.
layout(location = 0) in vec4 ends;   // metres from the origin of the chunk
layout(location = 1) in float along; // metres of line before this segment, for dashes

uniform vec2 scale; // metres to pixels
uniform vec2 offset;
uniform vec2 window;
uniform float half_width;
uniform float reach; // half width and the soft rim

out vec2 local; // pixels along and across
flat out float span;
flat out float before;

void main() {
    vec2 a = ends.xy * scale + offset;
    vec2 b = ends.zw * scale + offset;
    span = distance(a, b);
    vec2 along_unit = span > 1e-6 ? (b - a) / span : vec2(1.0, 0.0);
    vec2 across = vec2(-along_unit.y, along_unit.x);
    float u = (gl_VertexID & 1) == 0 ? -reach : span + reach;
    float v = gl_VertexID < 2 ? -reach : reach;
    local = vec2(u, v);
    before = along * scale.x;
    gl_Position = vec4((a + along_unit * u + across * v) / window * 2.0, 0.0, 1.0);
}
