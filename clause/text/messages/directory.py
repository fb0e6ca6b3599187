"""Looking an organisation up in a form, and triage of lots."""

MESSAGES = {
    "WEB-100": "L’organisation n’a pas été trouvée. Corrigez le champ signalé.",
    "WEB-101": "Ce SIRET n’est pas encore dans l’annuaire. Indiquez le nom de l’organisation : elle y sera ajoutée.",
    "WEB-102": "Aucune organisation de l’annuaire ne porte ce nom. Tapez plutôt son SIRET (14 chiffres).",
    "WEB-103": "Plusieurs organisations portent ce nom : {names}. Tapez le SIRET de la bonne.",
    "WEB-105": "Écarter un lot demande un motif.",
    "WEB-106": "Précisez l’autre motif, ou choisissez-en un dans la liste.",
    "WEB-107": "Aucun lot n’est coché. Cochez ceux sur lesquels porte la décision.",
    "WEB-104": "« {raw} » n’est pas un SIRET : il faut 14 chiffres, et leur clé doit être juste. Vérifiez-les un à un.",
}
