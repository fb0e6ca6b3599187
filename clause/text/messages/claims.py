"""Claims."""

MESSAGES = {
    "CLM-001": "Cette opération n’existe pas, ou elle n’est pas de votre organisme.",
    "CLM-002": "Action impossible sur ce bilan : il est à l’état « {state} ». Un bilan se calcule, se signe, puis "
    "se transmet ; un bilan retiré ne reprend pas, il s’en prépare un autre.",
    "CLM-003": "Le dernier mois ({last_month}) précède le premier ({first_month}).",
    "CLM-004": "Le bilan sort de la période de l’opération, qui va de {first_month} à {last_month}.",
    "CLM-005": "Le bilan n° {number} de cette opération est en préparation. Terminez-le ou retirez-le d’abord.",
    "CLM-006": "Un des mois demandés figure déjà dans le bilan n° {number} : un mois ne se demande qu’une fois.",
    "CLM-007": "Le bilan final (n° {number}) de cette opération est déjà transmis.",
    "CLM-008": "Ce bilan n’existe pas, ou il n’est pas de votre organisme.",
    "CLM-009": "Ce bilan n’existe pas, ou il n’est pas de votre organisme.",
    "CLM-010": "Le PDF de ce bilan n’est pas encore prêt. Il se fait après la transmission : réessayez plus tard.",
    "CLM-011": "Le calcul du bilan est refusé par une règle ({reason} : {about}). Corrigez les données, puis "
    "recalculez.",
    "CLM-012": "Le temps, la paie, les missions, la convention ou un bilan antérieur ont changé depuis le calcul. "
    "Recalculez le bilan avant de le signer.",
    "CLM-013": "La personne qui a signé ce bilan n’engage plus l’organisme. Retirez-le et faites-en signer un nouveau.",
    "CLM-014": "L’organisme intermédiaire a reçu ce bilan (référence {reference}) : il ne se retire pas.",
    "CLM-015": "Le bilan n° {number} s’appuie sur celui-ci. Retirez-le d’abord.",
    "CLM-016": "Ce bilan n’existe pas, ou il n’est pas de votre organisme.",
    "CLM-017": "Ce bilan a changé depuis que vous l’avez lu. Relisez-le, puis reprenez votre texte.",
    "CLM-018": "Cette anomalie ({finding}, {field}) n’est pas dans ce bilan, ou on ne passe pas outre : ce qui "
    "touche un montant se corrige.",
    "CLM-019": "Le jour du dépôt ({filed_on}) précède la signature du bilan ou est à venir.",
    "CLM-020": "Le bilan n° {number} de cette opération est en préparation ou tient déjà ces mois. Terminez-le ou "
    "retirez-le d’abord.",
    "CLM-021": "L’opération n’est pas en vigueur (état : {operation_state}) : un bilan se prépare entre l’entrée en "
    "vigueur de la convention et le solde.",
    "CLM-022": "Un report va avec son motif, et un motif avec le jour du report.",
    "CLM-023": "Le temps, la paie, un paiement, une ressource ou un bilan antérieur a changé depuis la signature. "
    "Retirez ce bilan et préparez-en un nouveau : ce qui est transmis est ce qui a été signé.",
    "CLM-101": "Personne n’est affecté à l’opération sur la période du bilan. Établissez une lettre de mission.",
    "CLM-102": "Matricule {staff_number} : aucune feuille de temps pour {month}. Faites-la remplir et approuver.",
    "CLM-103": "Matricule {staff_number} : la feuille de temps de {month} n’est pas approuvée (état : {raw}).",
    "CLM-104": "Matricule {staff_number} : le coût employeur de {month} n’est pas enregistré.",
    "CLM-105": "Pour une opération de cette durée, {most} bilan intermédiaire suffit ; ce serait le n° {found}.",
    "CLM-106": "Pour une opération de cette durée, {least} bilan intermédiaire au moins précède le bilan final ; "
    "{found} est transmis.",
    "CLM-107": "Le bilan final s’arrête en {raw}, avant la fin de l’opération ({last_day}).",
    "CLM-108": "Le bilan final était attendu le {due_on} au plus tard.",
    "CLM-109": "Le plan de coûts de la convention ne prend pas de dépenses de personnel, et aucune dépense n’est "
    "enregistrée jusqu’à la fin du bilan. Enregistrez les unités, les livrables ou les dépenses.",
    "CLM-110": "Matricule {staff_number} : la lettre de mission (version {version}) à temps fixe n’est pas acceptée "
    "par l’organisme intermédiaire. Faites-la accepter : sans feuilles de temps, c’est elle qui justifie le coût.",
    "CLM-111": "Matricule {staff_number} : la lettre de mission (version {version}) n’indique pas la part du temps. "
    "Établissez-en une nouvelle version.",
    "CLM-112": "Matricule {staff_number} : la méthode ou la part du temps change au cours de {month}. Faites "
    "commencer la nouvelle lettre de mission au premier jour d’un mois.",
    "CLM-113": "Matricule {staff_number} : {month} est à temps fixe sur une opération et au temps passé sur une "
    "autre. Un même mois ne se valorise que d’une façon.",
    "CLM-114": "Matricule {staff_number} : avec l’opération {operations}, plus de la totalité du mois {month} "
    "serait demandée (part cumulée : {share}). Corrigez le temps ou la lettre de mission.",
    "CLM-115": "Matricule {staff_number} : aucun taux horaire ({raw}) n’est fixé pour {month}. Fixez-le d’abord.",
    "CLM-116": "Le coût prévu ({planned} €) impose des coûts simplifiés : le plan {raw} n’est pas possible sans "
    "aide d’État. Corrigez la convention par un avenant.",
    "CLM-117": "La dépense « {label} » (poste {post}) n’est pas prise par le plan {plan} : un forfait la couvre "
    "déjà, ou elle devrait être simplifiée. Retirez-la.",
    "CLM-118": "La dépense « {label} » ne porte ni unité ni livrable que la convention prévoit (lu : « {raw} »).",
    "CLM-119": "La dépense « {label} » du {incurred_on} est hors de la période de l’opération.",
    "CLM-120": "La dépense « {label} » n’a pas de date de paiement, ou est payée hors délai. Un coût réel est payé "
    "avant d’être demandé.",
    "CLM-121": "Matricule {staff_number} : la paie de {month} est payée le {raw}, après le dernier jour possible "
    "({latest}).",
    "CLM-122": "Matricule {staff_number} : la paie de {month} porte une date de paiement à venir ({raw}). Demandez-la "
    "une fois versée.",
    "CLM-123": "Matricule {staff_number} : le bulletin de paie de {month} n’est pas déposé. Il sera demandé au "
    "contrôle.",
    "CLM-124": "Matricule {staff_number} : la lettre de mission (version {version}) est sans missions ou sans "
    "document.",
    "CLM-125": "La pièce de la dépense « {label} » n’est pas déposée. Elle sera demandée au contrôle.",
    "CLM-126": "Les autres ressources ({resources} €) couvrent tout le coût prévu ({planned} €) : le FSE+ "
    "intervient en dernier. Vérifiez qu’aucune ressource n’est comptée deux fois.",
    "CLM-127": "Matricule {staff_number} : la correction de {month} (bilan n° {number}) n’est pas terminée. Ce "
    "bilan n’en tient pas compte.",
    "CLM-128": "Ce bilan intermédiaire était attendu le {due_on} au plus tard. Faites convenir d’un report, ou "
    "passez outre avec un motif.",
    "CLM-129": "Matricule {staff_number} : absence du {first_day} au {last_day}, plus de {days} jours. La mission à "
    "temps fixe est à suspendre ; à défaut, passez outre avec un motif.",
    "CLM-130": "Les corrections de mois déjà demandés dépassent ce que ce bilan demande ({value} €). Prenez plus de "
    "mois dans ce bilan, ou faites reprendre le bilan précédent par l’organisme intermédiaire.",
    "CLM-131": "Matricule {staff_number} : la lettre de mission (version {version}) à temps fixe est sans missions ou "
    "sans document. Émettez-la de nouveau avec les deux, ou passez outre avec un motif.",
    "CLM-024": "Ce bilan n’est pas encore transmis : son texte est figé à ce moment-là.",
}
