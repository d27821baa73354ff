in vec2 local;
flat in float span;
flat in float before;

uniform vec4 paint;
uniform float half_width;
uniform float strength; // lines thinner than a pixel are paler instead
uniform vec2 dash;      // length and gap in pixels; 0: solid

out vec4 colour;

void main() {
    float beyond = max(max(-local.x, local.x - span), 0.0);
    float d = length(vec2(beyond, local.y));
    float alpha = clamp(half_width + 0.5 - d, 0.0, 1.0) * strength;
    if (dash.x > 0.0 && dash.y > 0.0) {
        float t = mod(before + clamp(local.x, 0.0, span), dash.x + dash.y);
        alpha *= clamp(min(t, dash.x - t) + 0.5, 0.0, 1.0);
    }
    colour = vec4(paint.rgb, 1.0) * paint.a * alpha;
}
