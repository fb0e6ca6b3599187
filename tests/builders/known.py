"""A route called with the ids of a story: its path filled, its example speaking of what is there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar.enums import RequestEncodingType
from pydantic import BaseModel

from tests.architecture.routes import Route

# Public by design: anyone may ask these of the directory.
DIRECTORY = {"org_id", "company_id"}
TYPED = {
    "month": "2026-05",
    "code": "0000-0000-0000-0000",
    "year": "2026",
    "mail_kind": "statement_reminder",
    "removed_kind": "contact",
}


@dataclass(frozen=True)
class Known:
    """The ids of a story, by the name that routes and bodies give them."""

    ids: dict[str, UUID]

    def path(self, route: Route, *, absent: bool = False) -> str:
        """The route's path, filled with what exists, or with ids that nothing has."""
        path = route.path
        for name in route.parameters:
            value = TYPED.get(name) or str(uuid4() if absent else self.ids[name])
            path = path.replace(f"{{{name}}}", value)
        return path

    def body(self, route: Route) -> Any:
        """The example of the route's body, speaking of the story."""
        field = route.handler.parsed_data_field
        model = field.annotation if field else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return {}
        extra = model.model_config.get("json_schema_extra")
        example = extra["examples"][0] if isinstance(extra, dict) else {}  # type: ignore[index]
        return self._ours(example)

    def _ours(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: str(self.ids[key]) if key in self.ids and isinstance(inner, str) else self._ours(inner)
                for key, inner in value.items()
            }
        return [self._ours(inner) for inner in value] if isinstance(value, list) else value


async def call(
    client: httpx.AsyncClient, route: Route, path: str, headers: dict[str, str], body: Any
) -> httpx.Response:
    """The answer of the route to this body, sent as the route reads it."""
    more: dict[str, Any] = {} if route.method == "GET" else {"json": body}
    if _takes_a_form(route):
        said = {name: value for name, value in body.items() if name not in ("file", "files")}
        more = {"files": {"file": ("a.pdf", b"%PDF-1.7")}, "data": said}
    return await client.request(route.method, path, headers={**headers, "if-match": '"1"'}, **more)


def _takes_a_form(route: Route) -> bool:
    field = route.handler.parsed_data_field
    return getattr(field and field.kwarg_definition, "media_type", None) == RequestEncodingType.MULTI_PART


def is_about_someone(route: Route) -> bool:
    """Whether its path names more than the public directory, a month or a code."""
    return bool(set(route.parameters) - DIRECTORY - set(TYPED))
