"""What an intermediate body does."""

MESSAGES = {
    "OIB-001": "Ce bilan n’existe pas, ou il n’est pas transmis à votre organisme.",
    "OIB-002": "Le PDF de ce bilan n’est pas encore prêt. Réessayez dans un moment.",
    "OIB-003": "L’accusé de réception de ce bilan est déjà enregistré (référence {reference}).",
    "OIB-004": "L’instant « {raw} » n’est pas lisible. Écrivez-le avec son fuseau, par exemple 2026-06-15T09:00:00Z.",
    "OIB-007": "Cette opération n’existe pas, ou votre organisme ne la cofinance pas.",
    "OIB-008": "Cette opération n’existe pas, ou vous n’en êtes pas l’organisme intermédiaire.",
    "OIB-009": "Ce bilan n’existe pas, ou il ne vous est pas destiné.",
    "OIB-010": "Le dossier de ce bilan n’est pas encore prêt. Il suit la transmission du bilan : réessayez bientôt.",
    "OIB-013": "Ce bilan n’existe pas, ou il ne vous est pas visible.",
    "OIB-015": "Cette opération n’existe pas, ou votre organisme n’en est pas l’organisme intermédiaire.",
    "OIB-014": "Ce fichier n’est pas dans le dossier du bilan, ou le dossier n’est pas encore prêt.",
}
