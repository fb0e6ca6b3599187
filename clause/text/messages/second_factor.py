"""A second factor: setting up, codes, recovery, and what a manager may undo."""

MESSAGES = {
    "ACC-080": "Un programme n’a pas de double authentification : cette page est pour les personnes.",
    "ACC-081": "La double authentification est déjà active. Retirez-la d’abord pour changer de téléphone.",
    "ACC-082": "Rien n’a été changé.",
    "ACC-083": "Ce n’est pas votre mot de passe actuel.",
    "ACC-084": "Aucune activation n’est en cours. Recommencez depuis votre compte.",
    "ACC-085": "La double authentification n’est pas encore active.",
    "ACC-086": "Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant, et vérifiez l’heure du téléphone.",
    "ACC-087": "La double authentification n’est pas active.",
    "ACC-088": "Le code ne permet pas de continuer ; rien n’a été changé.",
    "ACC-089": "Ce code n’est pas le bon, ou a déjà servi.",
    "ACC-090": "Il s’est écoulé trop de temps. Connectez-vous de nouveau.",
    "ACC-091": "Le code ne permet pas d’entrer.",
    "ACC-092": "Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant, ou donnez un code de secours.",
    "ACC-093": "Seule une personne responsable retire la double authentification d’un collègue.",
    "ACC-094": "Cette personne n’est pas de votre organisation ; rien n’a été changé.",
    "ACC-095": "Votre propre double authentification se retire depuis votre compte, avec votre mot de passe.",
    "ACC-096": "Cette personne agit aussi pour une autre organisation : adressez-vous à l’administrateur.",
    "ACC-097": "Cette personne n’a pas de double authentification.",
    "ACC-098": "Personne ne se connecte avec cette adresse.",
    "ACC-100": "Personne ne se connecte avec cette adresse ; inscrivez-la d’abord.",
}
