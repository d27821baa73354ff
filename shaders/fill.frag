flat in vec4 fill;
flat in vec4 hatch;
flat in vec4 shape;

uniform float opacity;
uniform vec2 anchor;  // pixels, y down: the ground point that hatches hang on
uniform float height; // of the window, pixels

out vec4 colour; // multiplied by alpha

float to_line(float d, float spacing) { return abs(d - spacing * floor(d / spacing + 0.5)); }

float ink(float d) { return clamp(shape.z + 0.5 - d, 0.0, 1.0); }

float hatched() {
    const float kHalfRoot = 0.70710678;
    float x = gl_FragCoord.x - anchor.x;
    float y = height - gl_FragCoord.y - anchor.y;
    int pattern = int(shape.x + 0.5);
    float rising = ink(to_line((x + y) * kHalfRoot, shape.y));
    float falling = ink(to_line((x - y) * kHalfRoot, shape.y));
    if (pattern == 1) {
        return rising;
    }
    if (pattern == 2) {
        return falling;
    }
    if (pattern == 3) {
        return max(rising, falling);
    }
    return ink(length(vec2(to_line(x, shape.y), to_line(y, shape.y))));
}

void main() {
    vec4 under = vec4(fill.rgb, 1.0) * fill.a * opacity;
    if (shape.x > 0.5 && hatch.a > 0.0) {
        vec4 over = vec4(hatch.rgb, 1.0) * hatch.a * opacity * hatched();
        under = over + under * (1.0 - over.a);
    }
    colour = under;
}
