"""Payroll of the facilitators."""

MESSAGES = {
    "EMP-016": "La paie de ce mois n’est pas enregistrée : des champs sont à corriger. Voyez le détail de chacun.",
    "EMP-017": "Donnez soit le coût employeur, soit ses composantes, soit les éléments de paie : un seul des trois.",
    "EMP-018": "« {raw} » n’est pas un élément de paie connu pour ce mois. Prenez un code de la liste des éléments.",
    "EMP-019": "L’élément « {raw} » est déjà classé par la liste. Retirez la décision.",
    "EMP-020": "L’élément « {raw} » est à examiner. Décidez s’il est éligible ou exclu.",
    "EMP-021": "La décision sur « {raw} » n’est pas motivée. Dites pourquoi l’élément est éligible ou exclu.",
    "EMP-022": "La paie n’a pas pu être versée le {raw} : la date doit aller du {first} à aujourd’hui. Corrigez-la.",
    "EMP-023": "Ce bulletin n’est pas une pièce de votre organisme. Envoyez d’abord le fichier, puis désignez-le.",
    "EMP-024": "Le coût employeur ne peut pas être calculé ({reason}) : les remboursements dépassent peut-être "
    "ce qui a été versé. Vérifiez les montants.",
    "EMP-025": "Aucun bilan signé ou transmis ne repose sur la paie de {month}. Corrigez-la simplement.",
    "EMP-026": "Une régularisation a besoin d’une raison. Dites ce qui a changé et pourquoi.",
    "EMP-027": "Le même bulletin sert aussi pour {month}, ou pour une autre personne. Vérifiez la pièce.",
    "EMP-028": "Ce poste n’existe pas, ou il n’est pas de votre organisme.",
    "EMP-029": "Ce poste n’existe pas, n’est pas de votre organisme, ou n’a aucun jour dans ce mois.",
}
