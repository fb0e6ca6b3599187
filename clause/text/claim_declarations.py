"""What the person who signs a claim declares, by code; the sentences are frozen with the claim."""

DECLARATIONS = {
    "ACCURATE": "Les informations de cette demande sont exactes et complètes.",
    "NO_DOUBLE_FUNDING": "Les dépenses présentées n’ont pas été et ne seront pas présentées à un autre programme ou "
    "fonds européen ; toutes les autres ressources de l’opération sont déclarées.",
    "ELIGIBLE_PERIOD": "Le temps déclaré a été travaillé pendant la période d’éligibilité de l’opération ; les "
    "feuilles de temps ont été signées par la personne et approuvées par une autre.",
    "COST_BORNE": "Le coût employeur retenu a été réellement supporté, remboursements et aides déduits.",
    "RULES_KEPT": "Les règles de la commande publique, des aides d’État et de publicité ont été respectées.",
    "SEPARATE_ACCOUNTS": "L’opération est suivie par une comptabilité distincte ou un code comptable.",
    "RECORDS_KEPT": "Les pièces justificatives sont conservées et tenues à la disposition des services de contrôle, "
    "qui peuvent vérifier l’opération sur pièces et sur place.",
}
