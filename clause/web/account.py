"""A person's own account: name, password, sessions, organisations, and the mails they want."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.errors import ClauseError
from clause.domain.mails import MailKind
from clause.domain.passwords import LEAST_PASSWORD
from clause.edge.authentication import SESSION_COOKIE
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import own_account, second_factor
from clause.services.context import Context
from clause.web.forms import Line, read_form, refused
from clause.web.notes import done
from clause.web.page import page
from clause.web.session import proven, renewed

PATH = "/account"


class NameForm(BaseModel):
    """The name that others read."""

    full_name: Line = Field(title="Nom")


class PasswordForm(BaseModel):
    """A new password, and the old one for who has one."""

    old_password: str | None = Field(default=None, title="Mot de passe actuel", max_length=300)
    password: str = Field(title="Nouveau mot de passe", max_length=300)


class NoticesForm(BaseModel):
    """The mails wanted."""

    notices: tuple[MailKind, ...] = Field(default=(), title="Courriels")


class OrganisationForm(BaseModel):
    """The organisation to act for."""

    membership_id: UUID = Field(title="Organisation")


def _token(request: AnyRequest) -> str:
    return request.cookies.get(SESSION_COOKIE, "")


@get(PATH, guards=[signed_in])
async def show_account(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The account of the reader."""
    return await _account_page(request, context)


async def _account_page(request: AnyRequest, context: Context, **more: Any) -> Template:
    return page(
        request,
        "access/account.html",
        title="Mon compte",
        account=await own_account.load_own_account(context, _token(request)),
        notices=await own_account.list_wanted_notices(context),
        factor=await second_factor.load_own(context),
        org_id=context.actor.org_id,
        least=LEAST_PASSWORD,
        **more,
    )


@post(f"{PATH}/name", guards=[signed_in], status_code=303)
async def change_name(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Another name."""
    try:
        form = await read_form(request, NameForm)
        await own_account.change_name(context, form.full_name)
    except ClauseError as error:
        return await _account_page(request, context, **await refused(request, error))
    return done(PATH, "name_changed")


@post(f"{PATH}/password", guards=[signed_in], status_code=303)
async def change_password(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """A new password; the other sessions are closed."""
    try:
        form = await read_form(request, PasswordForm)
        old, new = form.old_password, form.password
        token = await proven(request, context, lambda: own_account.change_password(context, _token(request), old, new))
    except ClauseError as error:
        # A password that was typed is not written back into a page.
        return await _account_page(request, context, **{**await refused(request, error), "typed": {}})
    return renewed(request, done(PATH, "password_changed"), token)


@post(f"{PATH}/sessions", guards=[signed_in], status_code=303)
async def close_others(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Every other session is closed."""
    await own_account.close_other_sessions(context, _token(request))
    return done(PATH, "sessions_closed")


@post(f"{PATH}/sessions/{{session_id:uuid}}/close", guards=[signed_in], status_code=303)
async def close_one(
    request: AnyRequest, context: NamedDependency[Context], session_id: FromPath[UUID]
) -> Response[Any]:
    """One session is closed."""
    await own_account.close_session(context, session_id)
    return done(PATH, "session_closed")


@post(f"{PATH}/notices", guards=[signed_in], status_code=303)
async def choose_notices(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The mails that the reader wants."""
    form = await read_form(request, NoticesForm)
    await own_account.choose_notices(context, form.notices)
    return done(PATH, "notices_chosen")


@post(f"{PATH}/organisation", guards=[signed_in], status_code=303)
async def switch_organisation(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Act for another organisation."""
    form = await read_form(request, OrganisationForm)
    token = await own_account.switch_organisation(context, _token(request), form.membership_id)
    return renewed(request, done("/", "organisation_switched"), token)


HANDLERS: list[ControllerRouterHandler] = [
    show_account,
    change_name,
    change_password,
    close_others,
    close_one,
    choose_notices,
    switch_organisation,
]
