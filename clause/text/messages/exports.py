"""Files made for other tools."""

MESSAGES = {
    "EXP-001": "Aucune opération conventionnée à publier : le fichier serait vide. Vérifiez l’état des opérations.",
    "EXP-002": "Ce bilan n’existe pas, ou ce n’est pas celui de votre organisme.",
    "EXP-003": "Ce bilan n’a encore aucune ligne : le fichier serait vide. Calculez-le d’abord.",
    "EXP-004": "Ce bilan n’a aucune ligne de personnel : le fichier serait vide. Vérifiez les missions.",
    "EXP-005": "Le séparateur décimal est « comma » ou « point ».",
}
