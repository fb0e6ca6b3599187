"""Employments, operations, months of time and claims, through the services."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from clause.domain.actors import Role
from clause.domain.agreements import AgreementTerms
from clause.domain.claims import Claim, ClaimKind, ClaimTerms
from clause.domain.employments import FAR_FUTURE, Employment, EmploymentTerms
from clause.domain.findings import Finding, Severity
from clause.domain.operations import Assignment, AssignmentTerms, Operation, OperationTerms
from clause.domain.payroll import PayrollTerms
from clause.domain.timesheets import AbsenceCategory, Activity, TypedAbsence, TypedEntry
from clause.rules.calendar import Month, Period
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostMethod, CostPlan
from clause.rules.work_pattern import WorkPattern
from clause.services import assignments, claims, employments, operations, payroll, timesheets
from clause.services.timesheets import MonthOf, SheetView
from tests.builders.territory import NOW, Caller, Territory, person

LONGEST_DAY = Decimal("9.00")
FULL_TIME = WorkPattern(employed=Period(date(2000, 1, 1), FAR_FUTURE), weekly_hours=Decimal("35.00"))
"""Monday to Friday, seven hours a day, in mainland France."""
DAYS = (date(2026, 1, 1), date(2027, 6, 30))


async def another_manager(territory: Territory) -> Caller:
    """A second manager of the first facilitator organisation, who can approve the first one's time."""
    return await person(territory.facilitator_org, Role.MANAGER, "Andréa Kerven", "andrea@brisemer.example")


async def an_employment(
    manager: Caller,
    worker: Caller,
    staff_number: str = "F-001",
    *,
    job_title: str = "Facilitatrice de la clause sociale",
    first_day: date = date(2025, 9, 1),
    last_day: date | None = None,
) -> Employment:
    """A full-time employment of a member of the manager's organisation."""
    terms = EmploymentTerms(
        person_id=worker.user_id,
        staff_number=staff_number,
        job_title=job_title,
        working_time_share=Decimal("1"),
        weekly_hours=Decimal("35.00"),
        first_day=first_day,
        last_day=last_day,
    )
    return await employments.add_employment(manager.context, terms)


def operation_terms(territory: Territory, number: str = "202500123", **changes: object) -> OperationTerms:
    """An operation of eighteen months in a transition region: one interim claim is allowed."""
    terms = OperationTerms(
        intermediate_body_id=territory.intermediate_body.id,
        number=str(int(number) + territory.turn) if territory.turn else number,
        title="Animation de la clause sociale 2026-2027",
        programme_cci="2021FR05SFPR001",
        priority="1",
        specific_objective="H",
        region_category=RegionCategory.TRANSITION,
        first_day=DAYS[0],
        last_day=DAYS[1],
    )
    return terms.model_copy(update=changes)


def agreement_terms(**changes: object) -> AgreementTerms:
    """36 000 € at 60 % of 60 000 €, under the plan of 40 %."""
    terms = AgreementTerms(
        reference="CONV-2026-018",
        signed_on=date(2025, 12, 15),
        planned_total_cost=Decimal("60000.00"),
        grant_amount=Decimal("36000.00"),
        rate=Decimal("0.6000"),
        rate_decimals=2,
        cost_plan=CostPlan.P40,
    )
    return terms.model_copy(update=changes)


async def an_operation(
    manager: Caller, territory: Territory, number: str = "202500123", **changes: object
) -> Operation:
    """An operation of the manager's organisation; ``changes`` go to its terms."""
    return await operations.add_operation(
        manager.context, operation_terms(territory, number, **changes), agreement_terms()
    )


