#include "base/system_reason.h"

#include <cerrno>

namespace maillage {

std::string system_reason(std::error_code failed) {
    switch (failed.default_error_condition().value()) {
    case EACCES:
    case EPERM:
        return "accès refusé par le système";
    case ENOENT:
        return "ce dossier n’existe pas";
    case ENOTDIR:
        return "un fichier tient la place d'un dossier";
    case EISDIR:
        return "c'est un dossier";
    case EROFS:
        return "ce disque est en lecture seule";
    case ENOSPC:
        return "le disque est plein";
    case EDQUOT:
        return "votre part du disque est pleine";
    default:
        return failed.message();
    }
}

std::string system_reason() {
    return system_reason({errno, std::generic_category()});
}

} // namespace maillage
