"""Pooling agreements."""

MESSAGES = {
    "POL-001": "Cette convention de globalisation n’existe pas, ou elle ne vous concerne pas.",
    "POL-002": "La convention ne peut pas être enregistrée ; chaque motif est donné ci-après.",
    "POL-003": "La convention a pris fin : aucun accord ne s’y ajoute plus. Faites-en une nouvelle.",
    "POL-004": "L’accord de cet acheteur est déjà enregistré.",
    "POL-005": "L’accord ne peut pas être enregistré : il faut celui d’un acheteur que la convention concerne.",
    "POL-006": "L’accord ne peut pas être enregistré avant d’avoir été donné.",
    "POL-007": "La convention a déjà pris fin.",
    "POL-008": "La convention ne peut pas prendre fin après son dernier jour.",
    "POL-009": "La convention ne peut pas prendre fin avant des heures qu’elle a déjà permis d’imputer ailleurs.",
    "POL-010": "Le dernier jour ({raw}) précède le premier ({first_day}). Corrigez l’un des deux.",
    "POL-011": "Une convention porte sur deux lots au moins. Ajoutez les lots entre lesquels des heures passent.",
    "POL-012": "Ce lot est nommé deux fois. Gardez-le une fois.",
    "POL-013": "Ce lot n’existe pas, ou il n’est pas suivi par votre structure.",
    "POL-014": "Ce lot n’est pas suivi. Décidez d’abord de le suivre.",
    "POL-015": "L’entreprise n’est pas titulaire de ce lot : elle n’y doit pas d’heures. Retirez-le.",
    "POL-016": "Cet acheteur n’a aucun lot dans la convention.",
    "POL-017": "Le {raw} est à venir (nous sommes le {today}). Donnez le jour où l’acheteur a donné son accord.",
    "POL-018": "Le {raw} est après le dernier jour de la convention ({last_day}). Donnez un jour plus tôt.",
    "POL-019": (
        "Des heures faites jusqu’au {worked_on} sont imputées par cette convention. Donnez un jour plus tard, ou"
        " ramenez d’abord ces heures sur leur lot."
    ),
    "POL-020": "La convention ne peut pas être enregistrée sans l’entreprise qui la signe.",
    "POL-021": "Aucune entreprise ne porte cet identifiant.",
}
