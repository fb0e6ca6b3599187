"""Months of time."""

DONE = {
    "month_recorded": "Le mois est enregistré.",
    "month_lines_recorded": "Les précisions des lignes sont enregistrées.",
    "month_filled": "Le mois est enregistré, et le reste rempli ({days}) : relisez, corrigez ce qui diffère.",
    "month_signed": "Le mois est signé. Une autre personne peut maintenant l’approuver.",
    "month_approved": "Le mois est approuvé : son fichier PDF est prêt dans quelques secondes.",
    "month_reopened": "Le mois est rouvert : il est à corriger, puis à signer et à approuver de nouveau.",
    "month_corrected": "Une nouvelle révision est ouverte ; celle du bilan reste telle qu’elle a été signée.",
    "months_approved": "Approuvé : {count}. Les fichiers PDF sont prêts dans quelques secondes.",
    "months_reopened": "Rouvert : {count}. Ces mois sont à corriger, puis à signer de nouveau.",
}
