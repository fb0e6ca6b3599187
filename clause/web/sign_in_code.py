"""The second step of a sign-in: a code of the telephone, or one of recovery."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from clause.domain.access_links import AttemptKind
from clause.domain.errors import ClauseError, TooMany, Unauthenticated
from clause.edge.request_context import AnyRequest, open_to_all
from clause.services import links, second_factor
from clause.web.page import SIGN_IN_PATH, page, problems_of
from clause.web.session import (
    CODE_PATH,
    HOME,
    LONGEST_FIELD,
    STEP_COOKIE,
    Next,
    client_address,
    entered,
    local_path,
    system_context,
    waiting,
)


@get(CODE_PATH, guards=[open_to_all])
async def show_code(request: AnyRequest, wanted: Next = HOME) -> Response[Any]:
    """The form for the code; who has not shown a password or a link is led there."""
    step = await second_factor.look_at_step(system_context(request), request.cookies.get(STEP_COOKIE, ""))
    if step is None:
        return Redirect(SIGN_IN_PATH, status_code=303)
    return _form(request, local_path(wanted))


def _form(request: AnyRequest, wanted: str, error: ClauseError | None = None) -> Response[Any]:
    statuses = {Unauthenticated: 401, TooMany: 429}
    return page(
        request,
        "access/sign_in_code.html",
        title="Code de connexion",
        status=statuses[type(error)] if error else 200,
        problems=problems_of(error) if error else (),
        headers=waiting(error),
        wanted=wanted,
    )


@post(CODE_PATH, guards=[open_to_all], status_code=303)
async def give_code(request: AnyRequest) -> Response[Any]:
    """Come in with the right code. A try is counted before it is looked at, so that many at once count too."""
    form = await request.form()
    wanted, code = local_path(str(form.get("next", HOME))), str(form.get("code", ""))[:LONGEST_FIELD]
    context, token = system_context(request), request.cookies.get(STEP_COOKIE, "")
    step = await second_factor.look_at_step(context, token)
    if step is None:
        return Redirect(SIGN_IN_PATH, status_code=303)
    person, client = str(step.user_id), client_address(request)
    try:
        await links.count_attempt(context, AttemptKind.CODE, person, client)
        session = await second_factor.finish_sign_in(context, token, code)
    except (TooMany, Unauthenticated) as error:
        return _form(request, wanted, error)
    await links.forget_failures(context, AttemptKind.CODE, person, client)
    return await entered(request, session, wanted)


HANDLERS: list[ControllerRouterHandler] = [show_code, give_code]
