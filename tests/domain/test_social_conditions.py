"""The social condition of 2026: which contracts need one, and when a buyer must say why there is none."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused
from clause.domain.social_conditions import (
    ContractFacts,
    NewWaiver,
    Waiver,
    check_waiver,
    purchase_of,
    social_condition,
)
from clause.rules.social_condition import Purchase, WaiverGround
from tests.builders.refusals import error_of

LAW = date(2026, 8, 22)
WAIVER = Waiver(
    ground=WaiverGround.SHORT_CONTRACT,
    explanation="Trois mois",
    decided_on=LAW,
    author="La directrice",
    id=UUID(int=2),
    contract_id=UUID(int=1),
    version_no=1,
    recorded_by=None,
    recorded_at=datetime(2026, 9, 1, tzinfo=UTC),
)


def facts(value: str | None = "5404000.00", *cpv: str, **changes: Any) -> ContractFacts:
    known: dict[str, Any] = {"notified_on": LAW, "has_clause": False, **changes}
    return ContractFacts(
        id=UUID(int=1),
        facilitator_org_id=UUID(int=1),
        buyer_id=UUID(int=1),
        version=1,
        value_excl_vat=Decimal(value) if value else None,
        cpv_codes=cpv or ("45000000",),
        **known,
    )


@pytest.mark.parametrize(
    ("codes", "asked", "purchase"),
    [
        (("45000000",), None, Purchase.WORKS),
        (("90910000", "45442100"), None, Purchase.WORKS),
        (("90914500",), None, Purchase.SUPPLIES_OR_SERVICES_LOCAL),
        (("44500000",), None, Purchase.SUPPLIES_OR_SERVICES_LOCAL),
        (("45000000",), Purchase.SUPPLIES_OR_SERVICES_CENTRAL, Purchase.SUPPLIES_OR_SERVICES_CENTRAL),
    ],
)
def test_what_is_bought_is_as_asked_or_else_as_the_lots_say(
    codes: tuple[str, ...], asked: Purchase | None, purchase: Purchase
) -> None:
    assert purchase_of(facts("1.00", *codes), asked) is purchase
    assert social_condition(facts("1.00", *codes), None, asked).purchase is purchase


@pytest.mark.parametrize(
    ("contract", "is_required"),
    [
        (facts("5404000.00"), True),
        (facts("5403999.99"), False),
        (facts("5404000.00", notified_on=date(2026, 8, 21)), False),
        (facts("216000.00", "90910000"), True),
        (facts("215999.99", "90910000"), False),
    ],
)
def test_a_contract_at_its_threshold_needs_a_condition_from_the_day_of_the_law(
    contract: ContractFacts, is_required: bool
) -> None:
    found = social_condition(contract, None, None)
    assert found.requirement is not None
    assert found.requirement.is_required is is_required
    assert found.needs_reason is is_required


@pytest.mark.parametrize("contract", [facts(None), facts(notified_on=None)])
def test_where_the_value_or_the_day_is_unknown_nothing_is_asked(contract: ContractFacts) -> None:
    found = social_condition(contract, None, None)
    assert (found.requirement, found.needs_reason) == (None, False)


def test_a_reason_is_asked_only_without_a_clause_and_once() -> None:
    assert social_condition(facts(), None, None).needs_reason
    assert not social_condition(facts(has_clause=True), None, None).needs_reason
    given = social_condition(facts(), WAIVER, None)
    assert (given.needs_reason, given.waiver, given.facts) == (False, WAIVER, facts())


def test_a_contract_of_before_the_first_known_threshold_is_refused() -> None:
    old = facts(notified_on=date(2023, 12, 31))
    values = {"notified_on": "2023-12-31", "first": "2024-01-01"}
    assert error_of(lambda: social_condition(old, None, None)) == (Refused, "CTR-101", values)
    assert error_of(lambda: social_condition(facts(notified_on=date(2024, 1, 1)), None, None)) is None


@pytest.mark.parametrize(("today", "refused"), [(LAW, False), (date(2026, 8, 21), True)])
def test_a_reason_was_given_by_today(today: date, refused: bool) -> None:
    new = NewWaiver(ground=WaiverGround.OTHER, explanation="x", decided_on=LAW, author="y")
    expected = (Refused, "CTR-102", {"decided_on": "2026-08-22"})
    assert error_of(lambda: check_waiver(new, today)) == (expected if refused else None)
