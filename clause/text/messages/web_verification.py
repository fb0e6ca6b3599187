"""What the pages of the verification say when something cannot be shown or recorded."""

MESSAGES = {
    "WEB-220": "Cette ligne n’est pas de ce bilan, ou elle ne se décide pas : un forfait suit les dépenses retenues.",
    "WEB-221": "Une remarque ou une pièce accompagne une réponse. Répondez à la question, ou effacez-les.",
    "WEB-222": "« {question} » : choisissez une réponse.",
}
