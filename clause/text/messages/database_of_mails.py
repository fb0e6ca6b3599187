"""What the database refuses about mail, invitations, personal links and views of lists."""

MESSAGES = {
    "DBC-570": "Ce courriel est déjà refusé par cette personne.",
    "DBC-571": "Une invitation attend déjà à cette adresse. Renvoyez-la plutôt, ou annulez-la d’abord.",
    "DBC-572": "Ce lien existe déjà. Recommencez.",
    "DBC-573": "Cette nature de courriel n’existe pas. Signalez cette erreur.",
    "DBC-574": "Cet état de courriel n’existe pas. Signalez cette erreur.",
    "DBC-575": "Un courriel envoyé porte sa date, et lui seul. Signalez cette erreur.",
    "DBC-576": "Un courriel est adressé à une personne ou à une adresse. Signalez cette erreur.",
    "DBC-577": "Ce courriel ne peut pas être refusé.",
    "DBC-578": "Ce rôle n’existe pas. Choisissez-en un dans la liste.",
    "DBC-579": "Une invitation est acceptée ou annulée, jamais les deux.",
    "DBC-580": "Une invitation acceptée dit par qui, et elle seule. Signalez cette erreur.",
    "DBC-581": "Cette nature de lien n’existe pas. Signalez cette erreur.",
    "DBC-582": "Cette nature de tentative n’existe pas. Signalez cette erreur.",
    "DBC-710": "Une double authentification est déjà en place, ou vient de l’être ailleurs. Rechargez la page.",
    "DBC-711": "Ce code de secours existe déjà. Recommencez.",
    "DBC-712": "Cette étape de connexion existe déjà. Recommencez.",
    "DBC-713": "La clé d’une double authentification est trop courte. Signalez cette erreur.",
    "DBC-714": "Un code à usage unique a un rang positif. Signalez cette erreur.",
    "DBC-680": "Les colonnes de cette liste viennent d’être choisies ailleurs. Recommencez.",
    "DBC-681": "Une liste montre au moins une colonne, cent au plus.",
}
