"""What an intermediate body does."""

MESSAGES = {
    "OIB-001": "Ce bilan n'existe pas, ou il n'est pas transmis à votre organisme.",
    "OIB-002": "Le PDF de ce bilan n'est pas encore prêt. Réessayez dans un moment.",
    "OIB-003": "L'accusé de réception de ce bilan est déjà enregistré (référence {reference}).",
    "OIB-004": "L'instant « {raw} » n'est pas lisible. Écrivez-le avec son fuseau, par exemple 2026-06-15T09:00:00Z.",
}
