#include "gl/offscreen.h"

#include "base/error.h"
#include "gl/objects.h"
#include "gl/renderer.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace maillage::gl {
namespace {

bool has_extension(EGLDisplay display, const char* name) {
    const char* all = eglQueryString(display, EGL_EXTENSIONS);
    return all != nullptr && std::strstr(all, name) != nullptr;
}

EGLDisplay platform_display(EGLenum platform, void* native) {
    const auto get =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    return get == nullptr ? EGL_NO_DISPLAY : get(platform, native, nullptr);
}

EGLDisplay surfaceless_display() {
    return has_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")
               ? platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY)
               : EGL_NO_DISPLAY;
}

EGLDisplay device_display() {
    const auto query = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    EGLDeviceEXT device = nullptr;
    EGLint count = 0;
    if (query == nullptr || query(1, &device, &count) == EGL_FALSE || count < 1) {
        return EGL_NO_DISPLAY;
    }
    return platform_display(EGL_PLATFORM_DEVICE_EXT, device);
}

/// A current context on a display; EGL_NO_CONTEXT when it cannot be had.
EGLContext make_current(EGLDisplay display) {
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE ||
        eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) {
        return EGL_NO_CONTEXT;
    }
    const std::array<EGLint, 7> wanted{EGL_CONTEXT_MAJOR_VERSION,
                                       3,
                                       EGL_CONTEXT_MINOR_VERSION,
                                       3,
                                       EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                       EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                       EGL_NONE};
    const EGLContext context = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, wanted.data());
    if (context != EGL_NO_CONTEXT &&
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) {
        eglDestroyContext(display, context);
        return EGL_NO_CONTEXT;
    }
    return context;
}

} // namespace

/// The display is shared by the whole process and is left initialised: another context may live on it.
struct Offscreen::State {
    struct Context {
        EGLDisplay display = EGL_NO_DISPLAY;
        EGLContext context = EGL_NO_CONTEXT;

        Context() {
            for (const auto open : {surfaceless_display, device_display}) {
                display = open();
                context = make_current(display);
                if (context != EGL_NO_CONTEXT) {
                    return;
                }
            }
            throw Error(
                "aucun contexte OpenGL 3.3 hors écran : EGL manque (paquets libegl1 et libgl1-mesa-dri)");
        }

        ~Context() {
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }

        Context(const Context&) = delete;
        Context& operator=(const Context&) = delete;
    };

    Context context; // before what lives in it
    Target target;
};

Offscreen::Offscreen(int width, int height) : state_(std::make_unique<State>()) {
    state_->target = make_target(width, height);
    bind();
}

Offscreen::~Offscreen() = default;
Offscreen::Offscreen(Offscreen&&) noexcept = default;
Offscreen& Offscreen::operator=(Offscreen&&) noexcept = default;

void Offscreen::bind() {
    glBindFramebuffer(GL_FRAMEBUFFER, state_->target.frame.id());
    glViewport(0, 0, state_->target.width, state_->target.height);
}

void Offscreen::finish() {
    glFinish();
}

Picture Offscreen::read() {
    const Target& target = state_->target;
    const std::size_t row = static_cast<std::size_t>(target.width) * 4;
    Picture picture{target.width, target.height,
                    std::vector<std::uint8_t>(row * static_cast<std::size_t>(target.height))};
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target.frame.id());
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, target.width, target.height, GL_RGBA, GL_UNSIGNED_BYTE, picture.rgba.data());
    for (std::size_t y = 0; y < static_cast<std::size_t>(target.height) / 2;
         ++y) { // OpenGL counts rows from below
        std::swap_ranges(picture.rgba.begin() + static_cast<std::ptrdiff_t>(y * row),
                         picture.rgba.begin() + static_cast<std::ptrdiff_t>((y + 1) * row),
                         picture.rgba.begin() + static_cast<std::ptrdiff_t>(
                                                    (static_cast<std::size_t>(target.height) - 1 - y) * row));
    }
    return picture;
}

Picture draw_picture(const scene::Scene& scene, const scene::View& view, const Picture& labels,
                     const Picture& furniture) {
    Offscreen screen(view.width, view.height);
    Renderer renderer;
    renderer.upload(scene);
    renderer.set_labels(labels, view);
    renderer.set_furniture(furniture);
    screen.bind();
    renderer.draw(view);
    return screen.read();
}

} // namespace maillage::gl
