"""Sentences of the commands of who runs the server."""

MESSAGES: dict[str, str] = {
    "CMD-001": (
        "Aucune structure facilitatrice n’a le SIRET {siret}. Inscrivez-la d’abord : "
        "clause org add --kind facilitator_org --siret … --name …"
    ),
    "CMD-002": (
        "Il y a {count:structure facilitatrice|structures facilitatrices} ici : dites pour laquelle importer, "
        "avec --siret. « clause org add » en inscrit une."
    ),
    "CMD-003": (
        "{file} ({total} enregistrements) : {imported} importés, {already_known} déjà connus, {to_review} à vérifier, "
        "{refused} refusés."
    ),
    "CMD-004": "L’import de {file} n’a pas abouti : {reason}",
}
