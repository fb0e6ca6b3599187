"""French labels of months of time; part of ``clause.text.labels``."""

from collections.abc import Mapping

LABELS_OF_TIME: Mapping[str, Mapping[str, str]] = {
    "activity": {
        "PROMOTION": "Promotion de la clause",
        "BUYER_SUPPORT": "Conseil aux acheteurs, rédaction des clauses",
        "TENDER_SUPPORT": "Appui à la consultation",
        "COMPANY_SUPPORT": "Accompagnement des entreprises",
        "PUBLIC_MOBILISATION": "Mobilisation des publics",
        "ELIGIBILITY_CHECK": "Vérification de l’éligibilité",
        "PARTICIPANT_FOLLOW_UP": "Suivi des participants",
        "MONITORING_CONTROL": "Suivi et contrôle des heures",
        "EVALUATION_REPORTING": "Évaluation et comptes rendus",
        "TERRITORIAL_COORDINATION": "Coordination territoriale",
        "FSE_ADMIN": "Gestion du dossier FSE+",
        "TRAINING": "Formation suivie",
        "INTERNAL": "Réunions internes",
        "TRAVEL": "Déplacements",
        "SUPPORT_FUNCTION": "Fonctions support",
    },
    "absence_category": {
        "leave": "Congé",
        "rtt": "RTT",
        "public_holiday": "Jour férié",
        "sick": "Arrêt de travail",
        "training": "Formation",
        "other_absence": "Autre absence",
    },
    "timesheet_state": {"open": "Ouverte", "signed": "Signée", "approved": "Approuvée"},
    "time_step": {
        "not_due": "Sans mission",
        "to_fill": "À compléter",
        "running": "En cours",
        "to_sign": "À signer",
        "signed": "Signée, à approuver",
        "approved": "Approuvée",
    },
    "entry_source": {"declared": "Déclarée", "derived": "Reprise du journal d’activité", "imported": "Importée"},
    "linked_kind": {
        "contract": "Marché",
        "lot": "Lot",
        "meeting": "Réunion",
        "participant": "Participant",
        "company": "Entreprise",
        "buyer": "Acheteur",
    },
}
