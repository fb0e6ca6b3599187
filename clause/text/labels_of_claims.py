"""French labels of what a claim tells beside its figures; part of ``clause.text.labels``."""

from collections.abc import Mapping

_FACILITATION = {
    "contracts": "Marchés avec clause sociale",
    "lots": "Lots",
    "buyers": "Acheteurs",
    "companies": "Entreprises ayant réalisé des heures",
    "hours_owed": "Heures d’insertion dues par ces lots",
    "hours_validated": "Heures d’insertion validées",
    "people_at_work": "Personnes ayant travaillé",
    "hires": "Embauches commencées",
}

_ACTION_PARTS = {
    "planned": "Prévu",
    "achieved": "Réalisé",
    "deviations": "Écarts et motifs",
    "calendar": "Calendrier",
    "location": "Lieu",
    "means": "Moyens",
}

_NARRATIVE_PARTS = {
    "gender_equality": "Égalité entre les femmes et les hommes",
    "non_discrimination": "Non-discrimination et accessibilité",
    "sustainable_development": "Développement durable",
    "publicity": "Publicité du soutien européen",
    "publicity_evidence": "Justificatifs de publicité",
    "difficulties": "Difficultés rencontrées",
    "partners": "Partenaires",
}

_FLAT_RATES = {
    "P40": "Forfait sur le personnel",
    "P15": "Forfait de coûts indirects, sur le personnel",
    "P07": "Forfait de coûts indirects, sur les coûts directs",
    "P25": "Forfait calculé de coûts indirects, sur les coûts directs",
    "P20": "Forfait de personnel, sur les autres coûts directs",
    "INDIRECT_2014": "Forfait de coûts indirects d’avant 2021",
}

LABELS_OF_CLAIMS: Mapping[str, Mapping[str, str]] = {
    "flat_rate": _FLAT_RATES,
    "facilitation": _FACILITATION,
    "action_part": _ACTION_PARTS,
    "narrative_part": _NARRATIVE_PARTS,
}
"""Every table of this file, by kind; the order of a table is the order on the page."""
