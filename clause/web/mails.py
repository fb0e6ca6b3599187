"""Mail of the organisation: what was sent and what was not, each as it looks, and what each kind looks like."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from markupsafe import Markup

from clause.domain.errors import NotFound
from clause.domain.mails import MailKind, MailState, SentMail
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import mails
from clause.services.context import Context
from clause.text.labels import label
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import page

TONES = {MailState.SENT: "good", MailState.FAILED: "bad", MailState.QUEUED: "watch", MailState.NOT_CONFIGURED: "watch"}
STATES = tuple((state.value, label("mail_state", state)) for state in MailState)
KINDS = tuple((kind.value, label("mail_kind", kind)) for kind in MailKind)


@get("/mails", guards=[signed_in])
async def show_mails(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The mails of the organisation's people, the newest first."""
    state = chosen(request.query_params.get("state", ""), STATES)
    kind = chosen(request.query_params.get("kind", ""), KINDS)
    rows = await mails.list_mails(
        context,
        state=MailState(state) if state else None,
        kind=MailKind(kind) if kind else None,
        limit=MOST_ROWS,
    )
    columns: list[Column[SentMail]] = [
        Column("kind", "Courriel", lambda row: label("mail_kind", row.kind), link=lambda row: f"/mails/{row.id}"),
        Column("who", "Pour", lambda row: row.full_name or row.address),
        Column("at", "Écrit le", lambda row: row.created_at, CellKind.MOMENT),
        Column("state", "État", lambda row: label("mail_state", row.state), tone=lambda row: TONES[row.state]),
        Column("sent", "Envoyé le", lambda row: row.sent_at, CellKind.MOMENT),
        Column("problem", "Empêchement", _problem),
        Column("subject", "Objet", lambda row: row.subject, only_in_file=True),
    ]
    return await listing(
        request,
        context,
        Listing(
            title="Courriels",
            path="/mails",
            name="courriels",
            columns=columns,
            rows=rows,
            empty=Empty(
                "Aucun courriel.",
                "Ils s’écrivent tout seuls : relevé attendu ou renvoyé, attestation prête, bilan reçu…",
            ),
            filters=[
                Filter("state", "État", state, STATES),
                Filter("kind", "Courriel", kind, KINDS),
            ],
            actions=[
                Action("/mails/preview", "Aperçu de chaque courriel"),
                Action("/account#notices", "Choisir les miens"),
            ],
            order="-at",
            lead="Ce que Clause a écrit aux personnes de votre organisation, et à celles que vous avez invitées.",
            more={"leaves": mails.leaves()},
        ),
        "mails/mails.html",
    )


def _problem(row: SentMail) -> str | None:
    return label("mail_problem", row.last_problem) if row.last_problem else None


@get("/mails/{mail_id:uuid}", guards=[signed_in])
async def show_mail(request: AnyRequest, context: NamedDependency[Context], mail_id: FromPath[UUID]) -> Template:
    """One mail as its reader sees it."""
    mail, letter = await mails.load_mail(context, mail_id)
    return page(
        request,
        "mails/mail.html",
        title=label("mail_kind", mail.kind),
        mail=mail,
        letter=letter,
        # Made by us, every text in it escaped: see clause.text.mails.
        shown=Markup(mails.shown_as_html(letter)) if letter else None,  # noqa: S704
        tone=TONES[mail.state],
        problem=_problem(mail),
        may_send_again=mails.leaves() and mail.state in (MailState.FAILED, MailState.NOT_CONFIGURED),
        leaves=mails.leaves(),
    )


@post("/mails/{mail_id:uuid}/send", guards=[signed_in], status_code=303)
async def send_again(request: AnyRequest, context: NamedDependency[Context], mail_id: FromPath[UUID]) -> Response[Any]:
    """Put a mail that did not leave on its way again."""
    await mails.send_again(context, mail_id)
    return done(f"/mails/{mail_id}", "mail_on_its_way")


@get("/mails/preview", guards=[signed_in])
async def show_previews(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """Every kind of mail, with a link to how it looks."""
    letters = [(kind, mails.preview(kind).subject) for kind in MailKind]
    return page(request, "mails/previews.html", title="Aperçu des courriels", letters=letters)


@get("/mails/preview/{mail_kind:str}", guards=[signed_in])
async def show_preview(request: AnyRequest, context: NamedDependency[Context], mail_kind: FromPath[str]) -> Template:
    """How a mail of this kind looks, about nobody."""
    if mail_kind not in dict(KINDS):
        raise NotFound("MAI-010")
    letter = mails.preview(MailKind(mail_kind))
    return page(
        request,
        "mails/preview.html",
        title=label("mail_kind", mail_kind),
        letter=letter,
        shown=Markup(mails.shown_as_html(letter)),  # noqa: S704 - as above
        kinds=KINDS,
        kind=mail_kind,
    )


HANDLERS: list[ControllerRouterHandler] = [show_mails, show_mail, send_again, show_previews, show_preview]
