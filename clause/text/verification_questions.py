"""The questions of a verification (contrôle de service fait) that the page proposes, and the answers to them."""

QUESTIONS: dict[str, str] = {
    "period": "Les dépenses relèvent-elles de la période de l’opération et de ce bilan ?",
    "time": "Chaque mois de temps est-il signé, approuvé et couvert par une lettre de mission ?",
    "pay": "Les coûts de personnel concordent-ils avec la paie, et sont-ils payés ?",
    "double": "Est-il vérifié qu’aucune dépense n’est financée deux fois ?",
    "resources": "Les autres ressources de l’opération sont-elles toutes déclarées ?",
    "publicity": "Le soutien de l’Union européenne est-il rendu visible ?",
    "procurement": "Les règles d’achat sont-elles respectées ?",
}
"""By a short name; the order is the order on the page and in the report."""

ANSWERS = ("Oui", "Non", "Sans objet")
