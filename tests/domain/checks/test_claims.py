"""What is looked at before a claim is computed, check by check."""

from datetime import date

import pytest

from clause.domain.checks.claims import findings_of
from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_snapshot_parts import SnapshotEarlierClaim
from clause.domain.claims import ClaimKind, blocks
from clause.domain.findings import Finding, Severity
from tests.builders.claim_inputs import an_earlier_claim, an_operation, claim_inputs


def earlier(number: int) -> SnapshotEarlierClaim:
    return an_earlier_claim(number)


def inputs(kind: ClaimKind, last_day: date, *before: SnapshotEarlierClaim, last_month: str = "2025-12") -> ClaimInputs:
    operation = an_operation(last_day=last_day)
    return claim_inputs(first_month="2025-10", last_month=last_month, kind=kind, operation=operation, earlier=before)


def warnings(given: ClaimInputs, today: date = date(2026, 1, 10)) -> list[str]:
    return [finding.code for finding in findings_of(given, today) if finding.severity is Severity.WARNING]


def test_one_interim_claim_too_many_is_worth_a_look() -> None:
    eighteen_months = date(2026, 6, 30)
    assert warnings(inputs(ClaimKind.INTERIM, eighteen_months)) == []
    assert warnings(inputs(ClaimKind.INTERIM, eighteen_months, earlier(1))) == ["CLM-105"]
    assert warnings(inputs(ClaimKind.INTERIM, date(2025, 12, 31))) == ["CLM-105"]


def test_a_final_claim_without_the_interim_ones_is_worth_a_look() -> None:
    thirty_months = date(2027, 6, 30)
    final = inputs(ClaimKind.FINAL, thirty_months, last_month="2027-06")
    assert warnings(final) == ["CLM-106"]
    assert warnings(final.model_copy(update={"earlier": (earlier(1),)})) == []


@pytest.mark.parametrize(("last_month", "found"), [("2025-11", ["CLM-107"]), ("2025-12", [])])
def test_a_final_claim_goes_to_the_end_of_the_operation(last_month: str, found: list[str]) -> None:
    assert warnings(inputs(ClaimKind.FINAL, date(2025, 12, 31), last_month=last_month)) == found


@pytest.mark.parametrize(
    ("today", "found"), [(date(2026, 6, 29), []), (date(2026, 6, 30), []), (date(2026, 7, 1), ["CLM-108"])]
)
def test_a_late_final_claim_is_worth_a_look(today: date, found: list[str]) -> None:
    # Six months after 31 December: 30 June.
    assert warnings(inputs(ClaimKind.FINAL, date(2025, 12, 31)), today) == found


def test_warnings_alone_do_not_block() -> None:
    finding = Finding(code="CLM-105", field="kind")
    assert blocks([finding])
    assert not blocks([finding.model_copy(update={"severity": Severity.WARNING})])
