// outside_settings.h: what the environment would tell the libraries that read files. Other programs of the
// machine set it, a file beside a shortcut can: it opens doors (plugins, proxies, servers, folders) that the
// user opened to nobody.
#pragma once

#include <string_view>

namespace maillage::io {

/// Takes the variables that GDAL, PROJ, SQLite and their like obey out of the process. Call it before the
/// first thread: the environment has no lock. What the display, the language or the proxy of the machine need
/// stays.
void forget_outside_settings();
bool is_outside_setting(std::string_view name);

} // namespace maillage::io
