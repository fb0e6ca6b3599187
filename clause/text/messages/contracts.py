"""Contracts, lots, holders, modifications."""

MESSAGES = {
    "CTR-001": "Ce marché n’existe pas, ou il n’est pas visible pour vous.",
    "CTR-002": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "CTR-003": "Cet acheteur n’est pas dans l’annuaire. Recherchez-le par son SIRET, ou ajoutez-le d’abord.",
    "CTR-004": "Cette entreprise n’est pas dans l’annuaire. Recherchez-la par son SIRET, ou ajoutez-la d’abord.",
    "CTR-005": "Ce marché a été modifié entre-temps. Relisez-le, puis recommencez.",
    "CTR-006": "Ce lot a été modifié entre-temps. Relisez-le, puis recommencez.",
    "CTR-007": "Un lot n’est pas écarté sans raison. Indiquez pourquoi il n’est pas suivi.",
    "CTR-008": "Ce lot appartient à un autre marché. Vérifiez le marché de la modification.",
    "CTR-009": "Des heures travaillées le {worked_on} sont déjà prises en compte pour ce lot : la période d’exécution "
    "doit les contenir. Contre-passez ces heures d’abord, ou gardez ce jour dans la période.",
    "CTR-010": "Un lot ne peut être que suivi ou écarté par une personne : « {action} » est réservé aux imports.",
    "CTR-011": "Le dernier jour ({last_day}) précède le premier ({first_day}). Vérifiez les deux dates.",
    "CTR-012": "Un titulaire seul (HOLDER) ne peut pas en côtoyer un autre. Pour un groupement, indiquez un mandataire "
    "(LEAD_HOLDER) et des cotraitants (CO_HOLDER).",
    "CTR-013": "Ce lot a déjà un mandataire. Ajoutez cette entreprise comme cotraitante (CO_HOLDER).",
    "CTR-101": "Ce marché est notifié le {notified_on} ; aucun seuil n’est connu avant le {first}.",
    "CTR-102": "La justification serait donnée après aujourd’hui ({decided_on}). Vérifiez la date.",
    "CTR-103": "Ce marché n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "CTR-104": "Ce marché a été modifié entre-temps. Relisez-le, puis recommencez.",
    "CTR-105": "Ce marché n’existe pas, ou il n’est pas visible pour vous.",
    "CTR-110": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "CTR-111": "Le lot « {label} » a changé depuis cette décision : elle ne peut plus être annulée d’ici. Ouvrez le "
    "lot pour changer son suivi.",
    "CTR-112": "Pas plus de {most} lots à la fois. Décochez-en quelques-uns, puis recommencez.",
    "CTR-201": "Le groupement « {kind} » ne va pas avec les titulaires de ce lot : CONJOINT ou SOLIDAIRE pour "
    "plusieurs membres, NONE pour un titulaire seul. Corrigez d’abord les rôles des titulaires.",
}
