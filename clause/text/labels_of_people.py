"""French labels of what is recorded of people hired and of what became of them; part of ``clause.text.labels``."""

from collections.abc import Mapping

_EDUCATION_LEVELS = {
    "00": "Qualification non certifiante",
    "01": "Jamais scolarisé",
    "10": "Troisième cycle ou école d’ingénieurs",
    "20": "Licence",
    "30": "BTS ou DUT",
    "40": "Baccalauréat",
    "41": "Brevet de technicien ou baccalauréat professionnel",
    "50": "Niveau CAP ou BEP, sans le diplôme",
    "51": "CAP ou BEP obtenu",
    "60": "Formation courte d’un an",
    "70": "Scolarité obligatoire seulement",
}

_EDUCATION_BANDS = {
    "BELOW_3": "Infra 3",
    "LEVEL_3": "Niveau 3 (CAP, BEP)",
    "LEVEL_4": "Niveau 4 (baccalauréat)",
    "LEVEL_5_AND_ABOVE": "Niveau 5 et plus",
}

_WORK_SECTORS = {
    "BUILDING": "Bâtiment",
    "PUBLIC_WORKS": "Travaux publics",
    "CLEANING": "Propreté",
    "GREEN_SPACES": "Espaces verts",
    "SECURITY": "Sécurité et gardiennage",
    "LOGISTICS": "Transport et logistique",
    "CATERING": "Restauration",
    "DIGITAL": "Numérique",
    "INTELLECTUAL_SERVICES": "Prestations intellectuelles",
    "WASTE": "Déchets et recyclage",
    "CARE": "Santé et action sociale",
    "OTHER": "Autre secteur",
}

_REFERRER_KINDS = {
    "FRANCE_TRAVAIL": "France Travail",
    "MISSION_LOCALE": "Mission locale",
    "CAP_EMPLOI": "Cap emploi",
    "PLIE": "PLIE",
    "SIAE": "Structure d’insertion (SIAE)",
    "DEPARTMENT": "Conseil départemental",
    "SOCIAL_SERVICE": "Service social, CCAS",
    "PRISON_SERVICE": "Service pénitentiaire d’insertion et de probation",
    "FACILITATOR": "Structure facilitatrice",
    "SPONTANEOUS": "Candidature spontanée",
    "OTHER": "Autre prescripteur",
}

_RECRUITMENT_CHANNELS = {
    "FACILITATOR": "Proposée par la structure facilitatrice",
    "REFERRER": "Proposée par un prescripteur",
    "SUPPLIER": "Proposée par la structure qui met à disposition",
    "JOB_OFFER": "Réponse à une offre",
    "JOB_FAIR": "Forum ou rencontre",
    "SPONTANEOUS": "Candidature spontanée",
    "ALREADY_KNOWN": "Déjà connue de l’employeur",
    "OTHER": "Autre mode de recrutement",
}

_TRAINING_MODES = {
    "ON_SITE": "Sur le lieu de travail",
    "IN_CENTRE": "En centre de formation",
    "REMOTE": "À distance",
    "BLENDED": "Mixte",
}

_OUTCOMES = {
    "CDI": "CDI",
    "CDD_GT_6M": "CDD de plus de six mois",
    "CDD_LT_6M": "CDD de six mois ou moins",
    "TEMP": "Intérim",
    "APPRENTICESHIP_PRO": "Alternance",
    "SIAE": "Structure d’insertion (SIAE)",
    "BUSINESS_CREATION": "Création d’entreprise",
    "QUALIFYING_TRAINING": "Formation qualifiante",
    "JOB_SEEKING": "Recherche d’emploi",
    "INACTIVE": "Sans activité",
    "UNKNOWN": "Situation inconnue",
}

_OUTCOME_POINTS = {
    "EXIT": "À la sortie",
    "M3": "À 3 mois",
    "M6": "À 6 mois",
    "M12": "À 12 mois",
}

_ELIGIBILITY_STATES = {
    "SUBMITTED": "À valider",
    "INCOMPLETE": "Justificatif manquant",
    "ACCEPTED": "Acceptée",
    "REFUSED": "Refusée",
    "EXPIRED": "Expirée",
}

_EXPIRY_CAUSES = {
    "WINDOW_OVER": "Période d’éligibilité terminée",
    "PROOF_STALE": "Justificatif trop ancien, sans embauche",
}

_HIRE_STANDINGS = {
    "TO_COME": "À venir",
    "RUNNING": "En cours",
    "END_MISSING": "Fin à noter",
    "ENDED": "Terminée",
}


_PERSON_SEXES = {
    "F": "Femme",
    "M": "Homme",
    "X": "Autre",
    "U": "Non demandé",
}

LABELS_OF_PEOPLE: Mapping[str, Mapping[str, str]] = {
    "education_level": _EDUCATION_LEVELS,
    "education_band": _EDUCATION_BANDS,
    "work_sector": _WORK_SECTORS,
    "referrer_kind": _REFERRER_KINDS,
    "recruitment_channel": _RECRUITMENT_CHANNELS,
    "training_mode": _TRAINING_MODES,
    "outcome": _OUTCOMES,
    "outcome_point": _OUTCOME_POINTS,
    "eligibility_state": _ELIGIBILITY_STATES,
    "expiry_cause": _EXPIRY_CAUSES,
    "hire_standing": _HIRE_STANDINGS,
    "person_sex": _PERSON_SEXES,
    "purge_cause": {
        "REQUEST": "La personne le demande",
        "RETENTION": "La durée de conservation est passée",
        "MISTAKE": "Le dossier a été ouvert par erreur",
    },
}
"""Every table of this file, by kind."""
