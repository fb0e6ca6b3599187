"""Penalties: notices, absences, proposals, decisions of buyers."""

MESSAGES = {
    "PEN-001": "Ce lot n’existe pas, ou il n’est pas à vous de le modifier. Vérifiez l’identifiant du lot.",
    "PEN-002": "Cette mise en demeure n’existe pas, ou elle n’est pas à vous de modifier. Vérifiez son identifiant.",
    "PEN-003": "Cette mise en demeure a changé depuis votre lecture. Relisez-la, puis recommencez.",
    "PEN-004": "Ce lot n’existe pas, ou il n’est pas visible pour vous. Vérifiez l’identifiant du lot.",
    "PEN-005": "Ce lot n’existe pas, ou il n’est pas à vous de le modifier. Vérifiez l’identifiant du lot.",
    "PEN-006": "Cette absence n’existe pas, ou elle n’est pas à vous de modifier. Vérifiez son identifiant.",
    "PEN-007": "Cette absence est déjà retirée : elle ne compte plus. Il n’y a rien d’autre à faire.",
    "PEN-008": "Ce lot n’existe pas, ou il n’est pas visible pour vous. Vérifiez l’identifiant du lot.",
    "PEN-009": "Cette mise en demeure n’existe pas, ou elle n’est pas visible pour vous.",
    "PEN-018": "Cette absence n’existe pas, ou elle n’est pas visible pour vous.",
    "PEN-010": "La mise en demeure n’est pas enregistrée : une de ses dates ne convient pas. Corrigez-la.",
    "PEN-011": "L’envoi ne peut pas être postérieur à aujourd’hui ({bound}). Enregistrez la lettre une fois envoyée.",
    "PEN-012": "L’échéance précède l’envoi ({bound}). Donnez une échéance postérieure, ou aucune.",
    "PEN-013": "La date de régularisation n’est pas enregistrée : elle ne convient pas. Corrigez-la.",
    "PEN-014": "La régularisation précède l’envoi de la mise en demeure ({bound}). Vérifiez la date.",
    "PEN-015": "La régularisation ne peut pas être postérieure à aujourd’hui ({bound}). Enregistrez-la le moment venu.",
    "PEN-016": "L’absence n’est pas enregistrée : sa date ne convient pas. Corrigez-la.",
    "PEN-017": "La réunion est à venir (nous sommes le {bound}). Enregistrez l’absence après la réunion.",
    "PEN-020": "La décision n’est pas enregistrée : une de ses valeurs ne convient pas. Corrigez-la.",
    "PEN-021": "Une pénalité abandonnée n’a pas de montant. Retirez le montant, ou choisissez une réduction.",
    "PEN-022": "Une réduction porte un montant supérieur à zéro et inférieur aux {proposed} € proposés. Corrigez-le.",
    "PEN-023": "Une pénalité appliquée vaut les {proposed} € proposés. Pour un autre montant, choisissez une réduction,"
    " ou figez d’abord une nouvelle proposition.",
    "PEN-024": "La décision ne peut pas être postérieure à aujourd’hui ({today}). Enregistrez-la une fois prise.",
    "PEN-025": "La décision précède la proposition, arrêtée au {since}. Vérifiez la date.",
    "PEN-030": "Ce lot n’existe pas, ou il n’est pas à vous de le modifier. Vérifiez l’identifiant du lot.",
    "PEN-031": "Une proposition se fige sur des faits : le {on} est à venir. Choisissez un jour passé, ou aujourd’hui.",
    "PEN-032": "Les pénalités ne peuvent pas être calculées : il manque une donnée. Voyez le détail.",
    "PEN-033": (
        "Les règles du lot ne prévoient aucune pénalité au {on}. Saisissez d’abord celles du marché dans les règles du"
        " lot."
    ),
    "PEN-034": "Ce lot n’existe pas, ou il n’est pas visible pour vous. Vérifiez l’identifiant du lot.",
    "PEN-035": "Cette proposition n’existe pas, ou elle n’est pas visible pour vous. Vérifiez son identifiant.",
    "PEN-036": "Cette proposition n’existe pas, ou elle n’est pas à vous de modifier. Vérifiez son identifiant.",
    "PEN-037": "Cette proposition n’existe pas, ou elle n’est pas visible pour vous. Vérifiez son identifiant.",
}
