"""A second operation, which follows people: a manager's fixed time accepted by letter, who took part, what became."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from clause.devdata import people
from clause.devdata.mission import FIRST_MONTH
from clause.devdata.people_tables import HIRES, PEOPLE, PersonRow
from clause.devdata.proofs import one_page
from clause.devdata.world import World
from clause.domain.agreements import AgreementTerms
from clause.domain.assignments import AssignmentOutcome, DecisionTerms
from clause.domain.employments import EmploymentTerms
from clause.domain.evidence import EvidenceKind
from clause.domain.operation_participants import ContactData, EntryData, ExitData, RecordTerms
from clause.domain.operations import AssignmentTerms, OperationTerms
from clause.domain.payroll import PayrollTerms
from clause.domain.proof_documents import PDF, SentFile
from clause.rules.calendar import add_months
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import BeneficiaryKind, CostMethod, CostPlan, ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, LabourStatus
from clause.services import assignments, employments, evidence, operation_participants, operations, payroll

_MONTHS = 12
_FOLLOWED = 12
"""How many of the people hired take part."""
_LETTER = "Lettre de mission fictive : un cinquieme du temps, coordination des parcours."
_COST = Decimal("5240.30")
_STATUSES = (LabourStatus.UNEMPLOYED, LabourStatus.UNEMPLOYED, LabourStatus.INACTIVE)
_ATTAINMENTS = (Attainment.ISCED_0_2, Attainment.ISCED_3_4, Attainment.ISCED_0_2, Attainment.ISCED_5_8)


@dataclass
class _Followed:
    """What later steps need of earlier ones."""

    operation_id: UUID | None = None
    employment_id: UUID | None = None
    records: dict[str, UUID] = field(default_factory=dict)

    @property
    def operation(self) -> UUID:
        """The operation, once it is there."""
        if self.operation_id is None:
            raise RuntimeError("the operation is not there yet")
        return self.operation_id


def plan(world: World) -> None:
    """Set up with the mission; each person enters with a hire and leaves with its end."""
    calendar, timeline, followed = world.calendar, world.timeline, _Followed()
    start = calendar.month(FIRST_MONTH).first_day
    timeline.plan(calendar.day(FIRST_MONTH - 1, 21), partial(_set_up, world, followed), hour=10)
    for offset in range(FIRST_MONTH, 0):
        timeline.plan(calendar.day(offset, 28), partial(_pay, world, followed, offset), hour=11)
    for rank, (row, first, last) in enumerate(_taking_part(world, start)):
        timeline.plan(first + timedelta(days=1), partial(_enter, world, followed, rank, row, first), hour=15)
        if last is not None and last + timedelta(days=7) < calendar.today:
            timeline.plan(last + timedelta(days=6), partial(_leave, world, followed, rank, row, first, last), hour=15)


def _taking_part(world: World, start: date) -> list[tuple[PersonRow, date, date | None]]:
    """People whose first hire began with the operation or after, with that day and the end of their last hire."""
    found = []
    for row in PEOPLE:
        own = [hire for hire in HIRES if hire.person == row.key]
        first = min(people.first_day(world, hire) for hire in own)
        ends = [people.planned_last_day(world, hire) for hire in own]
        if start <= first < world.calendar.today - timedelta(days=3):
            last = None if None in ends else max(end for end in ends if end is not None)
            found.append((row, first, last))
    return found[:_FOLLOWED]


async def _set_up(world: World, followed: _Followed, now: datetime) -> None:
    helene, first_day = world.by("helene", now), world.calendar.month(FIRST_MONTH).first_day
    terms = OperationTerms(
        intermediate_body_id=world.organisations["ponant"].id,
        number=f"{first_day.year}-PON-0151",
        title="Accompagner vers les marchés à clause les personnes éloignées de l'emploi",
        programme_cci="2021FR05SFPR001",
        priority="1",
        specific_objective="H",
        region_category=RegionCategory.TRANSITION,
        first_day=first_day,
        last_day=add_months(first_day, _MONTHS) - timedelta(days=1),
        participant_mode=ParticipantMode.PARTICIPANTS,
        beneficiary_kind=BeneficiaryKind.ASSOCIATION,
    )
    agreement = AgreementTerms(
        reference=f"CONV-{first_day.year}-0151",
        signed_on=helene.today - timedelta(days=3),
        planned_total_cost=Decimal("18000.00"),
        grant_amount=Decimal("10800.00"),
        rate=Decimal("0.6000"),
        rate_decimals=2,
        cost_plan=CostPlan.P40,
    )
    followed.operation_id = (await operations.add_operation(helene, terms, agreement)).id
    await _assign(world, followed, now)


async def _assign(world: World, followed: _Followed, now: datetime) -> None:
    """A fifth of the manager's time, fixed; the letter is accepted the same day."""
    helene, first_day = world.by("helene", now), world.calendar.month(FIRST_MONTH).first_day
    employment = EmploymentTerms(
        person_id=world.people["helene"].id,
        staff_number="MDE-002",
        job_title="Directrice",
        working_time_share=Decimal("1.0000"),
        weekly_hours=Decimal("35.00"),
        first_day=add_months(first_day, -60),
        last_day=None,
    )
    employment_id = followed.employment_id = (await employments.add_employment(helene, employment)).id
    copy = SentFile("lettre-de-mission.pdf", PDF, one_page(_LETTER))
    document = await evidence.keep_file(helene, copy, EvidenceKind.MISSION_LETTER, None)
    letter = AssignmentTerms(
        employment_id=employment_id,
        method=CostMethod.M1,
        first_day=first_day,
        last_day=None,
        issued_on=helene.today,
        time_share=Decimal("0.2000"),
        missions="Coordination des parcours des participants.",
        document_id=document.id,
    )
    issued = await assignments.assign(helene, followed.operation, letter)
    accepted = DecisionTerms(
        outcome=AssignmentOutcome.ACCEPTED,
        reference=f"PON-{now.year}-0093",
        comment=None,
        decided_on=helene.today,
    )
    await assignments.decide(world.by("bruno", now), issued.id, accepted)


