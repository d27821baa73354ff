// Triangles of areas. The style of a class is three texels: colour, hatch colour, hatch shape.
layout(location = 0) in vec2 position; // metres from the origin of the chunk
layout(location = 1) in uint feature;

uniform vec2 scale;  // metres to clip space
uniform vec2 offset; // origin of the chunk in clip space
uniform usamplerBuffer class_of;
uniform samplerBuffer styles;

flat out vec4 fill;
flat out vec4 hatch;
flat out vec4 shape; // pattern, spacing, half width

void main() {
    int k = int(texelFetch(class_of, int(feature)).r);
    if (k == 0xFFFF) { // not painted: outside the clip volume
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        fill = hatch = shape = vec4(0.0);
        return;
    }
    fill = texelFetch(styles, 3 * k);
    hatch = texelFetch(styles, 3 * k + 1);
    shape = texelFetch(styles, 3 * k + 2);
    gl_Position = vec4(position * scale + offset, 0.0, 1.0);
}
