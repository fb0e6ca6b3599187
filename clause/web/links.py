"""Coming in by a link from a mail. Opening it only shows what it is for: the button does it."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.access_links import AttemptKind, LinkPurpose, LinkState
from clause.domain.errors import ClauseError, NotFound
from clause.domain.passwords import LEAST_PASSWORD
from clause.edge.request_context import AnyRequest, open_to_all
from clause.services import links
from clause.text.labels import label
from clause.web.page import Problem, page, problems_of
from clause.web.session import LONGEST_FIELD, client_address, entered, system_context

_TITLES = {
    LinkPurpose.INVITATION: "Votre accès à Clause",
    LinkPurpose.SIGN_IN: "Connexion à Clause",
    LinkPurpose.UNSUBSCRIBE: "Ne plus recevoir ce courriel",
}


@get("/sign-in/link", guards=[open_to_all])
async def show_link_form(request: AnyRequest) -> Template:
    """The form that asks for a link."""
    return _ask_page(request)


def _ask_page(
    request: AnyRequest, error: ClauseError | None = None, status: int = 200, *, sent: bool = False
) -> Template:
    return page(
        request,
        "access/ask_link.html",
        title="Lien envoyé" if sent else "Recevoir un lien de connexion",
        status=status,
        problems=problems_of(error) if error else (),
        sent=sent,
    )


@post("/sign-in/link", guards=[open_to_all], status_code=200)
async def ask_link(request: AnyRequest) -> Template:
    """Send a link to this address if somebody has it; the answer is the same if not."""
    email = str((await request.form()).get("email", ""))[:LONGEST_FIELD].replace("\0", "")
    try:
        await _allow(request, email)
    except ClauseError as error:
        return _ask_page(request, error, 429)
    await links.request_link(system_context(request), email)
    return _ask_page(request, sent=True)


async def _allow(request: AnyRequest, email: str) -> None:
    context, client = system_context(request), client_address(request)
    await links.count_attempt(context, AttemptKind.LINK, email, client)


@get("/sign-in/link/{token:str}", guards=[open_to_all])
async def show_link(request: AnyRequest, token: FromPath[str]) -> Template:
    """What the link is for, with a button; or why it does not serve any more, with a button for a new one."""
    return await _link_page(request, token)


async def _link_page(request: AnyRequest, token: str, error: ClauseError | None = None) -> Template:
    try:
        seen = await links.look_at_link(system_context(request), token)
    except NotFound as unknown:
        return _ask_page(request, unknown, 404)
    problems = problems_of(error) if error and seen.state is LinkState.OPEN else []
    return page(
        request,
        "access/link.html",
        title=_TITLES[seen.purpose] if seen.state is LinkState.OPEN else "Ce lien ne sert plus",
        status=422 if problems else 410 if error else 200,
        problems=[Problem(one.detail, "password") for one in problems],
        seen=seen,
        address=f"/sign-in/link/{token}",
        hidden_email=hidden(seen.email),
        role=label("role", seen.invitation.role) if seen.invitation else "",
        notice=label("mail_kind", seen.mail_kind) if seen.mail_kind else "",
        least=LEAST_PASSWORD,
    )


def hidden(email: str) -> str:
    """An address as its owner recognises it, and nobody else: ``c…@exemple.fr``."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}" if name else ""


@post("/sign-in/link/{token:str}", guards=[open_to_all], status_code=303)
async def use_link(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """Come in, with a new password when one was typed."""
    password = str((await request.form()).get("password", ""))[:LONGEST_FIELD]
    try:
        session = await links.use_link(system_context(request), token, password or None)
    except ClauseError as error:
        return await _link_page(request, token, error)
    return await entered(request, session, "/")


@post("/sign-in/link/{token:str}/renew", guards=[open_to_all], status_code=200)
async def renew_link(request: AnyRequest, token: FromPath[str]) -> Template:
    """Send a new link to the same address."""
    context = system_context(request)
    try:
        seen = await links.look_at_link(context, token)
        await _allow(request, seen.email)
        await links.renew_link(context, token)
    except NotFound as error:
        return _ask_page(request, error, 404)
    except ClauseError as error:
        return _ask_page(request, error, 429)
    return _ask_page(request, sent=True)


@post("/sign-in/link/{token:str}/unsubscribe", guards=[open_to_all], status_code=200)
async def unsubscribe(request: AnyRequest, token: FromPath[str]) -> Template:
    """Write no more mails of this kind to the reader of the link."""
    kind = await links.unsubscribe(system_context(request), token)
    return page(request, "access/unsubscribed.html", title="C’est noté", notice=label("mail_kind", kind))


HANDLERS: list[ControllerRouterHandler] = [
    show_link_form,
    ask_link,
    show_link,
    use_link,
    renew_link,
    unsubscribe,
]
