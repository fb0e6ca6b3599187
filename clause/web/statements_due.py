"""Statements due: who is late, reminding them, and the letters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import ClauseError, Unreadable
from clause.domain.findings import Finding
from clause.domain.statements_due import (
    Contact,
    DueInView,
    DueState,
    DueWithReminders,
    ReminderOrder,
    ReminderState,
    StatementDue,
    StatementReminder,
)
from clause.domain.tables import CellKind, Column, Slice, Take, Window
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import MonthSpan
from clause.rules.codes import ReminderLevel
from clause.services import statements_due
from clause.services.context import Context
from clause.text.labels import label
from clause.text.statement_reminders import months_in_words
from clause.web.forms import read_form, refused, typed_values, values_of
from clause.web.hours_address import id_of, month_of
from clause.web.list_sources import Stored
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done

READ, VALIDATE = needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE), needs(Scope.HOURS_VALIDATE)
LETTERS_FOR = needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE, Scope.CONTRACTS_READ)
LIST, LETTERS = "/statements-due", "/statement-reminders"
EVERY = "all"
LONGEST_EMAIL = 320
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_STATES = tuple((state.value, label("due_state", state)) for state in DueState)
_TONES = {DueState.LATE: "bad", DueState.DUE: "watch", DueState.RECEIVED: "good"}


class RemindersForm(BaseModel):
    """The statements called for: company, first and last month of each."""

    due: tuple[str, ...] = Field(title="Relevés à relancer")


@dataclass(frozen=True)
class DueRow:
    """A statement due, with what was already said about it."""

    due: StatementDue
    issued: tuple[StatementReminder, ...]
    proposed: StatementReminder | None

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"{self.due.company.id}/{self.due.first_month}/{self.due.last_month}"

    @property
    def open_steps(self) -> list[tuple[str, str]]:
        """The steps that were not issued yet, with their names."""
        done_already = {one.level for one in self.issued}
        return [(level.value, label("reminder_level", level)) for level in ReminderLevel if level not in done_already]

    @property
    def last_step(self) -> str | None:
        """The last reminder that was issued."""
        return label("reminder_level", self.issued[-1].level) if self.issued else None


@get(LIST, guards=[READ])
async def show_due(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Who must declare what by when: those that are late first."""
    return await _due_page(request, context)


async def _due_page(request: AnyRequest, context: Context, **more: Any) -> Response[Any]:
    query, is_company = request.query_params, context.actor.org_kind is OrgKind.COMPANY
    usual = EVERY if is_company else DueState.LATE.value
    names = ((EVERY, "Tous"), *_STATES)
    state = chosen(query.get("state", usual), names) or usual
    company_id, month = id_of(query.get("company", "")), month_of(query.get("month", ""))
    found = await statements_due.list_dues_in_view(context)
    found = [due for due in found if state in (EVERY, due.state)]
    dues = [due for due in found if company_id in (None, due.company.id)]
    dues = [due for due in dues if month is None or due.months.contains(month)]
    others = tuple(one for one in names if one[0] != usual)
    filters = [Filter("state", "État", "" if state == usual else state, others, every=dict(names)[usual])]
    filters.append(Filter("month", "Mois", str(month) if month else "", type="month"))
    if not is_company:
        companies = {str(due.company.id): due.company.name for due in found}
        choices = tuple(sorted(companies.items(), key=lambda one: one[1]))
        filters.append(Filter("company", "Entreprise", chosen(str(company_id or ""), choices), choices, "Toutes"))
    wanted = Listing(
        title="Relevés attendus",
        path=LIST,
        name="releves-attendus",
        columns=_columns(),
        rows=Stored(
            browse=partial(_browse, context, dues),
            hand_over=partial(_hand_over, context, dues),
            keys=statements_due.ORDERS_OF_DUES,
        ),
        empty=Empty("Aucun relevé n’est en retard." if state == DueState.LATE else "Aucun relevé ne correspond."),
        filters=filters,
        everything={"state": EVERY},
        actions=[Action(LETTERS, "Relances")],
        more={"may_remind": context.actor.may(Scope.HOURS_VALIDATE), "ticked": (), "typed": {}, **more},
    )
    return await listing(request, context, wanted, "statements_due/list.html")


async def _browse(context: Context, dues: Sequence[DueInView], window: Window) -> Slice[DueRow]:
    found = await statements_due.browse_dues(context, dues, window)
    return Slice([_row(one) for one in found.rows], found.count)


async def _hand_over(context: Context, dues: Sequence[DueInView], order: str, take: Take[DueRow]) -> None:
    await statements_due.hand_over_dues(context, dues, order, lambda found: take([_row(one) for one in found]))


def _row(found: DueWithReminders) -> DueRow:
    issued = tuple(one for one in found.reminders if one.state is ReminderState.ISSUED)
    proposed = (one for one in found.reminders if one.state is ReminderState.PROPOSED)
    return DueRow(found.due, issued, next(proposed, None))


