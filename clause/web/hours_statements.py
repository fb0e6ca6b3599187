"""Hours statements: the list, one of them line by line, handing it over, and deciding on it, one after the other."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.errors import ClauseError, NotFound, WrongState
from clause.domain.findings import Severity
from clause.domain.hours import HoursStatement, StatementFilters, StatementState, StatementSummary
from clause.domain.ledger import LineCorrection
from clause.domain.tables import CellKind, Column, Window
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import Evidence
from clause.services import hours, hours_grid, hours_lists, hours_review
from clause.services.context import Context
from clause.text.formats import elided
from clause.text.labels import label
from clause.text.messages import sentence
from clause.text.statement_reminders import months_in_words
from clause.web.forms import FreeText, read_form, typed_values
from clause.web.hours_address import GridAddress, id_of, month_of
from clause.web.hours_cells import cell_text, read_hours
from clause.web.list_sources import Stored
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import Problem, page, problems_of, told

READ = needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
DECLARE, VALIDATE = needs(Scope.HOURS_DECLARE), needs(Scope.HOURS_VALIDATE)
LIST = "/hours-statements"
EVERY = "all"
_TONES = {StatementState.VALIDATED: "good", StatementState.REJECTED: "bad", StatementState.DRAFT: "neutral"}
_STATES = tuple((state.value, label("statement_state", state)) for state in StatementState)


class ReasonForm(BaseModel):
    """Why a statement is given back or refused."""

    reason: FreeText = Field(title="Motif")


@get(LIST, guards=[READ])
async def show_statements(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The statements: those that wait for a decision first for a facilitator, all of its own for a company."""
    query, is_company = request.query_params, _is_company(context.actor)
    usual = EVERY if is_company else StatementState.SUBMITTED.value
    state = chosen(query.get("state", usual), (*_STATES, (EVERY, ""))) or usual
    month, company_id, lot_id = month_of(query.get("month", "")), id_of(query.get("company", "")), query.get("lot", "")
    asked = StatementFilters(
        state=None if state == EVERY else StatementState(state),
        company_id=None if is_company else company_id,
        month=month,
        lot_id=id_of(lot_id),
    )
    companies = [] if is_company else await hours_grid.list_declaring_companies(context)
    filters = [
        _state_filter(state, usual),
        Filter("month", "Mois", str(month) if month else "", type="month"),
    ]
    if companies:
        choices = tuple((str(one.id), one.name) for one in companies)
        filters.append(Filter("company", "Entreprise", chosen(str(company_id or ""), choices), choices, "Toutes"))
    first = None if is_company else await _first_waiting(context, asked)
    wanted = Listing(
        title="Relevés d’heures",
        path=LIST,
        name="releves",
        columns=_columns(is_company),
        rows=Stored(
            browse=partial(hours_lists.browse_statements, context, asked),
            hand_over=partial(hours_lists.hand_over_statements, context, asked),
            keys=hours_lists.ORDERS_OF_STATEMENTS,
        ),
        empty=_empty(is_company, state),
        everything={"state": EVERY},
        filters=filters,
        actions=[
            Action(f"{LIST}/{first.id}", "Commencer la validation", is_main=True)
            if first
            else Action("/hours", "Saisir des heures", is_main=True)
        ],
        order="" if is_company else "submitted",
    )
    return await listing(request, context, wanted)


async def _first_waiting(context: Context, asked: StatementFilters) -> StatementSummary | None:
    """The first of these statements that waits for a decision."""
    if asked.state not in (None, StatementState.SUBMITTED):
        return None
    waiting = asked.model_copy(update={"state": StatementState.SUBMITTED})
    return next(iter((await hours_lists.browse_statements(context, waiting, Window("", 0, 1))).rows), None)


def _state_filter(state: str, usual: str) -> Filter:
    names = ((EVERY, "Tous les états"), *_STATES)
    others = tuple(one for one in names if one[0] != usual)
    return Filter("state", "État", "" if state == usual else state, others, every=dict(names)[usual])


def _is_company(actor: Actor) -> bool:
    return actor.org_kind is OrgKind.COMPANY


