"""What can be removed and put back."""

MESSAGES = {
    "TRS-001": "« {name} » sert encore : {used_by}. Seul ce dont rien ne dépend peut être supprimé. Retirez d’abord ce "
    "qui en dépend ; ce qui a déjà produit des effets se corrige ou se termine, et ne se supprime pas.",
    "TRS-002": "Le délai est passé depuis le {until} : il n’est plus possible de le remettre. Saisissez-le de nouveau.",
    "TRS-003": "« {name} » ne peut pas être remis : ce dont il dépend n’est plus là. Remettez-le d’abord, depuis la "
    "corbeille.",
    "TRS-004": "Il n’y a rien à supprimer ici : quelqu’un l’a déjà fait, ou cela n’est pas à vous.",
    "TRS-005": "Cette entreprise n’est pas titulaire de ce lot.",
    "TRS-006": "Ce lot n’existe plus.",
    "TRS-007": "La corbeille ne contient plus cet élément : il a déjà été remis, ou son délai est passé.",
    "TRS-008": "Cela ne se supprime pas.",
    "DBC-665": "Cet élément est déjà dans la corbeille.",
    "DBC-666": "Cela ne se supprime pas. Signalez cette erreur.",
}
