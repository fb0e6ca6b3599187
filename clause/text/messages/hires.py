"""Hires and the days whose hours may be credited."""

MESSAGES = {
    "HIR-001": "Les embauches ne sont visibles que de la structure facilitatrice et de l’entreprise qui emploie.",
    "HIR-002": "Cette embauche n’existe pas, ou elle n’est pas visible pour vous.",
    "HIR-003": "Cette embauche a été modifiée entre-temps. Relisez-la, puis recommencez.",
    "HIR-004": "L’embauche n’a pas été enregistrée : chaque point à corriger est donné ci-après.",
    "HIR-005": "Aucune durée d’éligibilité n’est connue pour une embauche du {on}. Vérifiez l’année.",
    "HIR-006": "La fin de l’embauche n’a pas été enregistrée ; la raison est donnée ci-après.",
    "HIR-007": "Cette embauche n’existe pas, ou ce n’est pas votre organisme qui la suit.",
    "HIR-008": "L’embauche n’a pas été corrigée ; la raison est donnée ci-après.",
    "HIR-009": "La liste des embauches n’est visible que de la structure facilitatrice et de l’entreprise qui emploie.",
    "HIR-010": "Cette personne n’est pas suivie par votre organisme. Ouvrez d’abord son dossier.",
    "HIR-011": "Cette éligibilité n’existe pas, ou elle est celle d’une autre personne. Choisissez-en une de la "
    "personne embauchée.",
    "HIR-012": "L’éligibilité est à l’état {state}. Une embauche demande une éligibilité acceptée : décidez-en "
    "d’abord.",
    "HIR-013": "Le contrat commence le {raw}, avant l’examen de l’éligibilité, le {assessed}. L’éligibilité s’établit "
    "avant le début du travail : vérifiez les deux dates.",
    "HIR-014": "Le justificatif, émis le {issued}, ne vaut pas au {raw}, premier jour sous clause de la personne. "
    "Demandez-en un plus récent.",
    "HIR-015": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "HIR-016": "Cette entreprise n’est pas au répertoire. Enregistrez-la d’abord avec son SIRET.",
    "HIR-017": "Cette entreprise n’est ni titulaire du lot ni sous-traitante : elle ne peut pas embaucher en {mode}. "
    "Ajoutez-la au lot, ou choisissez la mise à disposition ou la sous-traitance.",
    "HIR-018": "La fin prévue, le {raw}, précède le début, le {since}. Vérifiez les deux dates.",
    "HIR-019": "La durée hebdomadaire doit être supérieure à zéro et d’au plus {longest} heures (lu : {raw}).",
    "HIR-020": "Un contrat à durée indéterminée n’a pas de fin prévue (lu : {raw}). Retirez la date, ou corrigez le "
    "type de contrat.",
    "HIR-021": "La personne a déjà, pour ce lot et cette entreprise, un contrat qui couvre des jours communs ({id}). "
    "Terminez-le d’abord, ou corrigez les dates.",
    "HIR-022": "Les heures ne peuvent compter que pour un titulaire du lot. Choisissez-en un, ou laissez le champ "
    "vide.",
    "HIR-023": "L’entreprise d’accueil n’est pas au répertoire. Enregistrez-la d’abord avec son SIRET.",
    "HIR-024": "La fin de cette embauche n’est pas enregistrée : il n’y a rien à annuler.",
    "HIR-025": "Une situation de sortie est déjà enregistrée : la fin ne s’annule plus. Corrigez l’embauche au besoin.",
    "HIR-030": "L’éligibilité de la personne prend fin le {until}, avant le début du contrat ({raw}) : aucune heure ne "
    "sera prise en compte.",
    "HIR-031": "Le marché prend fin le {until}, avant le début du contrat ({raw}) : aucune heure ne sera prise en "
    "compte.",
    "HIR-040": "Le contrat ne peut pas finir le {raw} : il commence le {since}. Vérifiez la date.",
    "HIR-041": "Des heures sont validées jusqu’au {booked}, après le {raw}. Corrigez d’abord ces heures, ou la date.",
    "HIR-042": "Des heures sont validées dès le {booked}, avant le {raw}. Corrigez d’abord ces heures, ou la date.",
    "HIR-043": "Des heures sont validées jusqu’au {booked}, après la fin prévue le {raw}. Corrigez d’abord ces heures, "
    "ou la date.",
    "HIR-050": "Cette entreprise n’est pas une structure d’insertion : les heures d’une personne qu’elle met à "
    "disposition ne comptent que si le marché l’admet. Vérifiez ses documents.",
    "HIR-051": "Une structure connue comme {kind} ne met pas de personnel à disposition. Vérifiez la modalité, ou la "
    "structure.",
    "HIR-052": "Une structure connue comme {kind} n’embauche pas d’ordinaire en {raw}, mais en : {expected}. Vérifiez "
    "le type de contrat.",
    "HIR-053": "Seules certaines structures signent un contrat {raw} : {expected}. Vérifiez le type de contrat, ou la "
    "structure au répertoire.",
    "HIR-054": "Un contrat de mission se signe avec une entreprise de travail temporaire. Vérifiez la modalité : mise "
    "à disposition plutôt qu’embauche directe ?",
    "HIR-055": "Une embauche directe demande un tuteur. Donnez son nom dès qu’il est connu.",
    "HIR-056": "Le lot est réservé, et le répertoire ne connaît pas cette entreprise comme structure d’insertion, "
    "entreprise adaptée ou ESAT. Vérifiez sa nature.",
    "HIR-057": "Le critère retenu tient à une structure, et l’employeur est connu comme {kind}. Vérifiez le critère, "
    "ou l’employeur.",
}
