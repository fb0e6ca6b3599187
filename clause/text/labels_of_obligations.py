"""French labels of what obligations are made of; part of ``clause.text.labels``."""

from collections.abc import Mapping

_OBLIGATION_METHODS = {
    "FIXED": "Nombre d’heures fixé",
    "AMOUNT": "Calcul à partir du montant du marché",
    "INVOICE_RATIO": "Heures par palier facturé au-delà d’un seuil",
    "BRACKETS": "Heures selon la tranche de montant",
    "STAFF_TAKEOVER": "Pondération par la reprise du personnel",
    "HOURS_SHARE": "Part des heures travaillées",
    "OFFER": "Offre de l’entreprise, au moins le minimum du marché",
}

_OBLIGATION_UNITS = {
    "HOURS": "Heures",
    "PERSONS": "Personnes",
    "WEEKS": "Semaines",
    "ACTIONS": "Actions",
    "EUROS": "Euros sous-traités",
}

_OBLIGATION_CAUSES = {
    "DECISION": "Décision",
    "MODIFICATION": "Avenant",
    "INVOICE": "Facture ou avoir",
    "WORKED_HOURS": "Heures travaillées",
    "TRANCHE": "Tranche affermie",
    "RENEWAL": "Reconduction",
    "RELIEF": "Allègement",
}

_LEGAL_BASES = {
    "PERFORMANCE_CONDITION": "Condition d’exécution",
    "MANDATORY_CONDITION": "Condition sociale obligatoire",
    "AWARD_CRITERION": "Critère d’attribution",
    "RESERVED_DISABILITY": "Marché réservé au handicap",
    "RESERVED_INSERTION": "Marché réservé à l’insertion",
    "RESERVED_PRISON": "Marché réservé à la production pénitentiaire",
    "RESERVED_SOCIAL_ECONOMY": "Marché réservé à l’économie sociale et solidaire",
    "INSERTION_AS_OBJECT": "Marché dont l’objet est l’insertion",
    "CONCESSION_CONDITION": "Condition d’exécution de concession",
    "CONCESSION_RESERVED": "Concession réservée",
}

_TRANCHE_KINDS = {
    "FIRM": "Tranche ferme",
    "OPTIONAL": "Tranche optionnelle",
    "RENEWAL": "Reconduction",
}

_INVOICE_KINDS = {
    "INVOICE": "Facture",
    "CREDIT_NOTE": "Avoir",
}

_RELIEF_KINDS = {
    "SUSPENSION": "Suspension de la clause",
    "REDUCTION": "Réduction des heures dues",
    "WAIVER": "Suppression de la clause",
}

_RELIEF_GROUNDS = {
    "SHORT_TIME_WORK": "Activité partielle",
    "ECONOMIC_REDUNDANCY": "Licenciement économique",
    "NO_CANDIDATE": "Aucun candidat malgré les recherches",
    "SITE_STOPPED": "Chantier arrêté",
    "OTHER": "Autre motif",
}

_SOCIAL_WAIVER_GROUNDS = {
    "IMMEDIATELY_AVAILABLE": "Besoin couvert par une solution immédiatement disponible",
    "NOT_LINKED_TO_OBJECT": "Pas de lien suffisant avec l’objet du marché",
    "RESTRICTS_COMPETITION": "Concurrence restreinte ou exécution rendue difficile",
    "SHORT_CONTRACT": "Marché de moins de six mois",
    "OTHER": "Autre raison",
}

_SOCIAL_CONSIDERATIONS = {
    "SOCIAL_CLAUSE": "Clause sociale",
    "SOCIAL_CRITERION": "Critère social",
    "RESERVED_CONTRACT": "Marché réservé",
    "NONE": "Pas de considération sociale",
}

_SOCIAL_PURCHASES = {
    "WORKS": "Travaux",
    "SUPPLIES_OR_SERVICES_LOCAL": "Fournitures ou services d’une collectivité ou d’un autre acheteur local",
    "SUPPLIES_OR_SERVICES_CENTRAL": "Fournitures ou services de l’État",
}

LABELS_OF_OBLIGATIONS: Mapping[str, Mapping[str, str]] = {
    "obligation_method": _OBLIGATION_METHODS,
    "obligation_unit": _OBLIGATION_UNITS,
    "obligation_cause": _OBLIGATION_CAUSES,
    "legal_basis": _LEGAL_BASES,
    "tranche_kind": _TRANCHE_KINDS,
    "invoice_kind": _INVOICE_KINDS,
    "relief_kind": _RELIEF_KINDS,
    "relief_ground": _RELIEF_GROUNDS,
    "social_consideration": _SOCIAL_CONSIDERATIONS,
    "social_purchase": _SOCIAL_PURCHASES,
    "social_waiver_ground": _SOCIAL_WAIVER_GROUNDS,
}
"""Every table of this file, by kind."""
