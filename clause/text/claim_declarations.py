"""What the person who signs a claim declares; the sentences are frozen with the claim that they were signed with."""

DECLARATIONS = (
    "Les informations de cette demande sont exactes et complètes.",
    "Les dépenses présentées n’ont pas été et ne seront pas présentées à un autre programme ou fonds européen.",
    "Le temps déclaré a été travaillé pendant la période d’éligibilité de l’opération ; les feuilles de temps ont été "
    "signées par la personne et approuvées par une autre.",
    "Le coût employeur retenu a été réellement supporté, remboursements et aides déduits.",
    "Les pièces justificatives sont conservées et tenues à la disposition des services de contrôle.",
)
