"""Participants: examined, accepted, refused or waiting for a proof; then hired for the lots, some of them twice."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from clause.devdata.people_tables import HIRES, INCOMPLETE, PEOPLE, REFUSED, HireRow, PersonRow
from clause.devdata.world import World
from clause.domain.eligibility import WRITTEN_OPINION, EligibilityTerms, Opinion, Proof
from clause.domain.hires import HireTerms
from clause.domain.outcomes import OutcomeTerms
from clause.domain.participants import ParticipantFacts
from clause.rules.calendar import add_months
from clause.rules.codes import HireMode
from clause.rules.eligibility import ground
from clause.rules.outcomes import Outcome, OutcomePoint
from clause.rules.profiles import EducationLevel, ReferrerKind, WorkSector
from clause.services import eligibility, hires, outcomes, participants

_PROOF_AGE = timedelta(days=20)
_STALE_PROOF_AGE = timedelta(days=150)
_FULL_TIME = Decimal(35)
_TUTOR = "Le chef d'équipe du chantier"
_LEVELS = (
    EducationLevel.CAP_WITHOUT_DIPLOMA,
    EducationLevel.COMPULSORY_SCHOOL,
    EducationLevel.CAP_DIPLOMA,
    EducationLevel.BAC,
    EducationLevel.BTS_DUT,
)
_SECTORS = {"nett": WorkSector.CLEANING, "espv": WorkSector.GREEN_SPACES, "rd31": WorkSector.PUBLIC_WORKS}
_REFERRERS = (ReferrerKind.FRANCE_TRAVAIL, ReferrerKind.MISSION_LOCALE, ReferrerKind.PLIE, ReferrerKind.DEPARTMENT)
_OUTCOMES = (Outcome.CDD_GT_6M, Outcome.JOB_SEEKING, Outcome.CDI, Outcome.TEMP, Outcome.QUALIFYING_TRAINING)


def first_day(world: World, row: HireRow) -> date:
    """The first day of a hire."""
    return world.calendar.day(*row.first)


def planned_last_day(world: World, row: HireRow) -> date | None:
    """The last day of a hire as planned; None for one without a term."""
    if row.months is None:
        return None
    return add_months(first_day(world, row), row.months) - timedelta(days=1)


def plan(world: World) -> None:
    """Each person is examined some days before the first hire; each hire is recorded before it begins."""
    calendar, timeline = world.calendar, world.timeline
    for person in PEOPLE:
        start = min(first_day(world, row) for row in HIRES if row.person == person.key)
        timeline.plan(start - timedelta(days=6), partial(_examine, world, person), hour=9)
        timeline.plan(start - timedelta(days=4), partial(_accept, world, person), hour=11)
    for row in HIRES:
        timeline.plan(first_day(world, row) - timedelta(days=2), partial(_hire, world, row), hour=16)
        end = planned_last_day(world, row)
        if end is not None and end < calendar.today:
            timeline.plan(end, partial(_end, world, row, end), hour=17)
    timeline.plan(calendar.day(-3, 8), partial(_examine, world, REFUSED), hour=9)
    timeline.plan(calendar.day(-3, 10), partial(_refuse, world, REFUSED), hour=10)
    timeline.plan(calendar.day(-1, 20), partial(_examine, world, INCOMPLETE), hour=10)


async def _examine(world: World, row: PersonRow, now: datetime) -> None:
    yanis, today = world.by("yanis", now), world.by("yanis", now).today
    facts = ParticipantFacts(
        first_name=row.first_name,
        last_name=row.last_name,
        birth_date=birth_date(world, row),
        sex=row.sex,
        postal_code=row.postal_code,
    )
    added = (await participants.add_participant(yanis, facts, confirm_duplicate=False)).participant
    age = _STALE_PROOF_AGE if row is REFUSED else _PROOF_AGE
    proof = Proof(kind=ground(row.ground).proofs[0].code, issued_on=today - age)
    terms = EligibilityTerms(
        ground=row.ground, proof=None if row is INCOMPLETE else proof, is_principal=True, assessed_on=today
    )
    submitted = await eligibility.submit_eligibility(yanis, added.id, terms)
    world.participants[row.key], world.eligibilities[row.key] = added.id, submitted.id


def birth_date(world: World, row: PersonRow) -> date:
    """A day of its own for everyone, that many years ago and some months."""
    rank = int(row.key[1:])
    born = add_months(world.calendar.today.replace(day=1), -12 * row.age - rank % 11 - 1)
    return born.replace(day=rank)


async def _accept(world: World, row: PersonRow, now: datetime) -> None:
    yanis = world.by("yanis", now)
    opinion = None
    if row.ground == WRITTEN_OPINION and row.note:
        opinion = Opinion(text=row.note, author="PLIE", written_on=yanis.today - _PROOF_AGE)
    await eligibility.accept_eligibility(yanis, world.eligibilities[row.key], row.note, opinion)


async def _refuse(world: World, row: PersonRow, now: datetime) -> None:
    await eligibility.refuse_eligibility(world.by("yanis", now), world.eligibilities[row.key], row.note)


async def _hire(world: World, row: HireRow, now: datetime) -> None:
    terms = HireTerms(
        participant_id=world.participants[row.person],
        eligibility_id=world.eligibilities[row.person],
        lot_id=world.lots[row.lot].id,
        company_id=world.organisations[row.company].id,
        mode=row.mode,
        contract_type=row.contract_type,
        job_title=row.job_title,
        first_day=first_day(world, row),
        planned_last_day=planned_last_day(world, row),
        weekly_hours=Decimal(row.weekly_hours),
        is_full_time=Decimal(row.weekly_hours) >= _FULL_TIME,
        tutor_name=_TUTOR if row.mode is HireMode.DIRECT_HIRE else None,
        education_level=_LEVELS[row.number % len(_LEVELS)],
        lives_in_qpv=_ground_of(row.person) == "QPV" or row.number % 4 == 0,
        sector=_SECTORS.get(row.lot, WorkSector.BUILDING),
        referrer_kind=_REFERRERS[row.number % len(_REFERRERS)],
    )
    world.hires[row.number] = (await hires.add_hire(world.by("yanis", now), terms)).hire


async def _end(world: World, row: HireRow, last_day: date, now: datetime) -> None:
    hire = world.hires[row.number]
    yanis = world.by("yanis", now)
    await hires.end_hire(yanis, hire.id, last_day, "Fin du contrat, comme prévu.", hire.version)
    outcome = _OUTCOMES[row.number % len(_OUTCOMES)]
    terms = OutcomeTerms(point=OutcomePoint.EXIT, outcome=outcome, observed_on=last_day)
    await outcomes.record_outcome(yanis, hire.id, terms)


def _ground_of(person: str) -> str:
    return next(row.ground for row in PEOPLE if row.key == person)
