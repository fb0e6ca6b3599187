"""Operations, agreements, mission letters."""

MESSAGES = {
    "OPE-001": "Cet organisme intermédiaire n'est pas connu de Clause.",
    "OPE-002": "L'opération n'est pas enregistrée : chaque point à corriger est nommé ci-après.",
    "OPE-003": "Cette opération n'existe pas, ou elle n'est pas de votre organisme.",
    "OPE-004": "Cette opération n'existe pas, ou elle n'est pas de votre organisme.",
    "OPE-005": "La lettre de mission n'est pas enregistrée : chaque point à corriger est nommé ci-après.",
    "OPE-006": "Ce poste n'existe pas dans votre organisme. Enregistrez-le d'abord.",
    "OPE-007": "Cette opération n'existe pas, ou elle n'est pas de votre organisme.",
    "OPE-101": "La fin de l'opération ({raw}) précède son début.",
    "OPE-102": "Le taux {raw} dépasse le plafond {ceiling} de la catégorie de région {region_category}.",
    "OPE-103": "Le taux {raw} a plus de chiffres que le pourcentage de la convention, imprimé avec {decimals} "
    "décimales. Reprenez le taux imprimé, ou corrigez rate_decimals.",
    "OPE-104": "Le taux {raw} ne peut pas être vérifié à la date de début de l'opération ({reason}).",
    "OPE-105": "La subvention ({raw} €) doit être positive et ne pas dépasser le coût total conventionné.",
    "OPE-106": "La fin de la mission ({raw}) précède son début.",
    "OPE-107": "La mission sort de la période de l'opération (du {first_day} au {last_day}).",
    "OPE-108": "La mission sort de la période du poste de la personne.",
}