async def _pay(world: World, followed: _Followed, offset: int, now: datetime) -> None:
    if followed.employment_id is None:
        raise RuntimeError("nobody is employed yet")
    month, terms = world.calendar.month(offset), PayrollTerms(employer_cost=_COST)
    await payroll.record_payroll(world.by("helene", now), followed.employment_id, month, terms, None)


def _record(rank: int, first: date) -> RecordTerms:
    """Answers that differ from one person to the next; each fifth one has no contact yet."""
    status = _STATUSES[rank % len(_STATUSES)]
    jobless = status is LabourStatus.UNEMPLOYED
    entry = EntryData(
        labour_status=status,
        unemployed_since=add_months(first, -7 - 5 * (rank % 4)) if jobless else None,
        attainment=_ATTAINMENTS[rank % len(_ATTAINMENTS)],
        disability=Answer.YES if rank == 2 else Answer.REFUSED if rank % 6 == 5 else Answer.NO,
        third_country=Answer.YES if rank % 5 == 3 else Answer.NO,
        foreign_background=Answer.YES if rank % 5 == 3 else Answer.UNKNOWN,
        minority=Answer.REFUSED,
        homeless=Answer.NO,
        rural=Answer.YES if rank % 4 == 1 else Answer.NO,
    )
    contact = ContactData() if rank % 5 == 4 else ContactData(phone=f"02 00 00 00 {rank + 10}")
    return RecordTerms(entry_on=first, questionnaire_on=first, special_consent_on=first, contact=contact, entry=entry)


async def _enter(world: World, followed: _Followed, rank: int, row: PersonRow, first: date, now: datetime) -> None:
    record = await operation_participants.add_participant(
        world.by("yanis", now), followed.operation, world.participants[row.key], _record(rank, first)
    )
    followed.records[row.key] = record.id


async def _leave(
    world: World, followed: _Followed, rank: int, row: PersonRow, first: date, last: date, now: datetime
) -> None:
    working = Answer.YES if rank % 2 else Answer.NO
    out = ExitData(
        observed_on=last + timedelta(days=3),
        job_search=Answer.NO if working is Answer.YES else Answer.YES,
        training=Answer.NO,
        qualification=Answer.YES if rank % 3 == 0 else Answer.NO,
        employment=working,
    )
    terms = _record(rank, first).model_copy(update={"exit_on": last, "exit": out})
    record_id = followed.records[row.key]
    await operation_participants.change_participant(world.by("yanis", now), followed.operation, record_id, terms, 1)
