"""Codes of schemes, calls for projects and programmes."""

MESSAGES = {
    "CAL-001": "L'appel à projets n'est pas enregistré : chaque point à corriger est nommé ci-après.",
    "CAL-101": "La clôture ({raw}) précède l'ouverture de l'appel à projets.",
    "CAL-102": "L'appel à projets nomme au moins un plan de financement.",
    "CAL-103": "Le plan {raw} est nommé deux fois.",
    "CAL-104": "Le taux calculé se donne avec le plan P25, et avec lui seul.",
}
