"""Compliance of lots and contracts."""

MESSAGES = {
    "CPL-001": "Ce lot n'existe pas, ou il n'est pas visible pour vous.",
    "CPL-002": "Ce marché n'existe pas, ou il n'est pas visible pour vous.",
    "CPL-003": "Aucune règle n'est connue au {on}. Choisissez un jour à partir du {first}.",
    "CPL-010": "Aucune obligation n'était en vigueur le {on} : il n'y a rien à comparer. Fixez les heures dues du lot.",
    "CPL-011": (
        "La période d'exécution du lot n'est pas connue : le rythme attendu ne peut pas être calculé. Renseignez le"
        " premier et le dernier jour du lot."
    ),
    "CPL-012": (
        "Le lot « {lot} » n'est pas compris dans les totaux : il lui manque une obligation, ou ses jours d'exécution."
    ),
}
