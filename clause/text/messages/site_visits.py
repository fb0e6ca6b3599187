"""Codes of visits on site."""

MESSAGES = {
    "VIS-001": "Cette opération n’existe pas, ou elle n’est pas de votre ressort.",
    "VIS-002": "Une visite sur place se date entre le début de l’opération ({first_day}) et aujourd’hui.",
    "VIS-003": "Cette opération n’existe pas, ou elle n’est pas de votre ressort.",
}
