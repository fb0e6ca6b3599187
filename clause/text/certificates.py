"""French sentences that certificates state."""

from collections.abc import Sequence
from decimal import Decimal

from clause.text import formats

COFINANCED = "Cofinancé par l’Union européenne"
"""What must be shown where European money pays for the work. Source: regulation (EU) 2021/1060, annex IX."""

PROGRAM_CAPACITY = "Application de la structure facilitatrice"
"""The capacity of a signatory that is a program."""

UNNAMED_GROUND = "Public éligible, catégorie non précisée"
"""The grounds that a single person has."""


def consortium_note(others: Sequence[str], holder: str, own_hours: Decimal) -> str:
    """What a member of a consortium must not be read to claim: the figures are those of all its members."""
    return (
        f"Lot exécuté en groupement avec {_and(others)}. Les heures sont celles du groupement, dont "
        f"{formats.hours(own_hours)} prises en compte pour les embauches faites par {holder}."
    )


def _and(names: Sequence[str]) -> str:
    return " et ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
