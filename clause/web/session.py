"""Signing in and out: a cookie of our own, new at each sign-in."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler

from clause.domain.access_links import AttemptKind
from clause.domain.errors import ClauseError, TooMany, Unauthenticated, WrongProof
from clause.domain.second_factor import STEP_LIFE
from clause.edge.authentication import SESSION_COOKIE, actor_of
from clause.edge.request_context import AnyRequest, clock_of, open_to_all
from clause.services import accounts, links
from clause.services.context import Context
from clause.services.opening import SESSION_LIFE, CodeAwaited, OpenSession
from clause.web.page import SIGN_IN_PATH, page, problems_of

HOME = "/"
LONGEST_FIELD = 300
LONGEST_ADDRESS = 1000
CODE_PATH = f"{SIGN_IN_PATH}/code"
STEP_COOKIE = "clause_step"
"""Of a sign-in that waits for a code: it opens nothing but the form for it."""

T = TypeVar("T")
Next = Annotated[str, QueryParameter(name="next", description="The page to come back to")]


def local_path(wanted: str) -> str:
    """The page to come back to: a path of this service, or else the home page; never another site."""
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    is_plain = wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST_ADDRESS
    leads_back = wanted.startswith(SIGN_IN_PATH)
    return wanted if is_path and is_plain and not leads_back else HOME


@get(SIGN_IN_PATH, guards=[open_to_all])
async def show_sign_in(request: AnyRequest, wanted: Next = HOME) -> Response[Any]:
    """The form; who has signed in already goes on."""
    if actor_of(request.scope).org_id is not None:
        return Redirect(local_path(wanted), status_code=303)
    return _form(request, local_path(wanted))


def _form(request: AnyRequest, wanted: str, email: str = "", error: ClauseError | None = None) -> Template:
    statuses = {Unauthenticated: 401, TooMany: 429}
    return page(
        request,
        "sign_in.html",
        title="Se connecter",
        status=statuses[type(error)] if error else 200,
        problems=problems_of(error) if error else (),
        headers=waiting(error),
        wanted=wanted,
        email=email,
    )


@post(SIGN_IN_PATH, guards=[open_to_all], status_code=303)
async def sign_in(request: AnyRequest) -> Response[Any]:
    """Open a session, close the one the browser had, and go on to the page that was wanted."""
    form = await request.form()
    email, password = (str(form.get(name, ""))[:LONGEST_FIELD] for name in ("email", "password"))
    wanted = local_path(str(form.get("next", HOME)))
    context, client = system_context(request), client_address(request)
    try:
        await links.count_attempt(context, AttemptKind.PASSWORD, email, client)
        session = await accounts.sign_in(context, email.replace("\0", ""), password)
    except (TooMany, Unauthenticated) as error:
        return _form(request, wanted, email, error)
    await links.forget_failures(context, AttemptKind.PASSWORD, email, client)
    return await entered(request, session, wanted)


async def entered(request: AnyRequest, entry: OpenSession | CodeAwaited, wanted: str) -> Response[Any]:
    """Go on with a session that was just opened, or to the form for a code; the session the browser had is closed."""
    before = request.cookies.get(SESSION_COOKIE)
    if before:
        await accounts.sign_out(system_context(request), before)
    if isinstance(entry, CodeAwaited):
        path = f"{CODE_PATH}?{urlencode({'next': wanted})}"
        waiting = _cookie(request, STEP_COOKIE, entry.token, int(STEP_LIFE.total_seconds()))
        return Redirect(path, status_code=303, cookies=[waiting, _cookie(request, SESSION_COOKIE, "", 0)])
    no_step = [_cookie(request, STEP_COOKIE, "", 0)] if STEP_COOKIE in request.cookies else []
    return Redirect(wanted, status_code=303, cookies=[session_cookie(request, entry.token), *no_step])


@post("/sign-out", guards=[open_to_all], status_code=303)
async def sign_out(request: AnyRequest) -> Response[Any]:
    """Close the session of this browser."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        await accounts.sign_out(system_context(request), token)
    return Redirect(SIGN_IN_PATH, status_code=303, cookies=[_cookie(request, SESSION_COOKIE, "", 0)])


async def proven(request: AnyRequest, context: Context, work: Callable[[], Awaitable[T]]) -> T:
    """What ``work`` gives, which asks again for a password or a code: tries are counted as at a sign-in.

    TooMany ACC-020. A refusal for any other reason than a wrong proof is no try.
    """
    system, person, client = system_context(request), str(context.actor.id), client_address(request)
    await links.count_attempt(system, AttemptKind.PASSWORD, person, client)
    try:
        result = await work()
    except WrongProof:
        raise
    except ClauseError:
        await links.take_back_attempt(system, AttemptKind.PASSWORD, person, client)
        raise
    await links.forget_failures(system, AttemptKind.PASSWORD, person, client)
    return result


def waiting(error: ClauseError | None) -> dict[str, str]:
    """The header that says how long to wait, after too many attempts."""
    return {"retry-after": str(error.retry_seconds)} if isinstance(error, TooMany) else {}


def client_address(request: AnyRequest) -> str:
    """Which machine asks, as far as the connection tells: behind a proxy, the proxy."""
    return request.client.host if request.client else "-"


def system_context(request: AnyRequest) -> Context:
    """The context of somebody who has not proved yet who they are."""
    return Context(accounts.sign_in_actor(), clock_of(request))


def renewed(request: AnyRequest, answer: Response[Any], token: str) -> Response[Any]:
    """The answer, with the session under its new identifier."""
    answer.cookies.append(session_cookie(request, token))
    return answer


def session_cookie(request: AnyRequest, token: str) -> Cookie:
    """The cookie that carries a session."""
    return _cookie(request, SESSION_COOKIE, token, int(SESSION_LIFE.total_seconds()))


def _cookie(request: AnyRequest, name: str, value: str, seconds: int) -> Cookie:
    secure: bool = request.app.state.settings.secure_cookies
    return Cookie(name, value=value, path="/", max_age=seconds, httponly=True, samesite="lax", secure=secure)


HANDLERS: list[ControllerRouterHandler] = [show_sign_in, sign_in, sign_out]