def _columns(is_company: bool) -> list[Column[StatementSummary]]:
    columns: list[Column[StatementSummary]] = [
        Column(
            "month",
            "Mois",
            lambda row: row.month.first_day,
            CellKind.MONTH,
            link=lambda row: f"{LIST}/{row.id}",
        ),
        Column("months", "Jusqu’à", lambda row: row.last_month.first_day if row.last_month else None, CellKind.MONTH),
        Column(
            "state",
            "État",
            lambda row: label("statement_state", row.state),
            tone=lambda row: _TONES.get(row.state, "watch"),
        ),
        Column("lines", "Lignes", lambda row: row.line_count, CellKind.COUNT),
        Column("declared", "Heures déclarées", lambda row: row.hours_declared, CellKind.HOURS),
        Column("validated", "Heures validées", lambda row: row.hours_validated, CellKind.HOURS),
        Column("submitted", "Transmis", lambda row: row.submitted_at, CellKind.MOMENT),
    ]
    if not is_company:
        columns.insert(1, Column("company", "Entreprise", lambda row: row.company.name))
    return columns


def _empty(is_company: bool, state: str) -> Empty:
    if is_company:
        return Empty(
            "Aucun relevé ici.", "Saisissez les heures du mois, puis transmettez-les.", Action("/hours", "Saisir")
        )
    if state == StatementState.SUBMITTED.value:
        return Empty(
            "Aucun relevé n’attend votre décision.",
            "Les relevés transmis apparaissent ici. Pour savoir qui n’a rien envoyé, voyez les relevés attendus.",
            Action("/statements-due", "Voir les relevés attendus"),
        )
    return Empty("Aucun relevé ne correspond.", "Changez l’état, le mois ou l’entreprise.")


@get(f"{LIST}/{{statement_id:uuid}}", guards=[READ])
async def show_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[Any]:
    """One statement line by line: to be handed over, decided upon, or read."""
    return await _statement_page(request, context, statement_id)


async def _statement_page(
    request: AnyRequest, context: Context, statement_id: UUID, problems: list[Problem] | None = None
) -> Response[Any]:
    found = await hours_review.load_review(context, statement_id)
    statement = found.statement
    declares = context.actor.may(Scope.HOURS_DECLARE) and statement.state.is_open_for_corrections
    decides = context.actor.may(Scope.HOURS_VALIDATE) and statement.state is StatementState.SUBMITTED
    waiting = await _waiting(context) if decides else []
    return page(
        request,
        "hours/statement.html",
        title=elided(f"Relevé de {months_in_words(statement.months)}"),
        status=422 if problems else 200,
        problems=problems or (),
        typed=await typed_values(request) if problems else {},
        review=found,
        statement=statement,
        tone=_TONES.get(statement.state, "watch"),
        told=[(None, finding) for finding in found.findings]
        + [(one, finding) for one in found.lines for finding in one.findings],
        sentence_of=told,
        is_blocking=lambda finding: finding.severity is Severity.BLOCKING,
        cell_text=cell_text,
        is_company=_is_company(context.actor),
        declares=declares,
        decides=decides,
        waiting=len(waiting),
        grid=GridAddress(statement.company.id, None, statement.months.last, False, statement.months.count, False).path,
        evidence=[(kind.value, label("evidence", kind)) for kind in Evidence],
    )


