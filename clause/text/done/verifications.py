"""Claims received, their verification, and what is paid for them."""

DONE = {
    "claim_received": "L’accusé de réception est enregistré : le bénéficiaire ne peut plus retirer ce bilan.",
    "claim_inadmissible": "Le bilan est déclaré irrecevable : le bénéficiaire voit le motif et peut le refaire.",
    "verification_opened": "Le contrôle est ouvert. Vos décisions sont gardées au fur et à mesure.",
    "line_decided": "Ligne {position} : décision gardée.",
    "line_taken_back": "Ligne {position} : la décision précédente est rétablie.",
    "line_as_before": "Ligne {position} : la décision préparée est retirée.",
    "question_asked": "La question est envoyée : le délai de paiement est suspendu jusqu’à la réponse.",
    "answer_sent": "Votre réponse est envoyée à l’organisme intermédiaire.",
    "interim_recorded": "Les conclusions intermédiaires sont enregistrées et le bénéficiaire les voit.",
    "final_recorded": "Les conclusions finales sont enregistrées.",
    "correction_recorded": "La correction est enregistrée.",
    "payment_recorded": "Le paiement « {reference} » est enregistré.",
    "recovery_recorded": "Le reversement « {reference} » est enregistré.",
    "payment_reversed": "L’écriture est annulée par une écriture contraire ; les deux restent visibles.",
    "advance_recorded": "L’avance « {reference} » est enregistrée.",
    "oi_letter_accepted": "La lettre de mission est acceptée.",
    "oi_letter_rejected": "La lettre de mission est rejetée : le bénéficiaire voit votre motif.",
    "oi_move_recorded": "L’étape est enregistrée.",
}
