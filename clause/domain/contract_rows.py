"""Contracts in a list: how many lots each has, and how those that are followed stand together."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict

from clause.domain.compliance import BY_CONCERN, ContractFigures
from clause.domain.contracts import Contract


class ContractRow(BaseModel):
    """A contract in a list."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    contract: Contract
    lots: int
    lots_followed: int
    lots_waiting: int
    """Those of which nobody has decided yet whether to follow them."""
    last_day: date | None
    """The last day of the followed lots; None while it is not known."""
    total: ContractFigures | None
    """Over the followed lots; None when none can be assessed."""


def most_worrying_first(rows: Iterable[ContractRow]) -> list[ContractRow]:
    """The contracts from the one that worries most to those of which nothing is known; the first to end come first."""
    return sorted(rows, key=_concern)


def _concern(row: ContractRow) -> tuple[int, date]:
    place = BY_CONCERN.index(row.total.status) if row.total else len(BY_CONCERN)
    return place, row.last_day or date.max
