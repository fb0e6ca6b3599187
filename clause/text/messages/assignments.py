"""Codes of mission letters."""

MESSAGES = {
    "ASG-001": "Le document de la lettre de mission n’existe pas. Déposez-le d’abord.",
    "ASG-002": "Cette lettre de mission n’existe pas, ou elle n’est pas de votre ressort.",
    "ASG-003": "La décision se date entre l’émission de la lettre ({issued_on}) et aujourd’hui.",
    "ASG-004": "Indiquez la référence du courrier par lequel l’organisme intermédiaire a rendu sa décision.",
    "ASG-005": "Un refus dit son motif : complétez le commentaire.",
    "ASG-101": "Une mission à temps fixe demande la part du temps de travail qui va à l’opération.",
    "ASG-102": "La part du temps de travail ({raw}) doit être supérieure à 0 et ne pas dépasser 1.",
    "ASG-103": "La part ({raw}) n’a de sens qu’à temps fixe : retirez-la, ou choisissez la méthode M1.",
    "ASG-104": "La part ({raw}) est sous le minimum de {least} : ce temps relève du forfait.",
    "ASG-105": "Une part fixe vaut pour des mois entiers : le changement ({raw}) commence le premier jour d’un mois.",
    "ASG-106": "Avec cette part ({raw}), la personne serait affectée à {total} de son temps le {on} : au plus 1.",
    "ASG-107": "Deux personnes occupent ce poste aux mêmes dates : indiquez pourquoi.",
    "ASG-108": "La personne remplacée ({raw}) n’a pas de lettre de mission pour cette opération.",
    "ASG-109": "Un même mois, une personne ne peut être à temps fixe sur une opération et à temps variable sur une "
    "autre.",
    "ASG-110": "Un bilan signé tient compte de cette personne jusqu’au {claimed_until} : faites commencer la nouvelle "
    "lettre après cette date.",
    "ASG-111": "Des heures signées vont jusqu’au {hours_until} : la mission ne peut pas finir avant ({raw}).",
}
