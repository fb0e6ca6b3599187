"""Sentences of ``clause backup`` and ``clause restore``."""

MESSAGES: dict[str, str] = {
    "BCK-001": "Le dossier {folder} contient déjà quelque chose. Choisissez un dossier nouveau ou vide.",
    "BCK-002": "La base n’a pas pu être sauvegardée : {log}",
    "BCK-003": "{folder} n’est pas une sauvegarde : il n’y a pas de manifeste lisible.",
    "BCK-004": "Le fichier {file} de la sauvegarde manque ou a été changé. Prenez une autre copie de la sauvegarde.",
    "BCK-005": (
        "Le dossier de données {folder} a déjà une base. Choisissez un autre dossier avec CLAUSE_DATA_DIR, "
        "ou mettez celui-ci de côté."
    ),
    "BCK-006": "La base à remplir contient déjà des tables. Donnez une base vide.",
    "BCK-007": "La base n’a pas pu être remplie, et rien n’en reste : {log}",
    "BCK-008": (
        "La base remplie n’est pas celle de la sauvegarde : {count:table diffère|tables diffèrent}, dont {table}. "
        "Ne vous en servez pas."
    ),
    "BCK-009": "Sauvegarde faite dans {folder} : {tables:table|tables}, {rows:ligne|lignes}.",
    "BCK-010": (
        "Sauvegarde du {made_at} (UTC) remise en place et vérifiée ligne à ligne : {tables:table|tables}, "
        "{rows:ligne|lignes}. Lancez « clause serve »."
    ),
    # The archive: a copy of the cluster, and its log.
    "BCK-011": (
        "Il n’y a pas d’archive à tenir : donnez CLAUSE_ARCHIVE_DIR, et laissez Clause démarrer sa base. "
        "Avec DATABASE_URL, l’archive est l’affaire de ce serveur."
    ),
    "BCK-012": "La base n’a pas pu être copiée dans l’archive : {log}",
    "BCK-013": "{folder} n’a aucune copie de la base qui soit antérieure au moment demandé.",
    "BCK-014": "Le fichier {file} de la copie manque ou a été changé. Demandez un moment qui suive une autre copie.",
    "BCK-015": "Copie faite dans {folder} ; {count:copie gardée|copies gardées}.",
    "BCK-016": (
        "La base n’a pas pu être ramenée à ce moment, et rien n’en reste ({reason}). "
        "Demandez un moment que l’archive contient, ou aucun pour tout reprendre."
    ),
    "BCK-017": "Le dossier {folder} de l’archive n’est pas là. Montez le disque qui le porte.",
    "BCK-018": "La base est remise en place, jusqu’à ce qui a été enregistré le {last} (UTC). Lancez « clause serve ».",
    "BCK-019": "La base est remise en place telle que dans la copie. Lancez « clause serve ».",
    "BCK-022": "La copie est faite, mais ce qui la précède n’a pas pu être retiré de {folder} : {log}",
    "BCK-023": "DATABASE_URL désigne un serveur : une archive ne se remet que dans une base que Clause démarre.",
    "BCK-024": "L’archive {folder} ne peut pas suivre la base : {log}",
    "BCK-020": "L’archive suit la base.",
    "BCK-021": (
        "L’archive ne suit pas la base. Vérifiez le dossier de CLAUSE_ARCHIVE_DIR et lancez « clause serve » ; "
        "s’il y manque une partie du journal de la base, lancez « clause archive copy »."
    ),
}
