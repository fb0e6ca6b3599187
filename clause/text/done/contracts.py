"""Contracts, lots, and the decision to follow them."""

DONE = {
    "contract_added": "Le marché {reference} est ajouté. Décrivez maintenant son premier lot.",
    "contract_changed": "Le marché {reference} est corrigé.",
    "lot_added": "Le lot est ajouté et suivi. Indiquez maintenant qui le tient.",
    "lot_changed": "Le lot est modifié.",
    "modification_added": "La modification est enregistrée ; le lot garde ses valeurs initiales.",
    "modification_added_with_hours": "La modification est enregistrée ; à partir du {day}, le lot doit {hours}.",
    "waiver_recorded": "La raison de l’acheteur est enregistrée.",
    "lots_followed": "{count}. À faire ensuite : fixer l’engagement, depuis la liste des lots.",
    "lots_set_aside": "{count} : « {reason} ». La liste des lots les garde sous « Mis de côté ».",
    "lots_decided_before": "Quelqu’un avait déjà décidé : rien n’a changé.",
    "decisions_taken_back": "{count} : la décision est annulée.",
}
