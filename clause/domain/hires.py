"""Employment contracts of participants for a lot, and the days whose hours may be credited.

A person's clock starts with the first hire under a clause and never restarts: every hire of the person is counted from
that day, for as long as its own kind of contract allows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.eligibility import Eligibility, proof_stands_on
from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.rules.calendar import Period
from clause.rules.codes import ContractType, HireMode, StructureKind
from clause.rules.eligibility_windows import DecidedEnd, EligibilityWindow, Suspended, eligibility_window
from clause.rules.errors import RuleError
from clause.rules.profiles import EducationLevel, RecruitmentChannel, ReferrerKind, TrainingMode, WorkSector
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Trace

LONGEST_WEEK = Decimal("48.00")
"""Hours. Source: Code du travail, L3121-20, the most that a week may hold."""

MODES_OF_ANY_COMPANY = frozenset({HireMode.STAFF_SUPPLY, HireMode.SUBCONTRACT})
"""Modes in which the employer is not a holder of the lot: it supplies people to one, or works for one."""


class HireDetails(BaseModel):
    """What is noted of a hire beside what figures are made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    other_referrer: str | None = None
    has_general_bac: bool | None = None
    training_hours_planned: Decimal | None = None
    training_body: str | None = None
    training_mode: TrainingMode | None = None
    targeted_qualification: str | None = None
    obtained_qualification: str | None = None
    host_company_count: int | None = None
    site: str | None = None


class HireTerms(BaseModel):
    """An employment contract as typed."""

    model_config = ConfigDict(frozen=True)

    participant_id: UUID
    eligibility_id: UUID
    lot_id: UUID
    company_id: UUID
    mode: HireMode
    contract_type: ContractType
    job_title: str | None = None
    first_day: date
    planned_last_day: date | None = None
    weekly_hours: Decimal
    for_company_id: UUID | None = None
    """The holder for whom the hours count; None where it follows from the employer."""
    host_company_id: UUID | None = None
    """Where the person works, when that is not at the employer's."""
    education_level: EducationLevel | None = None
    lives_in_qpv: bool = False
    qpv_code: str | None = None
    commune_code: str | None = None
    sector: WorkSector | None = None
    referrer_kind: ReferrerKind | None = None
    recruitment_channel: RecruitmentChannel | None = None
    is_full_time: bool | None = None
    tutor_name: str | None = None
    details: HireDetails = HireDetails()


class Hire(HireTerms):
    """An employment contract as recorded, with the days whose hours may be credited and how they were found."""

    id: UUID
    facilitator_org_id: UUID
    last_day: date | None = None
    eligible_first_day: date
    eligible_last_day: date
    eligibility_trace: Trace
    created_at: datetime
    version: int

    @property
    def eligible_period(self) -> Period:
        """The days between which hours may be credited."""
        return Period(self.eligible_first_day, self.eligible_last_day)

    @property
    def known_last_day(self) -> date:
        """The day the contract ended, or is planned to end; the last day of all when neither is known."""
        return self.last_day or self.planned_last_day or date.max


class NamedHire(Hire):
    """A hire with the person's names, as lists show it."""

    first_name: str
    last_name: str


class HireLot(BaseModel):
    """What a hire needs to know of its lot."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    last_day: date | None
    holder_ids: frozenset[UUID]
    subcontractor_ids: frozenset[UUID] = frozenset()
    is_reserved: bool = False
    """True for a lot reserved to insertion or adapted structures."""


@dataclass(frozen=True)
class HireSetting:
    """What is known around a hire to be made; None or False for what does not exist in the caller's eyes."""

    participant_is_known: bool
    eligibility: Eligibility | None
    lot: HireLot | None
    company_is_known: bool
    hires_of_participant: tuple[Hire, ...]
    host_is_known: bool = True
    employer_kind: StructureKind | None = None
    """What the directory says of the employer; None when nobody has said."""

    @property
    def first_clause_start(self) -> date | None:
        """The first day of the person's first hire so far."""
        return min((hire.first_day for hire in self.hires_of_participant), default=None)


_Check: TypeAlias = Callable[[HireTerms, HireSetting], Finding | None]


