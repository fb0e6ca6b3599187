"""Statements due and reminders."""

MESSAGES = {
    "DUE-001": "Les relances n’ont pas été enregistrées : chacune de celles qui ne sont pas possibles est nommée.",
    "DUE-002": (
        "Aucun relevé n’est dû par cette entreprise pour {months} (lu : {raw}). Relisez la liste des relevés attendus :"
        " elle donne les périodes."
    ),
    "DUE-003": "Le relevé de {months} est arrivé : il n’y a plus lieu de relancer.",
    "DUE-004": "La relance de ce niveau ({raw}) est déjà émise pour {months}. Choisissez le niveau suivant.",
    "DUE-005": "La même relance est demandée deux fois dans cet envoi. Gardez-en une.",
    "DUE-006": "Cette relance vient d’être émise par quelqu’un d’autre. Relisez la liste des relances.",
}