def _columns() -> list[Column[DueRow]]:
    return [
        Column(
            "company",
            "Entreprise",
            lambda row: row.due.company.name,
            link=lambda row: f"/hours?company={row.due.company.id}&month={row.due.last_month}",
        ),
        Column("months", "Mois", lambda row: months_in_words(row.due.months)),
        Column("due", "Attendu le", lambda row: row.due.due_on, CellKind.DAY),
        Column(
            "state", "État", lambda row: label("due_state", row.due.state), tone=lambda row: _TONES.get(row.due.state)
        ),
        Column("missing", "Mois manquants", lambda row: len(row.due.months_missing), CellKind.COUNT),
        Column("lots", "Lots", lambda row: ", ".join(lot.label for lot in row.due.lots)),
        Column("step", "Dernière relance", lambda row: row.last_step),
    ]


@post(f"{LIST}/reminders", guards=[VALIDATE], status_code=303)
async def issue_reminders(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Issue the reminders of the statements that were ticked, each at the step and to the contact that were chosen."""
    try:
        form = await read_form(request, RemindersForm)
        typed = await typed_values(request)
        orders = [order for one in form.due for order in _orders(one, typed)]
        if not orders:
            raise Unreadable("WEB-165")
        issued = await statements_due.issue_reminders(context, orders)
    except ClauseError as error:
        ticked = await values_of(request, "due")
        return await _due_page(request, context, ticked=ticked, **await refused(request, error))
    return done(LETTERS, "reminders_issued", count=str(len(issued)))


def _orders(text: str, typed: Mapping[str, str]) -> list[ReminderOrder]:
    """The order that a ticked box stands for; none for a box that is not one of ours."""
    company, _, months = text.partition("/")
    first, _, last = months.partition("/")
    company_id, first_month, last_month = id_of(company), month_of(first), month_of(last)
    if company_id is None or first_month is None or last_month is None or last_month < first_month:
        return []
    level = typed.get(f"level-{text}", "")
    return [
        ReminderOrder(
            company_id=company_id,
            months=MonthSpan(first_month, last_month),
            level=ReminderLevel(level) if level in set(ReminderLevel) else None,
            contact=_contact(text, typed),
        )
    ]


def _contact(text: str, typed: Mapping[str, str]) -> Contact:
    """Whom the reminder is addressed to, as typed; nobody is whom Clause knows."""
    name, email = typed.get(f"name-{text}", "").strip()[:200], typed.get(f"email-{text}", "").strip()
    if email and not (_EMAIL.fullmatch(email) and len(email) <= LONGEST_EMAIL):
        raise Unreadable("WEB-167", findings=(Finding(code="WEB-166", field=f"email-{text}", raw=email),))
    return Contact(name=name or None, email=email or None)


@get(LETTERS, guards=[LETTERS_FOR])
async def show_reminders(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The reminders with their letters, the newest first; a company or a buyer sees those issued to it."""
    names = tuple((state.value, label("reminder_state", state)) for state in ReminderState)
    query = request.query_params
    state, month = chosen(query.get("state", ""), names), month_of(query.get("month", ""))
    found = await statements_due.list_reminders(
        context, state=ReminderState(state) if state else None, month=month, limit=MOST_ROWS
    )
    companies = tuple(sorted({str(one.company.id): one.company.name for one in found}.items(), key=lambda one: one[1]))
    company_id = chosen(query.get("company", ""), companies)
    found = [one for one in found if company_id in ("", str(one.company.id))]
    filters = [
        Filter("state", "État", state, names, "Toutes"),
        Filter("month", "Mois", str(month) if month else "", type="month"),
    ]
    if context.actor.org_kind is not OrgKind.COMPANY:
        filters.append(Filter("company", "Entreprise", company_id, companies, "Toutes"))
    wanted = Listing(
        title="Relances",
        path=LETTERS,
        name="relances",
        columns=_letter_columns(),
        rows=list(reversed(found)),
        empty=Empty(
            "Aucune relance.", "Les relances des relevés en retard apparaissent ici, avec leur texte prêt à envoyer."
        ),
        filters=filters,
        actions=[] if context.actor.org_kind is OrgKind.BUYER else [Action(LIST, "Relevés attendus")],
    )
    return await listing(request, context, wanted, "statements_due/reminders.html")


def _letter_columns() -> list[Column[StatementReminder]]:
    return [
        Column("created", "Préparée", lambda one: one.created_at, CellKind.MOMENT),
        Column("company", "Entreprise", lambda one: one.company.name),
        Column("months", "Mois", lambda one: months_in_words(MonthSpan(one.first_month, one.last_month))),
        Column("level", "Étape", lambda one: label("reminder_level", one.level)),
        Column("state", "État", lambda one: label("reminder_state", one.state)),
        Column("contact", "Adressée à", lambda one: one.contact.name or one.contact.email),
        Column("email", "Courriel", lambda one: one.contact.email, only_in_file=True),
        Column("subject", "Objet", lambda one: one.letter.subject, only_in_file=True),
        Column("body", "Texte", lambda one: one.letter.body, only_in_file=True),
    ]


HANDLERS: list[ControllerRouterHandler] = [show_due, issue_reminders, show_reminders]
