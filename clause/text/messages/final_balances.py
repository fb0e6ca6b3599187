"""Final balances of lots."""

MESSAGES = {
    "BAL-001": "Ce lot n’existe pas, ou il n’est pas à vous de le modifier. Vérifiez l’identifiant du lot.",
    "BAL-002": "Ce lot n’existe pas, ou il n’est pas visible pour vous. Vérifiez l’identifiant du lot.",
    "BAL-003": "Ce bilan final n’existe pas, ou il n’est pas visible pour vous. Vérifiez son identifiant.",
    "BAL-010": "Le bilan final ne peut pas être dressé : il manque les heures dues ou les jours d’exécution du lot.",
    "BAL-011": (
        "L’exécution du lot court jusqu’au {last_day} inclus. Dressez le bilan final à partir du lendemain ; jusque-là,"
        " une attestation d’avancement convient."
    ),
    "BAL-012": (
        "{statements:relevé d’heures de ce lot attend|relevés d’heures de ce lot attendent} encore une décision ou une"
        " correction. Traitez ce qui reste, puis dressez le bilan."
    ),
    "BAL-013": "Un bilan final existe déjà (version {version}). Dites pourquoi il faut en dresser un autre.",
}
