"""Mail."""

MESSAGES = {
    "MAI-001": "Ce courriel n’existe pas, ou il n’est pas celui de votre organisation.",
    "MAI-002": "Ce courriel n’existe pas, ou ce n’est pas à vous de le renvoyer.",
    "MAI-003": "Ce courriel est déjà parti, ou il va partir tout seul.",
    "MAI-010": "Cette nature de courriel n’existe pas.",
    "MAI-004": "Aucun serveur de courriel n’est configuré : rien ne peut partir. Prévenez l’administrateur de Clause.",
}
