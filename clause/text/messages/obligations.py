"""The hours that lots owe."""

MESSAGES = {
    "OBL-001": "Ce lot n'existe pas, ou ce n'est pas votre organisme qui le suit.",
    "OBL-002": "Ce lot a déjà {version} version(s) de ses heures dues. Indiquez la raison de la nouvelle : avenant, "
    "erreur de saisie, décision de l'acheteur…",
    "OBL-003": "Ce lot n'existe pas, ou il n'est pas visible pour vous.",
    "OBL-010": "Les heures dues n'ont pas pu être calculées : chaque valeur en cause est nommée ci-après.",
    "OBL-011": "La valeur « {field} » manque : la méthode choisie en a besoin. Prenez-la dans les pièces du marché.",
    "OBL-012": "La valeur « {field} » est négative (lu : {raw}). Donnez zéro ou plus.",
    "OBL-013": "La valeur « {field} » est nulle : on ne peut pas diviser par elle. Donnez un coût horaire chargé "
    "supérieur à zéro.",
    "OBL-014": "La valeur « {field} » n'est pas une part entre 0 et 1 (lu : {raw}). Écrivez 0.05 pour 5 %.",
    "OBL-015": "La valeur « {field} » a plus de deux décimales (lu : {raw}). Arrondissez-la comme dans le marché.",
    "OBL-016": "La valeur « {field} » n'est pas un nombre (lu : {raw}). Corrigez-la.",
    "OBL-017": "La valeur « {field} » est hors de toute mesure. Vérifiez la saisie.",
    "OBL-018": "Aucune règle de calcul n'est connue au {raw} ; la première date du {first}. Vérifiez la date d'effet.",
    "OBL-019": "Le calcul donne {hours} heures, plus que ce qu'un marché peut porter. Vérifiez le montant et le coût "
    "horaire.",
    "OBL-020": "Aucune valeur usuelle n'est connue au {on} ; la première date du {first}. Donnez les valeurs du "
    "marché.",
    "OBL-021": "La valeur « {field} » ne sert pas à la méthode {method} (lu : {raw}). Retirez-la, ou changez de "
    "méthode.",
    "OBL-022": "Le montant hors taxes n'est pas connu. Donnez « amount_excl_vat », ou complétez le montant du lot.",
    "OBL-030": "Cette version prend effet le {raw}, avant la version {version} (effet au {since}), et la remplace "
    "désormais. Si la version {version} vaut toujours, saisissez-la de nouveau.",
}
