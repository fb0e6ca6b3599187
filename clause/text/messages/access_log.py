"""Noting who reads what."""

MESSAGES = {
    "OIB-005": "Le motif de consultation (Clause-Purpose) doit tenir en {most} caractères imprimables.",
    "OIB-006": "La consultation n’a pas pu être notée : rien n’a été transmis. Réessayez dans un moment.",
}
