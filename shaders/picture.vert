// Rectangles of a picture: labels, furniture, base maps.
layout(location = 0) in vec4 corner; // place in the picture (pixels, y down), texture coordinates

uniform vec4 place; // scale and offset from picture pixels to clip space

out vec2 at;

void main() {
    at = corner.zw;
    gl_Position = vec4(corner.xy * place.xy + place.zw, 0.0, 1.0);
}
