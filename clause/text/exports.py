"""Names of the sheets and columns of files made for other tools: one table, to be changed here and nowhere else."""

from datetime import datetime
from importlib.metadata import version

from clause.rules.calendar import FRANCE
from clause.text import formats

GENERATOR = f"Clause {version('clause')}"

SHEETS = {
    "staff": "Dépenses de personnel",
    "others": "Autres dépenses",
    "resources": "Ressources",
    "indicators": "Indicateurs",
}
"""Block of the claim → sheet; one sheet for each block that the national portal asks for."""

COLUMNS: dict[str, dict[str, str]] = {
    "staff": {
        "position": "Ligne",
        "person": "Matricule",
        "function": "Fonction",
        "month": "Mois",
        "method": "Méthode",
        "cost": "Coût employeur du mois",
        "hours_on_operation": "Heures sur l’opération",
        "hours_worked": "Heures travaillées",
        "key": "Clé",
        "amount": "Montant présenté",
        "kind": "Nature de la ligne",
    },
    "others": {
        "position": "Ligne",
        "kind": "Nature de la ligne",
        "post": "Poste de dépense",
        "label": "Libellé",
        "supplier": "Fournisseur",
        "document_reference": "Référence de la pièce",
        "incurred_on": "Date de la dépense",
        "paid_on": "Date d’acquittement",
        "formula": "Formule",
        "amount": "Montant présenté",
    },
    "resources": {
        "funder": "Financeur",
        "kind": "Nature",
        "act_reference": "Acte d’attribution",
        "act_on": "Date de l’acte",
        "amount_committed": "Montant attribué",
        "amount_received": "Montant perçu",
        "amount_allocated": "Montant affecté à l’opération",
        "received_on": "Date de perception",
        "allocation_key": "Clé d’affectation",
    },
    "indicators": {"code": "Indicateur", "value": "Valeur"},
}
"""Block → field of a row → column; the order of the columns is the order here."""

EMPTY_BLOCK = {
    "staff": "Aucune dépense de personnel dans ce bilan.",
    "others": "Aucune autre dépense dans ce bilan.",
    "resources": "Aucune ressource enregistrée pour cette opération.",
    "indicators": "Aucun indicateur : l’opération est sans participant, ou le bilan n’est pas transmis.",
}


def preamble(scope: str, rows: int, user: str, at: datetime) -> list[tuple[str, str]]:
    """What stands above a table: by what it was made, when, for whom, of what, and how many rows follow."""
    local = at.astimezone(FRANCE)
    return [
        ("Généré par", GENERATOR),
        ("Le", f"{formats.day(local.date())} à {local:%H:%M}"),
        ("Par", user),
        ("Périmètre", scope),
        ("Lignes", str(rows)),
    ]
