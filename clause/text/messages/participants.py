"""People followed towards employment. No sentence repeats a fact about a person."""

MESSAGES = {
    "PAR-001": "Les dossiers des personnes ne sont visibles que de la structure facilitatrice qui les suit.",
    "PAR-002": "Une personne du même nom, née le même jour, est déjà suivie. Reprenez son dossier, ou confirmez "
    "qu’il s’agit de quelqu’un d’autre.",
    "PAR-003": "Cette personne n’est pas suivie par votre organisme.",
    "PAR-004": "Ce dossier a été modifié entre-temps. Relisez-le, puis recommencez.",
    "PAR-005": "Les listes de personnes ne sont visibles que de la structure facilitatrice qui les suit.",
    "PAR-006": "Ce dossier est purgé : il ne dit plus de qui il s’agit, et ne se corrige plus.",
    "PAR-010": "La date de naissance donne moins de {youngest} ans ou plus de {oldest} ans. Vérifiez l’année.",
    "PAR-020": "Un dossier au même nom et à la même date de naissance existe : {id}. Vérifiez que ce n’est pas la même "
    "personne.",
}
