"""French labels of the codes that documents and pages show: ``label(kind, code)``.

One table per kind of code. A label is a noun phrase that can stand alone in a cell or follow a colon; it starts with a
capital. Labels of eligibility grounds live beside the rule that uses them, in ``clause/rules/parameters``.
"""

from collections.abc import Mapping

from clause.text.compliance_labels import COMPLIANCE_LABELS
from clause.text.labels_of_access import LABELS_OF_ACCESS
from clause.text.labels_of_claims import LABELS_OF_CLAIMS
from clause.text.labels_of_funding import LABELS_OF_FUNDING
from clause.text.labels_of_imports import LABELS_OF_IMPORTS
from clause.text.labels_of_indicators import LABELS_OF_INDICATORS
from clause.text.labels_of_obligations import LABELS_OF_OBLIGATIONS
from clause.text.labels_of_operations import LABELS_OF_OPERATIONS
from clause.text.labels_of_pay import LABELS_OF_PAY
from clause.text.labels_of_people import LABELS_OF_PEOPLE
from clause.text.labels_of_rules import LABELS_OF_RULES
from clause.text.labels_of_statistics import LABELS_OF_STATISTICS
from clause.text.labels_of_time import LABELS_OF_TIME
from clause.text.labels_of_trash import LABELS_OF_TRASH
from clause.text.labels_of_verifications import LABELS_OF_VERIFICATIONS
from clause.text.typography import bound


class UnknownLabel(LookupError):
    """A code that has no French label: the table below is behind the code."""


_HIRE_MODES = {
    "DIRECT_HIRE": "Embauche directe",
    "STAFF_SUPPLY": "Mise à disposition de personnel",
    "SUBCONTRACT": "Sous-traitance",
    "CO_CONTRACT": "Cotraitance",
}

_CONTRACT_TYPES = {
    "PERMANENT": "CDI",
    "PERMANENT_I": "CDI inclusion",
    "FIXED_TERM": "CDD",
    "FIXED_TERM_USAGE": "CDD d’usage",
    "FIXED_TERM_I": "CDD d’insertion",
    "FIXED_TERM_TREMPLIN": "CDD tremplin",
    "APPRENTICESHIP": "Contrat d’apprentissage",
    "PROFESSIONAL_TRAINING": "Contrat de professionnalisation",
    "TEMPORARY": "Contrat de mission",
    "BUSINESS_CREATION": "Création d’entreprise",
    "OTHER": "Autre type de contrat",
}

_CERTIFICATE_KINDS = {
    "PROGRESS": "Attestation d’avancement",
    "FINAL": "Attestation de bilan final",
    "COMPANY_YEARLY": "Attestation annuelle d’entreprise",
}

_STATEMENT_STATES = {
    "DRAFT": "Brouillon",
    "SUBMITTED": "Transmis",
    "VALIDATED": "Validé",
    "REJECTED": "Rejeté",
    "CORRECTION_REQUESTED": "Correction demandée",
}

_HOURS_NATURES = {
    "WORK": "Travail",
    "TRAINING_IN_CONTRACT": "Formation prévue au contrat de travail",
    "TRAINING_OUTSIDE_CONTRACT": "Formation hors contrat de travail",
    "TUTORING": "Tutorat",
}

_EVIDENCE_KINDS = {
    "PAYSLIP": "Bulletin de paie",
    "ATTENDANCE_SHEET": "Feuille de présence",
    "SIAE_INVOICE": "Facture de la structure d’insertion",
    "OTHER": "Autre justificatif",
}

_DUE_STATES = {
    "DUE": "Attendu",
    "LATE": "En retard",
    "RECEIVED": "Reçu",
}

_REMINDER_LEVELS = {
    "FIRST": "Premier rappel",
    "SECOND": "Deuxième rappel",
    "ESCALATION": "Information de l’acheteur",
}

_REMINDER_STATES = {
    "PROPOSED": "Proposée",
    "ISSUED": "Émise",
}

