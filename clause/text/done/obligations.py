"""What lots owe."""

DONE = {
    "obligation_set": "Enregistré : le lot doit {owed} à partir du {day}.",
    "obligation_set_before_another": "Enregistré : le lot doit {owed} à partir du {day}. Cette version remplace aussi "
    "celle qui valait depuis le {since} ; si elle vaut toujours, saisissez-la de nouveau.",
    "tranche_added": "La tranche est notée. Ses heures seront dues une fois qu’elle sera affermie.",
    "tranche_affirmed": "La tranche est affermie.",
    "tranche_affirmed_and_owed": "La tranche est affermie : le lot doit désormais {owed}.",
    "invoice_added": "La pièce est enregistrée. L’engagement de ce lot ne suit pas les factures : il ne change pas.",
    "invoice_added_and_owed": "La pièce est enregistrée : le lot doit désormais {owed}.",
    "purchase_order_added": "Le bon de commande est enregistré : la prévision en tient compte.",
    "worked_hours_reported": "Le mois est enregistré. Les heures dues ne changent pas.",
    "worked_hours_reported_and_owed": "Le mois est enregistré : le lot doit désormais {owed}.",
    "relief_added": "La décision est enregistrée. Les heures dues ne changent pas.",
    "relief_added_and_owed": "La décision est enregistrée : le lot doit désormais {owed}.",
    "difficulty_notice_added": "Le courrier est enregistré. Il ne change rien à lui seul : notez la décision de "
    "l’acheteur quand elle vient.",
    "achievement_added": "La réalisation est enregistrée.",
    "rules_set": "La version {version} des règles est enregistrée.",
}
