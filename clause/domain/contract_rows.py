"""Contracts in a list: how many lots each has, how those that are followed stand together, and what worries there."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict

from clause.domain.alerts import Alert
from clause.domain.compliance import BY_CONCERN, ContractFigures
from clause.domain.contracts import Contract
from clause.domain.outlooks import ContractInView


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
    alerts: tuple[Alert, ...]
    """Those of the followed lots."""


def most_worrying_first(contracts: Iterable[ContractInView]) -> list[ContractInView]:
    """The contracts from the one that worries most to those of which nothing is known; the first to end come first."""
    return sorted(contracts, key=_concern)


def _concern(contract: ContractInView) -> tuple[int, date]:
    place = BY_CONCERN.index(contract.status) if contract.status else len(BY_CONCERN)
    return place, contract.last_day or date.max
