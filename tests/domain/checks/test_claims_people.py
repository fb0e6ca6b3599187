"""What is looked at in the letters, the pay and the shares of the people of a claim."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.checks.claims.letter_is_accepted import letter_is_accepted
from clause.domain.checks.claims.methods_are_not_mixed import methods_are_not_mixed
from clause.domain.checks.claims.nothing_is_claimed_twice import nothing_is_claimed_twice
from clause.domain.checks.claims.pay_is_known import pay_is_known
from clause.domain.checks.claims.rate_is_fixed import rate_is_fixed
from clause.domain.checks.claims.time_is_approved import time_is_approved
from clause.domain.findings import Finding, Severity
from clause.domain.operations import Assignment
from clause.domain.timesheets import TimesheetState
from clause.rules.cost_codes import CostMethod
from tests.builders.claim_inputs import a_letter, a_month, a_person, a_rate, claim_inputs, named

TODAY = date(2026, 7, 1)
MAY = "employments.P1.2026-05"
OF_MAY = {"staff_number": "P1", "month": "2026-05"}
OTHER = named("another operation")
THIRD = named("a third operation")


def fixed(share: str | None = "0.60", **more: object) -> Assignment:
    return a_letter("P1", CostMethod.M1, time_share=share).model_copy(update=more)


def elsewhere(method: CostMethod, **more: object) -> Assignment:
    share = "0.20" if method is CostMethod.M1 else None
    return a_letter("P1", method, time_share=share, operation_id=OTHER).model_copy(update=more)


# CLM-110 and CLM-111: the letter of a fixed share.


def test_a_fixed_share_waits_for_the_word_of_the_intermediate_body() -> None:
    person = a_person("P1", fixed(), accepted=False)
    given = claim_inputs(a_month("2026-05", person), a_month("2026-06", person))
    values = {"staff_number": "P1", "version": "1"}
    assert list(letter_is_accepted(given, TODAY)) == [Finding(code="CLM-110", field=MAY, values=values)]


def test_a_fixed_share_that_is_not_told_is_no_share() -> None:
    person = a_person("P1", fixed(None))
    found = list(letter_is_accepted(claim_inputs(a_month("2026-05", person), a_month("2026-06", person)), TODAY))
    assert found == [Finding(code="CLM-111", field=MAY, values={"staff_number": "P1", "version": "1"})]
    assert found[0].severity is Severity.BLOCKING


def test_an_accepted_letter_with_its_share_is_enough() -> None:
    assert list(letter_is_accepted(claim_inputs(a_month("2026-05", a_person("P1", fixed()))), TODAY)) == []


@pytest.mark.parametrize("method", [CostMethod.M2, CostMethod.M3A, CostMethod.M3B])
def test_variable_time_needs_no_word_and_no_share(method: CostMethod) -> None:
    person = a_person("P1", a_letter("P1", method), accepted=False)
    assert list(letter_is_accepted(claim_inputs(a_month("2026-05", person)), TODAY)) == []


def test_each_letter_of_a_fixed_share_is_looked_at() -> None:
    second = a_letter("P1", CostMethod.M1, time_share="0.50", version_no=2, first_day=date(2026, 6, 1))
    person = a_person("P1", fixed(), second, accepted=False)
    found = letter_is_accepted(claim_inputs(a_month("2026-05", person), a_month("2026-06", person)), TODAY)
    assert [(finding.field, finding.values["version"]) for finding in found] == [
        (MAY, "1"),
        ("employments.P1.2026-06", "2"),
    ]


# CLM-112: one method and one share in a month.


@pytest.mark.parametrize(
    ("first_day", "months"),
    [
        (date(2026, 5, 31), ["employments.P1.2026-05"]),
        (date(2026, 6, 1), []),
        (date(2026, 6, 2), ["employments.P1.2026-06"]),
    ],
)
@pytest.mark.parametrize(
    "second",
    [{"method": CostMethod.M2, "time_share": None}, {"method": CostMethod.M1, "time_share": Decimal("0.50")}],
    ids=["another method", "another share"],
)
def test_a_change_begins_on_the_first_of_a_month(first_day: date, months: list[str], second: dict[str, object]) -> None:
    new = a_letter("P1", version_no=2, first_day=first_day).model_copy(update=second)
    person = a_person("P1", fixed(), new)
    found = list(methods_are_not_mixed(claim_inputs(a_month("2026-05", person), a_month("2026-06", person)), TODAY))
    assert [(finding.code, finding.field) for finding in found] == [("CLM-112", month) for month in months]
    assert all(finding.severity is Severity.BLOCKING for finding in found)
    assert [finding.values for finding in found] == [{"staff_number": "P1", "month": month[-7:]} for month in months]


def test_the_same_share_issued_again_inside_a_month_changes_nothing() -> None:
    again = a_letter("P1", CostMethod.M1, time_share="0.60", version_no=2, first_day=date(2026, 5, 15))
    person = a_person("P1", fixed(), again)
    assert list(methods_are_not_mixed(claim_inputs(a_month("2026-05", person)), TODAY)) == []


# CLM-113: a fixed share here, counted hours there.


@pytest.mark.parametrize(
    ("own", "other", "is_mixed"),
    [
        (CostMethod.M1, CostMethod.M1, False),
        (CostMethod.M1, CostMethod.M2, True),
        (CostMethod.M1, CostMethod.M3A, True),
        (CostMethod.M2, CostMethod.M1, True),
        (CostMethod.M3B, CostMethod.M1, True),
        (CostMethod.M2, CostMethod.M3A, False),
    ],
)
def test_a_fixed_share_and_counted_hours_are_not_mixed(own: CostMethod, other: CostMethod, is_mixed: bool) -> None:
    letter = fixed() if own is CostMethod.M1 else a_letter("P1", own)
    person = a_person("P1", letter, elsewhere=(elsewhere(other),))
    expected = [Finding(code="CLM-113", field=MAY, values=OF_MAY)] if is_mixed else []
    assert list(methods_are_not_mixed(claim_inputs(a_month("2026-05", person)), TODAY)) == expected


@pytest.mark.parametrize(
    ("changes", "is_mixed"),
    [
        ({"last_day": date(2026, 4, 30)}, False),
        ({"last_day": date(2026, 5, 1)}, True),
        ({"last_day": date(2026, 5, 2)}, True),
        ({"first_day": date(2026, 5, 30)}, True),
        ({"first_day": date(2026, 5, 31)}, True),
        ({"first_day": date(2026, 6, 1)}, False),
    ],
)
def test_one_day_of_counted_hours_elsewhere_is_enough(changes: dict[str, object], is_mixed: bool) -> None:
    person = a_person("P1", fixed(), elsewhere=(elsewhere(CostMethod.M2, **changes),))
    found = methods_are_not_mixed(claim_inputs(a_month("2026-05", person)), TODAY)
    assert [finding.code for finding in found] == (["CLM-113"] if is_mixed else [])


def test_each_other_operation_has_its_own_versions_of_letters() -> None:
    """Version 2 of a third operation says nothing of version 1 of the other one."""
    third = a_letter("P1", CostMethod.M1, time_share="0.10", version_no=2, operation_id=THIRD)
    person = a_person("P1", fixed(), elsewhere=(elsewhere(CostMethod.M2), third))
    found = methods_are_not_mixed(claim_inputs(a_month("2026-05", person)), TODAY)
    assert [finding.code for finding in found] == ["CLM-113"]


# CLM-114: CR-DF 1, no more than the whole of a month.


@pytest.mark.parametrize(("share", "is_double"), [("0.39", False), ("0.40", False), ("0.41", True)])
def test_fixed_shares_together_are_at_most_the_whole_month(share: str, is_double: bool) -> None:
    month = a_month("2026-05", a_person("P1", fixed("0.60")), shares={"OP-2": share})
    expected = [
        Finding(code="CLM-114", field=MAY, values={**OF_MAY, "share": "1.0100", "operations": "OP-2"}),
    ]
    found = list(nothing_is_claimed_twice(claim_inputs(month), TODAY))
    assert found == (expected if is_double else [])
    assert all(finding.severity is Severity.BLOCKING for finding in found)


@pytest.mark.parametrize(("hours", "is_double"), [("39.98", False), ("40.00", False), ("40.02", True)])
def test_counted_hours_together_are_at_most_the_whole_month(hours: str, is_double: bool) -> None:
    """Two thirds are claimed elsewhere of 120 hours worked: 40 hours are left, to the minute."""
    month = a_month("2026-05", hours=hours, worked="120.00", shares={"OP-2": "1/3", "OP-3": "1/3"})
    found = list(nothing_is_claimed_twice(claim_inputs(month), TODAY))
    assert [(finding.code, finding.values["operations"]) for finding in found] == (
        [("CLM-114", "OP-2, OP-3")] if is_double else []
    )


def test_what_cannot_be_told_yet_is_not_claimed_twice() -> None:
    """Without a share, a time record or an hour of work there is nothing of this claim to add up; others speak."""
    whole = {"OP-2": "1"}
    unsaid = a_month("2026-05", a_person("P1", fixed(None)), shares=whole)
    months = (unsaid, a_month("2026-05", hours=None, shares=whole), a_month("2026-05", worked="0.00", shares=whole))
    assert list(nothing_is_claimed_twice(claim_inputs(*months), TODAY)) == []


def test_someone_on_this_operation_alone_is_not_claimed_twice() -> None:
    month = a_month("2026-05", a_person("P1", fixed("1")))
    assert list(nothing_is_claimed_twice(claim_inputs(month), TODAY)) == []


# CLM-102 to CLM-104 and CLM-115: what values a month.


@pytest.mark.parametrize(
    ("method", "codes"),
    [
        (CostMethod.M1, ["CLM-104"]),
        (CostMethod.M2, ["CLM-102", "CLM-104"]),
        (CostMethod.M3A, ["CLM-102", "CLM-115"]),
        (CostMethod.M3B, ["CLM-102", "CLM-115"]),
    ],
)
def test_each_method_needs_its_own_records(method: CostMethod, codes: list[str]) -> None:
    letter = fixed() if method is CostMethod.M1 else a_letter("P1", method)
    given = claim_inputs(a_month("2026-05", a_person("P1", letter), hours=None, cost=None))
    found = [finding for check in (time_is_approved, pay_is_known, rate_is_fixed) for finding in check(given, TODAY)]
    raw = {"CLM-115": method.value}
    assert found == [Finding(code=code, field=MAY, raw=raw.get(code), values=OF_MAY) for code in codes]


@pytest.mark.parametrize("method", [CostMethod.M3A, CostMethod.M3B])
def test_hours_at_a_fixed_rate_need_no_pay_of_the_month(method: CostMethod) -> None:
    person, rate = a_person("P1", a_letter("P1", method)), a_rate("P1", method, "27.90")
    given = claim_inputs(a_month("2026-05", person, cost=None, rate=rate))
    assert [*rate_is_fixed(given, TODAY), *pay_is_known(given, TODAY), *time_is_approved(given, TODAY)] == []


@pytest.mark.parametrize("state", [state for state in TimesheetState if state is not TimesheetState.APPROVED])
def test_a_record_counts_once_it_is_approved(state: TimesheetState) -> None:
    given = claim_inputs(a_month("2026-05", state=state))
    expected = Finding(code="CLM-103", field=MAY, raw=state.value, values=OF_MAY)
    assert list(time_is_approved(given, TODAY)) == [expected]
    fixed_share = claim_inputs(a_month("2026-05", a_person("P1", fixed()), state=state))
    assert list(time_is_approved(fixed_share, TODAY)) == []