def window_of(
    terms: HireTerms,
    first_clause_start: date,
    *,
    book: Rulebook = DEFAULTS,
    suspensions: tuple[Suspended, ...] = (),
    decided: DecidedEnd | None = None,
) -> EligibilityWindow:
    """The days whose hours may be credited for this hire, by the rules of its lot in force on its first day.

    Raises Refused HIR-005 for days outside the years that the rules know.
    """
    try:
        return eligibility_window(
            first_clause_start,
            terms.contract_type,
            terms.first_day,
            book=book,
            suspensions=suspensions,
            decided=decided,
        )
    except RuleError as error:
        raise Refused("HIR-005", on=terms.first_day.isoformat()) from error


def check_hire(terms: HireTerms, setting: HireSetting) -> None:
    """Raises Refused HIR-004 with one finding per thing that forbids the hire, all at once."""
    findings = tuple(found for check in _CHECKS if (found := check(terms, setting)) is not None)
    if findings:
        raise Refused("HIR-004", findings=findings)


def findings_about(hire: Hire, lot: HireLot) -> tuple[Finding, ...]:
    """What deserves a look in a hire that is allowed: none of its hours could be credited."""
    findings = []
    if hire.first_day > hire.eligible_last_day:
        findings.append(_warning("HIR-030", "first_day", hire.first_day, until=hire.eligible_last_day))
    if lot.last_day is not None and hire.first_day > lot.last_day:
        findings.append(_warning("HIR-031", "first_day", hire.first_day, until=lot.last_day))
    return tuple(findings)


def corrected(hire: Hire, changes: Mapping[str, Any]) -> Hire:
    """The hire with some of its fields replaced."""
    return Hire.model_validate({**{name: getattr(hire, name) for name in Hire.model_fields}, **changes})


def check_booked_days(hire: Hire, booked: Period | None) -> None:
    """Raises Refused HIR-008 when hours are booked before the first day of a corrected hire, or after its planned end.

    The day on which a contract really ended has its own check (``check_end``).
    """
    if booked is None:
        return
    findings = []
    if booked.first_day < hire.first_day:
        findings.append(_blocking("HIR-042", "first_day", hire.first_day, booked=booked.first_day))
    planned = hire.planned_last_day
    if hire.last_day is None and planned is not None and planned < booked.last_day:
        findings.append(_blocking("HIR-043", "planned_last_day", planned, booked=booked.last_day))
    if findings:
        raise Refused("HIR-008", findings=tuple(findings))


def check_end(hire: Hire, last_day: date, last_booked_day: date | None) -> None:
    """Raises Refused HIR-006 when the hire would end before it begins, or before hours that are booked."""
    findings = []
    if last_day < hire.first_day:
        findings.append(_blocking("HIR-040", "last_day", last_day, since=hire.first_day))
    if last_booked_day is not None and last_day < last_booked_day:
        findings.append(_blocking("HIR-041", "last_day", last_day, booked=last_booked_day))
    if findings:
        raise Refused("HIR-006", findings=tuple(findings))


def _participant_is_known(terms: HireTerms, setting: HireSetting) -> Finding | None:
    return None if setting.participant_is_known else _blocking("HIR-010", "participant_id", terms.participant_id)


def _eligibility_is_of_the_participant(terms: HireTerms, setting: HireSetting) -> Finding | None:
    found = setting.eligibility
    if found is not None and found.participant_id == terms.participant_id:
        return None
    return _blocking("HIR-011", "eligibility_id", terms.eligibility_id)


def _eligibility_is_accepted(terms: HireTerms, setting: HireSetting) -> Finding | None:
    """A ground that has expired since may serve: what it expired for is looked at on the first day of the hire."""
    found = setting.eligibility
    if found is None or found.was_accepted:
        return None
    return _blocking("HIR-012", "eligibility_id", terms.eligibility_id, state=found.state.value)


def _eligibility_precedes_the_work(terms: HireTerms, setting: HireSetting) -> Finding | None:
    """Source: TA Rennes, judgment made public on 4 February 2026: no prior validation, no hour counted."""
    found = setting.eligibility
    if found is None or found.assessed_on <= terms.first_day:
        return None
    return _blocking("HIR-013", "first_day", terms.first_day, assessed=found.assessed_on)


