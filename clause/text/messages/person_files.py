"""Sentences about the whole file of a person: what is held, and its purge. None names anybody."""

MESSAGES = {
    "PUR-001": "Ce dossier est déjà purgé.",
    "PUR-002": "{count:embauche court|embauches courent} encore. Notez leur fin d’abord.",
    "PUR-003": "{count:ligne d’heures attend|lignes d’heures attendent} une décision. Décidez d’abord.",
    "PUR-004": (
        "La personne participe à une opération FSE+ dont le dossier doit encore être conservé ({numbers}). La purge "
        "sera possible quand cette conservation prendra fin."
    ),
    "PUR-005": "Ce dossier ne peut pas être purgé maintenant.",
    "PUR-006": "Rien n’a été purgé : le nom saisi n’est pas celui de la personne.",
    "PUR-007": "Saisissez le nom de famille tel qu’il est écrit en haut de la page.",
    "PUR-010": "Les dossiers des personnes ne sont purgés et remis que par la structure facilitatrice qui les suit.",
    "PUR-011": "Cette personne n’est pas suivie par votre organisme, ou son dossier est dans la corbeille.",
}
