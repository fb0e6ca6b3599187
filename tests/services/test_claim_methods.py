"""Claims by each method and plan through the whole pipeline: records, computation, signature, what is handed over."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.db.queries import operations as operation_queries
from clause.domain.agreements import AgreementOptions
from clause.domain.assignments import AssignmentOutcome, DecisionTerms
from clause.domain.claim_snapshot import read_snapshot
from clause.domain.claims import Claim, ClaimKind, ClaimLineKind, ClaimState
from clause.domain.employments import Employment
from clause.domain.errors import WrongState
from clause.domain.evidence import EvidenceKind
from clause.domain.operation_moves import MoveTerms, OperationAction
from clause.domain.operations import Assignment, AssignmentTerms, Operation
from clause.domain.payments import PaymentKind
from clause.domain.resources import ResourceKind, ResourceTerms
from clause.rules.calendar import Month
from clause.rules.cost_codes import BeneficiaryKind, CostMethod, CostPlan, KeyPeriod
from clause.services import (
    assignments,
    claims,
    intermediate_body,
    operation_moves,
    operations,
    payments,
    resources,
    timesheets,
)
from clause.services.timesheets import MonthOf
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_submitted_claim,
    agreement_terms,
    an_approved_month,
    an_assignment,
    an_employment,
    operation_terms,
    told,
)
from tests.builders.pay import a_cost_item, a_rate, an_evidence_file
from tests.builders.territory import NOW, Territory
from tests.builders.verifications import payment

pytestmark = pytest.mark.usefixtures("transaction")
RECORDED = {"other_resources": None, "already_paid": None}


async def _operation(
    territory: Territory, number: str = "202500123", *, options: AgreementOptions | None = None, **changes: object
) -> Operation:
    terms = operation_terms(territory, number, **changes)
    agreement = agreement_terms(options=options or AgreementOptions())
    return await operations.add_operation(territory.manager.context, terms, agreement)


async def _letter(
    territory: Territory, operation: Operation, employment: Employment, method: CostMethod, share: str | None = None
) -> Assignment:
    terms = AssignmentTerms(
        employment_id=employment.id,
        method=method,
        first_day=operation.first_day,
        last_day=None,
        issued_on=operation.first_day,
        time_share=Decimal(share) if share else None,
        missions="Animer la clause sociale",
        document_id=(await an_evidence_file(territory.manager, "lettre", EvidenceKind.MISSION_LETTER)).id,
    )
    return await assignments.assign(territory.manager.context, operation.id, terms)


async def _accept(territory: Territory, letter: Assignment, outcome: AssignmentOutcome) -> None:
    terms = DecisionTerms(outcome=outcome, reference="LM-1", comment="Lettre lue", decided_on=date(2026, 6, 1))
    await assignments.decide(territory.oi_officer.context, letter.id, terms)


async def _an_advance(territory: Territory, operation: Operation) -> None:
    """1000.00 on the grant, after the certificate of start."""
    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    start = MoveTerms(action=OperationAction.CERTIFY_START, at=at, reference="Attestation de démarrage")
    await operation_moves.move(territory.manager.context, operation.id, start)
    advance = payment("1000.00", "AV-1", PaymentKind.ADVANCE, date(2026, 1, 10))
    await payments.pay_advance(territory.oi_officer.context, operation.id, advance)


def _staff(claim: Claim) -> str:
    assert claim.figures is not None, told(claim)
    return str(claim.figures.staff_cost)


async def test_a_fixed_share_is_claimed_once_its_letter_is_accepted(territory: Territory) -> None:
    """G10 for one month of each pay: 60 % of 3950.00 and of 4029.00; no time record is asked for."""
    manager = territory.manager
    operation = await _operation(territory)
    employment = await an_employment(manager, territory.facilitator)
    letter = await _letter(territory, operation, employment, CostMethod.M1, "0.60")
    for month, cost in (("2026-01", "3950.00"), ("2026-02", "4029.00")):
        await a_payroll(manager, employment, month, cost)
    waiting = await a_claim(manager, operation, "2026-01", "2026-02")
    assert [finding.code for finding in told(waiting)] == ["CLM-110"]
    await _accept(territory, letter, AssignmentOutcome.REJECTED)
    again = await claims.recompute_claim(manager.context, waiting.id)
    assert again.job_id is not None
    await claims.withdraw_claim(manager.context, waiting.id, "Lettre refusée")
    await _accept(territory, letter, AssignmentOutcome.ACCEPTED)
    claim = await a_claim(manager, operation, "2026-01", "2026-02")
    _, lines = await claims.load_lines(manager.context, claim.id)
    assert [str(line.amount) for line in lines] == ["2370.00", "2417.40", "1914.96"]
    assert (lines[0].timesheet_id, lines[0].assignment_id) == (None, letter.id)
    submitted = await a_submitted_claim(manager, claim)
    snapshot = read_snapshot((await intermediate_body.load_claim(territory.oi_client.context, submitted.id)).content)
    assert [(one.method, str(one.time_share), one.decision) for one in snapshot.assignments] == [
        (CostMethod.M1, "0.6000000000", "accepted")
    ]
    assert [str(one.employer_cost) for one in snapshot.payroll] == ["3950.00", "4029.00"]


@pytest.mark.parametrize(("last_day", "codes"), [(date(2025, 12, 31), []), (date(2026, 1, 31), ["CLM-113"])])
async def test_a_letter_elsewhere_lasts_no_longer_than_its_operation(
    territory: Territory, last_day: date, codes: list[str]
) -> None:
    """Counted hours on an operation, by a letter without an end; then a fixed share on the next operation."""
    manager = territory.manager
    before = await _operation(territory, "202400009", first_day=date(2025, 1, 1), last_day=last_day)
    operation = await _operation(territory)
    employment = await an_employment(manager, territory.facilitator)
    # The letter of hours is put in past the route, which refuses it where the operations overlap.
    letter = await _letter(territory, operation, employment, CostMethod.M1, "0.60")
    counted = AssignmentTerms(
        employment_id=employment.id,
        method=CostMethod.M2,
        first_day=date(2025, 1, 1),
        last_day=None,
        issued_on=date(2025, 1, 1),
        missions="Animer la clause sociale",
    )
    await operation_queries.insert_assignment(
        Assignment(**dict(counted), id=uuid4(), operation_id=before.id, version_no=1, created_at=NOW), before
    )
    await _accept(territory, letter, AssignmentOutcome.ACCEPTED)
    await a_payroll(manager, employment, "2026-01", "3950.00")
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    assert [finding.code for finding in told(claim)] == codes


async def test_hours_at_a_rate_need_the_rate_and_make_one_line_a_year(territory: Territory) -> None:
    """48 000.00 ÷ 1720 = 27.906…, cut to 27.90; 98.50 h + 80.25 h = 178.75 h at 27.90 = 4987.125, cut."""
    manager, worker = territory.manager, territory.facilitator
    operation = await _operation(territory)
    employment = await an_employment(manager, worker)
    await _letter(territory, operation, employment, CostMethod.M3A)
    await an_approved_month(worker, manager, "2026-01", {operation.id: "98.50", None: "34.50"})
    await an_approved_month(worker, manager, "2026-02", {operation.id: "80.25", None: "34.50"})
    waiting = await a_claim(manager, operation, "2026-01", "2026-02")
    assert [finding.code for finding in told(waiting)] == ["CLM-115", "CLM-115"]
    await claims.withdraw_claim(manager.context, waiting.id, "Taux à fixer")
    rate = await a_rate(manager, operation, employment)
    claim = await a_claim(manager, operation, "2026-01", "2026-02")
    assert _staff(claim) == "4987.12"
    _, lines = await claims.load_lines(manager.context, claim.id)
    assert [line.kind for line in lines] == [ClaimLineKind.STAFF, ClaimLineKind.FLAT_RATE]
    assert (lines[0].hourly_rate_id, lines[0].month, len(lines[0].timesheets)) == (rate.id, None, 2)
    await a_submitted_claim(manager, claim)


async def test_a_month_of_a_line_of_several_months_is_not_reopened(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await _operation(territory, options=AgreementOptions(key_period=KeyPeriod.CLAIM))
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    for month in ("2026-01", "2026-02"):
        await an_approved_month(worker, manager, month, {operation.id: "98.50", None: "34.50"})
        await a_payroll(manager, employment, month)
    claim = await a_claim(manager, operation, "2026-01", "2026-02")
    assert _staff(claim) == "5795.01"  # once for the claim: 7824.74 × 197 ÷ 266; month by month 5795.02
    await claims.sign_claim(manager.context, claim.id)
    wanted = MonthOf(worker.user_id, Month.parse("2026-02"))
    with pytest.raises(WrongState) as refusal:
        await timesheets.reopen_timesheet(manager.context, wanted, "Trop tard")
    assert refusal.value.code == "TIM-016"


async def test_salaries_of_participants_stand_beside_the_forty_per_cent(territory: Territory) -> None:
    """P40: 2897.51 + 120.00 of participants + 40 % of 2897.51 cut = 4176.51."""
    manager, worker = territory.manager, territory.facilitator
    operation = await _operation(territory)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-05", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-05")
    item = await a_cost_item(manager, operation)
    claim = await a_claim(manager, operation, "2026-05", "2026-05")
    assert claim.figures is not None
    assert (str(claim.figures.other_costs), str(claim.figures.total_cost)) == ("120.00", "4176.51")
    _, lines = await claims.load_lines(manager.context, claim.id)
    assert [(line.kind, line.cost_item_id) for line in lines][1] == (ClaimLineKind.COST, item.id)
    await a_submitted_claim(manager, claim)


async def test_recorded_resources_and_payments_speak_where_nothing_is_typed(territory: Territory) -> None:
    """G16: an advance of 30 % stays until the balance; resources of others limit the final claim."""
    manager, worker = territory.manager, territory.facilitator
    operation = await _operation(territory, beneficiary_kind=BeneficiaryKind.ASSOCIATION)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    for month in ("2026-01", "2026-02"):
        await an_approved_month(worker, manager, month, {operation.id: "98.50", None: "34.50"})
        await a_payroll(manager, employment, month)
    await _an_advance(territory, operation)
    terms = ResourceTerms(
        funder="Région",
        kind=ResourceKind.REGION,
        amount_committed=Decimal("3000.00"),
        amount_received=Decimal("3000.00"),
        amount_allocated=Decimal("3000.00"),
        received_on=date(2026, 1, 20),
    )
    await resources.add_resource(manager.context, operation.id, terms)
    interim = await a_claim(manager, operation, "2026-01", "2026-01", **RECORDED)
    assert interim.figures is not None
    assert (str(interim.figures.amount_due), str(interim.figures.already_paid)) == ("2433.90", "1000.00")
    assert str(interim.figures.amount_requested) == "2433.90"  # the advance is taken back with the balance
    await a_submitted_claim(manager, interim)
    final = await a_claim(manager, operation, "2026-02", "2026-02", kind=ClaimKind.FINAL, **RECORDED)
    assert final.state is ClaimState.COMPUTED
    assert final.figures is not None
    # 60 % of 8113.02 = 4867.81; 8113.02 − 3000.00 = 5113.02 does not bind; less 1000.00 paid and 2433.90 asked for.
    assert (str(final.figures.other_resources), str(final.figures.amount_due)) == ("3000.00", "4867.81")
    assert (str(final.figures.requested_before), str(final.figures.amount_requested)) == ("3433.90", "1433.91")


async def test_the_plan_of_fifteen_per_cent_takes_other_costs_above_two_hundred_thousand(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    agreement = agreement_terms(
        planned_total_cost=Decimal("200000.01"), grant_amount=Decimal("120000.00"), cost_plan=CostPlan.P15
    )
    operation = await operations.add_operation(manager.context, operation_terms(territory), agreement)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-05", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-05")
    await a_cost_item(manager, operation)
    claim = await a_claim(manager, operation, "2026-05", "2026-05")
    assert claim.figures is not None
    # 2897.51 + 120.00 + 15 % of 2897.51 = 434.6265, cut.
    assert (str(claim.figures.flat_rate_amount), str(claim.figures.total_cost)) == ("434.62", "3452.13")


async def test_what_is_handed_over_is_what_was_signed(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await _operation(territory, beneficiary_kind=BeneficiaryKind.ASSOCIATION)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-01", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-01")
    claim = await a_claim(manager, operation, "2026-01", "2026-01", **RECORDED)
    await claims.sign_claim(manager.context, claim.id)
    await _an_advance(territory, operation)
    with pytest.raises(WrongState) as refusal:
        await claims.submit_claim(manager.context, claim.id)
    assert refusal.value.code == "CLM-023"
