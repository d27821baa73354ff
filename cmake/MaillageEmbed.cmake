# maillage_embed(<output .cpp> <room> <function> <file>...)
# Writes a source of that room that defines `std::string_view <function>(std::string_view name)`, where name is a file's base name. The
# text of the files is compiled in, so that the program finds it wherever it is run from. Files are UTF-8 text without ")facts".
function(maillage_embed output room function)
  set(body "")
  foreach(path IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    get_filename_component(name ${path} NAME)
    file(READ ${path} text)
    string(APPEND body "    if (name == \"${name}\") {\n        return R\"facts(${text})facts\";\n    }\n")
  endforeach()
  string(CONCAT source
    "// Made by cmake/MaillageEmbed.cmake.\n#include <string_view>\n\nnamespace maillage::${room} {\n\n"
    "std::string_view ${function}(std::string_view name);\n\n"
    "std::string_view ${function}(std::string_view name) {\n${body}    return {};\n}\n\n} // namespace maillage::${room}\n")
  file(GENERATE OUTPUT ${output} CONTENT "${source}")
endfunction()
