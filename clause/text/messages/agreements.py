"""Codes of agreements and their amendments."""

MESSAGES = {
    "AGR-101": "Aucun taux maximum n'est connu pour la catégorie de région {raw} dans ce programme.",
    "AGR-102": "Le taux {raw} dépasse le plafond de l'appel à projets ({ceiling}).",
    "AGR-103": "La subvention ({raw} €) est sous le minimum de {least} € par an.",
    "AGR-104": "Jusqu'à 200 000 € de coût prévu et sans aide d'État, les coûts simplifiés s'imposent : choisissez un "
    "forfait.",
    "AGR-105": "Le plan {raw} n'est pas nommé par l'appel à projets ({named}).",
    "AGR-106": "Le forfait de 20 % est exclu quand des marchés publics au-dessus des seuils européens figurent dans "
    "les coûts directs.",
    "AGR-107": "Les options de coûts simplifiés de cette période ne sont pas connues : seul le plan REAL est possible.",
    "AGR-108": "Le poste {raw} ne peut pas être déclaré en coûts réels avec le plan {plan}.",
    "AGR-109": "Le poste {raw} figure deux fois au budget.",
    "AGR-110": "La somme du budget ({raw} €) n'est pas le coût total prévu ({planned} €).",
    "AGR-111": "Le taux calculé ({raw}) n'a de sens qu'avec le plan P25.",
    "AGR-112": "Le plan P25 demande le taux calculé de la convention.",
    "AGR-113": "Le taux calculé ({raw}) doit être positif et ne pas dépasser {most}.",
    "AGR-114": "Le taux calculé ({raw}) n'est pas celui de l'appel à projets ({named}).",
    "AGR-115": "Les valeurs unitaires se donnent avec les plans UC et UC+P40, et avec eux seuls.",
    "AGR-116": "Les livrables se donnent avec le plan LS, et avec lui seul.",
    "AGR-117": "La somme des livrables ({raw} €) dépasse le coût total prévu ({planned} €).",
    "AGR-118": "Le code {raw} figure deux fois.",
    "AGR-119": "La valeur ({raw} €) doit être positive.",
    "AGR-120": "La convention ({raw}) est signée après la fin de l'opération.",
    "AGR-121": "Un budget prévisionnel ne fonde un coût simplifié que jusqu'à 200 000 €, et s'il est arrêté avant la "
    "convention ({raw}).",
    "AGR-122": "Un bilan intermédiaire ne peut être dû avant le début de l'opération ({raw}).",
}
