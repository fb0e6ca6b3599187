"""Employments, pay, evidence, rates and costs."""

DONE = {
    "employment_added": "Le poste est ajouté : la personne peut saisir son temps.",
    "employment_end_changed": "La fin du poste est enregistrée.",
    "pay_recorded": "La paie du mois est enregistrée.",
    "pay_regularised": "La régularisation est enregistrée : le prochain bilan reprendra la différence.",
    "evidence_kept": "La pièce est gardée. Si elle l’était déjà, voici son premier envoi.",
    "rate_fixed": "Le taux horaire est fixé.",
    "cost_added": "La dépense est enregistrée.",
    "cost_corrected": "La dépense est corrigée : cette ligne prend la place de l’ancienne.",
    "cost_cancelled": "La dépense est annulée : elle n’entrera dans aucun bilan.",
}
