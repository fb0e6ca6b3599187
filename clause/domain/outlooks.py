"""How each of many lots stands, in a few words: what lists order, count and filter by before a row is looked at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar
from uuid import UUID

from clause.domain.alerts import Alert
from clause.domain.compliance import BY_CONCERN, LotCompliance, worst_status
from clause.rules.alerts import AlertKind
from clause.rules.compliance import ComplianceStatus
from clause.rules.quantities import Hours

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Outlook:
    """The status of a lot on a day, its hours, and the kinds of its alerts in their order."""

    lot_id: UUID
    status: ComplianceStatus | None
    """None where nothing is owed yet, or a day of the execution is not known."""
    hours_owed: Hours | None
    hours_credited: Hours
    alerts: tuple[AlertKind, ...]


@dataclass(frozen=True, slots=True)
class LotInView:
    """A lot that the reader sees, with what a list needs to place it."""

    contract_id: UUID
    buyer_id: UUID
    buyer_name: str
    label: str
    last_day: date | None
    outlook: Outlook

    @property
    def status(self) -> ComplianceStatus | None:
        """As in the outlook."""
        return self.outlook.status

    @property
    def hours_owed(self) -> Hours | None:
        """As in the outlook."""
        return self.outlook.hours_owed

    @property
    def hours_credited(self) -> Hours | None:
        """As in the outlook."""
        return self.outlook.hours_credited


@dataclass(frozen=True, slots=True)
class ContractInView:
    """A contract that the reader sees, by its followed lots: their worst status, their hours, the day the last ends."""

    contract_id: UUID
    status: ComplianceStatus | None
    """None when none of its lots can be assessed."""
    hours_owed: Hours | None
    hours_credited: Hours | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class AlertInView:
    """One alert of a lot that the reader sees, not yet told."""

    lot: LotInView
    kind: AlertKind


@dataclass(frozen=True, slots=True)
class LotSurvey:
    """All lots of a reader counted, and how a few of them stand."""

    count: int
    counts: Mapping[ComplianceStatus, int]
    few: Sequence[LotCompliance]


def outlook_of(stands: LotCompliance, alerts: Iterable[Alert]) -> Outlook:
    """What is kept of how a lot stands and of its alerts."""
    return Outlook(
        lot_id=stands.hours.lot_id,
        status=stands.figures.status if stands.figures else None,
        hours_owed=stands.hours.hours_owed,
        hours_credited=stands.hours.hours_credited,
        alerts=tuple(alert.kind for alert in alerts),
    )


def contracts_in_view(contract_ids: Sequence[UUID], lots: Iterable[LotInView]) -> list[ContractInView]:
    """These contracts, in their order, each by those of the lots that are its own."""
    own: Mapping[UUID, list[LotInView]] = {contract_id: [] for contract_id in contract_ids}
    for lot in lots:
        if lot.contract_id in own:
            own[lot.contract_id].append(lot)
    return [_contract_in_view(contract_id, found) for contract_id, found in own.items()]


def _contract_in_view(contract_id: UUID, lots: Sequence[LotInView]) -> ContractInView:
    bare = ContractInView(
        contract_id, None, None, None, max((lot.last_day for lot in lots if lot.last_day), default=None)
    )
    assessed = [lot.outlook for lot in lots if lot.outlook.status]
    if not assessed:
        return bare
    return replace(
        bare,
        status=worst_status(one.status for one in assessed if one.status),
        hours_owed=sum((one.hours_owed or NOTHING for one in assessed), NOTHING),
        hours_credited=sum((one.hours_credited for one in assessed), NOTHING),
    )


def alerts_in_view(lots: Iterable[LotInView], order: str = "") -> list[AlertInView]:
    """The alerts of these lots, lot by lot; or by a key of ``ALERT_ORDERS`` (``-key`` for its reverse)."""
    found = [AlertInView(lot, kind) for lot in lots for kind in lot.outlook.alerts]
    value = ALERT_ORDERS.get(order.removeprefix("-"))
    return sorted(found, key=value, reverse=order.startswith("-")) if value else found


ALERT_ORDERS: Mapping[str, Callable[[AlertInView], Any]] = MappingProxyType(
    {
        "lot": lambda one: one.lot.label.casefold(),
        "kind": lambda one: list(AlertKind).index(one.kind),
        "buyer": lambda one: one.lot.buyer_name.casefold(),
    }
)
"""What alerts are sorted by, for the key of each column."""


class Standing(Protocol):
    """A lot or a contract, by what the rules say of it."""

    @property
    def status(self) -> ComplianceStatus | None: ...
    @property
    def hours_owed(self) -> Hours | None: ...
    @property
    def hours_credited(self) -> Hours | None: ...


S = TypeVar("S", bound=Standing)


def _share_done(one: Standing) -> Decimal | None:
    """What rows are ordered by, never shown: the rules say the figure."""
    return one.hours_credited / one.hours_owed if one.hours_owed and one.hours_credited is not None else None


ORDERS: Mapping[str, Callable[[Standing], Any]] = MappingProxyType(
    {
        "status": lambda one: BY_CONCERN.index(one.status) if one.status else None,
        "owed": lambda one: one.hours_owed,
        "credited": lambda one: one.hours_credited,
        "ratio": _share_done,
    }
)
"""What lots and contracts are sorted by that the rules say, for the key of each column."""


def in_order(rows: Sequence[S], order: str) -> list[S]:
    """The rows by a key of ``ORDERS`` (``-key``: its reverse), those without a value last; else as they are."""
    value = ORDERS.get(order.removeprefix("-"))
    if value is None:
        return list(rows)
    known = [(value(one), one) for one in rows]
    filled = [pair for pair in known if pair[0] is not None]
    filled.sort(key=lambda pair: pair[0], reverse=order.startswith("-"))
    return [one for _, one in filled] + [one for found, one in known if found is None]


@cache
def edition() -> str:
    """What tells the rules of this program from those of another version: a digest of all that figures come from."""
    digest, program = sha256(), Path(__file__).parents[1]
    for floor in ("rules", "domain"):
        for file in sorted((program / floor).rglob("*.*")):
            if file.suffix in (".py", ".yaml"):
                digest.update(str(file.relative_to(program)).encode() + file.read_bytes())
    return digest.hexdigest()[:32]
