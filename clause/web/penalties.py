"""Penalties of a lot: what they would come to today, what they are counted from, and proposals frozen for the buyer."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.penalty_events import AbsenceTerms, FormalNotice, MeetingAbsence, NoticeAbout, NoticeTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import compliance, penalties, penalty_events
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.listing import MOST_ROWS, Empty
from clause.web.lot_frame import framed
from clause.web.lot_records import Records, records_page, told_in_words
from clause.web.notes import Undo, done
from clause.web.page import page, told

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TOGETHER = (
    ("/penalties", "Pénalités"),
    ("/formal-notices", "Mises en demeure"),
    ("/absences", "Absences aux réunions"),
)


class ProposalForm(BaseModel):
    """The day on which penalties are frozen."""

    on: date | None = Field(default=None, title="Arrêtées au")


class NoticeForm(BaseModel):
    """A formal notice that the buyer sent."""

    about: NoticeAbout = Field(title="Objet")
    reference: Line = Field(title="Référence de la lettre")
    sent_on: date = Field(title="Envoyée le")
    due_on: date | None = Field(default=None, title="Délai accordé jusqu’au")


class SettlementForm(BaseModel):
    """The day on which what a notice asked for came."""

    settled_on: date | None = Field(default=None, title="Régularisée le")
    version: int = Field(title="Version")


class AbsenceForm(BaseModel):
    """A meeting that no holder came to."""

    meeting: Line = Field(title="Réunion")
    happened_on: date = Field(title="Date de la réunion")


class WithdrawalForm(BaseModel):
    """Why an absence does not count."""

    reason: FreeText = Field(title="Motif")


@get("/lots/{lot_id:uuid}/penalties", guards=[READ])
async def show_penalties(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """What the penalties of a lot would come to today, line by line, and the proposals made."""
    return await _penalties_page(request, context, lot_id)


async def _penalties_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Template:
    standing = await compliance.assess_one_lot(context, lot_id)
    return page(
        request,
        "lots/penalties.html",
        title="Pénalités",
        standing=standing,
        missing=[told(finding) for finding in standing.findings],
        proposals=await penalties.list_proposals(context, lot_id, after=0, limit=MOST_ROWS),
        siblings=[(f"/lots/{lot_id}{end}", name) for end, name in TOGETHER],
        **await framed(request, context, lot_id, "/penalties"),
        **refusal,
    )


@post("/lots/{lot_id:uuid}/penalty-proposals", guards=[WRITE], status_code=303)
async def freeze_proposal(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Freeze the penalties as a proposal for the buyer, and show it."""
    try:
        form = await read_form(request, ProposalForm)
        made = await penalties.freeze_proposal(context, lot_id, form.on)
    except ClauseError as error:
        return await _penalties_page(request, context, lot_id, **await refused(request, error))
    return done(f"/penalty-proposals/{made.id}", "penalty_proposal_frozen", amount=formats.euros(made.amount_eur))


def _notices(may_write: bool) -> Records[FormalNotice]:
    columns: tuple[Column[FormalNotice], ...] = (
        Column("reference", "Lettre", lambda row: row.reference),
        Column("about", "Objet", lambda row: label("notice_about", row.about)),
        Column("sent", "Envoyée le", lambda row: row.sent_on, CellKind.DAY),
        Column("due", "Délai jusqu’au", lambda row: row.due_on, CellKind.DAY),
        Column("settled", "Régularisée le", lambda row: row.settled_on, CellKind.DAY),
    )
    act = Column[FormalNotice](
        "act",
        "À faire",
        lambda row: "Corriger" if row.settled_on else "Régulariser",
        link=lambda row: f"/formal-notices/{row.id}/settle",
    )
    return Records(
        end="/formal-notices",
        title="Mises en demeure",
        name="mises-en-demeure",
        columns=(*columns, act) if may_write else columns,
        empty=Empty("Aucune mise en demeure sur ce lot."),
        form="lots/formal_notice_form.html",
        form_title="Noter une mise en demeure",
        lead="Les lettres que l’acheteur a envoyées au titulaire ; certaines pénalités ne courent qu’après elles.",
        siblings=TOGETHER,
    )


