"""Operations and what hangs on them."""

DONE = {
    "operation_added": "L’opération est ajoutée. Établissez maintenant les lettres de mission.",
    "application_begun": "La candidature est commencée.",
    "operation_moved": "L’étape est notée : {name}.",
    "amendment_proposed": "L’avenant est proposé : il attend sa signature.",
    "amendment_signed": "L’avenant est signé : la convention a une nouvelle version.",
    "amendment_withdrawn": "L’avenant est retiré : la convention reste comme elle était.",
    "letter_issued": "La lettre de mission est enregistrée.",
    "letter_accepted": "L’acceptation est notée.",
    "letter_rejected": "Le rejet est noté.",
    "resource_added": "La ressource est enregistrée.",
    "resource_corrected": "La ressource est corrigée ; l’ancienne reste visible dans l’historique.",
    "resource_cancelled": "La ressource est annulée : elle ne compte plus.",
    "scheme_added": "Le dispositif est enregistré.",
    "scheme_changed": "Le dispositif est corrigé.",
    "call_added": "L’appel à projets est enregistré.",
    "call_changed": "L’appel à projets est corrigé.",
    "part_added": "La personne participe à l’opération.",
    "part_changed": "La fiche du participant est enregistrée.",
    "entity_added": "La structure soutenue est enregistrée.",
    "entity_withdrawn": "La structure est retirée du compte.",
}
