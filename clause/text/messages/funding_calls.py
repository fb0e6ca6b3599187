"""Codes of schemes, calls for projects and programmes."""

MESSAGES = {
    "CAL-001": "L’appel à projets n’est pas enregistré : chaque point à corriger est nommé ci-après.",
    "CAL-002": "Cet organisme intermédiaire n’est pas connu de Clause.",
    "CAL-003": "Le dispositif n’est pas enregistré : chaque point à corriger est nommé ci-après.",
    "CAL-004": "Ce dispositif n’existe pas, ou il n’est pas de votre organisme.",
    "CAL-005": "Ce dispositif a changé entre-temps. Relisez-le, puis recommencez.",
    "CAL-006": "Ce dispositif n’existe pas, ou il n’est pas de votre ressort.",
    "CAL-007": "Ce dispositif n’existe pas, ou il n’est pas de votre organisme.",
    "CAL-008": "Cet appel à projets n’existe pas, ou il n’est pas de votre organisme.",
    "CAL-009": "Cet appel à projets a changé entre-temps. Relisez-le, puis recommencez.",
    "CAL-010": "Une opération répond à cet appel à projets : seuls son titre et ses dates peuvent changer.",
    "CAL-011": "Cet appel à projets n’existe pas, ou il n’est pas de votre ressort.",
    "CAL-101": "La clôture ({raw}) précède l’ouverture de l’appel à projets.",
    "CAL-102": "L’appel à projets nomme au moins un plan de financement.",
    "CAL-103": "Le plan {raw} est nommé deux fois.",
    "CAL-104": "Le taux calculé se donne avec le plan P25, et avec lui seul.",
    "CAL-110": "Le programme {raw} n’est pas connu de Clause : vérifiez son numéro CCI.",
    "CAL-111": "La priorité {raw} n’existe pas dans le programme « {programme} ».",
    "CAL-112": "L’objectif spécifique {raw} n’est pas de cette priorité ({known}).",
    "CAL-113": "Le {raw} est hors de la période d’éligibilité du programme (du {first_day} au {last_day}).",
}