@get("/lots/{lot_id:uuid}/formal-notices", guards=[READ])
async def show_notices(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """The formal notices of a lot, and the form of another."""
    return await _notices_page(request, context, lot_id)


async def _notices_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Response[Any]:
    rows = await penalty_events.list_notices(context, lot_id, after=None, limit=MOST_ROWS)
    subjects = tuple(LABELS["notice_about"].items())
    kind = _notices(context.actor.may(Scope.CONTRACTS_WRITE))
    return await records_page(request, context, lot_id, kind, rows, subjects=subjects, **refusal)


@post("/lots/{lot_id:uuid}/formal-notices", guards=[WRITE], status_code=303)
async def record_notice(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Record a formal notice."""
    try:
        form = await read_form(request, NoticeForm)
        await penalty_events.record_notice(context, lot_id, NoticeTerms(**dict(form)))
    except ClauseError as error:
        return await _notices_page(request, context, lot_id, **await told_in_words(request, error, NoticeForm))
    return done(f"/lots/{lot_id}/formal-notices", "formal_notice_recorded")


@get("/formal-notices/{notice_id:uuid}/settle", guards=[WRITE])
async def show_settlement(
    request: AnyRequest, context: NamedDependency[Context], notice_id: FromPath[UUID]
) -> Template:
    """The form that tells when what a notice asked for came."""
    return await _settlement_page(request, context, notice_id)


async def _settlement_page(request: AnyRequest, context: Context, notice_id: UUID, **refusal: Any) -> Template:
    notice = await penalty_events.load_notice(context, notice_id)
    return page(
        request,
        "lots/act.html",
        title="Régulariser une mise en demeure",
        notice=notice,
        back=f"/lots/{notice.lot_id}/formal-notices",
        back_name="Mises en demeure",
        path=request.url.path,
        facts=[("Lettre", notice.reference), ("Envoyée le", formats.day(notice.sent_on))],
        hint="Laissez la date vide pour dire que rien n’est encore venu.",
        form="lots/settlement_form.html",
        button="Enregistrer",
        tone="",
        **refusal,
    )


@post("/formal-notices/{notice_id:uuid}/settle", guards=[WRITE], status_code=303)
async def settle_notice(
    request: AnyRequest, context: NamedDependency[Context], notice_id: FromPath[UUID]
) -> Response[Any]:
    """Record the day, with a way back."""
    try:
        form = await read_form(request, SettlementForm)
        before = await penalty_events.load_notice(context, notice_id)
        after = await penalty_events.settle_notice(context, notice_id, form.settled_on, form.version)
    except ClauseError as error:
        return await _settlement_page(request, context, notice_id, **await refused(request, error))
    day = before.settled_on.isoformat() if before.settled_on else ""
    undo = Undo(path=request.url.path, fields={"settled_on": day, "version": str(after.version)})
    return done(f"/lots/{after.lot_id}/formal-notices", "formal_notice_settled", undo)


def _absences(may_write: bool) -> Records[MeetingAbsence]:
    columns: tuple[Column[MeetingAbsence], ...] = (
        Column("meeting", "Réunion", lambda row: row.meeting),
        Column("on", "Le", lambda row: row.happened_on, CellKind.DAY),
        Column(
            "state",
            "État",
            lambda row: "Retirée" if row.withdrawn_at else "Compte",
            tone=lambda row: "neutral" if row.withdrawn_at else "watch",
        ),
        Column("reason", "Motif du retrait", lambda row: row.withdrawal_reason),
    )
    act = Column[MeetingAbsence](
        "act",
        "À faire",
        lambda row: None if row.withdrawn_at else "Retirer",
        link=lambda row: None if row.withdrawn_at else f"/absences/{row.id}/withdraw",
    )
    return Records(
        end="/absences",
        title="Absences aux réunions",
        name="absences",
        columns=(*columns, act) if may_write else columns,
        empty=Empty("Aucune absence notée sur ce lot."),
        form="lots/absence_form.html",
        form_title="Noter une absence",
        lead="Les réunions sur la clause auxquelles aucun titulaire n’est venu.",
        siblings=TOGETHER,
    )


@get("/lots/{lot_id:uuid}/absences", guards=[READ])
async def show_absences(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """The missed meetings of a lot, and the form of another."""
    return await _absences_page(request, context, lot_id)


async def _absences_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Response[Any]:
    rows = await penalty_events.list_absences(context, lot_id, after=None, limit=MOST_ROWS)
    kind = _absences(context.actor.may(Scope.CONTRACTS_WRITE))
    return await records_page(request, context, lot_id, kind, rows, **refusal)


@post("/lots/{lot_id:uuid}/absences", guards=[WRITE], status_code=303)
async def record_absence(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Record a missed meeting."""
    try:
        form = await read_form(request, AbsenceForm)
        await penalty_events.record_absence(context, lot_id, AbsenceTerms(**dict(form)))
    except ClauseError as error:
        return await _absences_page(request, context, lot_id, **await told_in_words(request, error, AbsenceForm))
    return done(f"/lots/{lot_id}/absences", "absence_recorded")


@get("/absences/{absence_id:uuid}/withdraw", guards=[WRITE])
async def show_withdrawal(
    request: AnyRequest, context: NamedDependency[Context], absence_id: FromPath[UUID]
) -> Template:
    """The form by which an absence is taken back."""
    return await _withdrawal_page(request, context, absence_id)


async def _withdrawal_page(request: AnyRequest, context: Context, absence_id: UUID, **refusal: Any) -> Template:
    absence = await penalty_events.load_absence(context, absence_id)
    return page(
        request,
        "lots/act.html",
        title="Retirer une absence",
        back=f"/lots/{absence.lot_id}/absences",
        back_name="Absences aux réunions",
        path=request.url.path,
        facts=[("Réunion", absence.meeting), ("Le", formats.day(absence.happened_on))],
        hint="Elle reste visible avec son motif, et ne compte plus. Un retrait ne se reprend pas.",
        form="lots/withdrawal_form.html",
        button="Retirer l’absence",
        tone="danger",
        **refusal,
    )


@post("/absences/{absence_id:uuid}/withdraw", guards=[WRITE], status_code=303)
async def withdraw_absence(
    request: AnyRequest, context: NamedDependency[Context], absence_id: FromPath[UUID]
) -> Response[Any]:
    """Take an absence back: it stays with its reason and counts no more."""
    try:
        form = await read_form(request, WithdrawalForm)
        absence = await penalty_events.withdraw_absence(context, absence_id, form.reason)
    except ClauseError as error:
        return await _withdrawal_page(request, context, absence_id, **await refused(request, error))
    return done(f"/lots/{absence.lot_id}/absences", "absence_withdrawn")


HANDLERS: list[ControllerRouterHandler] = [
    show_penalties,
    freeze_proposal,
    show_notices,
    record_notice,
    show_settlement,
    settle_notice,
    show_absences,
    record_absence,
    show_withdrawal,
    withdraw_absence,
]
