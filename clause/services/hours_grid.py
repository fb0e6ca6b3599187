"""The hours grid: what it shows, and the cells typed in it, which become the lines of drafts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import hours as queries
from clause.db.queries import hours_grid as grid_queries
from clause.db.queries.hire_windows import list_hire_windows
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind, Scope
from clause.domain.findings import Finding
from clause.domain.hours import HireWindow, HoursStatement, StatementState
from clause.domain.hours_cells import CellAnswer, CellEdit, Merged, merge, untouched
from clause.domain.hours_drafts import (
    Declarant,
    Declaration,
    Surroundings,
    begun,
    declared_again,
    declaring,
    typed_on,
    whose_hours,
)
from clause.domain.hours_grid import DeclaringCompany, GridColumn, HoursGrid, build_grid
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import HoursNature
from clause.rules.declaration import declaration_months
from clause.services.unit_of_work import UnitOfWork, reading, writing

MOST_ROWS = 400
"""Hires in one grid; more of them are looked at lot by lot."""


@reading(Scope.HOURS_DECLARE)
async def load_grid(
    uow: UnitOfWork,
    company_id: UUID | None,
    columns: Sequence[GridColumn],
    *,
    lot_id: UUID | None = None,
    natures: Sequence[HoursNature] = (HoursNature.WORK,),
) -> HoursGrid:
    """The grid of a company over these columns: rows of these natures, and of any other of which hours stand.

    Refused HRS-003 and HRS-004 as for a declaration.
    """
    company = await _declaring_company(uow, company_id)
    first_day, last_day = columns[0].days.first_day, columns[-1].days.last_day
    hires = await grid_queries.list_hires(company.id, first_day, last_day, MOST_ROWS)
    standing = await grid_queries.list_standing_hours(company.id, first_day, last_day)
    statements = await grid_queries.list_statements(company.id, first_day, last_day)
    return build_grid(company, columns, hires, standing, statements, uow.today, natures, lot_id)


@reading(Scope.HOURS_VALIDATE)
async def list_declaring_companies(uow: UnitOfWork) -> list[DeclaringCompany]:
    """The companies that employ people for what the organisation follows, by name."""
    return await grid_queries.list_declaring_companies(uow.today)


@writing(Scope.HOURS_DECLARE, planned_once=True)
async def save_cells(uow: UnitOfWork, company_id: UUID | None, edits: Sequence[CellEdit]) -> list[CellAnswer]:
    """What became of each edit, in the order given: those that stand are in the drafts of their months.

    A draft whose last cell is emptied is erased. A month without an open statement gets a draft, for as many months as
    the lot's cadence puts together where they are free. Two who type at once wait for one another; what the second did
    not know is told as HRS-045. Cells of a statement that was handed over are refused HRS-046. Refused HRS-003 and
    HRS-004 as for a declaration.
    """
    if not edits:
        return []
    company = await _declaring_company(uow, company_id)
    span = MonthSpan(min(edit.month for edit in edits), max(edit.month for edit in edits))
    statements = await _locked(await grid_queries.list_open_statements(company.id, span))
    hire_ids = {edit.hire_id for edit in edits} | {line.hire_id for one in statements for line in one.lines}
    windows = await list_hire_windows(hire_ids)
    groups: defaultdict[tuple[UUID | None, MonthSpan], list[int]] = defaultdict(list)
    for rank, edit in enumerate(edits):
        groups[_draft_of(edit, windows.get(edit.hire_id), statements)].append(rank)
    answers: dict[int, CellAnswer] = {}
    for (facilitator_org_id, months), ranks in groups.items():
        mine = [edits[rank] for rank in ranks]
        before = _covering(statements, facilitator_org_id, months.first)
        saved = await _save_months(uow, company, facilitator_org_id, months, mine, before, windows)
        answers.update(zip(ranks, saved, strict=True))
    return [answers[rank] for rank in range(len(edits))]


async def _declaring_company(uow: UnitOfWork, company_id: UUID | None) -> OrgSummary:
    wanted = whose_hours(uow.actor, company_id)
    return declaring(await account_queries.find_organisation_by_id(wanted, OrgKind.COMPANY) if wanted else None)


async def _locked(statement_ids: Sequence[UUID]) -> list[HoursStatement]:
    # One that was handed over is hidden from a company's locks: read it, so that its state can refuse the cells. One
    # that somebody emptied meanwhile is there no longer.
    found = [await queries.lock_statement(one) or await queries.find_statement(one) for one in statement_ids]
    return [one for one in found if one is not None]


def _covering(
    statements: Sequence[HoursStatement], facilitator_org_id: UUID | None, month: Month
) -> HoursStatement | None:
    return next(
        (one for one in statements if one.facilitator_org_id == facilitator_org_id and one.months.contains(month)), None
    )


def _draft_of(
    edit: CellEdit, hire: HireWindow | None, statements: Sequence[HoursStatement]
) -> tuple[UUID | None, MonthSpan]:
    """To whom and for which months the edit's draft is: the open one, else the cadence's months if they are free."""
    if hire is None:
        return None, MonthSpan.of(edit.month)
    before = _covering(statements, hire.facilitator_org_id, edit.month)
    if before is not None:
        return hire.facilitator_org_id, before.months
    months = declaration_months(edit.month, hire.book)
    is_free = not any(_covering(statements, hire.facilitator_org_id, month) for month in months.months())
    return hire.facilitator_org_id, months if is_free else MonthSpan.of(edit.month)


async def _save_months(
    uow: UnitOfWork,
    company: OrgSummary,
    facilitator_org_id: UUID | None,
    months: MonthSpan,
    edits: Sequence[CellEdit],
    before: HoursStatement | None,
    windows: Mapping[UUID, HireWindow],
) -> tuple[CellAnswer, ...]:
    if before is not None and before.state is StatementState.SUBMITTED:
        return untouched(edits, Finding(code="HRS-046", field="hours"))
    declaration = _declaration(company, facilitator_org_id, months, before)
    elsewhere = await queries.list_hours_elsewhere(windows, months, but_statement=before.id if before else None)
    known = Surroundings(today=uow.today, windows=windows, elsewhere=elsewhere)
    merged = merge(declaration, edits, known)
    if merged.has_changed and facilitator_org_id is not None:
        await _keep(uow, declaration, facilitator_org_id, before, merged, known)
    return merged.answers


def _declaration(
    company: OrgSummary, facilitator_org_id: UUID | None, months: MonthSpan, before: HoursStatement | None
) -> Declaration:
    if before is not None:
        return declared_again(before, [line.declared for line in before.lines], evidence=before.evidence)
    return Declaration(company=company, months=months, lines=(), facilitator_org_id=facilitator_org_id)


async def _keep(
    uow: UnitOfWork,
    declaration: Declaration,
    facilitator_org_id: UUID,
    before: HoursStatement | None,
    merged: Merged,
    known: Surroundings,
) -> None:
    if before is not None:
        after = typed_on(before, merged.lines, known, uow.new_id)
        if after.lines or before.state is not StatementState.DRAFT:
            await queries.replace_lines(after)
        else:
            # An empty draft would keep its months from any other statement.
            await queries.delete_statement(before.id)
    elif merged.lines:
        whole = Declaration(declaration.company, declaration.months, merged.lines, facilitator_org_id)
        after = begun(whole, facilitator_org_id, known, Declarant(uow.actor.id, uow.now, uow.new_id))
        await queries.insert_statement(after)
    else:
        return
    uow.record(
        "hours_statement.lines_replaced" if before else "hours_statement.declared",
        "hours_statement",
        after.id,
        org_id=facilitator_org_id,
        months=after.months,
        lines=len(after.lines),
    )
