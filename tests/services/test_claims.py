"""Claims through the services: computed to the cent, frozen, handed over once, taken back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.claims import Claim, ClaimKind, ClaimLineKind, ClaimState
from clause.domain.errors import ClauseError, NotFound, Refused, WrongState
from clause.domain.operations import Operation
from clause.domain.payroll import PayrollTerms
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm
from clause.services import claims, employments, intermediate_body, payroll, timesheets
from clause.services.timesheets import MonthOf
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_ready_operation,
    a_submitted_claim,
    an_approved_month,
    an_assignment,
    an_employment,
    an_operation,
    another_manager,
    claim_terms,
    run_computation,
    told,
)
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")

# Cost, hours on the operation, hours on nothing that is co-financed.
MONTHS_OF_THE_FIRST = {
    "2026-01": ("3912.37", "98.50", "34.50"),
    "2026-02": ("3912.37", "80.25", "59.75"),
    "2026-03": ("4100.00", "0.00", "120.00"),
}
MONTHS_OF_THE_SECOND = {
    "2026-01": ("5000.00", "33.35", "118.30"),
    "2026-02": ("5000.00", "70.00", "0.00"),
    "2026-03": ("5123.45", "10.05", "120.05"),
}


async def _worked(
    manager: Caller,
    worker: Caller,
    approver: Caller,
    operation: Operation,
    number: str,
    months: Mapping[str, tuple[str, ...]],
) -> None:
    employment = await an_employment(manager, worker, number)
    await an_assignment(manager, operation, employment)
    for month, (cost, on_operation, elsewhere) in months.items():
        await an_approved_month(worker, approver, month, {operation.id: on_operation, None: elsewhere})
        await a_payroll(manager, employment, month, cost)


async def _two_people(territory: Territory) -> Operation:
    manager = territory.manager
    operation = await an_operation(manager, territory)
    second = await another_manager(territory)
    await _worked(manager, territory.facilitator, manager, operation, "F-001", MONTHS_OF_THE_FIRST)
    await _worked(manager, manager, second, operation, "F-002", MONTHS_OF_THE_SECOND)
    return operation


def _amount(claim: Claim, name: str) -> str:
    return str(getattr(claim.figures, name))


async def _refusal(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


async def test_two_people_and_three_months_to_the_cent(territory: Territory) -> None:
    """By hand, each line half up: cost × hours on the operation ÷ hours worked.

    F-001: 3912.37 × 98.50 ÷ 133.00 = 2897.507…; 3912.37 × 80.25 ÷ 140.00 = 2242.626…; 4100.00 × 0 ÷ 120.00 = 0
    F-002: 5000.00 × 33.35 ÷ 151.65 = 1099.571…; 5000.00 × 70 ÷ 70 = 5000; 5123.45 × 10.05 ÷ 130.10 = 395.777…
    Staff 11 635.49; 40 % of it 4654.196, cut; total 16 289.68; 60 % of it 9773.808, cut; own funds what is left.
    """
    operation = await _two_people(territory)
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-03", other_resources=Decimal("2000.00"))
    assert (claim.state, told(claim)) == (ClaimState.COMPUTED, ())
    _, lines = await claims.load_lines(territory.manager.context, claim.id)
    staff = {(line.staff_number, str(line.month)): str(line.amount) for line in lines[:-1]}
    assert staff == {
        ("F-001", "2026-01"): "2897.51",
        ("F-001", "2026-02"): "2242.63",
        ("F-001", "2026-03"): "0.00",
        ("F-002", "2026-01"): "1099.57",
        ("F-002", "2026-02"): "5000.00",
        ("F-002", "2026-03"): "395.78",
    }
    assert (lines[-1].kind, str(lines[-1].amount)) == (ClaimLineKind.FLAT_RATE, "4654.19")
    assert _amount(claim, "staff_cost") == "11635.49"
    assert _amount(claim, "total_cost") == "16289.68"
    assert (_amount(claim, "amount_due"), claim.figures and claim.figures.binding) == ("9773.80", DueTerm.RATE)
    assert claim.figures is not None
    assert claim.figures.by_resources is None
    assert _amount(claim, "amount_requested") == "9773.80"
    assert _amount(claim, "own_funds") == "4515.88"


async def test_each_line_points_at_its_time_its_pay_and_its_account(territory: Territory) -> None:
    operation = await _two_people(territory)
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-03")
    _, lines = await claims.load_lines(territory.manager.context, claim.id)
    line = lines[0]
    assert line.timesheet_id
    assert line.payroll_month_id
    assert line.trace.formula_id == "CR-M2"
    assert line.trace.inputs == {"employer_cost": "3912.37", "hours_on_operation": "98.50", "hours_worked": "133.00"}
    assert claim.account is not None
    assert claim.account.figures["amount_due"].result == _amount(claim, "amount_due")
    assert set(claim.account.figures) == {
        "staff_cost",
        "flat_rate_amount",
        "total_cost",
        "cost_claimed_before",
        "cost_to_date",
        "amount_due",
        "settlement",
        "requested_before",
        "amount_requested",
        "own_funds",
    }


async def test_someone_on_two_operations_is_paid_once_for_each_hour(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    first = await an_operation(manager, territory, "A")
    other = await an_operation(manager, territory, "B")
    employment = await an_employment(manager, worker)
    for operation in (first, other):
        await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-01", {first.id: "80.00", other.id: "42.00", None: "18.00"})
    await a_payroll(manager, employment, "2026-01", "4200.00")
    staff = [
        _amount(await a_claim(manager, operation, "2026-01", "2026-01"), "staff_cost") for operation in (first, other)
    ]
    assert staff == ["2400.00", "1260.00"]


async def test_what_is_missing_is_named_and_the_claim_stays_a_draft(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await a_ready_operation(manager, worker, territory, ("2026-01",))
    (employment,) = await employments.list_employments(manager.context, person_id=worker.user_id, after=None, limit=9)
    wanted = MonthOf(worker.user_id, Month.parse("2026-02"))
    await timesheets.record_entries(worker.context, wanted, (), None)
    claim = await a_claim(manager, operation, "2026-01", "2026-03")
    assert claim.state is ClaimState.DRAFT
    assert claim.figures is None
    assert [(finding.code, finding.field) for finding in told(claim)] == [
        ("CLM-103", "employments.F-001.2026-02"),
        ("CLM-102", "employments.F-001.2026-03"),
        ("CLM-104", "employments.F-001.2026-02"),
        ("CLM-104", "employments.F-001.2026-03"),
    ]
    assert employment.staff_number == "F-001"


async def test_a_draft_is_computed_again_once_what_was_missing_is_there(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await a_ready_operation(manager, worker, territory, ("2026-01",))
    (employment,) = await employments.list_employments(manager.context, person_id=worker.user_id, after=None, limit=9)
    claim = await a_claim(manager, operation, "2026-01", "2026-02")
    assert claim.state is ClaimState.DRAFT
    await an_approved_month(worker, manager, "2026-02", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-02")
    again = await claims.recompute_claim(manager.context, claim.id)
    await run_computation(again)
    computed = await claims.load_claim(manager.context, claim.id)
    assert (computed.state, told(computed)) == (ClaimState.COMPUTED, ())
    assert _amount(computed, "staff_cost") == "5795.02"


async def test_nobody_assigned_is_a_finding(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    assert [finding.code for finding in claim.findings] == ["CLM-101"]


@pytest.mark.parametrize(("last_day", "months"), [(date(2026, 1, 31), 1), (date(2026, 2, 1), 2), (date(2026, 2, 2), 2)])
async def test_a_month_counts_from_one_day_of_mission_on(territory: Territory, last_day: date, months: int) -> None:
    manager = territory.manager
    operation = await an_operation(manager, territory)
    await an_assignment(manager, operation, await an_employment(manager, territory.facilitator), last_day=last_day)
    claim = await a_claim(manager, operation, "2026-01", "2026-03")
    assert len([finding for finding in claim.findings if finding.code == "CLM-102"]) == months


async def test_a_computation_that_runs_twice_has_one_effect(territory: Territory) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    await run_computation(claim)
    after = await claims.load_claim(territory.manager.context, claim.id)
    assert after == claim


async def test_a_job_that_a_recomputation_replaced_does_nothing(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    started = await claims.start_claim(manager.context, operation.id, claim_terms("2026-01", "2026-01"))
    again = await claims.recompute_claim(manager.context, started.id)
    await run_computation(started)
    assert (await claims.load_claim(manager.context, started.id)).state is ClaimState.DRAFT
    await run_computation(again)
    assert (await claims.load_claim(manager.context, started.id)).state is ClaimState.COMPUTED


async def test_the_second_claim_asks_for_what_the_first_did_not(territory: Territory) -> None:
    """January alone: 2897.51 + 1159.00 = 4056.51, due 2433.90. Two months to date: 8113.02, due 4867.81."""
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    first = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    assert (_amount(first, "amount_due"), first.number) == ("2433.90", 1)
    second = await a_claim(manager, operation, "2026-02", "2026-02")
    assert (_amount(second, "cost_claimed_before"), _amount(second, "cost_to_date")) == ("4056.51", "8113.02")
    assert (_amount(second, "requested_before"), _amount(second, "amount_requested")) == ("2433.90", "2433.91")
    assert second.number == 2


async def test_an_advance_is_taken_off_what_is_asked_for(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01", already_paid=Decimal("1000.00"))
    assert (_amount(claim, "amount_due"), _amount(claim, "amount_requested")) == ("2433.90", "1433.90")


async def test_other_resources_limit_the_final_claim(territory: Territory) -> None:
    """4056.51 − 3000.00 = 1056.51, less than the 2433.90 of the rate."""
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    changes = {"kind": ClaimKind.FINAL, "other_resources": Decimal("3000.00")}
    claim = await a_claim(manager, operation, "2026-01", "2026-01", **changes)
    assert claim.figures is not None
    assert (_amount(claim, "amount_due"), claim.figures.binding) == ("1056.51", DueTerm.RESOURCES)
    assert _amount(claim, "own_funds") == "0.00"
    assert [finding.code for finding in told(claim)] == ["CLM-107"]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2025-12", "2026-01", "CLM-004"),
        ("2026-01", "2027-06", None),
        ("2027-06", "2027-07", "CLM-004"),
        ("2026-03", "2026-02", "CLM-003"),
    ],
)
async def test_a_claim_stays_inside_the_operation(
    territory: Territory, first: str, last: str, code: str | None
) -> None:
    operation = await an_operation(territory.manager, territory)
    call = claims.start_claim(territory.manager.context, operation.id, claim_terms(first, last))
    if code is None:
        assert (await call).state is ClaimState.DRAFT
        return
    refusal = await _refusal(call)
    assert (refusal.code, type(refusal)) == (code, Refused)


async def test_one_claim_of_an_operation_is_open_at_a_time(territory: Territory) -> None:
    manager = territory.manager
    operation = await an_operation(manager, territory)
    await claims.start_claim(manager.context, operation.id, claim_terms("2026-01", "2026-01"))
    refusal = await _refusal(claims.start_claim(manager.context, operation.id, claim_terms("2026-02", "2026-02")))
    assert refusal.code == "CLM-005"


async def test_a_month_is_claimed_once(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    refusal = await _refusal(claims.start_claim(manager.context, operation.id, claim_terms("2026-01", "2026-02")))
    assert refusal.code == "CLM-006"


async def test_nothing_follows_the_final_claim(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01", kind=ClaimKind.FINAL))
    refusal = await _refusal(claims.start_claim(manager.context, operation.id, claim_terms("2026-02", "2026-02")))
    assert refusal.code == "CLM-007"


async def test_another_organisation_sees_no_claim_and_no_operation(territory: Territory) -> None:
    manager, other = territory.manager, territory.other_manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    refusals = [
        await _refusal(claims.load_claim(other.context, claim.id)),
        await _refusal(claims.start_claim(other.context, operation.id, claim_terms("2026-02", "2026-02"))),
        await _refusal(claims.sign_claim(other.context, claim.id)),
    ]
    assert [type(refusal) for refusal in refusals] == [NotFound] * 3
    found = await claims.list_claims(other.context, operation_id=None, state=None, after=None, limit=9)
    assert found == []


async def test_a_later_change_of_pay_must_be_computed_before_the_signature(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await a_ready_operation(manager, worker, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    (employment,) = await employments.list_employments(manager.context, person_id=worker.user_id, after=None, limit=9)
    january = Month.parse("2026-01")
    await payroll.record_payroll(
        manager.context, employment.id, january, PayrollTerms(employer_cost=Decimal("4000.00"), reason="Prime"), 1
    )
    refusal = await _refusal(claims.sign_claim(manager.context, claim.id))
    assert (refusal.code, type(refusal)) == ("CLM-012", WrongState)
    await run_computation(await claims.recompute_claim(manager.context, claim.id))
    assert (await claims.sign_claim(manager.context, claim.id)).state is ClaimState.SIGNED


async def test_a_month_that_was_reopened_must_be_computed_before_the_signature(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await a_ready_operation(manager, worker, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    wanted = MonthOf(worker.user_id, Month.parse("2026-01"))
    await timesheets.reopen_timesheet(manager.context, wanted, "Un jour oublié")
    assert (await _refusal(claims.sign_claim(manager.context, claim.id))).code == "CLM-012"


async def test_pay_and_time_of_a_signed_claim_no_longer_change(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await a_ready_operation(manager, worker, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    await claims.sign_claim(manager.context, claim.id)
    (employment,) = await employments.list_employments(manager.context, person_id=worker.user_id, after=None, limit=9)
    january = Month.parse("2026-01")
    pay = payroll.record_payroll(
        manager.context, employment.id, january, PayrollTerms(employer_cost=Decimal("1.00")), 1
    )
    reopening = timesheets.reopen_timesheet(manager.context, MonthOf(worker.user_id, january), "Trop tard")
    assert [(await _refusal(call)).code for call in (pay, reopening)] == ["EMP-009", "TIM-016"]


async def test_states_go_one_way(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    assert (await _refusal(claims.submit_claim(manager.context, claim.id))).code == "CLM-002"
    submitted = await a_submitted_claim(manager, claim)
    for call in (claims.sign_claim, claims.submit_claim, claims.recompute_claim):
        assert (await _refusal(call(manager.context, claim.id))).code == "CLM-002"
    assert submitted.document_id is not None


async def test_a_withdrawn_claim_leaves_its_months_free(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    withdrawn = await claims.withdraw_claim(manager.context, claim.id, "Paie provisoire")
    assert withdrawn.state is ClaimState.WITHDRAWN
    again = await a_claim(manager, operation, "2026-01", "2026-01")
    assert (again.state, again.number) == (ClaimState.COMPUTED, 2)
    assert _amount(again, "requested_before") == "0.00"


async def test_a_claim_under_a_later_one_is_not_withdrawn(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    first = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    await a_claim(manager, operation, "2026-02", "2026-02")
    assert (await _refusal(claims.withdraw_claim(manager.context, first.id, "Trop tard"))).code == "CLM-015"


async def test_an_acknowledged_claim_is_not_withdrawn(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    await intermediate_body.record_receipt(territory.oi_client.context, claim.id, "AR-1", None)
    assert (await _refusal(claims.withdraw_claim(manager.context, claim.id, "Trop tard"))).code == "CLM-014"


async def test_printing_twice_gives_one_file_and_the_same_bytes(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    first = await claims.load_pdf(manager.context, claim.id)
    assert claim.job_id is not None
    await claims.render_claim(NOW, claim.job_id)
    assert await claims.load_pdf(manager.context, claim.id) == first
    assert first.content.startswith(b"%PDF")
    assert first.file_name == "bilan-1-2026-01-2026-01.pdf"
