"""Alerts on lots."""

MESSAGES = {
    "ALR-001": (
        "Aucune embauche n’est enregistrée alors qu’une part de {elapsed_share} de l’exécution est passée et qu’il"
        " manque {hours_missing} h. Prenez contact avec l’entreprise."
    ),
    "ALR-002": (
        "{credited} h sont prises en compte pour {expected} h attendues à ce jour. Faites le point avec l’entreprise."
    ),
    "ALR-003": (
        "{periods_overdue:relevé d’heures n’a pas été transmis ; il|"
        "relevés d’heures n’ont pas été transmis ; le premier}"
        " était dû le {first_due_on}. Relancez l’entreprise."
    ),
    "ALR-004": (
        "L’éligibilité de {people:personne|personnes} sous contrat prend fin avant le {limit}, la première échéance est"
        " le {first_ending}."
        " Préparez la suite de leur parcours."
    ),
    "ALR-005": (
        "{hours_after_last_day} h sont datées d’après la fin de l’exécution ({last_day}) : elles ne comptent pas."
        " Vérifiez les dates, ou la fin du lot."
    ),
    "ALR-006": (
        "{credited} h sont prises en compte pour {owed} h dues, soit un excédent de {surplus} h. Il ne profite à aucun"
        " autre marché sans convention."
    ),
    "ALR-010": "Ce lot n’existe pas, ou il n’est pas visible pour vous. Vérifiez l’identifiant du lot.",
}
