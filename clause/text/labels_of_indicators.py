"""French labels of the common ESF+ indicators and of their answers; part of ``clause.text.labels``."""

from collections.abc import Mapping

_ANSWERS = {
    "YES": "Oui",
    "NO": "Non",
    "UNKNOWN": "Non connu",
    "REFUSED": "Refus de répondre",
}

_GENDERS = {
    "F": "Femmes",
    "M": "Hommes",
    "X": "Personnes non binaires",
    "U": "Genre non renseigné",
}

_LABOUR_STATUSES = {
    "UNEMPLOYED": "Au chômage",
    "INACTIVE": "Sans activité",
    "EMPLOYED": "En emploi",
    "UNKNOWN": "Non connue",
    "REFUSED": "Refus de répondre",
}

_ATTAINMENTS = {
    "ISCED_0_2": "Premier cycle du secondaire ou moins (CITE 0 à 2)",
    "ISCED_3_4": "Deuxième cycle du secondaire ou post-secondaire (CITE 3 et 4)",
    "ISCED_5_8": "Enseignement supérieur (CITE 5 à 8)",
    "UNKNOWN": "Non connu",
    "REFUSED": "Refus de répondre",
}

_ENTITY_KINDS = {
    "PUBLIC_SERVICE": "Administration ou service public",
    "SMALL_ENTERPRISE": "Micro, petite ou moyenne entreprise",
}

_PARTICIPANT_MODES = {
    "participants": "Avec participants",
    "entities": "Appui aux structures",
    "none": "Sans participants",
}

_INDICATORS = {
    "EECO01": "Nombre total de participants",
    "EECO02": "Chômeurs, y compris de longue durée",
    "EECO03": "Chômeurs de longue durée",
    "EECO04": "Personnes inactives",
    "EECO05": "Personnes en emploi, y compris indépendants",
    "EECO06": "Enfants de moins de 18 ans",
    "EECO07": "Jeunes de 18 à 29 ans",
    "EECO08": "Personnes de 55 ans et plus",
    "EECO09": "Premier cycle du secondaire ou moins",
    "EECO10": "Deuxième cycle du secondaire ou post-secondaire",
    "EECO11": "Enseignement supérieur",
    "EECO12": "Personnes handicapées",
    "EECO13": "Ressortissants de pays tiers",
    "EECO14": "Personnes d’origine étrangère",
    "EECO15": "Minorités, y compris communautés marginalisées",
    "EECO16": "Sans-abri ou exclusion du logement",
    "EECO17": "Personnes vivant en zone rurale",
    "EECO18": "Administrations ou services publics soutenus",
    "EECO19": "Micro, petites et moyennes entreprises soutenues",
    "EECR01": "Inactifs en recherche d’emploi à la sortie",
    "EECR02": "En études ou en formation à la sortie",
    "EECR03": "Qualification obtenue à la sortie",
    "EECR04": "En emploi à la sortie",
    "EECR05": "En emploi six mois après la sortie",
    "EECR06": "Situation sur le marché du travail améliorée six mois après",
}

LABELS_OF_INDICATORS: Mapping[str, Mapping[str, str]] = {
    "answer": _ANSWERS,
    "gender": _GENDERS,
    "labour_status": _LABOUR_STATUSES,
    "attainment": _ATTAINMENTS,
    "entity_kind": _ENTITY_KINDS,
    "participant_mode": _PARTICIPANT_MODES,
    "indicator": _INDICATORS,
}
"""Every table of this file, by kind."""
