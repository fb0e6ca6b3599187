"""What a claim takes from those before it: adjustments of claimed months, parked lines that return, retained cost."""

from decimal import Decimal

import pytest

from clause.domain.claim_snapshot import read_snapshot
from clause.domain.claims import Claim, ClaimLineKind, ClaimState
from clause.domain.employments import Employment
from clause.domain.operations import Operation
from clause.domain.payroll import PayrollTerms
from clause.rules.calendar import Month
from clause.services import claims, employments, intermediate_body, payroll, timesheets
from clause.services.timesheets import MonthOf
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_submitted_claim,
    after,
    days_off,
    entries,
    told,
)
from tests.builders.territory import Territory
from tests.builders.verifications import a_paid_claim, deducted, final_conclusions, lines_of, parked

pytestmark = pytest.mark.usefixtures("transaction")
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
RECORDED = {"other_resources": None, "already_paid": None}


@pytest.fixture
async def operation(territory: Territory) -> Operation:
    """One person, 98.50 h of 133.00 h each month at 3912.37: 2897.51 a month."""
    return await a_ready_operation(territory.manager, territory.facilitator, territory, MONTHS)


async def _employment(territory: Territory) -> Employment:
    (found,) = await employments.list_employments(
        territory.manager.context, person_id=territory.facilitator.user_id, after=None, limit=9
    )
    return found


async def _regularise(territory: Territory, month: str, cost: str, version: int = 1) -> None:
    employment = await _employment(territory)
    terms = PayrollTerms(employer_cost=Decimal(cost), reason="Régularisation des cotisations")
    await payroll.regularise_payroll(territory.manager.context, employment.id, Month.parse(month), terms, version)


async def _first(territory: Territory, operation: Operation) -> Claim:
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-02", **RECORDED)
    return await a_submitted_claim(territory.manager, claim)


async def _next(territory: Territory, operation: Operation, month: str = "2026-03") -> Claim:
    return await a_claim(territory.manager, operation, month, month, **RECORDED)


async def _amounts(territory: Territory, claim: Claim) -> list[tuple[str, str, str]]:
    _, lines = await claims.load_lines(territory.manager.context, claim.id)
    return [(line.kind.value, str(line.month), str(line.amount)) for line in lines]


async def test_a_regularised_pay_comes_as_the_difference_in_the_next_claim(
    territory: Territory, operation: Operation
) -> None:
    """January: 4012.37 × 98.50 ÷ 133.00 = 2971.567…, so 74.06 more than the 2897.51 that were declared."""
    first = await _first(territory, operation)
    await _regularise(territory, "2026-01", "4012.37")
    claim = await _next(territory, operation)
    assert await _amounts(territory, claim) == [
        ("STAFF", "2026-03", "2897.51"),
        ("ADJUSTMENT", "2026-01", "74.06"),
        ("FLAT_RATE", "None", "1188.62"),
    ]
    _, lines = await claims.load_lines(territory.manager.context, claim.id)
    _, of_first = await claims.load_lines(territory.manager.context, first.id)
    assert lines[1].origin_line_id == of_first[0].id
    assert lines[1].trace.formula_id == "CR-ADJUSTMENT"
    assert lines[1].trace.steps[0].result == "2971.57"
    assert (await claims.load_claim(territory.manager.context, first.id)).figures == first.figures


async def test_an_adjustment_may_be_negative_and_is_made_once(territory: Territory, operation: Operation) -> None:
    """3812.37 × 98.50 ÷ 133.00 = 2823.447…: 74.06 less. The claim after it finds nothing left to adjust."""
    await _first(territory, operation)
    await _regularise(territory, "2026-01", "3812.37")
    second = await a_submitted_claim(territory.manager, await _next(territory, operation))
    assert ("ADJUSTMENT", "2026-01", "-74.06") in await _amounts(territory, second)
    third = await _next(territory, operation, "2026-04")
    assert [kind for kind, _, _ in await _amounts(territory, third)] == ["STAFF", "FLAT_RATE"]
    await claims.withdraw_claim(territory.manager.context, third.id, "Autre correction")
    await _regularise(territory, "2026-01", "3912.37", version=2)
    again = await _next(territory, operation, "2026-04")
    assert ("ADJUSTMENT", "2026-01", "74.06") in await _amounts(territory, again)


