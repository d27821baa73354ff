in vec2 at;

uniform sampler2D picture; // not multiplied by alpha
uniform float opacity;

out vec4 colour;

void main() {
    vec4 texel = texture(picture, at);
    colour = vec4(texel.rgb, 1.0) * texel.a * opacity;
}
