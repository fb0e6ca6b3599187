"""The file of an approved month: made by the worker, kept once, read by who may read the month."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import documents
from clause.db.queries import employments as employment_queries
from clause.db.queries import journal as journal_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import timesheet_checks as check_queries
from clause.db.queries import timesheets as queries
from clause.documents.timesheet import render_timesheet as draw
from clause.domain.actors import ActorKind, Scope
from clause.domain.certificates import Party
from clause.domain.checks.timesheets import MonthToCheck
from clause.domain.documents import StoredFile
from clause.domain.employments import Employment
from clause.domain.errors import NotFound, WrongState
from clause.domain.jobs import Job, StepOutcome
from clause.domain.timesheet_document import Reopening, TimesheetDocument, missions_of
from clause.domain.timesheet_record import TimesheetRecord
from clause.domain.timesheets import Timesheet, TimesheetState
from clause.gateways.seals import sealer
from clause.rules.calendar import FRANCE, Month
from clause.services.unit_of_work import UnitOfWork, job_step, reading


@reading(Scope.TIME_WRITE)
async def load_pdf(
    uow: UnitOfWork, person_id: UUID, month: Month, employment_id: UUID | None, revision: int | None
) -> StoredFile:
    """The file of a month, of its latest revision unless one is named.

    NotFound TIM-023 for a month that is not there or not the caller's to see; WrongState TIM-021 before it is approved
    and made.
    """
    for_others = uow.actor.kind is not ActorKind.USER or uow.actor.may(Scope.TIME_APPROVE)
    found = await queries.list_months_of(person_id, month) if for_others or uow.actor.id == person_id else []
    sheets = [one for one in found if employment_id in (None, one.employment_id) and revision in (None, one.revision)]
    if not sheets:
        raise NotFound("TIM-023", month=str(month))
    file = await documents.find_document(sheets[0].document_id) if sheets[0].document_id else None
    if file is None:
        raise WrongState("TIM-021")
    return file


@job_step
async def render_timesheet(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Print an approved month; nothing happens when it was reopened meanwhile, or printed before."""
    done = StepOutcome(done=True)
    sheet = await queries.find_timesheet_by_id(UUID(job.payload["timesheet_id"]), lock=True)
    if sheet is None or sheet.state is not TimesheetState.APPROVED or sheet.document_id is not None:
        return done
    record, month = await check_queries.load_claimed_month(sheet.id)
    sealed = await sealer.seal(draw(await _document(sheet, record, month), await sealer.octets()), uow.now)
    file = StoredFile.pdf(f"feuille-de-temps-{record.staff_number}-{sheet.month}-r{sheet.revision}.pdf", sealed.content)
    document_id = uow.new_id()
    await documents.insert_document(
        document_id,
        file,
        facilitator_org_id=sheet.facilitator_org_id,
        seal_fingerprint=sealed.fingerprint,
        now=uow.now,
    )
    await queries.save_document(sheet.id, document_id)
    uow.record("timesheet.printed", "timesheet", sheet.id, sha256=file.sha256)
    return StepOutcome(done=True, result=f"/timesheets/{sheet.person_id}/{sheet.month}/pdf")


async def _document(sheet: Timesheet, record: TimesheetRecord, month: MonthToCheck) -> TimesheetDocument:
    employment = await employment_queries.find_employment(sheet.employment_id)
    employer = await account_queries.find_organisation_by_id(sheet.facilitator_org_id)
    if employment is None or employer is None or sheet.signed_at is None or sheet.approved_at is None:
        raise RuntimeError("something that an approved month names is gone")
    letters = month.letters_in_force()
    named = {letter.operation_id for letter in letters}
    named |= {entry.operation_id for entry in record.entries if entry.operation_id is not None}
    return TimesheetDocument(
        employer=Party(name=employer.name, identifier=employer.identifier, identifier_kind=employer.identifier_kind),
        person_name=_name(employment.person_name, employment),
        function=employment.job_title,
        working_time_share=employment.working_time_share,
        weekly_hours=employment.weekly_hours,
        manager_name=_name(await _approver(sheet), employment),
        missions=missions_of(await operation_queries.list_operations_by_id(sorted(named)), letters),
        record=record,
        reopenings=await _reopenings(sheet),
        signed_on=sheet.signed_at.astimezone(FRANCE).date(),
        approved_on=sheet.approved_at.astimezone(FRANCE).date(),
    )


def _name(name: str | None, employment: Employment) -> str:
    """The name; who has left the organisation is told by the staff number of the month."""
    return name or f"Matricule {employment.staff_number}"


async def _approver(sheet: Timesheet) -> str | None:
    if sheet.approved_by is None:
        return None
    return await employment_queries.find_member_name(sheet.facilitator_org_id, sheet.approved_by)


async def _reopenings(sheet: Timesheet) -> tuple[Reopening, ...]:
    lines = await journal_queries.list_lines(sheet.id)
    return tuple(
        Reopening(on=line["at"].astimezone(FRANCE).date(), reason=line["reason"])
        for line in lines
        if line["action"] in ("timesheet.reopened", "timesheet.corrected") and line["reason"]
    )
