// objects.h: OpenGL objects that delete themselves. They need the context they were made in.
#pragma once

#include "base/picture.h"

#include <cstddef>
#include <span>
#include <string>
#include <utility>

namespace maillage::gl {

/// A name that OpenGL gave; `Delete` gives it back.
template <void (*Delete)(unsigned)> class Name {
  public:
    Name() = default;

    explicit Name(unsigned id) : id_(id) {}

    ~Name() { reset(); }

    Name(Name&& o) noexcept : id_(std::exchange(o.id_, 0)) {}

    Name& operator=(Name&& o) noexcept {
        std::swap(id_, o.id_);
        return *this;
    }

    unsigned id() const { return id_; }

    explicit operator bool() const { return id_ != 0; }

  private:
    void reset() {
        if (id_ != 0) {
            Delete(id_);
        }
    }

    unsigned id_ = 0;
};

void delete_buffer(unsigned id);
void delete_vertex_array(unsigned id);
void delete_texture(unsigned id);
void delete_framebuffer(unsigned id);
void delete_program(unsigned id);

using Buffer = Name<delete_buffer>;
using VertexArray = Name<delete_vertex_array>;
using Texture = Name<delete_texture>;
using Framebuffer = Name<delete_framebuffer>;
using Program = Name<delete_program>;

VertexArray make_vertex_array();
/// Bound to `target` (GL_ARRAY_BUFFER...) afterwards.
Buffer make_buffer(unsigned target, const void* data, std::size_t bytes);

template <class T> Buffer make_buffer(unsigned target, std::span<const T> values) {
    return make_buffer(target, values.data(), values.size_bytes());
}

/// Throws Error with the compiler's log.
Program make_program(const std::string& name, const char* vertex, const char* fragment);
int uniform(const Program& program, const char* name);

/// A buffer read by a shader through texelFetch.
struct BufferTexture {
    Buffer buffer;
    Texture texture;
};

BufferTexture make_buffer_texture(unsigned format, const void* data, std::size_t bytes);

/// A picture on the card, not multiplied by alpha.
Texture make_texture(const Picture& picture, bool is_smooth);

/// An off-screen frame of 8-bit RGBA.
struct Target {
    int width = 0;
    int height = 0;
    Texture colour;
    Framebuffer frame;
};

Target make_target(int width, int height);

} // namespace maillage::gl
