// One instance a symbol, a quad around it.
layout(location = 0) in vec3 point; // metres from the origin; azimuth in radians

uniform vec2 scale;
uniform vec2 offset;
uniform vec2 window;
uniform float reach;

out vec2 local; // pixels from the position, y down, turned by the azimuth

void main() {
    vec2 corner = vec2((gl_VertexID & 1) == 0 ? -reach : reach, gl_VertexID < 2 ? -reach : reach);
    float s = sin(point.z);
    float c = cos(point.z);
    local = vec2(c * corner.x + s * corner.y, -s * corner.x + c * corner.y);
    vec2 at = point.xy * scale + offset;
    gl_Position = vec4((at + vec2(corner.x, -corner.y)) / window * 2.0, 0.0, 1.0);
}
