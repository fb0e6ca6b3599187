"""Applying a spreadsheet of hours: its new and changed rows become drafts, a company and month at a time.

Each of them is decided again on the day it is applied, by the checks of typed hours: what has changed since the report
is told, and never overwritten.
"""

from uuid import UUID

from clause.db.queries import accounts, jobs
from clause.db.queries import hours as statement_queries
from clause.db.queries import hours_imports as queries
from clause.db.queries import imports as import_queries
from clause.db.queries.hire_windows import list_hire_windows
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.hours import CheckedStatement, DeclaredLine, HireWindow, HoursStatement
from clause.domain.hours_drafts import Declarant, Declaration, declared_again, new_draft, with_lines
from clause.domain.hours_import import AppliedStatement, HoursRow
from clause.domain.hours_import_decisions import (
    GroupKey,
    KnownHours,
    MatchedRow,
    decide_rows,
    declared_lines,
    row_again,
)
from clause.domain.imports import ImportKind, ImportRun
from clause.domain.jobs import Job, JobKind, JobState, StepOutcome
from clause.rules.calendar import MonthSpan
from clause.services.unit_of_work import UnitOfWork, job_step, writing

STATEMENTS_A_STEP = 20


@writing(Scope.HOURS_DECLARE)
async def apply_import(uow: UnitOfWork, import_id: UUID, *, submit: bool) -> ImportRun:
    """The file, with the job that will declare its new and changed rows, and hand the statements over if asked to.

    NotFound IMP-125, Refused IMP-126 (not of hours), WrongState IMP-127 (not read yet) and IMP-128 (applied already).
    """
    run = await import_queries.find_run(import_id) if await queries.lock_run(import_id) else None
    if run is None:
        raise NotFound("IMP-125")
    if run.kind is not ImportKind.HOURS:
        raise Refused("IMP-126")
    reading = await jobs.find_job(run.job_id)
    if reading is None or reading.state is not JobState.DONE:
        raise WrongState("IMP-127")
    earlier = await jobs.find_job(run.apply_job_id) if run.apply_job_id else None
    if earlier is not None and earlier.state is not JobState.FAILED:
        raise WrongState("IMP-128")
    kind = JobKind.SUBMIT_HOURS if submit else JobKind.APPLY_HOURS
    payload = {"import_id": run.id} | ({"person_id": uow.actor.id} if uow.actor.id else {})
    job_id = await uow.add_job(kind, run.facilitator_org_id, **payload)
    await queries.record_application(run.id, job_id)
    uow.record("import.application_asked", "import_run", run.id, org_id=run.facilitator_org_id, submit=submit)
    return run.model_copy(update={"apply_job_id": job_id})


@job_step
async def apply_chunk(uow: UnitOfWork, job: Job) -> StepOutcome:
    """The next companies and months of a spreadsheet, each with the statement that it became, or why there is none."""
    run = await import_queries.find_run(UUID(job.payload["import_id"]))
    if run is None:
        raise RuntimeError("an application without its import")
    person = job.payload.get("person_id")
    applying = _Applying(uow, run, UUID(person) if person else None, submits=job.kind is JobKind.SUBMIT_HOURS)
    groups = await queries.list_groups_to_apply(run.id, STATEMENTS_A_STEP)
    for company_id, month in groups:
        applied = await applying.apply(GroupKey(company_id, month))
        await queries.insert_applied(uow.new_id(), run.id, run.facilitator_org_id, run.company_id, applied, uow.now)
    done, total = len(await queries.list_applied(run.id)), await queries.count_groups(run.id)
    is_over = done >= total
    result = f"/imports/{run.id}" if is_over else None
    return StepOutcome(done=is_over, progress_done=done, progress_total=total, result=result)


