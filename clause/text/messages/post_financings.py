"""Who pays for facilitators' posts."""

MESSAGES = {
    "DBC-095": "Cette version du financement vient d’être enregistrée ailleurs. Relisez la liste et recommencez.",
    "DBC-096": "Un financement enregistré ne change plus : une nouvelle version le remplace.",
    "DBC-411": "Ce financeur n’est pas connu.",
    "DBC-412": "Une version de financement porte un numéro à partir de 1.",
    "DBC-413": "Le montant d’un financement ne peut pas être négatif.",
    "DBC-414": "Le nombre de postes financés ne peut pas être négatif.",
    "FIN-001": "Ce financement n’a pas été enregistré : chaque valeur en cause est nommée ci-après.",
    "FIN-002": "Ce financeur a déjà {version:version|versions} pour cette année. Indiquez la raison de la "
    "nouvelle : notification corrigée, solde versé…",
    "FIN-011": "L’année {raw} n’est pas possible ici : donnez une année de {first} à {last}.",
    "FIN-012": "{raw} postes en équivalent temps plein : c’est trop pour un seul financeur (au plus {most}). "
    "Donnez les postes, pas les heures.",
}
