"""What became of people at the end of a hire and after. No sentence repeats a fact about a person."""

MESSAGES = {
    "OUT-001": "Cette embauche n’existe pas, ou ce n’est pas votre organisme qui la suit.",
    "OUT-002": "La fin de cette embauche n’est pas enregistrée. Notez d’abord le dernier jour du contrat.",
    "OUT-003": "La situation n’a pas été enregistrée : chaque champ en cause est nommé ci-après.",
    "OUT-004": "Les situations des personnes ne sont visibles que de la structure facilitatrice qui les suit.",
    "OUT-010": "La situation, observée le {raw}, précède l’échéance du {since}. Vérifiez la date, ou attendez "
    "l’échéance.",
    "OUT-011": "La date d’observation est à venir ({raw}). Donnez un jour passé, ou celui d’aujourd’hui.",
}
