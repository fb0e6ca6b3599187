"""Searches whose text stands in no address: it may be the name of a person, and addresses are kept in many places.

A search form is sent in the body of a POST to one route, which leads to the list with the text sealed; links that keep
a view (order, page, files, filters) carry it sealed, and whoever reads the address reads nothing. Handlers see the text
as it was typed. An address that somebody wrote with a plain text is understood, and becomes a sealed one at once.
"""

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response import Redirect
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send

from clause.edge.authentication import CSRF_FIELD, actor_of
from clause.edge.request_context import AnyRequest, clock_of, signed_in
from clause.services import searches
from clause.services.context import Context
from clause.web.notes import done
from clause.web.page import PRIVATE
from clause.web.session import local_path

FIELD = "q"
"""The name of every field for a search."""
TO = "to"
"""The field of a search form that says which list is searched."""
SEALED = "~"
LONGEST_TYPED = 200
_IN_A_QUERY = f"{FIELD}=".encode()
# Without its text, the address would give another file or another page than the one it was kept for.
_OF_THE_TEXT = frozenset({FIELD, "page", "format"})
_READING = frozenset({"GET", "HEAD"})


def carried(context: Context, text: str) -> str:
    """What was typed as an address carries it; nothing when nothing was typed."""
    return SEALED + searches.seal(context, text) if text else ""


def _with_text(context: Context, values: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """These values of a form or an address, with the text sealed; without it when it is empty."""
    typed = next((value for name, value in values if name == FIELD), "").strip()[:LONGEST_TYPED]
    others = [one for one in values if one[0] != FIELD]
    return [(FIELD, carried(context, typed)), *others] if typed else others


def _address(path: str, values: list[tuple[str, str]]) -> str:
    # One slash: two would lead to another site.
    return "/" + quote(path.lstrip("/")) + (f"?{urlencode(values)}" if values else "")


class SealedSearches(ASGIMiddleware):
    """Opens the sealed text of an address for the handler; leads an address with a plain one to a sealed one."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass on with the text in clear, or lead on: who has not signed in is asked to, with the address as it is."""
        answer = self._answer(scope)
        if answer is None:
            await next_app(scope, receive, send)
            return
        request: AnyRequest = Request(scope, receive=receive)
        await answer.to_asgi_response(app=None, request=request)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response[Any] | None:
        if _IN_A_QUERY not in scope["query_string"] or scope.get("method") not in _READING:
            return None
        if actor_of(scope).org_id is None:
            return None
        context = Context(actor_of(scope), clock_of(Request(scope)))
        values = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in values if name == FIELD), "")
        if not given:
            return None
        path = scope["path"]
        if not given.startswith(SEALED):
            return Redirect(_address(path, _with_text(context, values)), status_code=303, headers=PRIVATE)
        text = searches.unseal(context, given.removeprefix(SEALED))
        if text is None:
            return done(_address(path, [one for one in values if one[0] not in _OF_THE_TEXT]), "search_expired")
        opened = [(name, text if name == FIELD else value) for name, value in values]
        scope["query_string"] = urlencode(opened).encode()
        return None


@post("/searches", guards=[signed_in], status_code=303)
async def begin_search(request: AnyRequest, context: NamedDependency[Context]) -> Redirect:
    """Lead to the list that the form names, with what was typed sealed in its address."""
    form = await request.form()
    typed = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    values = [(name, value) for name, value in typed if name not in (CSRF_FIELD, TO)]
    path = local_path(str(form.get(TO, ""))).partition("?")[0]
    return Redirect(_address(path, _with_text(context, values)), status_code=303, headers=PRIVATE)


HANDLERS: list[ControllerRouterHandler] = [begin_search]