_ROLES = {
    "facilitator": "Facilitateur ou facilitatrice",
    "manager": "Responsable de la structure facilitatrice",
    "buyer_agent": "Agent de l’acheteur",
    "company_agent": "Agent de l’entreprise",
    "oi_officer": "Gestionnaire de l’organisme intermédiaire",
}

_ORGANISATION_KINDS = {
    "facilitator_org": "Structure facilitatrice",
    "buyer": "Acheteur",
    "company": "Entreprise",
    "intermediate_body": "Organisme intermédiaire",
}

_HOLDER_ROLES = {
    "HOLDER": "Titulaire",
    "LEAD_HOLDER": "Mandataire du groupement",
    "CO_HOLDER": "Cotraitant",
}

_CONSORTIUM_KINDS = {
    "CONJOINT": "Groupement conjoint",
    "SOLIDAIRE": "Groupement solidaire",
    "NONE": "Titulaire unique",
    "UNKNOWN": "Groupement de forme non précisée",
}

_HOLDER_STANDINGS = {
    "AHEAD": "En avance sur les autres membres",
    "LEVEL": "À égalité avec les autres membres",
    "BEHIND": "En retard sur les autres membres",
}

_COMPLIANCE_STATUSES = {
    "NOTHING_OWED": "Aucune heure due",
    "MET": "Engagement tenu",
    "MISSED": "Engagement non tenu",
    "NOT_STARTED": "Exécution à venir",
    "ON_TRACK": "Dans le rythme",
    "STARTING": "En démarrage",
    "AT_RISK": "Engagement en danger",
    "BEHIND": "En retard",
}

_FIGURES = {
    "hours_owed": "Heures dues",
    "hours_declared": "Heures déclarées",
    "hours_validated": "Heures validées",
    "hours_credited": "Heures prises en compte",
    "hours_not_credited": "Heures non prises en compte",
    "hours_pooled_in": "Heures faites sur d’autres marchés (globalisation)",
    "hours_pooled_out": "Heures reportées sur d’autres marchés (globalisation)",
    "ratio": "Taux de réalisation",
    "expected": "Heures attendues à ce jour",
    "remaining": "Reste à réaliser",
    "shortfall": "Heures manquantes",
    "surplus": "Excédent",
    "balance": "Solde",
    "staff_cost": "Dépenses directes de personnel",
    "other_costs": "Autres coûts directs",
    "flat_rate_amount": "Forfait sur le personnel",
    "total_eligible_cost": "Coût total éligible",
    "other_resources": "Autres ressources",
    "own_funds": "Autofinancement",
    "cost_claimed_before": "Coût des demandes précédentes",
    "cost_to_date": "Coût cumulé",
    "amount_due": "Montant dû",
    "payable_to_date": "Montant payable à ce jour, avance comprise",
    "requested_before": "Montant déjà demandé",
    "amount_requested": "Montant demandé",
    "amount_to_pay_back": "Montant à reverser",
}

_NOT_CREDITED_REASONS = {
    "OUTSIDE_EXECUTION_WINDOW": "Hors de la période d’exécution du marché",
    "OUTSIDE_ELIGIBILITY_WINDOW": "Hors de la période d’éligibilité de la personne",
    "STRADDLES_EXECUTION_WINDOW": "À cheval sur une limite de la période d’exécution",
    "STRADDLES_ELIGIBILITY_WINDOW": "À cheval sur une limite de la période d’éligibilité",
    "ELIGIBILITY_SUSPENDED": "Éligibilité suspendue",
    "TRAINING_NOT_COUNTED": "Formation que le marché ne fait pas compter",
    "TUTORING_NOT_COUNTED": "Tutorat que le marché ne fait pas compter",
}

_POOLING_STATES = {
    "AWAITING_CONSENTS": "En attente d’accords",
    "AGREED": "Accord de tous",
    "ENDED": "Terminée",
}

