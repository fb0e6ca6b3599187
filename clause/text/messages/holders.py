"""Holders, splits, transfers, subcontractors and contacts."""

MESSAGES = {
    "HLD-001": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "HLD-002": "Ce lot a été modifié entre-temps. Relisez-le, puis recommencez.",
    "HLD-003": "Cette entreprise n’est pas titulaire de ce lot. Ajoutez-la d’abord aux titulaires.",
    "HLD-004": "Le départ d’un titulaire se motive. Indiquez pourquoi, et le document qui le dit.",
    "HLD-005": "Une entreprise qui quitte le lot le {left_on} garderait une part de l’obligation (répartition n° "
    "{version}). Enregistrez d’abord une répartition sans elle, à partir du lendemain de son départ.",
    "HLD-006": "Cette répartition ne peut pas être enregistrée. Corrigez les points signalés, puis recommencez.",
    "HLD-007": "Une répartition existe déjà (n° {version}). Indiquez pourquoi elle change.",
    "HLD-008": "Avec cette répartition, un membre aurait transmis plus d’heures qu’il n’en devrait le {on}. "
    "Enregistrez d’abord un transfert en sens inverse, ou changez les parts.",
    "HLD-010": "Un titulaire seul porte toute l’obligation : il n’y a rien à répartir. Changez d’abord les rôles.",
    "HLD-011": "Cette entreprise n’est pas titulaire du lot à la date d’effet. Ajoutez-la, ou retirez sa part.",
    "HLD-012": "Cette entreprise est nommée deux fois. Donnez-lui une seule part.",
    "HLD-013": "Une part est plus grande que zéro (lu : {raw}). Retirez l’entreprise qui ne doit rien.",
    "HLD-014": "Les parts doivent faire exactement 1, soit 100 % (elles font {raw}). Corrigez-les : l’arrondi se porte "
    "sur l’une d’elles.",
    "HLD-020": "Ce transfert ne peut pas être enregistré. Corrigez les points signalés, puis recommencez.",
    "HLD-021": "Cette entreprise n’a jamais été titulaire du lot : elle n’a pas d’heures à transmettre.",
    "HLD-022": "Cette entreprise n’est pas titulaire du lot à la date d’effet : elle ne peut pas reprendre d’heures.",
    "HLD-023": "Un transfert va d’une entreprise à une autre. Choisissez-en deux.",
    "HLD-024": "Un transfert porte sur plus de zéro heure (lu : {raw}).",
    "HLD-025": "Aucune répartition entre les membres ne vaut le {raw}. Enregistrez-la d’abord.",
    "HLD-026": "Le {on}, cette entreprise ne doit que {owed} h : elle ne peut pas en transmettre davantage. Réduisez "
    "le transfert, ou changez sa date d’effet.",
    "HLD-030": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "HLD-031": "Les accords entre les membres d’un groupement se lisent auprès de la structure facilitatrice.",
    "HLD-032": "La position de chaque membre se lit auprès de la structure facilitatrice, qui seule voit tous les "
    "contrats de travail.",
    "HLD-040": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "HLD-041": "Cette sous-traitance ne peut pas être enregistrée. Corrigez les points signalés, puis recommencez.",
    "HLD-042": "Cette entreprise n’est pas dans l’annuaire. Recherchez-la par son SIRET, ou ajoutez-la d’abord.",
    "HLD-043": "Cette entreprise est titulaire du lot : ses heures comptent déjà pour elle.",
    "HLD-044": "Un sous-traitant travaille pour un titulaire du lot, et cette entreprise ne l’est pas.",
    "HLD-045": "Le dernier jour, le {raw}, précède le premier. Vérifiez les deux dates.",
    "HLD-046": "Le rang d’un sous-traitant commence à 1 (lu : {raw}).",
    "HLD-047": "Cette entreprise travaille déjà pour ce titulaire sur des jours communs, depuis le {since}. Terminez "
    "d’abord cette sous-traitance.",
    "HLD-048": "Cette sous-traitance n’existe pas, ou ce n’est pas votre organisme qui suit le lot.",
    "HLD-049": "Cette sous-traitance a été modifiée entre-temps. Relisez-la, puis recommencez.",
    "HLD-050": "La fin ne peut pas précéder le premier jour, le {first_day}. Corrigez la date.",
    "HLD-051": "À cette date, la sous-traitance en couvrirait une autre de la même entreprise. Corrigez la date.",
    "HLD-052": "Cette sous-traitance n’existe pas, ou elle n’est pas visible pour vous.",
    "HLD-053": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "HLD-060": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "HLD-061": "Cette entreprise n’a pas de part dans ce lot : ni titulaire, ni sous-traitante, ni employeur. Vérifiez "
    "l’entreprise, ou ajoutez-la d’abord au lot.",
    "HLD-062": "Indiquez une adresse électronique ou un numéro de téléphone : l’interlocuteur doit pouvoir être joint.",
    "HLD-063": "Cet interlocuteur n’existe pas, ou ce n’est pas votre organisme qui suit le lot.",
    "HLD-064": "Cet interlocuteur a été modifié entre-temps. Relisez-le, puis recommencez.",
    "HLD-065": "Cet interlocuteur n’est plus à contacter : il ne peut pas être le principal. Retirez d’abord la date "
    "de fin.",
    "HLD-066": "Les interlocuteurs d’une entreprise ne se lisent que par la structure facilitatrice et l’entreprise.",
    "HLD-067": "Cet interlocuteur n’existe pas, ou il n’est pas visible pour vous.",
    "HLD-068": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "HLD-069": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "HLD-070": "Aucune obligation ne vaut ce jour-là : ce que chacun doit n’est pas connu.",
    "HLD-071": "Aucune répartition entre les membres ne vaut ce jour-là : enregistrez-la pour savoir qui doit quoi.",
    "HLD-072": "Le groupement est-il conjoint ou solidaire ? Indiquez-le sur le lot pour savoir de quoi chacun répond.",
    "HLD-073": "{hours} h sont prises en compte sans que rien ne dise pour quel titulaire : indiquez un mandataire, ou "
    "le titulaire sur les contrats de travail.",
    "HLD-074": "Ce membre a transmis {hours} h de plus qu’il n’en doit depuis que l’obligation a changé. Convenez d’un "
    "transfert en sens inverse ou d’une nouvelle répartition.",
}
