"""Pieces of evidence."""

MESSAGES = {
    "EVD-001": "La pièce d’origine n’existe pas, ou elle n’est pas de votre organisme. Envoyez-la d’abord.",
    "EVD-002": "La pièce n’est pas gardée : elle est à corriger. Voyez le détail de chaque champ.",
    "EVD-003": "Aucun fichier n’a été reçu, ou il est vide. Joignez le document.",
    "EVD-004": "Ce fichier n’est ni un PDF, ni un JPEG, ni un PNG. Convertissez-le, puis envoyez-le de nouveau.",
    "EVD-005": "La pièce citée est déjà une copie caviardée. Citez l’original.",
    "EVD-006": "La copie caviardée n’est pas du même genre que son original. Donnez le même genre.",
    "EVD-007": "La copie est le même fichier que son original : rien n’y est masqué. Envoyez la copie masquée.",
    "EVD-008": "Cette pièce n’existe pas, ou elle n’est pas de votre organisme.",
    "EVD-009": "Cette pièce n’existe pas, ou elle n’est pas de votre organisme.",
}
