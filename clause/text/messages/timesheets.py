"""Months of time."""

MESSAGES = {
    "TIM-001": "Aucun poste de cette personne en {month}, ou son temps n’est pas visible pour vous.",
    "TIM-002": "Action impossible sur cette feuille de temps : elle est à l’état « {state} ». Une feuille se remplit "
    "ouverte, se signe, puis s’approuve ; pour la corriger, faites-la rouvrir avec un motif.",
    "TIM-003": "Cette personne a plusieurs postes ce mois-ci (matricules {staff_numbers}). Précisez lequel.",
    "TIM-004": "Aucune feuille de temps n’est enregistrée pour {month}. Enregistrez d’abord ses lignes, ou une liste "
    "vide si rien n’a été travaillé.",
    "TIM-005": "La feuille de temps n’est pas enregistrée : chaque point à corriger est nommé ci-après.",
    "TIM-006": "Le mois {month} n’a pas commencé. Le temps s’enregistre une fois travaillé.",
    "TIM-007": "Cette feuille de temps existe déjà. Relisez-la, puis donnez son ETag dans l’en-tête If-Match.",
    "TIM-008": "Cette feuille de temps a changé depuis votre lecture. Relisez-la, puis recommencez.",
    "TIM-009": "Seule la personne concernée signe sa feuille de temps, depuis son propre compte.",
    "TIM-010": "La feuille de {month} est vide. Remplissez-la, ou déclarez que rien n’a été travaillé.",
    "TIM-011": "La feuille de {month} a des lignes : elle ne peut pas déclarer que rien n’a été travaillé.",
    "TIM-012": "La feuille de {month} ne se signe pas avant le dernier jour du mois ({last_day}).",
    "TIM-013": "La feuille de {month} se signe plus de {days} jours après la fin du mois : donnez le motif du retard.",
    "TIM-014": "La feuille de temps s’approuve par une autre personne que celle qui l’a signée, depuis son compte.",
    "TIM-015": "Le contenu de la feuille ne correspond plus à l’empreinte signée. Faites-la rouvrir et signer de "
    "nouveau.",
    "TIM-016": "La feuille de {month} figure dans le bilan n° {number}, signé ou transmis : elle ne se rouvre plus. "
    "Retirez d’abord le bilan tant que l’organisme intermédiaire n’en a pas accusé réception ; ensuite, corrigez-la "
    "par une nouvelle révision, reprise au bilan suivant.",
    "TIM-017": "Le mois {month} est trop ancien : aucune règle n’est connue à cette date ({reason}).",
    "TIM-018": "Le mois « {raw} » n’est pas lisible. Écrivez-le AAAA-MM.",
    "TIM-019": "La feuille de {month} ne se signe pas encore : elle ne dit pas tout le temps de travail. Chaque point "
    "à compléter est nommé ci-après.",
    "TIM-020": "La feuille de {month} ne figure dans aucun bilan signé ou transmis : faites-la simplement rouvrir.",
    "TIM-021": "Le fichier de la feuille de temps n’est pas encore disponible : il est produit après l’approbation.",
    "TIM-023": "Aucune feuille de temps de cette personne en {month}, ou elle n’est pas visible pour vous.",
    "TIM-022": "Un même mois est nommé deux fois. Nommez chaque personne une seule fois.",
    "TIM-024": "Aucun des mois nommés n’a changé : la raison de chacun est donnée ci-après.",
    "TIM-025": "Ce poste n’existe pas, ou son temps n’est pas visible pour vous.",
    "TIM-101": "Le jour {raw} n’est pas en {month}.",
    "TIM-102": "Le jour {raw} est hors du poste de la personne.",
    "TIM-103": "Le jour {raw} est à venir (nous sommes le {today}) : le temps s’enregistre une fois travaillé.",
    "TIM-104": "Le {day} compte {raw} h, plus de {bound} h : vérifiez.",
    "TIM-105": "Le {day} compte {raw} h ; au-delà de {bound} h, le repos quotidien n’est plus possible. Corrigez.",
    "TIM-106": "L’opération {raw} n’existe pas dans votre organisme.",
    "TIM-107": "Le jour {raw} est hors de la période de l’opération (du {first_day} au {last_day}).",
    "TIM-108": "Aucune lettre de mission ne couvre cette opération le {raw}. Faites-la établir d’abord.",
    "TIM-109": "Les fonctions support sont couvertes par le forfait : elles ne s’imputent pas sur une opération.",
    "TIM-110": "La feuille de {month} a été signée tard, le {raw}.",
    "TIM-111": "« {raw} » h n’est pas un nombre entier de minutes : comptez par pas de 0,05 h (3 minutes).",
    "TIM-112": "Une ligne de temps compte plus de 0 h. Retirez-la si rien n’a été fait.",
    "TIM-113": "En {month}, {raw:jour ouvré|jours ouvrés} sans heures ni absence : {days}. La feuille couvre tout le "
    "temps de travail : complétez ces jours, ou expliquez l’écart.",
    "TIM-114": "Du temps est saisi le {raw}, jour férié ou de repos. Corrigez, ou expliquez-le : "
    "sans explication, le mois n’entre pas dans un bilan.",
    "TIM-115": "Du temps est saisi le {raw}, jour d’absence entière. Corrigez l’un ou l’autre, ou expliquez-le : "
    "sans explication, le mois n’entre pas dans un bilan.",
    "TIM-116": "Une ligne compte {raw} h, plus de {bound} h. Corrigez-la ou partagez-la.",
    "TIM-117": "La semaine du {monday} compte {raw} h, plus de {bound} h : vérifiez.",
    "TIM-118": "{month} compte {raw} h travaillées et d’absence, la paie {paid} h : expliquez l’écart.",
    "TIM-119": "Le début et la fin d’une ligne se donnent ensemble, la fin après le début, dans la journée.",
    "TIM-120": "La ligne compte {raw} h, ce qui n’est pas la durée entre son début et sa fin. Corrigez l’un ou "
    "l’autre.",
    "TIM-121": "Le {raw}, deux lignes se chevauchent. Corrigez leurs heures de début et de fin.",
    "TIM-122": "{raw:ligne|lignes} de {month} : saisie longtemps après le jour travaillé, ce qui est signalé à "
    "l’organisme intermédiaire.",
    "TIM-123": "{raw} jours de {month} ont exactement les mêmes lignes : vérifiez qu’elles disent le travail réel.",
    "TIM-124": "La feuille montre une part de {raw} sur l’opération {operation_id}, la lettre de mission une part fixe "
    "de {fixed} : vérifiez.",
    "TIM-125": "Le temps sur opérations atteint {raw} h, au-delà du plafond de {cap} h du taux horaire ({method}), "
    "toutes opérations réunies. Corrigez.",
    "TIM-126": "L’absence du {raw} n’est pas en {month}.",
    "TIM-127": "L’absence du {raw} est hors du poste de la personne.",
    "TIM-128": "Une absence de « {raw} » h n’est pas possible : plus de 0 h, par pas de 0,05 h (3 minutes).",
    "TIM-129": "Le {raw} n’est pas un jour férié là où travaille la personne. Choisissez une autre catégorie.",
    "TIM-130": "Le {raw} a deux fois la même catégorie d’absence. Gardez-en une.",
    "TIM-131": "Une ligne est imputée à une opération ou financée par un autre, jamais les deux.",
}
