"""What the database refuses about journals, seals and erasure."""

MESSAGES = {
    "DBC-720": "Un sceau du journal porte déjà ce numéro. Recommencez.",
    "DBC-721": "Cette ligne du journal est déjà scellée.",
    "DBC-722": "Un sceau du journal ne se change pas et ne se retire pas.",
    "DBC-723": "Un sceau porte un numéro et une ligne, comptés à partir de un. Signalez cette erreur.",
    "DBC-724": "Cette forme de ligne du journal n’existe pas. Signalez cette erreur.",
}
