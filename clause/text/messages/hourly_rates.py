"""Hourly rates of facilitators."""

MESSAGES = {
    "RAT-001": "Cette opération n’existe pas, ou elle n’est pas de votre organisme.",
    "RAT-002": "Ce poste n’existe pas, ou il n’est pas de votre organisme.",
    "RAT-003": "Le taux horaire n’est pas fixé : des champs sont à corriger. Voyez le détail de chacun.",
    "RAT-004": "Le taux horaire ne peut pas être calculé ({reason}). Vérifiez le coût et la part du temps de travail.",
    "RAT-005": "Cette opération n’existe pas, ou elle n’est pas de votre organisme.",
    "RAT-101": "La méthode {raw} n’emploie pas de taux horaire. Prenez M3a (année) ou M3b (mois).",
    "RAT-102": "La période va de 1 à {most} mois. Corrigez le premier ou le dernier mois.",
    "RAT-103": "Le mois {raw} n’est pas terminé : son coût n’est pas encore documenté. Prenez un mois passé.",
    "RAT-104": "Le {raw} est hors de l’opération. Donnez un jour de l’opération.",
    "RAT-105": "Cette pièce n’est pas de votre organisme. Envoyez d’abord le fichier, puis désignez-le.",
    "RAT-106": "Un coût saisi a besoin de la pièce qui le documente. Envoyez-la, puis désignez-la.",
    "RAT-107": "Aucune paie n’est enregistrée pour : {months}. Enregistrez-la, ou donnez le coût avec sa pièce.",
    "RAT-108": "Une paie plus récente est connue ({latest}) : le taux se fonde sur le dernier coût documenté. "
    "Prenez une période qui finit là.",
    "RAT-109": "La paie est connue depuis {first} : moins de douze mois ne s’annualisent que faute de mieux. "
    "Commencez plus tôt.",
    "RAT-110": "Un taux est déjà fixé pour cette personne. Dites pourquoi il change.",
    "RAT-111": "Le nouveau taux part du premier jour d’un mois, après celui qui est en vigueur ({effective_on}). "
    "Corrigez la date {raw}.",
    "RAT-112": "Des heures sont déclarées au taux en vigueur jusqu’à {month}. Donnez une date postérieure.",
    "RAT-201": "Le taux de {raw} € dépasse le plafond horaire de la convention ({cap} €). Vérifiez-le avec "
    "l’organisme intermédiaire.",
    "RAT-202": "Le coût annuel de {raw} € dépasse le plafond de la convention ({cap} € à temps plein). Vérifiez-le "
    "avec l’organisme intermédiaire.",
}