async def test_a_corrected_month_counts_once_it_is_signed_by_both(territory: Territory, operation: Operation) -> None:
    """February with 88.50 h of 133.00 h: 3912.37 × 88.50 ÷ 133.00 = 2603.343…, 294.17 less."""
    manager, worker = territory.manager, territory.facilitator
    await _first(territory, operation)
    wanted = MonthOf(worker.user_id, Month.parse("2026-02"))
    corrected = await timesheets.correct_timesheet(manager.context, wanted, "Dix heures mal imputées")
    assert corrected.sheet is not None
    waiting = await _next(territory, operation)
    assert [finding.code for finding in told(waiting)] == ["CLM-127", "CLM-105"]
    assert [kind for kind, _, _ in await _amounts(territory, waiting)] == ["STAFF", "FLAT_RATE"]
    hours = entries("2026-02", {operation.id: "88.50", None: "44.50"})
    at = after("2026-02")
    await timesheets.record_entries(
        worker.at(at), wanted, hours, corrected.sheet.version, absences=days_off("2026-02", hours)
    )
    await timesheets.sign_timesheet(worker.at(at), wanted, nothing_worked=False, late_reason=None)
    await timesheets.approve_timesheet(manager.at(at), wanted)
    await claims.withdraw_claim(manager.context, waiting.id, "Correction signée")
    claim = await _next(territory, operation)
    assert ("ADJUSTMENT", "2026-02", "-294.17") in await _amounts(territory, claim)
    submitted = await a_submitted_claim(manager, claim)
    snapshot = read_snapshot((await intermediate_body.load_claim(territory.oi_client.context, submitted.id)).content)
    assert [(str(one.month), one.revision) for one in snapshot.timesheets] == [("2026-02", 2), ("2026-03", 1)]
    assert [str(one.amount) for one in snapshot.declared] == ["2897.51", "2897.51"]


async def test_adjustments_that_take_more_than_the_claim_holds_are_told_and_nothing_is_computed(
    territory: Territory, operation: Operation
) -> None:
    await _first(territory, operation)
    await _regularise(territory, "2026-01", "0.00")
    await _regularise(territory, "2026-02", "0.00")
    claim = await _next(territory, operation)
    assert (claim.state, claim.figures) == (ClaimState.DRAFT, None)
    assert [finding.code for finding in told(claim)] == ["CLM-105", "CLM-130"]


async def test_a_parked_line_returns_in_the_next_claim_and_once_only(
    territory: Territory, operation: Operation
) -> None:
    """Of two months one is parked: retained 2897.51 + 1159.00 = 4056.51, due 2433.90."""
    manager = territory.manager
    first = await _first(territory, operation)
    line = (await lines_of(manager, first))[1]
    await final_conclusions(territory.oi_officer, manager, first, parked(line))
    await a_paid_claim(territory.oi_officer, first.id, "VIR-1")
    second = await _next(territory, operation)
    assert await _amounts(territory, second) == [
        ("STAFF", "2026-03", "2897.51"),
        ("RETURNED", "2026-02", "2897.51"),
        ("FLAT_RATE", "None", "2318.00"),
    ]
    assert second.figures is not None
    assert str(second.figures.cost_claimed_before) == "4056.51"
    # Three months to date: 4056.51 + 8113.02 = 12169.53, due 7301.71, of which 2433.90 is paid.
    assert (str(second.figures.amount_due), str(second.figures.already_paid)) == ("7301.71", "2433.90")
    assert str(second.figures.amount_requested) == "4867.81"
    await a_submitted_claim(manager, second)
    third = await _next(territory, operation, "2026-04")
    assert ClaimLineKind.RETURNED.value not in [kind for kind, _, _ in await _amounts(territory, third)]


async def test_a_rejected_month_lowers_what_was_retained_and_is_not_adjusted_any_more(
    territory: Territory, operation: Operation
) -> None:
    manager = territory.manager
    first = await _first(territory, operation)
    line = (await lines_of(manager, first))[0]
    await final_conclusions(territory.oi_officer, manager, first, deducted(line))
    await _regularise(territory, "2026-01", "4012.37")
    second = await _next(territory, operation)
    assert [kind for kind, _, _ in await _amounts(territory, second)] == ["STAFF", "FLAT_RATE"]
    assert second.figures is not None
    assert str(second.figures.cost_claimed_before) == "4056.51"
    # To date 8113.02, due 4867.81; the first still asks for the 2433.90 that were accepted of it.
    assert (str(second.figures.requested_before), str(second.figures.amount_requested)) == ("2433.90", "2433.91")
