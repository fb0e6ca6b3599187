"""Claims."""

MESSAGES = {
    "CLM-001": "Cette opération n'existe pas, ou elle n'est pas de votre organisme.",
    "CLM-002": "Action impossible sur ce bilan : il est à l'état « {state} ». Un bilan se calcule, se signe, puis se "
    "transmet ; un bilan retiré ne reprend pas, il s'en prépare un autre.",
    "CLM-003": "Le dernier mois ({last_month}) précède le premier ({first_month}).",
    "CLM-004": "Le bilan sort de la période de l'opération, qui va de {first_month} à {last_month}.",
    "CLM-005": "Le bilan n° {number} de cette opération est en préparation. Terminez-le ou retirez-le d'abord.",
    "CLM-006": "Un des mois demandés figure déjà dans le bilan n° {number} : un mois ne se demande qu'une fois.",
    "CLM-007": "Le bilan final (n° {number}) de cette opération est déjà transmis.",
    "CLM-008": "Ce bilan n'existe pas, ou il n'est pas de votre organisme.",
    "CLM-009": "Ce bilan n'existe pas, ou il n'est pas de votre organisme.",
    "CLM-010": "Le PDF de ce bilan n'est pas encore prêt. Il se fait après la transmission : réessayez plus tard.",
    "CLM-011": "Le calcul du bilan est refusé par une règle ({reason} : {about}). Corrigez les données, puis "
    "recalculez.",
    "CLM-012": "Le temps, la paie, les missions, la convention ou un bilan antérieur ont changé depuis le calcul. "
    "Recalculez le bilan avant de le signer.",
    "CLM-013": "La personne qui a signé ce bilan n'engage plus l'organisme. Retirez-le et faites-en signer un nouveau.",
    "CLM-014": "L'organisme intermédiaire a reçu ce bilan (référence {reference}) : il ne se retire pas.",
    "CLM-015": "Le bilan n° {number} s'appuie sur celui-ci. Retirez-le d'abord.",
    "CLM-101": "Personne n'est affecté à l'opération sur la période du bilan. Établissez une lettre de mission.",
    "CLM-102": "Matricule {staff_number} : aucune feuille de temps pour {month}. Faites-la remplir et approuver.",
    "CLM-103": "Matricule {staff_number} : la feuille de temps de {month} n'est pas approuvée (état : {raw}).",
    "CLM-104": "Matricule {staff_number} : le coût employeur de {month} n'est pas enregistré.",
    "CLM-105": "Pour une opération de cette durée, {most} bilan intermédiaire suffit ; ce serait le n° {found}.",
    "CLM-106": "Pour une opération de cette durée, {least} bilan intermédiaire au moins précède le bilan final ; "
    "{found} est transmis.",
    "CLM-107": "Le bilan final s'arrête en {raw}, avant la fin de l'opération ({last_day}).",
    "CLM-108": "Le bilan final était attendu le {due_on} au plus tard.",
}