def _problems(error: ClauseError, fields: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """What a refusal says, each thing at its field of the form."""
    if isinstance(error, WrongState) and "state" in error.values:
        error.values["state"] = f"« {label('statement_state', str(error.values['state']))} »"
    return [Problem(one.detail, fields.get(one.field or "", one.field)) for one in problems_of(error)]


async def _waiting(context: Context) -> list[StatementSummary]:
    """The statements that wait for a decision, in the order in which they were handed over."""
    asked = StatementFilters(state=StatementState.SUBMITTED)
    return list((await hours_lists.browse_statements(context, asked, Window("submitted", 0, MOST_ROWS))).rows)


async def _next_path(context: Context, statement: HoursStatement) -> str:
    """The statement to look at after this one: the next that was handed over, else the first; the list without any."""
    others = [row for row in await _waiting(context) if row.id != statement.id]
    mark = (str(statement.submitted_at), statement.id)
    later = [row for row in others if (str(row.submitted_at), row.id) > mark]
    found = next(iter(later or others), None)
    return f"{LIST}/{found.id}" if found else LIST


@get(f"{LIST}/{{statement_id:uuid}}/next", guards=[VALIDATE])
async def show_next(context: NamedDependency[Context], statement_id: FromPath[UUID]) -> Response[Any]:
    """Leave this statement for now, and look at the next one that waits."""
    statement = await hours.load_statement(context, statement_id)
    return Redirect(await _next_path(context, statement), status_code=303)


@post(f"{LIST}/{{statement_id:uuid}}/submit", guards=[DECLARE], status_code=303)
async def submit_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[Any]:
    """Hand the statement over to the facilitator."""
    try:
        checked = await hours.submit_statement(context, statement_id)
    except NotFound:
        raise
    except ClauseError as error:
        # Each reason stands already beside its line: the page says it again, computed anew.
        problems = [Problem(sentence("WEB-162"))] if error.findings else _problems(error)
        return await _statement_page(request, context, statement_id, problems)
    return done(f"{LIST}/{statement_id}", "hours_submitted", months=months_in_words(checked.statement.months))


@post(f"{LIST}/{{statement_id:uuid}}/validate", guards=[VALIDATE], status_code=303)
async def validate_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[Any]:
    """Accept the statement, some lines for fewer hours where the form says so, and go on to the next one."""
    form = await typed_values(request)
    statement = await hours.load_statement(context, statement_id)
    corrections, problems = _corrections(statement, form)
    seen = next((kind for kind in Evidence if kind == form.get("evidence_seen")), None)
    if problems:
        return await _statement_page(request, context, statement_id, problems)
    try:
        await hours.validate_statement(
            context, statement_id, corrections, Evidence(seen) if seen in set(Evidence) else None
        )
    except ClauseError as error:
        fields = {}
        for index, one in enumerate(corrections):
            fields[f"lines[{index}].hours_validated"] = f"hours-{one.line_id}"
            fields[f"lines[{index}].reason"] = f"reason-{one.line_id}"
        return await _statement_page(request, context, statement_id, _problems(error, fields))
    return await _decided(context, statement, "statement_validated")


def _corrections(statement: HoursStatement, form: Mapping[str, str]) -> tuple[list[LineCorrection], list[Problem]]:
    """The lines accepted for other hours than declared, and what cannot be read."""
    corrections, problems = [], []
    for line in statement.lines:
        typed = form.get(f"hours-{line.id}", "").strip()
        try:
            accepted = (read_hours(typed) or 0) if typed else line.hours_declared
        except ValueError:
            problems.append(Problem(sentence("WEB-163", {"raw": typed[:40]}), f"hours-{line.id}"))
            continue
        if accepted != line.hours_declared:
            reason = form.get(f"reason-{line.id}", "").strip()[:1000] or None
            corrections.append(LineCorrection(line_id=line.id, hours_validated=accepted, reason=reason))
    return corrections, problems


@post(f"{LIST}/{{statement_id:uuid}}/reject", guards=[VALIDATE], status_code=303)
async def reject_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[Any]:
    """Refuse the statement for good."""
    return await _send_back(request, context, statement_id, refuses=True)


@post(f"{LIST}/{{statement_id:uuid}}/request-correction", guards=[VALIDATE], status_code=303)
async def request_correction(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[Any]:
    """Give the statement back to be corrected."""
    return await _send_back(request, context, statement_id, refuses=False)


async def _send_back(request: AnyRequest, context: Context, statement_id: UUID, *, refuses: bool) -> Response[Any]:
    field = "reject-reason" if refuses else "correct-reason"
    try:
        form = await read_form(request, ReasonForm)
        act = hours.reject_statement if refuses else hours.request_correction
        statement = await act(context, statement_id, form.reason)
    except NotFound:
        raise
    except ClauseError as error:
        return await _statement_page(request, context, statement_id, _problems(error, {"reason": field}))
    return await _decided(context, statement, "statement_rejected" if refuses else "statement_sent_back")


async def _decided(context: Context, statement: HoursStatement, code: str) -> Response[Any]:
    path = await _next_path(context, statement)
    return done(path, code, company=statement.company.name, months=months_in_words(statement.months))


HANDLERS: list[ControllerRouterHandler] = [
    show_statements,
    show_statement,
    show_next,
    submit_statement,
    validate_statement,
    reject_statement,
    request_correction,
]
