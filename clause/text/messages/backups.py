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
}