_LOT_PARTS = {
    "HOLDER": "Titulaire",
    "LEAD_HOLDER": "Mandataire du groupement",
    "CO_HOLDER": "Membre du groupement",
    "SUBCONTRACTOR": "Sous-traitant",
    "EMPLOYER": "Employeur des personnes",
}

_CLAIM_KINDS = {
    "INTERIM": "Bilan intermédiaire",
    "FINAL": "Bilan final",
}

_CLAIM_LINE_KINDS = {
    "STAFF": "Temps d’une personne",
    "FLAT_RATE": "Forfait",
    "COST": "Autre coût",
    "ADJUSTMENT": "Ajustement d’un mois déjà déclaré",
    "RETURNED": "Ligne mise de côté, représentée",
}

_COST_PLANS = {
    "P40": "Dépenses de personnel majorées d’un forfait de 40 %",
    "P15": "Coûts directs, et 15 % des dépenses de personnel pour les coûts indirects",
    "P07": "Coûts directs, et 7 % de ceux-ci pour les coûts indirects",
    "P25": "Coûts directs, et un taux calculé de 25 % au plus pour les coûts indirects",
    "P20": "Coûts directs hors personnel, et 20 % de ceux-ci pour le personnel",
    "P20+P15": "Coûts directs hors personnel, 20 % pour le personnel, 15 % de celui-ci pour les coûts indirects",
    "UC": "Coûts unitaires",
    "UC+P40": "Coûts unitaires de personnel majorés d’un forfait de 40 %",
    "LS": "Montants forfaitaires par livrable",
    "REAL": "Coûts réels",
}

_COST_METHODS = {
    "M1": "Temps fixe : part du temps de travail × coût employeur du mois, au centime le plus proche",
    "M3a": "Taux horaire annuel : coût annuel ÷ 1 720 h, tronqué au centime, dans la limite des heures de l’année",
    "M3b": "Taux horaire mensuel : coût du mois ÷ durée mensuelle, tronqué au centime, dans la limite du mois",
    "M2": "Temps variable : coût employeur × heures sur l’opération ÷ heures travaillées, au centime le plus proche",
}

_DUE_TERMS = {
    "GRANT": "Subvention conventionnée",
    "RATE": "Taux conventionné × coût cumulé",
    "RESOURCES": "Coût cumulé − autres ressources",
}

_FOLLOW_UPS = {
    "followed": "Suivi",
    "preselected": "Présélectionné",
    "to_review": "À examiner",
    "set_aside": "Mis de côté",
}

_CERTIFICATE_STATES = {
    "REQUESTED": "En préparation",
    "ISSUED": "Délivrée",
    "REVOKED": "Révoquée",
}

_CERTIFICATE_STANDINGS = {
    "VALID": "En vigueur",
    "SUPERSEDED": "Remplacée",
    "REVOKED": "Révoquée",
}

_CLAIM_STATES = {
    "draft": "En préparation",
    "computed": "Calculé",
    "signed": "Signé",
    "submitted": "Transmis",
    "withdrawn": "Retiré",
    "inadmissible": "Irrecevable",
    "in_verification": "En contrôle de service fait",
    "clarification": "Complément demandé",
    "interim_conclusions": "Conclusions intermédiaires",
    "contradictory": "Période contradictoire",
    "final_conclusions": "Conclusions finales",
    "payable": "À payer",
    "paid": "Payé",
    "recovery_due": "Reversement demandé",
    "recovered": "Reversé",
    "corrected": "Corrigé après paiement",
}

_STRUCTURE_KINDS = {
    "EI": "Entreprise d’insertion",
    "ACI": "Atelier et chantier d’insertion",
    "AI": "Association intermédiaire",
    "ETTI": "Entreprise de travail temporaire d’insertion",
    "EITI": "Entreprise d’insertion par le travail indépendant",
    "EA": "Entreprise adaptée",
    "EATT": "Entreprise adaptée de travail temporaire",
    "ESAT": "Établissement et service d’aide par le travail",
    "GEIQ": "Groupement d’employeurs pour l’insertion et la qualification",
    "RQ": "Régie de quartier ou de territoire",
    "ETT": "Entreprise de travail temporaire",
    "SEP": "Structure employant des personnes détenues",
    "NONE": "Entreprise ordinaire",
}

