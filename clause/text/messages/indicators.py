"""Participants, structures and indicators of operations. No sentence repeats a fact about a person."""

MESSAGES = {
    "IND-001": "Cette opération n’existe pas, ou elle n’est pas celle de votre organisme.",
    "IND-002": "La convention de cette opération ne prévoit pas de participants : aucun dossier n’y est ouvert.",
    "IND-003": "Une opération d’un jour ne crée pas de participant.",
    "IND-004": "Le dossier n’a pas été enregistré : chaque champ en cause est nommé ci-après.",
    "IND-005": "Cette personne est inconnue de votre organisme. Créez-la d’abord parmi les personnes suivies.",
    "IND-006": "Ce dossier de participant n’existe pas, ou l’opération n’est pas celle de votre organisme.",
    "IND-007": "Ce dossier a été modifié entre-temps. Relisez-le, puis recommencez.",
    "IND-020": "La convention de cette opération ne prévoit pas de structures soutenues.",
    "IND-021": "La structure n’a pas été enregistrée : le champ en cause est nommé ci-après.",
    "IND-022": "L’opération de ces structures n’existe pas, ou elle n’est pas celle de votre organisme.",
    "IND-023": "Cet organisme est inconnu, ou n’est ni un acheteur ni une entreprise.",
    "IND-024": "Cette structure n’est pas enregistrée pour cette opération.",
    "IND-025": "Cette structure est déjà retirée.",
    "IND-030": "L’opération de ces indicateurs n’existe pas, ou elle n’est pas celle de votre organisme.",
    "IND-031": "Cette opération ne suit ni participants ni structures : elle n’a pas d’indicateurs communs.",
    "IND-101": "L’entrée du {raw} est hors de l’opération, qui va du {first_day} au {last_day}.",
    "IND-102": "La sortie du {raw} précède l’entrée. Corrigez l’une des deux dates.",
    "IND-103": "La sortie du {raw} suit la fin de l’opération, le {last_day}. La sortie est le jour de la dernière "
    "action.",
    "IND-104": "Cette date est à venir ({raw}). Donnez un jour passé, ou celui d’aujourd’hui.",
    "IND-105": "Le début du chômage n’est noté que pour une personne au chômage à l’entrée.",
    "IND-106": "Le chômage commence avant l’entrée, ou le même jour. Vérifiez la date.",
    "IND-107": "Cette réponse relève d’une catégorie particulière de données : datez le consentement de la personne, "
    "ou notez un refus.",
    "IND-108": "La situation à la sortie suppose un jour de sortie. Notez-le d’abord.",
    "IND-109": "La situation à la sortie, observée le {raw}, s’observe du {first_day} au {last_day} : dans les quatre "
    "semaines. Sinon, répondez « non connu ».",
    "IND-110": "La situation à six mois suppose un jour de sortie. Notez-le d’abord.",
    "IND-111": "La situation à six mois, observée le {raw}, s’observe à partir du {due_on}, et un jour passé.",
    "IND-120": "Le soutien du {raw} est à venir, ou hors de l’opération, qui va du {first_day} au {last_day}.",
    "IND-130": "La situation à la sortie du participant {raw} manque depuis le {due_on} : saisissez-la avant de "
    "déposer le bilan.",
    "IND-131": "La situation à la sortie du participant {raw} reste à saisir, au plus tard le {due_on}.",
    "IND-132": "{incomplete} participants sur {participants} ont des données incomplètes : au-delà du seuil, "
    "l’opération s’expose à une correction financière au bilan final.",
    "IND-133": "{raw} participants n’ont pas signé le questionnaire d’entrée : ils ne comptent dans aucun indicateur.",
    "IND-134": "Les indicateurs se contredisent ({raw}). Vérifiez les réponses des participants.",
}
