"""What the pages of time, pay and evidence say of a form."""

MESSAGES = {
    "WEB-180": "« {raw} » n’est pas un nombre d’heures. Écrivez par exemple 3,5 ou 3h30.",
    "WEB-181": "La feuille de temps n’a pas pu être lue : chaque case à corriger est nommée.",
    "WEB-182": "Aucune feuille n’est cochée. Cochez au moins une personne.",
    "WEB-183": "Une des feuilles cochées n’est pas lisible. Rechargez la page, puis recommencez.",
    "WEB-184": "La paie n’a pas pu être lue : chaque montant à corriger est nommé.",
    "WEB-185": "« {raw} » n’est pas un montant en euros. Écrivez par exemple 1 234,50.",
}
