#include "gl/objects.h"

#include "base/error.h"

#include <epoxy/gl.h>

#include <array>

namespace maillage::gl {
namespace {

class Shader {
  public:
    Shader(const std::string& name, GLenum stage, const char* source) : id_(glCreateShader(stage)) {
        glShaderSource(id_, 1, &source, nullptr);
        glCompileShader(id_);
        GLint is_good = 0;
        glGetShaderiv(id_, GL_COMPILE_STATUS, &is_good);
        if (is_good == 0) {
            std::array<char, 2000> log{};
            glGetShaderInfoLog(id_, static_cast<GLsizei>(log.size()), nullptr, log.data());
            glDeleteShader(id_);
            throw Error("shader " + name + " : " + log.data());
        }
    }

    ~Shader() { glDeleteShader(id_); }

    Shader(const Shader&) = delete;
    Shader& operator=(const Shader&) = delete;

    GLuint id() const { return id_; }

  private:
    GLuint id_;
};

} // namespace

void delete_buffer(unsigned id) {
    glDeleteBuffers(1, &id);
}

void delete_vertex_array(unsigned id) {
    glDeleteVertexArrays(1, &id);
}

void delete_texture(unsigned id) {
    glDeleteTextures(1, &id);
}

void delete_framebuffer(unsigned id) {
    glDeleteFramebuffers(1, &id);
}

void delete_program(unsigned id) {
    glDeleteProgram(id);
}

VertexArray make_vertex_array() {
    GLuint id = 0;
    glGenVertexArrays(1, &id);
    return VertexArray(id);
}

Buffer make_buffer(unsigned target, const void* data, std::size_t bytes) {
    GLuint id = 0;
    glGenBuffers(1, &id);
    glBindBuffer(target, id);
    glBufferData(target, static_cast<GLsizeiptr>(bytes), data, GL_STATIC_DRAW);
    return Buffer(id);
}

Program make_program(const std::string& name, const char* vertex, const char* fragment) {
    const Shader v(name + ".vert", GL_VERTEX_SHADER, vertex);
    const Shader f(name + ".frag", GL_FRAGMENT_SHADER, fragment);
    Program program(glCreateProgram());
    glAttachShader(program.id(), v.id());
    glAttachShader(program.id(), f.id());
    glLinkProgram(program.id());
    GLint is_good = 0;
    glGetProgramiv(program.id(), GL_LINK_STATUS, &is_good);
    if (is_good == 0) {
        std::array<char, 2000> log{};
        glGetProgramInfoLog(program.id(), static_cast<GLsizei>(log.size()), nullptr, log.data());
        throw Error("shader " + name + " : " + log.data());
    }
    return program;
}

int uniform(const Program& program, const char* name) {
    return glGetUniformLocation(program.id(), name);
}

BufferTexture make_buffer_texture(unsigned format, const void* data, std::size_t bytes) {
    BufferTexture made;
    made.buffer = make_buffer(GL_TEXTURE_BUFFER, data, bytes);
    GLuint id = 0;
    glGenTextures(1, &id);
    made.texture = Texture(id);
    glBindTexture(GL_TEXTURE_BUFFER, id);
    glTexBuffer(GL_TEXTURE_BUFFER, format, made.buffer.id());
    return made;
}

Texture make_texture(const Picture& picture, bool is_smooth) {
    GLuint id = 0;
    glGenTextures(1, &id);
    Texture texture(id);
    glBindTexture(GL_TEXTURE_2D, id);
    const GLint filter = is_smooth ? GL_LINEAR : GL_NEAREST;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, picture.width, picture.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 picture.rgba.data());
    return texture;
}

Target make_target(int width, int height) {
    Target target;
    target.width = width;
    target.height = height;
    GLuint id = 0;
    glGenTextures(1, &id);
    target.colour = Texture(id);
    glBindTexture(GL_TEXTURE_2D, id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glGenFramebuffers(1, &id);
    target.frame = Framebuffer(id);
    GLint before = 0;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
    glBindFramebuffer(GL_FRAMEBUFFER, id);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target.colour.id(), 0);
    const bool is_complete = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
    if (!is_complete) {
        throw Error("la carte graphique refuse une image de " + std::to_string(width) + " × " +
                    std::to_string(height));
    }
    return target;
}

} // namespace maillage::gl
