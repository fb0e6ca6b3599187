"""Grounds of eligibility, their proofs and the windows they open. No sentence repeats a fact about a person."""

MESSAGES = {
    "ELG-001": "Cette éligibilité n’existe pas, ou ce n’est pas votre organisme qui la suit.",
    "ELG-002": "L’éligibilité est à l’état {state} : cette action n’est plus possible, ou pas encore. Sans "
    "justificatif, ajoutez-le d’abord ; une fois la décision prise, présentez un nouveau critère.",
    "ELG-003": "L’éligibilité n’a pas été enregistrée : chaque champ en cause est nommé ci-après.",
    "ELG-004": "L’éligibilité ne peut pas être acceptée en l’état ; la raison est donnée ci-après.",
    "ELG-010": "Le critère « {raw} » n’est pas connu. Critères admis : {expected}.",
    "ELG-011": "Le justificatif « {raw} » ne prouve pas ce critère. Justificatifs admis : {expected}.",
    "ELG-012": "Le champ « {field} » est une date à venir ({raw}). Donnez un jour passé, ou celui d’aujourd’hui.",
    "ELG-005": "Une embauche repose sur cette éligibilité : elle ne s’annule plus. Présentez un nouveau critère.",
    "ELG-006": "Cette personne n’est pas suivie par votre organisme. Ouvrez d’abord son dossier.",
    "ELG-007": "L’éligibilité des personnes n’est visible que de la structure facilitatrice qui les suit.",
    "ELG-013": "Le justificatif est dit valable jusqu’au {raw}, avant son émission, le {issued}. Vérifiez les deux "
    "dates.",
    "ELG-014": "Cette structure n’est pas au répertoire. Enregistrez-la d’abord avec son SIRET.",
    "ELG-015": "Ce critère tient à la personne, non à une structure. Retirez la structure, ou changez de critère.",
    "ELG-016": "Un avis motivé n’accompagne que le critère {expected}. Retirez l’avis, ou changez de critère.",
    "ELG-020": "Il manque le justificatif. Demandez l’un des suivants : {expected}.",
    "ELG-021": "Le justificatif, émis le {raw}, est postérieur à l’examen du {on}. Vérifiez les deux dates.",
    "ELG-022": "Le justificatif, émis le {raw}, ne valait plus rien après le {until} ; l’examen est du {on}. "
    "Demandez-en un plus récent.",
    "ELG-023": "Un avis motivé s’accepte avec son texte, son auteur et sa date. Donnez les trois.",
    "ELG-024": "Ce critère demande moins de {under} ans le jour de l’examen ({on}). Vérifiez la date de naissance, ou "
    "choisissez un autre critère.",
    "ELG-025": "Ce critère demande au moins {at_least} ans le jour de l’examen ({on}). Vérifiez la date de naissance, "
    "ou choisissez un autre critère.",
    "ELG-026": "Le justificatif doit valoir au premier jour du contrat : donnez la fin de sa validité s’il en a une.",
    "ELG-027": "La structure est au répertoire comme {kind} ; ce critère demande : {expected}. Vérifiez la structure, "
    "ou choisissez un autre critère.",
    "ELG-028": "Le statut de la structure n’est pas vérifié : désignez une structure que le répertoire connaît comme "
    "{expected}.",
    "ELG-029": "L’avis motivé est du {raw}, après l’examen du {on}. Vérifiez les deux dates.",
    "ELG-030": "La suspension n’a pas été enregistrée : chaque champ en cause est nommé ci-après.",
    "ELG-031": "Cette suspension a déjà pris fin. Enregistrez-en une nouvelle au besoin.",
    "ELG-032": "Cette personne n’a pas encore d’embauche sous clause : sa période d’éligibilité n’a pas commencé.",
    "ELG-033": "La fin d’éligibilité n’a pas été enregistrée ; la raison est donnée ci-après.",
    "ELG-034": "Cette suspension n’existe pas, ou ce n’est pas votre organisme qui suit la personne.",
    "ELG-035": "Cette personne n’est pas suivie par votre organisme : il n’y a pas de période à montrer.",
    "ELG-036": "Les périodes d’éligibilité ne sont visibles que de la structure facilitatrice qui suit les personnes.",
    "ELG-040": "La suspension ne peut pas finir le {raw} : elle commence le {since}. Vérifiez les deux dates.",
    "ELG-041": "Une suspension commencée le {since} couvre déjà une partie de ces jours. Vérifiez les dates.",
    "ELG-042": "La période d’éligibilité commence le {since} : elle ne peut pas finir le {raw}. Vérifiez la date.",
    "ELG-043": "Des heures du {raw} sont prises en compte sur l’embauche {id}, après la fin de l’éligibilité. "
    "Corrigez-les.",
    "ELG-044": "Des heures du {raw} sont prises en compte sur l’embauche {id}, pendant une suspension de "
    "l’éligibilité. Corrigez-les.",
}
