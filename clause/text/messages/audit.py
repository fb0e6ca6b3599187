"""Sentences of the verification of the journals."""

MESSAGES = {
    "AUD-001": (
        "{lines:ligne|lignes} de {chains:journal|journaux} : rien de changé, rien de retiré. Sceaux vérifiés : "
        "{seals}, plus {kept} gardés ailleurs. Motifs effacés avec le dossier d’une personne : {erased}."
    ),
    "AUD-002": (
        "Le journal a été touché ({lines} lignes de {chains:journal|journaux} relues). Gardez la base telle quelle, et "
        "comparez ces lignes avec une sauvegarde."
    ),
    "AUD-003": "… et {count:autre constat|autres constats}.",
    "AUD-010": "{file} n’est pas un fichier de sceaux : donnez ce que « clause audit heads » a écrit.",
    "AUD-011": "Une clé de sceau ne se lit pas : un fichier de clé porte 64 chiffres hexadécimaux, et vous le lisez.",
    "AUD-020": "Organisme {org} : la ligne {number} n’est plus celle qui a été écrite.",
    "AUD-021": "Organisme {org} : la ligne {number} manque, ou n’est plus à sa place.",
    "AUD-022": "Organisme {org} : la ligne {number} ne suit pas celle qui la précède.",
    "AUD-023": "Organisme {org} : le motif de la ligne {number} n’est plus celui qui a été écrit.",
    "AUD-024": "Organisme {org} : le motif de la ligne {number} a disparu sans qu’un dossier ait été effacé.",
    "AUD-025": "Organisme {org} : le journal ne finit pas à la ligne {number} comme il le devrait.",
    "AUD-026": "Organisme {org} : la ligne {number} n’est pas celle qui a été scellée ; le journal a été récrit.",
    "AUD-027": "Organisme {org} : la signature du sceau {number} est fausse.",
    "AUD-028": "Organisme {org} : le sceau {number} manque, ou n’est plus à sa place.",
    "AUD-029": (
        "Organisme {org} : le sceau {number} est signé d’une clé qui n’est pas ici. Donnez son fichier avec « --key »."
    ),
    "AUD-030": "Organisme {org} : la ligne {number} n’est pas celle que les sceaux gardés ailleurs portent.",
}
