"""People followed, their eligibility, their hires and what became of them. No sentence names anybody."""

DONE = {
    "person_added": "Le dossier est ouvert. Présentez maintenant ce qui rend la personne éligible.",
    "person_purged": "Le dossier est purgé : il ne dit plus de qui il s’agit. Ses heures restent.",
    "person_corrected": "Le dossier est corrigé.",
    "ground_submitted": "L’éligibilité est présentée : il reste à la valider.",
    "ground_incomplete": "L’éligibilité est présentée. Elle attend un justificatif.",
    "proof_noted": "Le justificatif est noté : l’éligibilité peut être validée.",
    "copy_kept": "La copie est gardée, jusqu’au {until} au plus tard.",
    "ground_accepted": "L’éligibilité est acceptée : la personne peut être embauchée sous clause.",
    "ground_refused": "L’éligibilité est refusée, avec son motif.",
    "ground_reopened": "La décision est annulée : l’éligibilité attend de nouveau.",
    "clock_suspended": "La période d’éligibilité est suspendue. Les heures de ces jours ne sont pas prises en compte.",
    "suspension_ended": "La suspension a pris fin : la période est prolongée d’autant.",
    "window_decided": "La fin de la période est fixée par votre décision.",
    "window_given_back": "La fin de la période est de nouveau celle que donnent les règles.",
    "hire_added": "L’embauche est enregistrée : ses heures peuvent être déclarées.",
    "hire_corrected": "L’embauche est corrigée.",
    "hire_ended": "La fin du contrat est notée. Renseignez la situation de la personne à la sortie.",
    "hire_resumed": "La fin du contrat est retirée : l’embauche est de nouveau en cours.",
    "outcome_recorded": "La situation est enregistrée.",
    "proof_sent": "Le justificatif est transmis à la structure facilitatrice.",
}
