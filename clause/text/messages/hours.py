"""Hours statements and their checks."""

MESSAGES = {
    "HRS-001": "Ce relevé d’heures n’existe pas, ou il n’est pas le vôtre.",
    "HRS-002": "Ce relevé est à l’état {state} : cette action n’y est pas possible. Relisez-le avant de continuer.",
    "HRS-003": "Dites pour quelle entreprise vous déclarez ces heures : « company_id » doit désigner une entreprise.",
    "HRS-004": "Une entreprise ne déclare que ses propres heures. Retirez « company_id ».",
    "HRS-005": "Le relevé ne peut pas être accepté ({count:point|points} à corriger). Chacun est nommé ci-après.",
    "HRS-006": "Le relevé a été modifié entre-temps. Relisez-le, puis recommencez.",
    "HRS-007": "Les corrections apportées à la validation ne sont pas toutes possibles ; chacune est nommée ci-après.",
    "HRS-009": "Le relevé n’a aucune ligne. Ajoutez les heures d’une embauche au moins.",
    "HRS-010": "Le mois {raw} n’a pas commencé : les heures se déclarent une fois faites.",
    "HRS-011": "Cette embauche n’existe pas, ou elle n’est pas visible pour vous. Vérifiez son identifiant.",
    "HRS-012": "Cette embauche est celle d’une autre entreprise. Retirez la ligne, ou faites un relevé à son nom.",
    "HRS-013": (
        "Cette embauche est suivie par une autre structure facilitatrice que la première ligne. Faites un relevé par"
        " structure."
    ),
    "HRS-014": "Les heures doivent être supérieures à zéro, avec deux décimales au plus (lu : « {raw} »).",
    "HRS-015": "Le dernier jour travaillé ({raw}) précède le premier ({first_day}). Corrigez l’un des deux.",
    "HRS-016": "Le {raw} n’est pas un jour du mois {month}. Déclarez-le dans le relevé de son mois.",
    "HRS-017": (
        "Le {raw} est hors du contrat de travail (du {hired_on} au {ended_on}). Corrigez les jours ; si le contrat a"
        " été prolongé ou a pris fin plus tôt, faites d’abord mettre l’embauche à jour."
    ),
    "HRS-018": "Le {raw} est à venir (nous sommes le {today}) : les heures se déclarent une fois faites.",
    "HRS-019": "{raw} heures ne tiennent pas en {days:jour|jours}. Vérifiez les heures ou les jours.",
    "HRS-020": (
        "Avec cette ligne, la personne aurait {total} heures dans le mois, plus que le maximum possible ({bound})."
        " Vérifiez la saisie."
    ),
    "HRS-021": (
        "Avec cette ligne, la personne a {total} heures dans le mois, plus que la durée habituelle maximale ({bound})."
        " À vérifier avant de valider."
    ),
    "HRS-022": "Ces jours sont déjà dans le relevé pour la même embauche ({other}). Réunissez ou séparez les lignes.",
    "HRS-023": (
        "Des heures de cette embauche sont déjà déclarées du {first_day} au {last_day} dans un autre relevé. Corrigez"
        " cet autre relevé, ou faites extourner l’écriture s’il est validé."
    ),
    "HRS-024": (
        "La période d’exécution du lot n’est pas connue : on ne peut pas dire si ces heures comptent. La structure"
        " facilitatrice doit d’abord renseigner le premier et le dernier jour du lot."
    ),
    "HRS-025": (
        "La ligne va du {first_day} au {raw} et franchit une limite de la période d’exécution du lot. Partagez-la en"
        " commençant une nouvelle ligne le {split_on}."
    ),
    "HRS-026": (
        "La ligne va du {first_day} au {raw} et franchit une limite de la période d’éligibilité de la personne."
        " Partagez-la en commençant une nouvelle ligne le {split_on}."
    ),
    "HRS-027": (
        "Ces heures sont hors de la période d’exécution du lot (du {first_day} au {last_day}) : elles seront gardées,"
        " mais ne compteront pas."
    ),
    "HRS-028": (
        "Ces heures sont hors de la période d’éligibilité de la personne (du {first_day} au {last_day}) : elles seront"
        " gardées, mais ne compteront pas."
    ),
    "HRS-030": "Cette ligne n’est pas une ligne du relevé. Relisez le relevé pour connaître ses lignes.",
    "HRS-031": "La même ligne est corrigée deux fois. Gardez une seule correction.",
    "HRS-032": (
        "Les heures validées vont de zéro aux heures déclarées ({hours_declared}), avec deux décimales au plus (lu :"
        " « {raw} »). Au-delà, demandez une correction à l’entreprise."
    ),
    "HRS-033": "Dites pourquoi moins d’heures sont validées que déclarées.",
    "HRS-034": (
        "Le relevé porte sur plusieurs mois ({months}) : dites de quel mois sont ces heures, par « month » ou par leurs"
        " jours."
    ),
    "HRS-008": "Dites à quelle structure facilitatrice vous déclarez que rien n’a été fait (« facilitator_org_id »).",
    "HRS-035": "Le mois {raw} n’est pas de ceux du relevé ({months}). Corrigez le mois, ou la période du relevé.",
    "HRS-036": "Le relevé dit que rien n’a été travaillé, mais il a des lignes. Retirez l’un ou l’autre.",
    "HRS-037": "Un relevé porte sur six mois au plus (lu : {months} mois, jusqu’à {raw}). Faites plusieurs relevés.",
    "HRS-038": (
        "Le rythme de déclaration de ce lot demande un relevé pour {expected} ; celui-ci est pour {months}. Il est"
        " accepté, mais vérifiez le rythme convenu."
    ),
    "HRS-039": (
        "Du {first_day} au {last_day}, cette personne aurait {total} heures, tous chantiers et entreprises réunis :"
        " c’est plus que {bound} heures par jour. Vérifiez les heures, les jours, ou l’autre déclaration."
    ),
    "HRS-040": (
        "Du {first_day} au {last_day}, cette personne a {total} heures, tous chantiers et entreprises réunis : c’est"
        " plus que {bound} heures par jour. À vérifier avant de valider."
    ),
    "HRS-041": (
        "Aucune heure de formation pour cette embauche (GEIQ, apprentissage ou professionnalisation). Les factures ne"
        " la montrent pas : demandez les feuilles de présence, et déclarez-la sur une ligne à part."
    ),
    "HRS-042": "La période court jusqu’au {last_day} : attendez sa fin pour dire que rien n’a été travaillé.",
    "HRS-043": "Aucun contrat de travail n’a couru pendant {months} : il n’y a rien à déclarer.",
    "HRS-044": (
        "{hours} heures sont déjà déclarées ou validées pour {months} : le relevé ne peut pas dire que rien n’a été"
        " travaillé. Faites d’abord extourner ces heures, si elles sont fausses."
    ),
    "HRS-045": (
        "Quelqu’un d’autre a changé cette valeur entre-temps : {now} h sont enregistrées. La vôtre ne l’est pas ;"
        " tapez-la de nouveau pour la garder."
    ),
    "HRS-046": (
        "Le relevé de ce mois est déjà transmis. Pour le modifier, il faut que la structure facilitatrice demande une"
        " correction."
    ),
    "HRS-047": "Ces heures sont déclarées jour par jour. Modifiez-les dans la grille des jours de ce mois.",
    "HRS-048": (
        "Des heures sont déclarées du {first_day} au {last_day}, d’un seul tenant. Modifiez-les dans la grille des"
        " mois, ou videz-les d’abord pour les saisir jour par jour."
    ),
    "HRS-049": "Ce relevé n’existe pas, ou rien n’en est visible pour vous.",
    "HRS-050": (
        "Rien n’a été enregistré : la déclaration groupée a {count:point|points} à corriger. Chacun est nommé ci-après,"
        " avec son relevé et sa ligne ; corrigez-les et renvoyez le tout."
    ),
    "HRS-051": "Cette entreprise n’est pas connue. « company_id » doit désigner une entreprise.",
    "HRS-052": (
        "Un autre relevé de cette entreprise est ouvert pour {raw} : ajoutez-y ces heures, ou attendez qu’il soit"
        " validé ou refusé."
    ),
    "HRS-053": (
        "Le {raw} précède le contrat de travail, qui commence le {hired_on}. Corrigez les jours ; si le contrat a"
        " commencé plus tôt, faites d’abord mettre l’embauche à jour."
    ),
}
