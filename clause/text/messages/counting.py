"""Which hours count."""

MESSAGES = {
    "CNT-001": (
        "L’éligibilité de la personne est suspendue pendant tous ces jours : les heures seront gardées, mais ne"
        " compteront pas. Si la suspension a pris fin, faites d’abord enregistrer sa fin."
    ),
    "CNT-002": (
        "Le contrat ne fait pas compter cette formation : les heures seront gardées, mais ne compteront pas. Si ses"
        " documents disent autre chose, faites enregistrer la règle du lot."
    ),
    "CNT-003": (
        "Le contrat ne fait pas compter les heures de tutorat : elles seront gardées, mais ne compteront pas. Si ses"
        " documents disent autre chose, faites enregistrer la règle du lot."
    ),
}
