"""Advances, payments of claims, recoveries and reversals."""

MESSAGES = {
    "PMT-001": "Ce bilan n’existe pas, ou il n’est pas transmis à votre organisme.",
    "PMT-002": "Cette opération n’existe pas, ou elle n’est pas cofinancée par votre organisme.",
    "PMT-003": "L’opération est à l’état « {state} » : une avance se verse à une opération en vigueur.",
    "PMT-004": "Le bilan final de cette opération est transmis : il n’y a plus d’avance, seulement un solde.",
    "PMT-005": "Ce paiement n’existe pas, ou il n’est pas de votre organisme.",
    "PMT-006": "Une annulation ne s’annule pas. Enregistrez un nouveau paiement.",
    "PMT-007": "Les conclusions du bilan n° {number} tiennent compte de cette avance : elle ne s’annule plus. Corrigez "
    "le bilan.",
    "PMT-008": "Cette opération n’existe pas, ou elle n’est pas visible pour votre organisme.",
    "PMT-009": "Ce bilan n’existe pas, ou il n’est pas visible pour votre organisme.",
    "PMT-010": "Ce paiement ne convient pas. Corrigez ce qui est signalé, puis recommencez.",
    "PMT-011": "Cette avance ne convient pas. Corrigez ce qui est signalé, puis recommencez.",
    "PMT-012": "Aucune attestation de démarrage n’est enregistrée pour cette opération. Enregistrez-la d’abord.",
    "PMT-013": "Ce paiement n’existe pas, ou il n’est pas de votre organisme.",
    "PMT-101": "Le montant doit dépasser 0.",
    "PMT-102": "Le montant ({raw} €) dépasse ce qui peut encore être versé : {most} €.",
    "PMT-103": "Le {raw} est à venir. Enregistrez un paiement une fois fait.",
    "PMT-104": "Le {raw} précède ce que le paiement règle : au plus tôt le {first_day}.",
}
