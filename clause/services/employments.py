"""Employments of the facilitators, and what each month of them cost the employer."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as queries
from clause.domain.actors import Scope
from clause.domain.employments import FAR_FUTURE, Employment, EmploymentTerms, PayrollMonth
from clause.domain.errors import NotFound, Refused, StaleVersion, Unreadable, WrongState
from clause.rules.calendar import Month
from clause.rules.quantities import Euros
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class Payroll:
    """Every version of a month's payroll, the latest first."""

    versions: tuple[PayrollMonth, ...]

    @property
    def latest(self) -> PayrollMonth:
        """The version that holds."""
        return self.versions[0]


@writing(Scope.CLAIMS_WRITE, Scope.TIME_APPROVE)
async def add_employment(uow: UnitOfWork, terms: EmploymentTerms) -> Employment:
    """Add the employment of a member of the organisation.

    Refused EMP-001 for someone who is not a member, EMP-002 when the last day comes before the first, EMP-003 while
    another employment of the person runs.
    """
    name = await queries.find_member_name(uow.org_id, terms.person_id)
    if name is None:
        raise Refused("EMP-001")
    last_day = terms.last_day or FAR_FUTURE
    if last_day < terms.first_day:
        raise Refused("EMP-002", last_day=last_day)
    running = await queries.list_employments_between(terms.person_id, terms.first_day, last_day)
    if running:
        raise Refused("EMP-003", staff_number=running[0].staff_number)
    employment = Employment(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        person_name=name,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_employment(employment)
    uow.record("employment.added", "employment", employment.id, first_day=terms.first_day, last_day=terms.last_day)
    return employment


@reading(Scope.TIME_WRITE, Scope.CLAIMS_READ)
async def load_employment(uow: UnitOfWork, employment_id: UUID) -> Employment:
    """One employment. NotFound EMP-004."""
    employment = await queries.find_employment(employment_id)
    if employment is None:
        raise NotFound("EMP-004")
    return employment


@reading(Scope.TIME_WRITE, Scope.CLAIMS_READ)
async def list_employments(
    uow: UnitOfWork, *, person_id: UUID | None, after: UUID | None, limit: int
) -> list[Employment]:
    """A page of the organisation's employments, oldest first."""
    return await queries.list_employments(person_id=person_id, after=after, limit=limit)


@writing(Scope.CLAIMS_WRITE)
async def record_payroll(
    uow: UnitOfWork, employment_id: UUID, month: Month, employer_cost: Euros, reason: str | None, version: int | None
) -> Payroll:
    """Record what a month cost the employer: gross pay, contributions and taxes less refunds; a new version each time.

    The same cost again changes nothing. ``version`` is the one that the caller read, None when there was none.
    NotFound EMP-005, Refused EMP-006 for a month without a day of the employment, Unreadable EMP-007 when a version is
    there and was not named, StaleVersion EMP-008, WrongState EMP-009 for a month that a signed claim stands on.
    """
    employment = await queries.lock_employment(employment_id)
    if employment is None:
        raise NotFound("EMP-005")
    if not employment.period.overlaps(month.period):
        raise Refused("EMP-006", month=str(month))
    versions = await queries.list_payroll_versions(employment_id, month)
    _check_version(versions, version)
    if versions and versions[0].employer_cost == employer_cost:
        return Payroll(tuple(versions))
    claim_number = await queries.find_claim_with_pay(employment_id, month)
    if claim_number is not None:
        raise WrongState("EMP-009", month=str(month), number=claim_number)
    payroll = PayrollMonth(
        id=uow.new_id(),
        employment_id=employment_id,
        month=month,
        version_no=len(versions) + 1,
        employer_cost=employer_cost,
        reason=reason,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_payroll_month(payroll, uow.org_id)
    uow.record("payroll.recorded", "employment", employment_id, reason=reason, month=month, version=payroll.version_no)
    return Payroll((payroll, *versions))


def _check_version(versions: list[PayrollMonth], version: int | None) -> None:
    if versions and version is None:
        raise Unreadable("EMP-007")
    if version is not None and version != len(versions):
        raise StaleVersion("EMP-008")


@reading(Scope.CLAIMS_WRITE)
async def load_payroll(uow: UnitOfWork, employment_id: UUID, month: Month) -> Payroll:
    """Every version of a month's payroll. NotFound EMP-010."""
    versions = await queries.list_payroll_versions(employment_id, month)
    if not versions:
        raise NotFound("EMP-010", month=str(month))
    return Payroll(tuple(versions))
