"""French labels of verification and payments."""

from collections.abc import Mapping

_STAGES = {
    "interim": "Conclusions intermédiaires",
    "final": "Conclusions finales",
    "correction": "Correction après paiement",
}

_SCOPES = {"full": "Contrôle exhaustif", "sample": "Contrôle sur échantillon"}

_OUTCOMES = {"certified": "Retenu", "deducted": "Écarté", "parked": "Mis de côté pour le bilan suivant"}

_REASONS = {
    "HOURS_CAP": "Plafond d’heures dépassé",
    "INELIGIBLE_PERIOD": "Hors de la période d’éligibilité",
    "INELIGIBLE_COST": "Dépense non éligible",
    "MISSING_EVIDENCE": "Pièce justificative manquante",
    "NOT_PAID": "Dépense non acquittée",
    "DOUBLE_FUNDING": "Double financement",
    "WRONG_KEY": "Clé de répartition erronée",
    "WRONG_AMOUNT": "Montant erroné",
    "OUTSIDE_ASSIGNMENT": "Hors de la lettre de mission",
    "PROCUREMENT": "Règles d’achat non respectées",
    "AUDIT": "Constat d’audit",
    "OTHER": "Autre motif",
}

_MESSAGES = {"question": "Demande de complément", "answer": "Réponse", "observations": "Observations du bénéficiaire"}

_PAYMENTS = {
    "ADVANCE": "Avance",
    "PAYMENT": "Paiement",
    "RECOVERY": "Reversement",
    "REVERSAL": "Annulation d’une écriture",
}

_CONCLUSION_FIGURES = {
    "declared_cost": "Coût déclaré",
    "certified": "Retenu sur les lignes",
    "deducted": "Écarté",
    "parked": "Mis de côté",
    "retained_cost": "Coût retenu, forfaits compris",
    "cost_to_date": "Coût retenu depuis le début",
    "other_resources": "Autres ressources",
    "due_by_terms": "Montant dû depuis le début",
    "publicity_reduction": "Réfaction pour publicité",
    "due_total": "FSE+ retenu depuis le début",
    "requested_total": "FSE+ demandé depuis le début",
    "already_settled": "Déjà réglé",
    "to_settle": "À payer",
    "own_funds": "Autofinancement",
}

_MOVES = {
    "submit": "Dépôt de la candidature",
    "ask_for_pieces": "Demander des pièces",
    "complete": "Dossier complété",
    "declare_admissible": "Déclarer recevable",
    "open_appraisal": "Ouvrir l’instruction",
    "send_to_committee": "Soumettre au comité",
    "programme": "Programmer (avis favorable)",
    "refuse": "Refuser",
    "adjourn": "Ajourner",
    "resume": "Reprendre l’instruction",
    "draft_agreement": "Mettre la convention à la signature",
    "restart_signature": "Recommencer les signatures",
    "sign_agreement": "Signature de la convention",
    "notify": "Notifier la convention",
    "certify_start": "Enregistrer l’attestation de démarrage",
    "place_hold": "Prolonger la conservation (contentieux, demande de la Commission)",
    "lift_hold": "Mettre fin à la prolongation",
}

LABELS_OF_VERIFICATIONS: Mapping[str, Mapping[str, str]] = {
    "verification_stage": _STAGES,
    "verification_scope": _SCOPES,
    "line_outcome": _OUTCOMES,
    "conclusion_figure": _CONCLUSION_FIGURES,
    "deduction_reason": _REASONS,
    "claim_message_kind": _MESSAGES,
    "payment_kind": _PAYMENTS,
    "oi_move": _MOVES,
}
"""Every table of this file, by kind."""
