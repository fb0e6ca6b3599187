"""The social condition of 2026: which contracts need one, which have one, and why a buyer left it out."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.rules.errors import UnknownValue
from clause.rules.social_condition import Purchase, Requirement, WaiverGround, social_condition_required

WORKS_CPV = "45"
"""The division of the common procurement vocabulary that holds all works."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class NewWaiver(_Frozen):
    """Why a contract carries no social condition, as the buyer says it."""

    ground: WaiverGround
    explanation: str
    decided_on: date
    author: str


class Waiver(NewWaiver):
    """The reason as recorded; a later version replaces the one before."""

    id: UUID
    contract_id: UUID
    version_no: int
    recorded_by: UUID | None
    recorded_at: datetime


class ContractFacts(_Frozen):
    """What the question needs of a contract: its lots' amounts, kinds of work, day, and whether one has a clause."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    version: int
    value_excl_vat: Decimal | None
    """All lots together; None when no amount is known."""
    cpv_codes: tuple[str, ...]
    notified_on: date | None
    """The first notification of its lots."""
    has_clause: bool
    """A published social consideration, or something owed, on one lot at least."""


class SocialCondition(_Frozen):
    """How a contract stands before the law. ``requirement`` is None where the value or the day is not known."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    facts: ContractFacts
    purchase: Purchase
    requirement: Requirement | None
    waiver: Waiver | None

    @property
    def needs_reason(self) -> bool:
        """Whether the contract is above the threshold, without a clause, and nobody said why."""
        is_required = self.requirement is not None and self.requirement.is_required
        return is_required and not self.facts.has_clause and self.waiver is None


def purchase_of(facts: ContractFacts, asked: Purchase | None) -> Purchase:
    """What is bought: as asked, else works when a lot's CPV says so, else supplies or services of a local authority."""
    if asked is not None:
        return asked
    is_works = any(code.startswith(WORKS_CPV) for code in facts.cpv_codes)
    return Purchase.WORKS if is_works else Purchase.SUPPLIES_OR_SERVICES_LOCAL


def social_condition(facts: ContractFacts, waiver: Waiver | None, asked: Purchase | None) -> SocialCondition:
    """How a contract stands. Raises Refused CTR-101 when it was notified before the first known threshold."""
    purchase = purchase_of(facts, asked)
    requirement = None
    if facts.value_excl_vat is not None and facts.notified_on is not None:
        try:
            requirement = social_condition_required(facts.value_excl_vat, purchase, facts.notified_on)
        except UnknownValue as error:
            notified_on, first = facts.notified_on.isoformat(), error.values.get("first", "")
            raise Refused("CTR-101", notified_on=notified_on, first=first) from error
    return SocialCondition(facts=facts, purchase=purchase, requirement=requirement, waiver=waiver)


def check_waiver(new: NewWaiver, today: date) -> None:
    """Raises Refused CTR-102 for a reason given after today."""
    if new.decided_on > today:
        raise Refused("CTR-102", decided_on=new.decided_on.isoformat())
