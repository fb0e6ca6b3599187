"""The facilitators' own work: posts, the FSE+ operation, months of time and pay, and a claim up to its receipt."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from clause.devdata.timeline import working_days
from clause.devdata.world import World, run_job
from clause.domain.agreements import AgreementTerms
from clause.domain.claims import ClaimKind, ClaimTerms
from clause.domain.employments import EmploymentTerms
from clause.domain.operations import AssignmentTerms, OperationTerms
from clause.domain.payroll import PayrollTerms
from clause.domain.timesheets import AbsenceCategory, Activity, TypedAbsence, TypedEntry
from clause.rules.calendar import Month, add_months
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostMethod, CostPlan
from clause.services import (
    assignments,
    claims,
    employments,
    intermediate_body,
    operations,
    payroll,
    timesheets,
)
from clause.services.timesheets import MonthOf

FIRST_MONTH, LAST_CLAIMED_MONTH = -8, -3
"""The mission begins with the first; the interim claim goes up to the second."""
_OPERATION_MONTHS = 24
_HALF_DAY = Decimal("3.50")
_MONTHS_PAID = range(FIRST_MONTH, 0)


@dataclass(frozen=True)
class _Post:
    """A facilitator's post, what a month of it costs, and on what the half-days go, in turn."""

    person: str
    staff_number: str
    job_title: str
    monthly_cost: str
    holidays: tuple[int, int]
    """First and last day of leave in August."""
    pattern: tuple[tuple[Activity, bool], ...]
    """An activity, and whether it is for the operation."""


_POSTS = (
    _Post(
        "maelle",
        "MDE-014",
        "Facilitatrice de la clause sociale",
        "3548.72",
        (1, 16),
        (
            (Activity.BUYER_SUPPORT, True),
            (Activity.COMPANY_SUPPORT, True),
            (Activity.MONITORING_CONTROL, True),
            (Activity.TENDER_SUPPORT, True),
            (Activity.ELIGIBILITY_CHECK, True),
            (Activity.COMPANY_SUPPORT, True),
            (Activity.INTERNAL, False),
            (Activity.PUBLIC_MOBILISATION, True),
            (Activity.TRAVEL, True),
        ),
    ),
    _Post(
        "yanis",
        "MDE-021",
        "Facilitateur de la clause sociale, à mi-mission",
        "3187.40",
        (17, 31),
        (
            (Activity.PARTICIPANT_FOLLOW_UP, True),
            (Activity.PUBLIC_MOBILISATION, False),
            (Activity.ELIGIBILITY_CHECK, True),
            (Activity.TERRITORIAL_COORDINATION, False),
            (Activity.COMPANY_SUPPORT, True),
            (Activity.INTERNAL, False),
            (Activity.MONITORING_CONTROL, True),
        ),
    ),
)


@dataclass
class _Mission:
    """What later steps need of earlier ones."""

    operation_id: UUID | None = None
    employments: dict[str, UUID] | None = None
    claim_id: UUID | None = None

    @property
    def operation(self) -> UUID:
        """The operation, once it is there."""
        if self.operation_id is None:
            raise RuntimeError("there is no operation yet")
        return self.operation_id

    @property
    def claim(self) -> UUID:
        """The claim, once it is there."""
        if self.claim_id is None:
            raise RuntimeError("there is no claim yet")
        return self.claim_id


def plan(world: World) -> None:
    """Set up before the first month; then each month is recorded, signed, approved and paid; one claim is made."""
    calendar, timeline, mission = world.calendar, world.timeline, _Mission()
    timeline.plan(calendar.day(FIRST_MONTH - 1, 20), partial(_set_up, world, mission), hour=9)
    for offset in _MONTHS_PAID:
        last_day = calendar.month(offset).last_day
        timeline.plan(calendar.day(offset, 28), partial(_pay, world, mission, offset), hour=11)
        for post in _POSTS:
            timeline.plan(last_day, partial(_record, world, mission, post, offset), hour=16)
            timeline.plan(last_day, partial(_sign, world, post, offset), hour=17)
            if offset < -1:
                timeline.plan(calendar.day(offset + 1, 4), partial(_approve, world, post, offset), hour=9)
    for post in _POSTS:
        timeline.plan(calendar.today, partial(_record, world, mission, post, 0), hour=23)
    timeline.plan(calendar.day(-1, 12), partial(_start_claim, world, mission), hour=10)
    timeline.plan(calendar.day(-1, 13), partial(_hand_claim_in, world, mission), hour=10)
    timeline.plan(calendar.day(-1, 15), partial(_receive_claim, world, mission), hour=10)


