"""What the pages of hours say of what cannot be read."""

MESSAGES = {
    "WEB-160": "« {raw} » n’est pas un nombre d’heures. Tapez par exemple 12,5.",
    "WEB-161": "La grille a envoyé quelque chose d’illisible. Rechargez la page : ce que vous avez tapé est gardé.",
    "WEB-162": "Ce relevé ne peut pas être transmis : corrigez d’abord ce qui est signalé ci-dessous.",
    "WEB-163": "« {raw} » n’est pas un nombre d’heures à valider. Tapez par exemple 12,5.",
    "WEB-164": "Le formulaire de la grille est illisible. Rechargez la page, puis saisissez de nouveau vos heures.",
    "WEB-166": "« {raw} » n’est pas une adresse électronique. Corrigez-la, ou laissez vide.",
    "WEB-167": "Une relance ne peut pas être adressée ainsi. Corrigez ce qui est signalé.",
    "WEB-165": "Aucun relevé n’est coché : cochez ceux dont vous relancez l’entreprise.",
}
