"""Hours: the grid, statements, the ledger, reminders and pooling."""

DONE = {
    "hours_saved": "Les heures sont enregistrées ({count}). Rien n’est encore transmis.",
    "hours_submitted": "Le relevé de {months} est transmis. La structure facilitatrice va le vérifier.",
    "nothing_worked_declared": "Le relevé sans heures de {months} est prêt. Il reste à le transmettre.",
    "statement_validated": "Le relevé de {company} pour {months} est validé : ses heures sont inscrites au registre.",
    "statement_sent_back": "Une correction est demandée à {company} pour {months} : l’entreprise lit le motif.",
    "statement_rejected": "Le relevé de {company} pour {months} est refusé : l’entreprise lit le motif.",
    "entry_reversed": "L’écriture est extournée.",
    "entry_replaced": "L’écriture est extournée et remplacée.",
    "hours_moved": "{hours} sont imputées sur l’autre lot.",
    "reminders_issued": "Relances émises : {count}. Leurs textes sont prêts à être envoyés.",
    "pooling_added": "La convention est enregistrée. Elle sert dès que chaque acheteur a donné son accord.",
    "consent_recorded": "L’accord de {buyer} est enregistré.",
    "pooling_ended": "La convention prend fin. Ce qui a été imputé jusque-là reste acquis.",
}
