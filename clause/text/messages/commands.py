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
    "CMD-005": (
        "Cette base contient déjà des marchés : un pays de démonstration ne se charge que dans une base vide. "
        "Donnez-lui son propre dossier, avec CLAUSE_DATA_DIR."
    ),
    "CMD-006": "Le pays de démonstration n’a pas été gardé : il enfreint des règles de la base ({rules}).",
    "CMD-004": "L’import de {file} n’a pas abouti : {reason}",
}