_COMPANY_SIZES = {
    "LT_10": "Moins de 10 salariés",
    "FROM_10_TO_49": "De 10 à 49 salariés",
    "FROM_50_TO_199": "De 50 à 199 salariés",
    "FROM_200": "Au moins 200 salariés",
}

_BUYER_KINDS = {
    "STATE": "État",
    "REGION": "Région",
    "DEPARTMENT": "Département",
    "MUNICIPALITY": "Commune",
    "INTERMUNICIPALITY": "Intercommunalité",
    "PUBLIC_BODY": "Établissement public",
    "HOSPITAL": "Établissement de santé",
    "SOCIAL_HOUSING": "Bailleur social",
    "OTHER": "Autre acheteur",
}

_REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d’Azur",
    "94": "Corse",
}


_TABLES: Mapping[str, Mapping[str, str]] = {
    **COMPLIANCE_LABELS,
    "hire_mode": _HIRE_MODES,
    "contract_type": _CONTRACT_TYPES,
    "certificate_kind": _CERTIFICATE_KINDS,
    "statement_state": _STATEMENT_STATES,
    "hours_nature": _HOURS_NATURES,
    "evidence": _EVIDENCE_KINDS,
    "due_state": _DUE_STATES,
    "reminder_level": _REMINDER_LEVELS,
    "reminder_state": _REMINDER_STATES,
    "role": _ROLES,
    "organisation_kind": _ORGANISATION_KINDS,
    "holder_role": _HOLDER_ROLES,
    "consortium_kind": _CONSORTIUM_KINDS,
    "holder_standing": _HOLDER_STANDINGS,
    "compliance_status": _COMPLIANCE_STATUSES,
    "figure": _FIGURES,
    "not_credited_reason": _NOT_CREDITED_REASONS,
    "pooling_state": _POOLING_STATES,
    "lot_part": _LOT_PARTS,
    "claim_kind": _CLAIM_KINDS,
    "claim_line_kind": _CLAIM_LINE_KINDS,
    "claim_state": _CLAIM_STATES,
    "follow_up": _FOLLOW_UPS,
    "certificate_state": _CERTIFICATE_STATES,
    "certificate_standing": _CERTIFICATE_STANDINGS,
    "cost_plan": _COST_PLANS,
    "cost_method": _COST_METHODS,
    "due_term": _DUE_TERMS,
    "structure_kind": _STRUCTURE_KINDS,
    "company_size": _COMPANY_SIZES,
    "buyer_kind": _BUYER_KINDS,
    "region": _REGIONS,
    **LABELS_OF_ACCESS,
    **LABELS_OF_IMPORTS,
    **LABELS_OF_CLAIMS,
    **LABELS_OF_FUNDING,
    **LABELS_OF_INDICATORS,
    **LABELS_OF_OBLIGATIONS,
    **LABELS_OF_OPERATIONS,
    **LABELS_OF_PAY,
    **LABELS_OF_TIME,
    **LABELS_OF_TRASH,
    **LABELS_OF_PEOPLE,
    **LABELS_OF_RULES,
    **LABELS_OF_STATISTICS,
    **LABELS_OF_VERIFICATIONS,
}
LABELS: Mapping[str, Mapping[str, str]] = {
    kind: {code: bound(text) for code, text in table.items()} for kind, table in _TABLES.items()
}
"""Every table, by kind; pages build their choice lists from it."""


def label(kind: str, code: str) -> str:
    """The French label of a code of this kind. Raises UnknownLabel when the kind or the code has none."""
    try:
        return LABELS[kind][code]
    except KeyError:
        raise UnknownLabel(f"no French label for {kind} {code!r}") from None
