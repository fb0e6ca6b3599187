"""The ledger and its corrections."""

MESSAGES = {
    "LED-001": "Cette écriture n’existe pas, ou elle n’est pas la vôtre.",
    "LED-002": (
        "Une extourne ne s’extourne pas et ne s’impute pas ailleurs. Déclarez les heures dans un nouveau relevé si"
        " elles sont dues."
    ),
    "LED-003": "Cette écriture est extournée. Reprenez l’écriture qui l’a remplacée, s’il y en a une.",
    "LED-004": "L’écriture de remplacement n’est pas possible ; chaque motif est donné ci-après. Rien n’a changé.",
    "LED-005": "Ces heures ne peuvent pas être imputées ainsi ; chaque motif est donné ci-après. Rien n’a changé.",
    "LED-006": "Les heures de cette écriture ne comptent pour aucun marché : il n’y a rien à imputer ailleurs.",
    "LED-007": "Cette écriture n’existe pas, ou elle ne vous concerne pas.",
    "LED-010": "Les heures à imputer doivent être supérieures à zéro, avec deux décimales au plus (lu : « {raw} »).",
    "LED-011": "Il ne reste que {available} heures de cette écriture sur le lot de départ. Imputez-en moins.",
    "LED-012": "Les heures sont déjà sur ce lot. Nommez un autre lot.",
    "LED-013": "Ce lot n’existe pas, ou il n’est pas suivi par votre structure.",
    "LED-014": (
        "Aucune convention de globalisation ne permet d’imputer sur ce lot des heures faites du {first_day} au"
        " {last_day}. Il en faut une de l’entreprise, qui couvre les deux lots et tous ces jours, avec l’accord de"
        " chaque acheteur ; si ses jours n’en couvrent qu’une partie, corrigez d’abord l’écriture."
    ),
    "LED-015": (
        "Les heures faites du {first_day} au {last_day} ne compteraient pas pour ce lot : hors de sa période"
        " d’exécution, ou d’une nature qu’il ne fait pas compter."
    ),
    "LED-016": "Cette écriture n’existe pas, ou rien n’en est visible pour vous.",
}
