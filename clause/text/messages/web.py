"""What pages say when something cannot be shown or read."""

MESSAGES = {
    "WEB-001": (
        "Cette page n’existe pas, ou rien n’y est visible pour vous. Vérifiez l’adresse, ou repartez de l’accueil."
    ),
    "WEB-002": "Cette adresse ne se demande pas de cette façon. Repartez de l’accueil.",
    "WEB-003": "L’adresse de cette page contient quelque chose d’illisible. Repartez de l’accueil.",
    "WEB-004": (
        "Une erreur inattendue s’est produite de notre côté. Rien n’a été enregistré ; réessayez, puis signalez-la."
    ),
    "WEB-005": "L’envoi dépasse la taille acceptée.",
    "WEB-010": "« {title} » n’est pas lisible. Corrigez ce champ.",
    "WEB-011": "« {title} » est à remplir.",
    "WEB-012": "« {title} » est trop long.",
    "WEB-013": "Le formulaire n’a pas pu être lu.",
    "WEB-014": "Aucun fichier n’est joint.",
    "WEB-015": "« {title} » : choisissez un fichier.",
    "WEB-121": "La pénalité n’est pas complète.",
    "WEB-122": "Une pénalité a un seul prix : un montant, ou un multiple d’un montant de référence, ou le prix de la "
    "clause pour une part non exécutée. Donnez l’un des trois.",
}
