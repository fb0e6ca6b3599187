"""Lists."""

DONE = {
    "columns_chosen": "Ces colonnes sont gardées pour vous, à l’écran comme dans les fichiers.",
    "columns_reset": "La liste a retrouvé ses colonnes d’origine.",
    "search_expired": "Cette recherche a expiré : tapez-la de nouveau.",
}
