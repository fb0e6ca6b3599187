"""Codes of what finances an operation beside the FSE+."""

MESSAGES = {
    "RES-001": "La ressource n’est pas enregistrée : chaque point à corriger est nommé ci-après.",
    "RES-002": "Cette opération n’existe pas, ou elle n’est pas de votre organisme.",
    "RES-003": "Le document de la ressource n’existe pas. Déposez-le d’abord.",
    "RES-004": "Cette ressource n’existe pas, ou elle n’est pas de votre organisme.",
    "RES-005": "Cette ressource a été remplacée ou annulée. Corrigez celle qui vaut à sa place.",
    "RES-006": "Cette opération n’existe pas, ou elle n’est pas de votre ressort.",
    "RES-007": "Cette ressource n’existe pas, ou elle n’est pas de votre organisme.",
    "RES-101": "Indiquez le montant engagé, ou le montant reçu.",
    "RES-102": "La part affectée à l’opération ({raw} €) dépasse la somme reçue ({received} €).",
    "RES-103": "Seule une part de la somme reçue va à l’opération : indiquez la clé de répartition.",
    "RES-104": "Une somme reçue porte la date de sa réception, et une promesse n’en porte pas.",
    "RES-105": "La date de réception ({raw}) est à venir. Enregistrez la ressource une fois la somme reçue.",
    "RES-110": "Les autres ressources ({resources} €) couvrent tout le coût conventionné ({planned} €) : vérifiez "
    "qu’une dépense n’est pas financée deux fois.",
    "RES-111": "Les autres ressources ({resources} €) et la subvention ({grant} €) dépassent le coût conventionné "
    "({planned} €) : le FSE+ intervenant en dernier, le solde sera réduit d’autant.",
    "RES-112": "La ressource de {funder} vient d’un autre fonds européen : la même dépense ne va pas aux deux.",
    "RES-113": "La ressource de {funder} finance un poste que le FSE+ finance aussi : elle est comptée.",
}
