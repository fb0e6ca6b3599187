"""People followed towards employment, and their eligibility. No sentence repeats a fact about a person."""

MESSAGES = {
    "PAR-001": "Les dossiers des personnes ne sont visibles que de la structure facilitatrice qui les suit.",
    "PAR-002": "Une personne du même nom, née le même jour, est déjà suivie. Reprenez son dossier, ou confirmez avec "
    "« confirm_duplicate » qu'il s'agit de quelqu'un d'autre.",
    "PAR-003": "Cette personne n'est pas suivie par votre organisme.",
    "PAR-004": "Ce dossier a été modifié entre-temps. Relisez-le, puis recommencez.",
    "PAR-010": "La date de naissance donne moins de {youngest} ans ou plus de {oldest} ans. Vérifiez l'année.",
    "PAR-020": "Un dossier au même nom et à la même date de naissance existe : {id}. Vérifiez que ce n'est pas la même "
    "personne.",
    "ELG-001": "Cette éligibilité n'existe pas, ou ce n'est pas votre organisme qui la suit.",
    "ELG-002": "L'éligibilité est à l'état {state} : cette action n'est plus possible, ou pas encore. Sans "
    "justificatif, ajoutez-le d'abord ; une fois la décision prise, présentez un nouveau critère.",
    "ELG-003": "L'éligibilité n'a pas été enregistrée : chaque champ en cause est nommé ci-après.",
    "ELG-004": "L'éligibilité ne peut pas être acceptée en l'état ; la raison est donnée ci-après.",
    "ELG-010": "Le critère « {raw} » n'est pas connu. Critères admis : {expected}.",
    "ELG-011": "Le justificatif « {raw} » ne prouve pas ce critère. Justificatifs admis : {expected}.",
    "ELG-012": "Le champ « {field} » est une date à venir ({raw}). Donnez un jour passé, ou celui d'aujourd'hui.",
    "ELG-020": "Il manque le justificatif. Demandez l'un des suivants : {expected}.",
    "ELG-021": "Le justificatif, émis le {raw}, est postérieur à l'examen du {on}. Vérifiez les deux dates.",
    "ELG-022": "Le justificatif, émis le {raw}, ne valait plus rien après le {until} ; l'examen est du {on}. "
    "Demandez-en un plus récent.",
    "ELG-023": "Un avis motivé s'accepte avec son texte. Écrivez-le dans « reason », avec son auteur et sa date.",
}
