"""A person's second factor: what it is, setting it up with a telephone, its recovery codes, and removing it."""

import io
from typing import Any

import segno
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler
from markupsafe import Markup
from pydantic import BaseModel, Field

from clause.domain.errors import ClauseError
from clause.edge.authentication import SESSION_COOKIE
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import second_factor
from clause.services.context import Context
from clause.web.forms import Line, read_form, refused
from clause.web.notes import done
from clause.web.page import page
from clause.web.session import proven, renewed, session_cookie

PATH = "/account/second-factor"
QR_SCALE, QR_BORDER = 5, 4


class ProofForm(BaseModel):
    """What proves that the reader is the owner: the password, or a code for who has none."""

    password: str | None = Field(default=None, title="Mot de passe actuel", max_length=300)
    code: str | None = Field(default=None, title="Code", max_length=60)


class CodeForm(BaseModel):
    """A code of the telephone."""

    code: Line = Field(title="Code à six chiffres")


@get(PATH, guards=[signed_in])
async def show_factor(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """Where it stands, and the next step."""
    return await _factor_page(request, context)


async def _factor_page(request: AnyRequest, context: Context, **more: Any) -> Template:
    own = await second_factor.load_own(context)
    return page(
        request,
        "access/second_factor.html",
        title="Double authentification",
        own=own,
        qr=_drawn(own.address) if own.address else None,
        **more,
    )


def _drawn(address: str) -> Markup:
    """The QR code as a picture of the page itself: the key is in no address and in no cache."""
    out = io.BytesIO()
    picture = segno.make(address, error="m", micro=False)
    picture.save(out, kind="svg", xmldecl=False, svgns=False, scale=QR_SCALE, border=QR_BORDER, light="#fff", nl=False)
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn just above


async def _refused(request: AnyRequest, context: Context, error: ClauseError) -> Template:
    # Neither a password nor a code that was typed is written back into a page.
    return await _factor_page(request, context, **{**await refused(request, error), "typed": {}})


@post(f"{PATH}/start", guards=[signed_in], status_code=303)
async def start(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """A new key, to be read by the telephone."""
    try:
        form = await read_form(request, ProofForm)
        await proven(request, context, lambda: second_factor.begin(context, form.password))
    except ClauseError as error:
        return await _refused(request, context, error)
    return Redirect(PATH, status_code=303)


@post(f"{PATH}/confirm", guards=[signed_in], status_code=200)
async def confirm(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The telephone makes the right codes: the recovery codes, the only time that they are shown."""
    try:
        form = await read_form(request, CodeForm)
        codes, token = await second_factor.confirm(context, request.cookies.get(SESSION_COOKIE, ""), form.code)
    except ClauseError as error:
        return await _refused(request, context, error)
    return _codes_page(request, codes, session_cookie(request, token))


def _codes_page(request: AnyRequest, codes: list[str], cookie: Cookie | None = None) -> Template:
    shown = page(request, "access/recovery_codes.html", title="Vos codes de secours", codes=codes)
    if cookie is not None:
        shown.cookies.append(cookie)
    return shown


@post(f"{PATH}/codes", guards=[signed_in], status_code=200)
async def renew_codes(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """New recovery codes; those before open nothing any more."""
    try:
        form = await read_form(request, ProofForm)
        password, code = form.password, form.code or ""
        codes = await proven(request, context, lambda: second_factor.renew_recovery_codes(context, password, code))
    except ClauseError as error:
        return await _refused(request, context, error)
    return _codes_page(request, codes)


@post(f"{PATH}/remove", guards=[signed_in], status_code=303)
async def remove(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Ask for codes no more."""
    try:
        form = await read_form(request, ProofForm)
        session, password, code = request.cookies.get(SESSION_COOKIE, ""), form.password, form.code or ""
        token = await proven(request, context, lambda: second_factor.remove(context, session, password, code))
    except ClauseError as error:
        return await _refused(request, context, error)
    return renewed(request, done("/account", "second_factor_removed"), token)


HANDLERS: list[ControllerRouterHandler] = [show_factor, start, confirm, renew_codes, remove]
