"""French labels about compliance: alerts, checkpoints, penalties, final balances; read through ``labels.label``."""

from collections.abc import Mapping

_PENALTY_STANDINGS = {
    "NOTHING_DUE": "Rien à réclamer",
    "EXEMPT": "Sous le seuil d’exonération",
    "BEFORE_END": "À regarder à la fin de l’exécution",
    "NOTICE_MISSING": "Mise en demeure à envoyer d’abord",
    "NOTICE_RUNNING": "Délai de mise en demeure en cours",
    "DUE": "Peut être réclamée par l’acheteur",
}

_PENALTY_KINDS = {
    "MISSING_HOURS": "Heures non réalisées",
    "LATE_DOCUMENTS": "Retard de transmission",
    "ABSENCE": "Absence à une réunion",
    "PRO_RATA": "Part de la clause non exécutée",
}

_PENALTY_DECISIONS = {
    "APPLIED": "Pénalité appliquée",
    "REDUCED": "Pénalité réduite",
    "WAIVED": "Pénalité abandonnée",
}

_NOTICE_SUBJECTS = {
    "HOURS": "Heures d’insertion",
    "DOCUMENTS": "Documents à transmettre",
    "ABSENCE": "Présence aux réunions",
}

_ALERT_KINDS = {
    "NO_HIRE": "Aucune embauche",
    "FAR_BEHIND": "Retard important",
    "STATEMENT_OVERDUE": "Relevé en retard",
    "ELIGIBILITY_ENDING": "Fin d’éligibilité proche",
    "HOURS_AFTER_END": "Heures après la fin du marché",
    "SURPLUS": "Excédent d’heures",
}

_CHECKPOINT_KINDS = {
    "LAUNCH": "Réunion de lancement",
    "REPORT": "Compte rendu périodique",
    "OVERVIEW": "Point d’ensemble",
    "END": "Fin d’exécution",
}

_BALANCE_OUTCOMES = {
    "MET": "Engagement tenu",
    "SURPLUS": "Excédent",
    "SHORTFALL": "Insuffisance",
}

COMPLIANCE_LABELS: Mapping[str, Mapping[str, str]] = {
    "penalty_kind": _PENALTY_KINDS,
    "penalty_standing": _PENALTY_STANDINGS,
    "penalty_decision": _PENALTY_DECISIONS,
    "notice_about": _NOTICE_SUBJECTS,
    "alert_kind": _ALERT_KINDS,
    "checkpoint_kind": _CHECKPOINT_KINDS,
    "balance_outcome": _BALANCE_OUTCOMES,
}
