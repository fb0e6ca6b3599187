"""What the pages of time, pay and evidence say of a form."""

MESSAGES = {
    "WEB-180": "« {raw} » n’est pas un nombre d’heures. Écrivez par exemple 3,5 ou 3h30.",
    "WEB-181": "La feuille de temps n’a pas pu être lue : chaque case à corriger est nommée.",
    "WEB-182": "Aucune feuille n’est cochée. Cochez au moins une personne.",
    "WEB-183": "Une des feuilles cochées n’est pas lisible. Rechargez la page, puis recommencez.",
    "WEB-186": "Des heures d’absence sans catégorie : choisissez la catégorie, ou effacez les heures.",
    "WEB-187": "« {raw} » ne se lit pas comme un horaire. Écrivez par exemple 9h-12h30.",
    "WEB-188": "Cette case a changé entre-temps : elle vaut maintenant « {raw} ». Tapez de nouveau si besoin.",
    "WEB-189": "La feuille a envoyé quelque chose d’illisible. Rechargez la page : ce que vous avez tapé est gardé.",
    "WEB-190": "Le texte est trop long : {most} caractères au plus.",
    "WEB-191": "La ligne du {day} a changé entre-temps. Rechargez la page avant de la préciser.",
    "WEB-192": "Les lignes n’ont pas pu être lues : chaque case à corriger est nommée.",
    "WEB-184": "La paie n’a pas pu être lue : chaque montant à corriger est nommé.",
    "WEB-185": "« {raw} » n’est pas un montant en euros. Écrivez par exemple 1 234,50.",
}
