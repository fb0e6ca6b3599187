"""French labels of what surrounds operations; part of ``clause.text.labels``."""

from collections.abc import Mapping

_STATES = {
    "application_draft": "Candidature en préparation",
    "application_submitted": "Candidature déposée",
    "incomplete": "Candidature incomplète",
    "admissible": "Recevable",
    "in_appraisal": "En instruction",
    "to_committee": "Soumise au comité",
    "programmed": "Programmée",
    "refused": "Refusée",
    "adjourned": "Ajournée",
    "agreement_draft": "Convention à signer",
    "agreement_signed": "Convention signée",
    "in_force": "En cours",
    "amendment_pending": "Avenant en attente",
    "implementation_ended": "Réalisation terminée",
    "final_claim_due": "Bilan final attendu",
    "settled": "Soldée",
    "in_retention": "En conservation",
    "purgeable": "Archives à détruire",
}

_RESOURCE_KINDS = {
    "EU": "Autre fonds européen",
    "STATE": "État",
    "REGION": "Région",
    "DEPARTEMENT": "Département",
    "COMMUNE_EPCI": "Commune ou intercommunalité",
    "SOCIAL_SECURITY": "Organisme de sécurité sociale",
    "PRIVATE": "Financeur privé",
    "OWN_FUNDS": "Autofinancement",
    "IN_KIND": "Contribution en nature",
}

_ASSIGNMENT_STATES = {
    "issued": "Émise",
    "accepted": "Acceptée",
    "rejected": "Rejetée",
    "active": "En cours",
    "superseded": "Remplacée",
    "ended": "Terminée",
}

_AMENDMENT_STATES = {
    "pending": "En attente de signature",
    "signed": "Signé",
    "withdrawn": "Retiré",
}

_REGION_CATEGORIES = {
    "MORE_DEVELOPED": "Région plus développée",
    "TRANSITION": "Région en transition",
    "LESS_DEVELOPED": "Région moins développée ou ultrapériphérique",
    "NATIONAL": "Projet géré au niveau national",
}

_VISIT_SUBJECTS = {
    "REALITY": "Réalité de l’opération",
    "CONFORMITY": "Conformité à la convention",
    "PUBLICITY": "Publicité du soutien européen",
    "ACCOUNTING": "Comptabilité séparée",
    "PARTICIPANTS": "Participants",
    "TIME_RECORDS": "Fiches de temps",
    "ARCHIVES": "Conservation des pièces",
    "OTHER": "Autre point",
}

LABELS_OF_OPERATIONS: Mapping[str, Mapping[str, str]] = {
    "operation_state": _STATES,
    "resource_kind": _RESOURCE_KINDS,
    "assignment_state": _ASSIGNMENT_STATES,
    "amendment_state": _AMENDMENT_STATES,
    "region_category": _REGION_CATEGORIES,
    "visit_subject": _VISIT_SUBJECTS,
}