async def an_assignment(
    manager: Caller,
    operation: Operation,
    employment: Employment,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Assignment:
    """A mission letter, from the operation's first day unless told otherwise."""
    first = first_day or operation.first_day
    terms = AssignmentTerms(
        employment_id=employment.id, method=CostMethod.M2, first_day=first, last_day=last_day, issued_on=first
    )
    return await assignments.assign(manager.context, operation.id, terms)


async def a_payroll(manager: Caller, employment: Employment, month: str, cost: str = "3912.37") -> None:
    """What a month cost the employer."""
    await payroll.record_payroll(
        manager.context, employment.id, Month.parse(month), PayrollTerms(employer_cost=Decimal(cost)), None
    )


def entries(month: str, hours: Mapping[UUID | None, str]) -> tuple[TypedEntry, ...]:
    """Hours by operation (``None``: for no operation), filled working day after working day, of nine hours at most."""
    days, left = iter(FULL_TIME.working_days(Month.parse(month))), LONGEST_DAY
    day = next(days)
    made = []
    for operation_id, text in hours.items():
        rest = Decimal(text)
        while rest:
            if not left:
                day, left = next(days), LONGEST_DAY
            part = min(rest, left)
            activity = Activity.COMPANY_SUPPORT if operation_id else Activity.INTERNAL
            made.append(TypedEntry(day=day, operation_id=operation_id, activity=activity, hours=part))
            rest, left = rest - part, left - part
    return tuple(made)


def days_off(month: str, worked: Iterable[TypedEntry]) -> tuple[TypedAbsence, ...]:
    """Leave on the working days of the month without an entry: with the entries, the month tells all working time."""
    told = {entry.day for entry in worked}
    return tuple(
        TypedAbsence(day=day, category=AbsenceCategory.LEAVE)
        for day in FULL_TIME.working_days(Month.parse(month))
        if day not in told
    )


def after(month: str) -> datetime:
    """An instant two days after a month's end."""
    return datetime.combine(Month.parse(month).last_day + timedelta(days=2), time(9), UTC)


async def a_recorded_month(worker: Caller, month: str, hours: Mapping[UUID | None, str]) -> SheetView:
    """A month with entries, open."""
    wanted, worked = MonthOf(worker.user_id, Month.parse(month)), entries(month, hours)
    absences = days_off(month, worked)
    return await timesheets.record_entries(worker.at(after(month)), wanted, worked, None, absences=absences)


async def a_signed_month(worker: Caller, month: str, hours: Mapping[UUID | None, str]) -> SheetView:
    """A month signed by the person two days after its end."""
    await a_recorded_month(worker, month, hours)
    wanted = MonthOf(worker.user_id, Month.parse(month))
    return await timesheets.sign_timesheet(worker.at(after(month)), wanted, nothing_worked=not hours, late_reason=None)


async def an_approved_month(
    worker: Caller, approver: Caller, month: str, hours: Mapping[UUID | None, str]
) -> SheetView:
    """The same, approved by another person."""
    await a_signed_month(worker, month, hours)
    return await timesheets.approve_timesheet(approver.at(after(month)), MonthOf(worker.user_id, Month.parse(month)))


def claim_terms(first_month: str, last_month: str, **changes: object) -> ClaimTerms:
    """An interim claim with no other resources."""
    terms = ClaimTerms(
        first_month=Month.parse(first_month),
        last_month=Month.parse(last_month),
        kind=ClaimKind.INTERIM,
        other_resources=Decimal("0.00"),
        already_paid=Decimal("0.00"),
    )
    return terms.model_copy(update=changes)


def told(claim: Claim) -> tuple[Finding, ...]:
    """The findings of a claim that block or ask for a look; those that only inform left out."""
    return tuple(finding for finding in claim.findings if finding.severity is not Severity.INFO)


async def run_computation(claim: Claim) -> None:
    """What the worker does with the claim's latest job."""
    assert claim.job_id is not None
    await claims.compute_claim(NOW, claim.job_id)


async def a_claim(manager: Caller, operation: Operation, first_month: str, last_month: str, **changes: object) -> Claim:
    """A claim after its computation: computed, or a draft with findings."""
    started = await claims.start_claim(manager.context, operation.id, claim_terms(first_month, last_month, **changes))
    await run_computation(started)
    return await claims.load_claim(manager.context, started.id)


async def a_submitted_claim(manager: Caller, claim: Claim) -> Claim:
    """A computed claim signed, submitted and printed."""
    await claims.sign_claim(manager.context, claim.id)
    submitted = await claims.submit_claim(manager.context, claim.id)
    assert submitted.job_id is not None
    await claims.render_claim(NOW, submitted.job_id)
    return await claims.load_claim(manager.context, claim.id)


async def a_ready_operation(
    manager: Caller, worker: Caller, territory: Territory, months: tuple[str, ...]
) -> Operation:
    """An operation with one person, whose months are approved and paid: 98.50 h of 133.00 h each."""
    operation = await an_operation(manager, territory)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    for month in months:
        await an_approved_month(worker, manager, month, {operation.id: "98.50", None: "34.50"})
        await a_payroll(manager, employment, month)
    return operation
