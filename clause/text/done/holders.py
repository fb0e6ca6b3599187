"""Holders, subcontractors and contacts of lots."""

DONE = {
    "holder_added": "{company} tient désormais le lot ({role}).",
    "holder_role_changed": "{company} : le rôle est maintenant « {role} ».",
    "holder_left": "{company} ne tient plus le lot après le {day} ; ses heures et ses embauches restent les siennes.",
    "holder_stays": "{company} tient de nouveau le lot.",
    "consortium_kind_set": "C’est noté : {kind}.",
    "split_set": "La répartition n° {version} vaut à partir du {day}.",
    "transfer_added": "{hours} passent d’un membre à l’autre à partir du {day} ; le total du groupement ne change pas.",
    "subcontractor_added": "{company} est enregistrée comme sous-traitante.",
    "subcontractor_ended": "La sous-traitance de {company} se termine le {day}.",
    "subcontractor_reopened": "La sous-traitance de {company} n’a plus de fin connue.",
    "contact_added": "L’interlocuteur est ajouté.",
    "contact_changed": "L’interlocuteur est corrigé.",
    "contact_ended": "Cette personne n’est plus à contacter pour ce lot.",
    "contact_reopened": "Cette personne est de nouveau à contacter pour ce lot.",
}
