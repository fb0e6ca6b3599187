"""How lots stand, remembered: drawn anew only where something that it is drawn from is not what it was last time."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from clause.domain.compliance import LotCompliance, LotFacts, assess_lot

MOST_LOTS = 256
"""Some pages of the lots that are looked at most; each is remembered in 30 KB at most."""


@dataclass(frozen=True, slots=True)
class _Asked:
    facts: LotFacts
    on: date

    def __hash__(self) -> int:
        # Facts hold mappings; two of the same lot and day are told apart by comparing them.
        return hash((self.facts.hours.lot_id, self.on))


def assess_again(facts: LotFacts, on: date) -> LotCompliance:
    """What ``assess_lot`` says; the very same object as the last time as long as the facts are equal."""
    return _assessed(_Asked(facts, on))


@lru_cache(maxsize=MOST_LOTS)
def _assessed(asked: _Asked) -> LotCompliance:
    return assess_lot(asked.facts, asked.on)
