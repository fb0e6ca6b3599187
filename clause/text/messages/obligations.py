"""The hours that lots owe."""

MESSAGES = {
    "OBL-001": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "OBL-002": "Ce lot a déjà {count:décision|décisions} sur ce qu’il doit. Indiquez la raison de la nouvelle : "
    "avenant, erreur de saisie, décision de l’acheteur…",
    "OBL-003": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "OBL-004": "Cette tranche n’existe pas, ou elle n’est pas visible pour vous.",
    "OBL-005": "Cette tranche n’existe pas, ou elle n’est pas visible pour vous.",
    "OBL-010": "Les heures dues n’ont pas pu être calculées : chaque valeur en cause est nommée ci-après.",
    "OBL-011": "La valeur « {field} » manque : la méthode choisie en a besoin. Prenez-la dans les pièces du marché.",
    "OBL-012": "La valeur « {field} » est négative (lu : {raw}). Donnez zéro ou plus.",
    "OBL-013": "La valeur « {field} » est nulle : on ne peut pas diviser par elle. Donnez un coût horaire chargé "
    "supérieur à zéro.",
    "OBL-014": "La valeur « {field} » n’est pas une part (lu : {raw}) : elle va de 0 à 1, soit de 0 à 100 %.",
    "OBL-015": "La valeur « {field} » a plus de deux décimales (lu : {raw}). Arrondissez-la comme dans le marché.",
    "OBL-016": "La valeur « {field} » n’est pas un nombre (lu : {raw}). Corrigez-la.",
    "OBL-017": "La valeur « {field} » est hors de toute mesure. Vérifiez la saisie.",
    "OBL-018": "Aucune règle de calcul n’est connue au {raw} ; la première date du {first}. Vérifiez la date d’effet.",
    "OBL-019": "Le calcul donne {hours} heures, plus que ce qu’un marché peut porter. Vérifiez le montant et le coût "
    "horaire.",
    "OBL-020": "Aucune valeur usuelle n’est connue au {on} ; la première date du {first}. Donnez les valeurs du "
    "marché.",
    "OBL-021": "La valeur « {field} » ne sert pas à la méthode {method} (lu : {raw}). Retirez-la, ou changez de "
    "méthode.",
    "OBL-022": "Le montant hors taxes n’est pas connu. Donnez-le, ou complétez le montant du lot.",
    "OBL-023": "La valeur « {field} » vient de ce qui est enregistré pour le lot (factures, heures travaillées). "
    "Retirez-la de la décision.",
    "OBL-024": "Dans l’unité {unit}, seule une quantité fixée par le marché existe (lu : {raw}). Donnez-la.",
    "OBL-025": "La valeur « {field} » compte des unités entières (lu : {raw}). Donnez un nombre entier.",
    "OBL-026": "Les tranches de « {field} » ne montent pas de la plus basse à la plus haute. Rangez-les, sans doublon.",
    "OBL-027": "Le personnel repris absorbe tout le prix (part restante : {share}) : aucune clause n’est possible par "
    "la pondération de la branche propreté.",
    "OBL-028": "La pondération de la branche propreté donne {hours} heures, moins que {minimum} : la branche conseille "
    "de ne pas mettre de clause. Si le marché fixe des heures malgré tout, saisissez-les comme un nombre "
    "d’heures fixé.",
    "OBL-031": "Cette tranche est affermie au {raw}, avant la décision qui vaut depuis le {since} ({hours} h) : "
    "celle-ci "
    "fixe un total où la tranche est déjà comprise. Si ce n’est pas le cas, prenez une nouvelle décision.",
    "OBL-101": "Une facture ne se date pas d’après aujourd’hui ({issued_on}, nous sommes le {today}). Vérifiez la "
    "date.",
    "OBL-102": "Le bon de commande finit le {last_day}, avant son premier jour ({first_day}). Vérifiez les deux dates.",
    "OBL-103": "Le mois {month} n’a pas commencé : ses heures travaillées ne sont pas connues. Vérifiez le mois.",
    "OBL-110": "La tranche est prévue jusqu’au {last_day}, avant son premier jour ({first_day}). Vérifiez les deux "
    "dates.",
    "OBL-111": "Une tranche ferme n’est pas à affermir : ses heures sont celles de la décision du marché.",
    "OBL-112": "Cette tranche est affermie depuis le {on}.",
    "OBL-113": "Aucune heure n’est encore décidée pour ce lot. Enregistrez d’abord ce que doit la période ferme.",
    "OBL-114": "Le lot irait jusqu’au {last_day}, avant le {earliest} : une tranche ne raccourcit pas l’exécution. "
    "Donnez "
    "un jour plus tardif, ou laissez la fin du lot comme elle est.",
    "OBL-120": "La décision de l’acheteur n’est pas complète ou se contredit : chaque valeur en cause est nommée "
    "ci-après.",
    "OBL-121": "« {field} » ne va pas avec une décision de cette nature : une réduction dit combien d’heures sont "
    "retirées, plus que zéro ; une suppression, combien restent dues ; une suspension, ni l’un ni l’autre.",
    "OBL-122": "Seule une suspension a un dernier jour, et il ne précède pas le premier (lu : {raw}).",
    "OBL-123": "Le motif « autre » s’explique : dites lequel.",
    "OBL-124": "Aucune heure n’est due le {raw} : il n’y a rien à réduire ni à supprimer. Vérifiez le premier jour.",
    "OBL-125": "« {field} » ({raw} h) dépasse ce qui est dû ce jour-là ({owed} h). Vérifiez les heures.",
    "OBL-126": "Le courrier serait reçu après aujourd’hui ({received_on}). Vérifiez la date.",
    "OBL-130": "Les heures d’insertion viennent des relevés, elles ne se saisissent pas ici. Donnez une autre unité.",
    "OBL-131": "Une réalisation ne se date pas d’après aujourd’hui ({done_on}). Vérifiez la date.",
    "OBL-132": "Donnez une quantité autre que zéro ; une quantité négative corrige une saisie et dit pourquoi (« "
    "note »).",
    "OBL-133": "Cette correction retire plus que ce qui est enregistré ({done}). Vérifiez la quantité.",
    "OBL-030": "Cette décision prend effet le {raw}, avant celle qui valait depuis le {since} ({quantity}), et la "
    "remplace désormais. Si celle du {since} vaut toujours, saisissez-la de nouveau.",
}
