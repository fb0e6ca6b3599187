"""What else finances an operation: which money counts by a day, what is refused, and what is worth a look."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.findings import Finding, Severity
from clause.domain.resources import (
    Resource,
    ResourceKind,
    ResourceTerms,
    check_resource,
    in_force,
    resource_warnings,
    resources_total,
)
from tests.builders.claim_inputs import OPERATION_ID, an_operation, named
from tests.builders.refusals import findings_of

MARCH = date(2026, 3, 1)


def asked(committed: str = "0.00", received: str = "0.00", allocated: str = "0.00", **more: Any) -> ResourceTerms:
    return ResourceTerms(
        funder=more.pop("funder", "Région"),
        kind=more.pop("kind", ResourceKind.REGION),
        amount_committed=Decimal(committed),
        amount_received=Decimal(received),
        amount_allocated=Decimal(allocated),
        **more,
    )


def resource(
    name: str, allocated: str = "100.00", *, committed: str = "0.00", replaces: str | None = None, **more: Any
) -> Resource:
    known: dict[str, Any] = {"received_on": MARCH, "cancelled": False, **more}
    cancelled = known.pop("cancelled")
    return Resource(
        **dict(asked(committed, allocated, allocated, **known)),
        id=named(name),
        operation_id=OPERATION_ID,
        replaces_id=named(replaces) if replaces else None,
        cancelled=cancelled,
        reason=None,
        recorded_by=None,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def found(terms: ResourceTerms, today: date = MARCH) -> list[Finding]:
    return findings_of("RES-001", lambda: check_resource(terms, today))


def test_a_correction_takes_the_place_of_what_it_replaces_and_a_cancelled_one_leaves_nothing() -> None:
    first, second = resource("first"), resource("second", replaces="first")
    last = resource("last", replaces="other", cancelled=True)
    other = resource("other")
    assert in_force(iter([first, other, second, last])) == [second]
    assert in_force([other, first]) == [other, first]


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (resource("r"), True),
        (resource("r", received_on=date(2026, 2, 28)), True),
        (resource("r", received_on=date(2026, 3, 2)), False),
        (resource("r", received_on=None), False),
        (resource("r", kind=ResourceKind.OWN_FUNDS), False),
        (resource("r", kind=ResourceKind.IN_KIND), True),
        (resource("r", cancelled=True), False),
    ],
)
def test_money_of_others_counts_once_it_has_come(one: Resource, counts: bool) -> None:
    assert one.counts_on(MARCH) is counts
    assert resources_total([one], MARCH) == (Decimal("100.00") if counts else Decimal("0.00"))


def test_the_parts_allocated_of_what_holds_add_up_to_the_cent() -> None:
    kept = [
        resource("a", "100.10"),
        resource("b", "0.15", kind=ResourceKind.STATE),
        resource("c", "50.00", kind=ResourceKind.OWN_FUNDS),
        resource("d", "7.00"),
        resource("e", "8.00", replaces="d"),
    ]
    assert str(resources_total(kept, MARCH)) == "108.25"
    assert str(resources_total([], MARCH)) == "0.00"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (asked("100.00"), []),
        (asked("0.00", "100.00", "100.00", received_on=MARCH), []),
        (asked("100.00", "100.00", "60.00", received_on=MARCH, allocation_key="60 %"), []),
        (asked(), [Finding(code="RES-101", field="amount_committed")]),
        (
            asked("100.00", "60.00", "60.01", received_on=MARCH),
            [Finding(code="RES-102", field="amount_allocated", raw="60.01", values={"received": "60.00"})],
        ),
        (
            asked("100.00", "60.00", "59.99", received_on=MARCH),
            [Finding(code="RES-103", field="allocation_key")],
        ),
        (
            asked("1E+2", "1E+2", "2E+2", received_on=MARCH),
            [Finding(code="RES-102", field="amount_allocated", raw="200", values={"received": "100"})],
        ),
        (asked("100.00", received_on=MARCH), [Finding(code="RES-104", field="received_on")]),
        (asked("100.00", "60.00", "60.00"), [Finding(code="RES-104", field="received_on")]),
        (
            asked("100.00", "60.00", "60.00", received_on=date(2026, 3, 2)),
            [Finding(code="RES-105", field="received_on", raw="2026-03-02")],
        ),
    ],
)
def test_what_came_has_a_day_and_what_goes_elsewhere_has_a_key(terms: ResourceTerms, expected: list[Finding]) -> None:
    assert found(terms) == expected


def test_all_that_does_not_fit_is_told_at_once() -> None:
    codes = [one.code for one in found(asked("0.00", "0.00", "1.00", received_on=date(2026, 3, 2)))]
    assert codes == ["RES-101", "RES-102", "RES-104", "RES-105"]


def codes(*held: Resource) -> list[str]:
    return [one.code for one in resource_warnings(held, an_operation())]


@pytest.mark.parametrize(
    ("promised", "expected"),
    [("24000.00", []), ("24000.01", ["RES-111"]), ("59999.99", ["RES-111"]), ("60000.00", ["RES-110"])],
)
def test_others_that_leave_too_little_for_the_grant_are_worth_a_look(promised: str, expected: list[str]) -> None:
    """The operation of these tests is planned at 60 000 €, with a grant of 36 000 €."""
    assert codes(resource("a", "0.00", committed=promised)) == expected
    assert codes(resource("a", promised)) == expected
    assert codes(resource("a", promised, kind=ResourceKind.OWN_FUNDS)) == []
    assert codes(resource("a", promised, cancelled=True)) == []


def test_what_is_promised_or_allocated_counts_once_the_larger_of_both() -> None:
    both = (resource("a", "20000.00", committed="10000.00"), resource("b", "1000.00", committed="4000.01"))
    assert resource_warnings(both, an_operation()) == [
        Finding(
            code="RES-111",
            severity=Severity.WARNING,
            field="resources",
            values={"resources": "24000.01", "planned": "60000.00", "grant": "36000.00"},
        )
    ]


def test_another_eu_fund_and_money_for_the_same_post_are_named_by_their_funder() -> None:
    held = (
        resource("a", "1.00", funder="Ville", same_post=True),
        resource("b", "1.00", funder="FEDER", kind=ResourceKind.EU),
        resource("c", "1.00", funder="Nous", kind=ResourceKind.OWN_FUNDS, same_post=True),
        resource("d", "1.00", funder="FEADER", kind=ResourceKind.EU, same_post=True),
    )
    warned = resource_warnings(held, an_operation())
    assert [(one.code, one.severity, one.field, one.values["funder"]) for one in warned] == [
        ("RES-112", Severity.WARNING, "resources", "FEDER"),
        ("RES-112", Severity.WARNING, "resources", "FEADER"),
        ("RES-113", Severity.WARNING, "resources", "Ville"),
        ("RES-113", Severity.WARNING, "resources", "FEADER"),
    ]


def test_a_resource_that_was_replaced_warns_no_more() -> None:
    before = resource("a", "60000.00", kind=ResourceKind.EU)
    assert codes(before, resource("b", "10.00", replaces="a")) == []
