"""French labels of evidence, pay and other costs; part of ``clause.text.labels``."""

from collections.abc import Mapping

LABELS_OF_PAY: Mapping[str, Mapping[str, str]] = {
    "evidence_kind": {
        "PAYSLIP": "Bulletin de salaire",
        "PAYROLL_JOURNAL": "Journal de paie ou DSN",
        "EMPLOYMENT_CONTRACT": "Contrat de travail ou arrêté de nomination",
        "MISSION_LETTER": "Lettre de mission ou fiche de poste",
        "RATE_CALCULATION": "Fiche de calcul du taux horaire",
        "INVOICE": "Facture ou pièce équivalente",
        "PAYMENT_PROOF": "Preuve de paiement",
        "DELIVERY_PROOF": "Preuve de réalisation",
        "COFUNDING_STATEMENT": "Attestation de cofinancement",
        "OTHER": "Autre pièce",
    },
    "pay_part": {
        "gross": "Rémunération brute",
        "employer_contributions": "Cotisations patronales",
        "pay_taxes": "Taxes sur les salaires",
        "benefits": "Avantages éligibles",
        "reimbursements": "Remboursements et aides reçus",
    },
    "pay_eligibility": {"eligible": "Éligible", "excluded": "Exclu", "review": "À examiner"},
    "holiday_zone": {
        "METROPOLE": "Métropole",
        "ALSACE_MOSELLE": "Alsace et Moselle",
        "GUADELOUPE": "Guadeloupe",
        "MARTINIQUE": "Martinique",
        "GUYANE": "Guyane",
        "LA_REUNION": "La Réunion",
        "MAYOTTE": "Mayotte",
        "SAINT_BARTHELEMY": "Saint-Barthélemy",
        "SAINT_MARTIN": "Saint-Martin",
    },
    "cost_item_kind": {"REAL": "Dépense réelle", "UNITS": "Unités réalisées", "DELIVERABLE": "Livrable"},
    "cost_flag": {
        "contains_special_data": "Contient des données sensibles",
        "vat": "TVA",
        "in_kind": "Contribution en nature",
        "land": "Terrain",
        "outside_area": "Hors de la zone de l’opération",
    },
}
