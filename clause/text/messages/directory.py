"""Looking an organisation up in a form, and triage of lots."""

MESSAGES = {
    "WEB-100": "L’organisation n’a pas été trouvée. Corrigez le champ signalé.",
    "WEB-101": "Ce SIRET n’est pas encore dans l’annuaire. Indiquez le nom de l’organisation : elle y sera ajoutée.",
    "WEB-102": "Aucune organisation de l’annuaire ne porte ce nom. Tapez plutôt son SIRET (14 chiffres).",
    "WEB-103": "Plusieurs organisations portent ce nom : {names}. Tapez le SIRET de la bonne.",
    "WEB-104": "« {raw} » n’est pas un SIRET : il faut 14 chiffres, et leur clé doit être juste. Vérifiez-les un à un.",
}
