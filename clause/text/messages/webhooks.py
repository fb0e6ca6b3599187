"""Being told of events."""

MESSAGES = {
    "WHK-001": "L’adresse doit commencer par https:// pour que le message soit chiffré.",
    "WHK-002": "Cette adresse mène à un réseau privé. Donnez une adresse joignable depuis Internet.",
    "WHK-003": "Cette adresse ne mène nulle part. Vérifiez le nom du serveur, sans identifiant ni mot de passe.",
    "WHK-004": "Aucun message ne peut être envoyé à cette adresse. Voyez pourquoi ci-dessous, puis corrigez-la.",
    "WHK-005": "Votre organisme a déjà {most} abonnements. Supprimez-en un avant d’en ajouter.",
    "WHK-006": "Cet abonnement n’existe pas, ou il a déjà été supprimé.",
    "WHK-007": "Cet abonnement n’existe pas, ou ce n’est pas celui de votre organisme.",
    "WHK-008": "Cet abonnement n’existe pas, ou il a été supprimé.",
}