async def _set_up(world: World, mission: _Mission, now: datetime) -> None:
    helene, first_day = world.by("helene", now), world.calendar.month(FIRST_MONTH).first_day
    terms = OperationTerms(
        intermediate_body_id=world.organisations["ponant"].id,
        number=f"{first_day.year}-PON-0147",
        title="Développer et suivre les clauses sociales du Pays de Brisemer",
        programme_cci="2021FR05SFPR001",
        priority="1",
        specific_objective="H",
        region_category=RegionCategory.TRANSITION,
        first_day=first_day,
        last_day=add_months(first_day, _OPERATION_MONTHS) - timedelta(days=1),
    )
    agreement = AgreementTerms(
        reference=f"CONV-{first_day.year}-0147",
        signed_on=first_day - timedelta(days=19),
        planned_total_cost=Decimal("156000.00"),
        grant_amount=Decimal("93600.00"),
        rate=Decimal("0.6000"),
        rate_decimals=2,
        cost_plan=CostPlan.P40,
    )
    mission.operation_id = (await operations.add_operation(helene, terms, agreement)).id
    mission.employments = {}
    for post in _POSTS:
        mission.employments[post.person] = await _employ(world, post, now)
        letter = AssignmentTerms(
            employment_id=mission.employments[post.person],
            method=CostMethod.M2,
            first_day=first_day,
            last_day=None,
            issued_on=helene.today,
        )
        await assignments.assign(helene, mission.operation, letter)


async def _employ(world: World, post: _Post, now: datetime) -> UUID:
    terms = EmploymentTerms(
        person_id=world.people[post.person].id,
        staff_number=post.staff_number,
        job_title=post.job_title,
        working_time_share=Decimal("1.0000"),
        weekly_hours=Decimal("35.00"),
        first_day=add_months(world.calendar.month(FIRST_MONTH).first_day, -30),
        last_day=None,
    )
    return (await employments.add_employment(world.by("helene", now), terms)).id


async def _pay(world: World, mission: _Mission, offset: int, now: datetime) -> None:
    for rank, post in enumerate(_POSTS):
        employment_id = (mission.employments or {})[post.person]
        # A bonus or an absence now and then: no two months cost the same.
        cost = Decimal(post.monthly_cost) + Decimal((offset * 37 + rank * 11) % 29) * Decimal("4.15")
        month = world.calendar.month(offset)
        terms = PayrollTerms(employer_cost=cost)
        await payroll.record_payroll(world.by("helene", now), employment_id, month, terms, None)


async def _record(world: World, mission: _Mission, post: _Post, offset: int, now: datetime) -> None:
    month = world.calendar.month(offset)
    person, until = world.people[post.person], world.by(post.person, now).today
    last_day = month.last_day if offset else until - timedelta(days=1)
    entries = _entries(world, post, month, last_day, mission.operation)
    absences = _absences(world, month, last_day, entries)
    await timesheets.record_entries(person.at(now), MonthOf(person.id, month), entries, None, absences=absences)


def _entries(world: World, post: _Post, month: Month, last_day: date, operation: UUID) -> tuple[TypedEntry, ...]:
    """Two half-days for each working day, on the activities of the post in turn."""
    first_off, last_off = post.holidays
    days = [
        day
        for day in working_days(world.calendar, month.first_day, last_day)
        if not (day.month == 8 and first_off <= day.day <= last_off)
    ]
    entries = []
    for index in range(2 * len(days)):
        activity, is_for_operation = post.pattern[(index + month.number) % len(post.pattern)]
        entries.append(
            TypedEntry(
                day=days[index // 2],
                operation_id=operation if is_for_operation else None,
                activity=activity,
                hours=_HALF_DAY,
            )
        )
    return tuple(entries)


def _absences(world: World, month: Month, last_day: date, entries: tuple[TypedEntry, ...]) -> tuple[TypedAbsence, ...]:
    """Leave on the working days without work, up to the last day of work; public holidays write themselves."""
    worked = {entry.day for entry in entries}
    days = working_days(world.calendar, month.first_day, last_day if worked else month.first_day)
    return tuple(TypedAbsence(day=day, category=AbsenceCategory.LEAVE) for day in days if day not in worked)


async def _sign(world: World, post: _Post, offset: int, now: datetime) -> None:
    person = world.people[post.person]
    wanted = MonthOf(person.id, world.calendar.month(offset))
    await timesheets.sign_timesheet(person.at(now), wanted, nothing_worked=False, late_reason=None)


async def _approve(world: World, post: _Post, offset: int, now: datetime) -> None:
    wanted = MonthOf(world.people[post.person].id, world.calendar.month(offset))
    await timesheets.approve_timesheet(world.by("helene", now), wanted)


async def _start_claim(world: World, mission: _Mission, now: datetime) -> None:
    terms = ClaimTerms(
        first_month=world.calendar.month(FIRST_MONTH),
        last_month=world.calendar.month(LAST_CLAIMED_MONTH),
        kind=ClaimKind.INTERIM,
        other_resources=Decimal("6000.00"),
        already_paid=Decimal("0.00"),
    )
    claim = await claims.start_claim(world.by("helene", now), mission.operation, terms)
    await run_job(claims.compute_claim, claim.job_id, now)
    mission.claim_id = world.claim_id = claim.id


async def _hand_claim_in(world: World, mission: _Mission, now: datetime) -> None:
    helene = world.by("helene", now)
    await claims.sign_claim(helene, mission.claim)
    submitted = await claims.submit_claim(helene, mission.claim)
    await run_job(claims.render_claim, submitted.job_id, now)


async def _receive_claim(world: World, mission: _Mission, now: datetime) -> None:
    reference = f"PON-{now.year}-0388"
    await intermediate_body.record_receipt(world.by("ponant-portal", now), mission.claim, reference, None)
