"""Employments of the facilitators: a change of working time is another employment, from the day it holds."""

from datetime import date
from uuid import UUID

from clause.db.queries import employments as queries
from clause.domain.actors import Scope
from clause.domain.employments import FAR_FUTURE, Employment, EmploymentTerms
from clause.domain.errors import NotFound, Refused, StaleVersion
from clause.services.unit_of_work import UnitOfWork, reading, writing


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


@writing(Scope.CLAIMS_WRITE, Scope.TIME_APPROVE)
async def change_end(
    uow: UnitOfWork, employment_id: UUID, last_day: date | None, reason: str | None, version: int
) -> Employment:
    """End an employment, or move its end; what is recorded of its months must stay inside.

    NotFound EMP-011, StaleVersion EMP-012, Refused EMP-013 for an end before the first day, EMP-014 while another
    employment of the person would run, EMP-015 for an end before a month of time, pay or mission already recorded.
    """
    employment = await queries.lock_employment(employment_id)
    if employment is None:
        raise NotFound("EMP-011")
    if employment.version != version:
        raise StaleVersion("EMP-012")
    end = last_day or FAR_FUTURE
    if end < employment.first_day:
        raise Refused("EMP-013", last_day=end)
    others = await queries.list_employments_between(employment.person_id, employment.first_day, end)
    running = [other for other in others if other.id != employment_id]
    if running:
        raise Refused("EMP-014", staff_number=running[0].staff_number)
    used_until = await queries.find_last_day_used(employment_id)
    if used_until is not None and end < used_until:
        raise Refused("EMP-015", used_until=used_until)
    await queries.update_end(employment_id, last_day)
    uow.record("employment.end_changed", "employment", employment_id, reason=reason, last_day=last_day)
    return employment.model_copy(update={"last_day": last_day, "version": version + 1})