class _Applying:
    """One application: whose file, in whose name, and whether statements are handed over at once."""

    def __init__(self, uow: UnitOfWork, run: ImportRun, person_id: UUID | None, *, submits: bool) -> None:
        self.uow, self.run, self.person_id, self.submits = uow, run, person_id, submits

    async def apply(self, key: GroupKey) -> AppliedStatement:
        """What the rows of a company and month become today."""
        rows = await queries.list_rows_of_group(self.run.id, key.company_id, key.month)
        hires = await list_hire_windows([row.hire_id for row in rows if row.hire_id])
        known = await queries.load_known_hours(self.run.facilitator_org_id, hires, [key.month], self.uow.today)
        matched = self._decided(rows, hires, known)
        findings = tuple(finding for one in matched for finding in one.row.findings if not one.row.is_sound)
        lines, replaced = declared_lines(matched)
        if not lines:
            return AppliedStatement(
                company_id=key.company_id, month=key.month, statement_id=None, lines_declared=0, findings=findings
            )
        try:
            checked = await self._declare(key, lines, replaced, known)
        except Refused as refusal:
            return AppliedStatement(
                company_id=key.company_id,
                month=key.month,
                statement_id=None,
                lines_declared=0,
                findings=(*findings, *refusal.findings),
            )
        return AppliedStatement(
            company_id=key.company_id,
            month=key.month,
            statement_id=checked.statement.id,
            lines_declared=len(lines),
            findings=findings,
        )

    def _decided(self, rows: list[HoursRow], hires: dict[UUID, HireWindow], known: KnownHours) -> list[MatchedRow]:
        layouts = {layout.sheet: layout for layout in self.run.layouts}
        matched = [row_again(row, layouts[row.sheet], hires[row.hire_id]) for row in rows if row.hire_id in hires]
        decide_rows(matched, known)
        return matched

    async def _declare(
        self, key: GroupKey, lines: list[DeclaredLine], replaced: set[UUID], known: KnownHours
    ) -> CheckedStatement:
        opened = next((one for one in known.open_statements if one.months.contains(key.month)), None)
        before = await statement_queries.lock_statement(opened.id) if opened else None
        checked = await self._changed(before, lines, replaced) if before else await self._new(key, lines)
        if before:
            await statement_queries.replace_lines(checked.statement)
        else:
            await statement_queries.insert_statement(checked.statement)
        self._record(checked.statement, "lines_replaced" if before else "declared", lines=len(lines))
        if self.submits:
            await statement_queries.record_submission(checked.statement.id, self.person_id, self.uow.now)
            self._record(checked.statement, "submitted")
        return checked

    async def _changed(
        self, before: HoursStatement, lines: list[DeclaredLine], replaced: set[UUID]
    ) -> CheckedStatement:
        kept = [line.declared for line in before.lines if line.id not in replaced]
        declaration = declared_again(before, [*kept, *lines])
        known = await statement_queries.load_surroundings(
            [line.hire_id for line in declaration.lines], before.months, self.uow.today, but_statement=before.id
        )
        return with_lines(before, declaration.lines, known, self.uow.new_id, evidence=before.evidence)

    async def _new(self, key: GroupKey, lines: list[DeclaredLine]) -> CheckedStatement:
        company = await accounts.find_organisation_by_id(key.company_id, OrgKind.COMPANY)
        if company is None:
            raise RuntimeError("hires of a company that does not exist")
        summary = OrgSummary(id=company.id, kind=company.kind, name=company.name, identifier=company.identifier)
        months = MonthSpan.of(key.month)
        known = await statement_queries.load_surroundings([line.hire_id for line in lines], months, self.uow.today)
        declaration = Declaration(summary, months, tuple(lines), self.run.facilitator_org_id)
        return new_draft(declaration, known, Declarant(self.person_id, self.uow.now, self.uow.new_id))

    def _record(self, statement: HoursStatement, done: str, lines: int | None = None) -> None:
        self.uow.record(
            f"hours_statement.{done}",
            "hours_statement",
            statement.id,
            org_id=self.run.facilitator_org_id,
            month=statement.month,
            import_id=self.run.id,
            asked_by=self.person_id,
            lines=lines,
        )
