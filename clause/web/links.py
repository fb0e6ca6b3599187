"""Coming in by a link from a mail. Opening it only shows what it is for: the button does it.

The code of a link stands behind the ``#`` of its address, which a browser keeps to itself: it reaches the service in
the body of a form, and no log, proxy or other page reads it.
"""

import re
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler

from clause.domain.access_links import AttemptKind, LinkPurpose, LinkState
from clause.domain.errors import ClauseError, NotFound
from clause.domain.mails import LINK_PATH, personal_path
from clause.domain.passwords import LEAST_PASSWORD
from clause.edge.request_context import AnyRequest, open_to_all
from clause.services import links
from clause.text.labels import label
from clause.web.page import PRIVATE, Problem, page, problems_of
from clause.web.session import LONGEST_ADDRESS, LONGEST_FIELD, client_address, entered, system_context

SEEN_PATH = f"{LINK_PATH}/seen"
"""Another path than that of links: who opens one where this page stands goes there, and not to a place on the page."""
_BEFORE_THE_CODE = re.compile(r"[#/\s]")
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
async def show_link_of_before(token: FromPath[str]) -> Redirect:
    """Where a link leads that was sent when its code still stood in the address: it serves until it expires."""
    headers = {**PRIVATE, "referrer-policy": "no-referrer"}
    return Redirect(personal_path(quote(token, safe="")), status_code=303, headers=headers)


@get(LINK_PATH, guards=[open_to_all])
async def show_open_form(request: AnyRequest) -> Template:
    """Where a link leads: a script takes the code out of the address and sends it; without one, it is typed."""
    return page(request, "access/open_link.html", title="Ouvrir un lien personnel")


async def _code_of(request: AnyRequest) -> str:
    """The code that a form holds, or that ends the whole link when that was pasted."""
    typed = str((await request.form()).get("code", ""))[:LONGEST_ADDRESS]
    return _BEFORE_THE_CODE.split(typed.strip())[-1]


@get(SEEN_PATH, guards=[open_to_all])
async def show_open_form_again() -> Redirect:
    """The page of a link that is asked for again without its code."""
    return Redirect(LINK_PATH, status_code=303)


@post(SEEN_PATH, guards=[open_to_all], status_code=200)
async def show_link(request: AnyRequest) -> Template:
    """What the link is for, with a button; or why it does not serve any more, with a button for a new one."""
    return await _link_page(request, await _code_of(request))


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
        code=token,
        hidden_email=hidden(seen.email),
        role=label("role", seen.invitation.role) if seen.invitation else "",
        notice=label("mail_kind", seen.mail_kind) if seen.mail_kind else "",
        least=LEAST_PASSWORD,
    )


def hidden(email: str) -> str:
    """An address as its owner recognises it, and nobody else: ``c…@exemple.fr``."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}" if name else ""


@post(f"{LINK_PATH}/use", guards=[open_to_all], status_code=303)
async def use_link(request: AnyRequest) -> Response[Any]:
    """Come in, with a new password when one was typed."""
    token = await _code_of(request)
    password = str((await request.form()).get("password", ""))[:LONGEST_FIELD]
    try:
        session = await links.use_link(system_context(request), token, password or None)
    except ClauseError as error:
        return await _link_page(request, token, error)
    return await entered(request, session, "/")


@post(f"{LINK_PATH}/renew", guards=[open_to_all], status_code=200)
async def renew_link(request: AnyRequest) -> Template:
    """Send a new link to the same address."""
    context, token = system_context(request), await _code_of(request)
    try:
        seen = await links.look_at_link(context, token)
        await _allow(request, seen.email)
        await links.renew_link(context, token)
    except NotFound as error:
        return _ask_page(request, error, 404)
    except ClauseError as error:
        return _ask_page(request, error, 429)
    return _ask_page(request, sent=True)


@post(f"{LINK_PATH}/unsubscribe", guards=[open_to_all], status_code=200)
async def unsubscribe(request: AnyRequest) -> Template:
    """Write no more mails of this kind to the reader of the link."""
    kind = await links.unsubscribe(system_context(request), await _code_of(request))
    return page(request, "access/unsubscribed.html", title="C’est noté", notice=label("mail_kind", kind))


HANDLERS: list[ControllerRouterHandler] = [
    show_link_form,
    ask_link,
    show_link_of_before,
    show_open_form,
    show_open_form_again,
    show_link,
    use_link,
    renew_link,
    unsubscribe,
]