def _proof_stands_on_the_first_clause_day(terms: HireTerms, setting: HireSetting) -> Finding | None:
    """A later hire goes on with the same path: a change of status since the first one takes nothing away.

    Assumption: standard practice of facilitators.
    """
    found, start = setting.eligibility, setting.first_clause_start
    if found is None or not found.was_accepted or found.assessed_on > terms.first_day:
        return None  # told by the checks before
    goes_on = start is not None and start <= terms.first_day
    if goes_on or proof_stands_on(found, terms.first_day):
        return None
    return _blocking("HIR-014", "first_day", terms.first_day, issued=found.proof_issued_on)


def _lot_is_known(terms: HireTerms, setting: HireSetting) -> Finding | None:
    return None if setting.lot is not None else _blocking("HIR-015", "lot_id", terms.lot_id)


def _company_is_known(terms: HireTerms, setting: HireSetting) -> Finding | None:
    return None if setting.company_is_known else _blocking("HIR-016", "company_id", terms.company_id)


def _company_may_hire_for_the_lot(terms: HireTerms, setting: HireSetting) -> Finding | None:
    lot = setting.lot
    if lot is None or terms.mode in MODES_OF_ANY_COMPANY or terms.company_id in lot.holder_ids | lot.subcontractor_ids:
        return None
    return _blocking("HIR-017", "company_id", terms.company_id, mode=terms.mode.value)


def _hours_count_for_a_holder(terms: HireTerms, setting: HireSetting) -> Finding | None:
    lot = setting.lot
    if lot is None or terms.for_company_id is None or terms.for_company_id in lot.holder_ids:
        return None
    return _blocking("HIR-022", "for_company_id", terms.for_company_id)


def _host_is_known(terms: HireTerms, setting: HireSetting) -> Finding | None:
    return None if setting.host_is_known else _blocking("HIR-023", "host_company_id", terms.host_company_id)


def _planned_days_are_in_order(terms: HireTerms, setting: HireSetting) -> Finding | None:
    planned = terms.planned_last_day
    if planned is None or terms.first_day <= planned:
        return None
    return _blocking("HIR-018", "planned_last_day", planned, since=terms.first_day)


def _weekly_hours_are_possible(terms: HireTerms, setting: HireSetting) -> Finding | None:
    if 0 < terms.weekly_hours <= LONGEST_WEEK:
        return None
    return _blocking("HIR-019", "weekly_hours", terms.weekly_hours, longest=LONGEST_WEEK)


def _contract_without_term_has_no_planned_end(terms: HireTerms, setting: HireSetting) -> Finding | None:
    if terms.planned_last_day is None or not terms.contract_type.is_cdi:
        return None
    return _blocking("HIR-020", "planned_last_day", terms.planned_last_day)


def _person_is_not_hired_twice_for_the_same_days(terms: HireTerms, setting: HireSetting) -> Finding | None:
    last_day = terms.planned_last_day or date.max
    if last_day < terms.first_day:
        return None
    days = Period(terms.first_day, last_day)
    for other in setting.hires_of_participant:
        same_post = (other.lot_id, other.company_id) == (terms.lot_id, terms.company_id)
        if same_post and days.overlaps(Period(other.first_day, other.known_last_day)):
            return _blocking("HIR-021", "first_day", terms.first_day, id=other.id)
    return None


_CHECKS: tuple[_Check, ...] = (
    _participant_is_known,
    _eligibility_is_of_the_participant,
    _eligibility_is_accepted,
    _eligibility_precedes_the_work,
    _proof_stands_on_the_first_clause_day,
    _lot_is_known,
    _company_is_known,
    _company_may_hire_for_the_lot,
    _hours_count_for_a_holder,
    _host_is_known,
    _planned_days_are_in_order,
    _weekly_hours_are_possible,
    _contract_without_term_has_no_planned_end,
    _person_is_not_hired_twice_for_the_same_days,
)


def _blocking(code: str, field: str, raw: object, **values: object) -> Finding:
    return Finding(code=code, field=field, raw=str(raw), values={name: str(value) for name, value in values.items()})


def _warning(code: str, field: str, raw: object, **values: object) -> Finding:
    return _blocking(code, field, raw, **values).model_copy(update={"severity": Severity.WARNING})
