"""French labels of the rules of lots and of what they are worth; part of ``clause.text.labels``."""

from collections.abc import Mapping

_RULES = {
    "labour_share": "Part de la main-d’œuvre dans le prix",
    "insertion_rate": "Taux d’insertion",
    "loaded_hourly_cost": "Coût horaire chargé",
    "rounding_obligation_hours": "Arrondi des heures dues",
    "eligibility_duration": "Durée d’éligibilité d’une personne",
    "eligibility_duration_cdi": "Durée d’éligibilité en cas d’embauche en CDI",
    "training_rule": "Formation prise en compte",
    "tutor_hours_count": "Heures du tuteur prises en compte",
    "qpv_priority": "Priorité aux habitants des quartiers prioritaires",
    "statement_cadence": "Rythme des relevés d’heures",
    "statement_due_day": "Jour où le relevé est dû",
    "compliance_starting_share": "Démarrage : part de la durée pendant laquelle peu d’heures ne disent rien",
    "compliance_at_risk_from_share": "À risque : à partir de cette part de la durée",
    "compliance_at_risk_below_share": "À risque : en dessous de cette part des heures attendues",
    "compliance_by_invoices": "Heures attendues au rythme des factures",
    "alert_no_hire_share": "Alerte sans embauche : à partir de cette part de la durée",
    "alert_behind_from_share": "Alerte de retard : à partir de cette part de la durée",
    "alert_behind_below_share": "Alerte de retard : en dessous de cette part des heures attendues",
    "alert_eligibility_days": "Alerte de fin d’éligibilité : combien de jours avant",
    "checkpoint_report_cadence": "Rythme des comptes rendus",
    "checkpoint_overview_cadence": "Rythme des points d’ensemble",
    "holidays_alsace_moselle": "Jours fériés d’Alsace et de Moselle",
}

_SECTORS = {
    "BUILDING": "Bâtiment, tous corps d’état",
    "INDOOR_PAINTING": "Peinture intérieure",
    "MASONRY": "Maçonnerie",
    "METAL_FRAME": "Charpente métallique",
    "CLEANING": "Propreté",
    "DIGITAL": "Services numériques",
}

_CADENCES = {"MONTHLY": "Chaque mois", "QUARTERLY": "Chaque trimestre", "HALF_YEARLY": "Chaque semestre"}

_TRAINING_RULES = {
    "NONE": "Aucune formation",
    "IN_CONTRACT": "Celle prévue au contrat de travail",
    "ALL": "Toute formation, même hors contrat de travail",
}

_HOUR_ROUNDINGS = {
    "WHOLE_HOURS_FLOOR": "À l’heure inférieure",
    "WHOLE_HOURS_HALF_UP": "À l’heure la plus proche",
    "HUNDREDTHS_OF_HOUR": "Au centième d’heure",
    "HUNDREDTHS_OF_HOUR_DOWN": "Au centième d’heure inférieur",
}

_CONFIDENCES = {
    "sure": "Lu dans le texte",
    "probable": "Lu dans une source seconde",
    "assumption": "Usage, à confirmer",
}

_REFERENCE_AMOUNTS = {
    "SMIC_HOURLY": "SMIC horaire brut",
    "SOCIAL_SECURITY_HOURLY_CEILING": "Plafond horaire de la sécurité sociale",
}

_DAY_COUNTS = {
    "CALENDAR": "Jours calendaires",
    "WORKING": "Jours ouvrés",
    "MONDAY_TO_SATURDAY": "Jours ouvrables",
}

_COUNTED_FROM = {"DUE_DATE": "Depuis la date d’échéance", "FORMAL_NOTICE": "Depuis la mise en demeure"}

_APPLIED_AT = {"END": "À la fin de l’exécution", "CHECKPOINT": "À chaque point de suivi"}

LABELS_OF_RULES: Mapping[str, Mapping[str, str]] = {
    "rule": _RULES,
    "sector": _SECTORS,
    "cadence": _CADENCES,
    "training_rule": _TRAINING_RULES,
    "hour_rounding": _HOUR_ROUNDINGS,
    "confidence": _CONFIDENCES,
    "reference_amount": _REFERENCE_AMOUNTS,
    "day_count": _DAY_COUNTS,
    "counted_from": _COUNTED_FROM,
    "applied_at": _APPLIED_AT,
}
"""Every table of this file, by kind."""
