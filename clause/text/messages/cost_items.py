"""Costs other than staff."""

MESSAGES = {
    "CST-001": "Cette opération n’existe pas, ou elle n’est pas de votre organisme.",
    "CST-002": "La dépense n’est pas enregistrée : des champs sont à corriger. Voyez le détail de chacun.",
    "CST-003": "Cette dépense n’existe pas, ou elle n’est pas de votre organisme.",
    "CST-004": "Cette dépense a déjà été corrigée ou annulée. Corrigez la ligne qui la remplace.",
    "CST-005": "Cette dépense figure dans le bilan n° {number}, signé ou transmis : elle ne change plus. "
    "Signalez l’erreur à l’organisme intermédiaire, qui la corrige au contrôle.",
    "CST-006": "Cette dépense n’existe pas, ou elle n’est pas de votre organisme.",
    "CST-007": "Le montant ne peut pas être calculé ({reason}). Vérifiez les unités et la valeur de la convention.",
    "CST-008": "Cette opération n’existe pas, ou elle n’est pas de votre organisme.",
    "CST-101": "Le poste {raw} ne va pas avec ce genre de dépense : des unités vont au poste UNITS, un livrable au "
    "poste DELIVERABLES, une dépense réelle à un autre poste.",
    "CST-102": "Les dépenses de personnel viennent de la paie et du temps. N’enregistrez ici que les autres dépenses.",
    "CST-103": "Le poste {raw} est déjà couvert par le taux forfaitaire du plan {plan} : une dépense réelle y serait "
    "comptée deux fois. Retirez-la.",
    "CST-104": "Le plan {plan} n’admet pas de dépense réelle au poste {raw}. Voyez les postes de la convention.",
    "CST-105": "Le {raw} n’est pas un jour passé de l’opération (du {first_day} au {last_day}). Corrigez la date.",
    "CST-106": "Un paiement du {raw} est trop tardif, ou dans l’avenir : il doit avoir lieu au plus tard le {latest}. "
    "Corrigez la date.",
    "CST-107": "Cette pièce n’est pas de votre organisme. Envoyez d’abord le fichier, puis désignez-le.",
    "CST-108": "Ce champ est nécessaire pour une dépense réelle. Reprenez-le de la facture.",
    "CST-109": "Des unités ne vont qu’avec un code d’unité de la convention. Retirez-les, ou donnez le code.",
    "CST-110": "Le montant déclaré est au-dessus de zéro. Corrigez-le.",
    "CST-111": "La TVA récupérée ({raw} €) dépasse le montant de la pièce. Vérifiez-la.",
    "CST-112": "Le montant déclaré ({raw} €) dépasse celui de la pièce, hors TVA récupérée ({most} €). Corrigez-le.",
    "CST-113": "Une partie seulement de la pièce est déclarée. Dites par quelle clé de répartition.",
    "CST-114": "Cette pièce est déjà déclarée pour {declared} € : avec {raw} €, elle le serait pour plus que son "
    "montant ({most} €). Vérifiez qu’elle n’est pas saisie deux fois.",
    "CST-115": "Le montant d’unités ou d’un livrable vient de la convention. Retirez-le.",
    "CST-116": "L’unité {raw} n’est pas dans la convention. Prenez un code de la convention.",
    "CST-117": "Donnez un nombre d’unités au-dessus de zéro.",
    "CST-118": "Une dépense est faite d’unités ou d’un livrable, pas des deux. Retirez l’un des deux codes.",
    "CST-119": "Le livrable {raw} n’est pas dans la convention. Prenez un code de la convention.",
    "CST-120": "Le livrable {raw} est déjà déclaré : un montant forfaitaire se déclare une fois. Retirez-le.",
    "CST-201": "La dépense n’est pas encore payée : elle ne compte dans un bilan qu’une fois payée.",
    "CST-202": "Aucune pièce n’est jointe. Envoyez-la, puis désignez-la dans une correction.",
    "CST-203": "Une autre dépense porte la même référence du même fournisseur ({raw}). Vérifiez les parts déclarées.",
}
