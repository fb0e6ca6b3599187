"""Access, programs and mail."""

DONE = {
    "webhook_ended": "L’abonnement est supprimé : plus rien n’est envoyé à cette adresse.",
    "client_revoked": "Le programme est révoqué : ses jetons n’ouvrent plus rien.",
    "mail_on_its_way": "Le courriel est remis en route.",
    "invitation_sent": "L’invitation est en route. Le lien vaut 14 jours.",
    "invitation_cancelled": "L’invitation est annulée : son lien n’ouvre plus rien.",
    "role_changed": "Le rôle est changé.",
    "access_ended": "L’accès est fermé, sessions comprises.",
    "access_restored": "L’accès est rouvert.",
    "name_changed": "Votre nom est changé.",
    "password_changed": "Votre mot de passe est changé. Vos autres sessions sont fermées.",
    "session_closed": "La session est fermée.",
    "second_factor_removed": "La double authentification est retirée. Vos autres sessions sont fermées.",
    "second_factor_reset": "La double authentification est retirée ; la personne est prévenue par courriel.",
    "sessions_closed": "Vos autres sessions sont fermées.",
    "organisation_switched": "Vous agissez maintenant pour une autre de vos organisations.",
    "notices_chosen": "Vos choix de courriels sont enregistrés.",
    "organisation_changed": "La fiche est enregistrée.",
    "organisation_added": "L’entreprise est dans l’annuaire.",
    "signed_in_by_link": "Vous êtes connecté. Bienvenue.",
}
