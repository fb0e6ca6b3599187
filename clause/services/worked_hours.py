"""Hours worked on lots, and the obligations that are a share of them."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import lot_records
from clause.db.queries import worked_hours as queries
from clause.db.queries.obligation_components import load_components, record_versions
from clause.db.queries.obligations import load_locked_lot_terms, load_lot_terms
from clause.domain.actors import Scope
from clause.domain.obligation_timeline import Recording
from clause.domain.obligations import ObligationCause, ObligationVersion
from clause.domain.worked_hours import NewWorkedHours, WorkedHours, check_month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class WorkedHoursRecorded:
    """A month just reported, and the versions that followed; none where the obligation is no share of hours worked."""

    report: WorkedHours
    versions: list[ObligationVersion]


@writing(Scope.CONTRACTS_WRITE)
async def report_worked_hours(uow: UnitOfWork, lot_id: UUID, new: NewWorkedHours) -> WorkedHoursRecorded:
    """Record all hours worked on a lot in a month; a report of the same month replaces the one before.

    They count from the last day of the month on. NotFound OBL-001, Refused OBL-103 (the month has not begun).
    """
    lot = await load_locked_lot_terms(lot_id)
    check_month(new.month, uow.today)
    before = await load_components(lot_id)
    report = WorkedHours(
        id=uow.new_id(),
        lot_id=lot_id,
        **dict(new),
        version_no=await queries.last_version_of_month(lot_id, new.month.first_day) + 1,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await lot_records.insert_record("worked_hours", lot, report)
    recording = Recording(new.month.last_day, ObligationCause.WORKED_HOURS, report.id, None, uow.actor.id, uow.now)
    versions = await record_versions(lot, before, await load_components(lot_id), recording, uow.new_id)
    uow.record(
        "worked_hours.reported",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        month=new.month,
        version=report.version_no,
        hours_worked=new.hours_worked,
        versions=len(versions) or None,
    )
    return WorkedHoursRecorded(report, versions)


@reading(Scope.CONTRACTS_READ)
async def list_worked_hours(
    uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int
) -> list[WorkedHours]:
    """A page of the reports of a lot, every version, in the order in which they were recorded. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await lot_records.list_records("worked_hours", WorkedHours, lot_id, after=after, limit=limit)
