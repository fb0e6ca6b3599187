"""Penalties and final balances of lots."""

DONE = {
    "penalty_proposal_frozen": "La proposition est figée à {amount}. L’acheteur peut la lire et décider.",
    "penalty_decision_recorded": "La décision de l’acheteur est enregistrée.",
    "formal_notice_recorded": "La mise en demeure est enregistrée.",
    "formal_notice_settled": "La régularisation est enregistrée.",
    "absence_recorded": "L’absence est enregistrée.",
    "absence_withdrawn": "L’absence est retirée : elle ne compte plus.",
    "final_balance_frozen": "Le bilan final est figé. Le titulaire et l’acheteur peuvent le lire.",
}
