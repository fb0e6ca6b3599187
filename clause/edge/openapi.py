"""The OpenAPI document, completed with what the framework does not draw from the code.

An example of each body, the rights an operation needs, problem documents for its refusals, the headers that the whole
API understands, and objects closed to unknown fields where the code refuses them.
"""

import copy
from collections.abc import Iterator
from typing import Any, get_args

from litestar import Litestar
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.config.app import AppConfig
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.routes import HTTPRoute
from pydantic import BaseModel

from clause.domain.actors import PEOPLE_ONLY
from clause.edge.openapi_answers import ANSWERS, asks_something, correct_files, correct_schemas
from clause.edge.request_context import open_to_all
from clause.edge.samples import FORM, Caller, call_of, samples

Document = dict[str, Any]

API = "/api/"
NEEDS_VERSION, NEEDS_PERSON = "needs_version", "needs_person"
"""Said in a handler's ``opt``: a POST that wants If-Match; a call that only a person makes, whatever its rights."""
PROBLEM_TYPE = "application/problem+json"
PROBLEM = {
    "title": "Problem",
    "description": "What was refused and why (RFC 9457)",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "findings"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "The kind of refusal, in French"},
        "status": {"type": "integer"},
        "code": {
            "type": "string",
            "pattern": "^[A-Z]{3}-[0-9]{3}$",
            "description": "A stable code; it never changes its meaning",
        },
        "detail": {"type": "string", "description": "What happened, why, and what to do next, in French"},
        "findings": {
            "type": "array",
            "description": "One entry a field or line",
            "items": {
                "type": "object",
                "required": ["code", "severity", "field", "raw", "detail"],
                "properties": {
                    "code": {"type": "string"},
                    "severity": {"type": "string", "enum": ["blocking", "warning", "info"]},
                    "field": {"type": "string"},
                    "raw": {"type": ["string", "null"]},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}

REFUSALS = {
    400: "Unreadable: a field is missing, unknown, or not of its form",
    401: "No session and no valid token",
    403: "The caller lacks the right",
    404: "It does not exist, or is not the caller's to see",
    409: "Its state does not allow this",
    412: "Changed since it was read (If-Match)",
    413: "The body is too large",
    422: "A rule of the field refuses it, or the Idempotency-Key served for another body",
    429: "Too many requests in a short time; Retry-After says how long to wait",
    503: "A server that is needed does not answer; try again",
}
HEADERS = {
    "post": ("Idempotency-Key", False, "The same key and body give the first answer again, for a day at least"),
    "put": ("If-Match", True, "The ETag that was read"),
    "patch": ("If-Match", True, "The ETag that was read"),
}
# The code reads this form by itself, as RFC 6749 wants it.
FORMS = {
    "/api/v1/oauth/token": {
        "required": ["grant_type", "client_id", "client_secret"],
        "properties": {
            "grant_type": {"type": "string", "enum": ["client_credentials"]},
            "client_id": {"type": "string"},
            "client_secret": {"type": "string"},
            "scope": {"type": "string", "description": "Fewer scopes than the client has, separated by spaces"},
        },
        "example": {"grant_type": "client_credentials", "client_id": "id", "client_secret": "secret"},
    }
}


def document_of(app: Litestar) -> Document:
    """The OpenAPI document of the application, drawn anew: a second of processor, and fifty mebibytes that stay."""
    config = OpenAPIConfig(title="Clause", version="1", create_examples=False, use_handler_docstrings=True)
    plugin = OpenAPIPlugin(app)
    plugin.on_app_init(AppConfig(openapi_config=config))
    for route in app.routes:
        plugin.receive_route(route)
    return completed(app, plugin.provide_openapi_schema())


def completed(app: Litestar, document: Document) -> Document:
    """The document with what the framework leaves out; the one given stays as it is."""
    done = copy.deepcopy(document)
    done.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, method, handler in _operations(app):
        operation = done.get("paths", {}).get(path, {}).get(method)
        if operation is not None:
            _complete(done, operation, path, method, handler)
    correct_schemas(done)
    return done


def _operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            for method in handler.http_methods:
                yield route.path_format or "/", method.lower(), handler


def _complete(document: Document, operation: Document, path: str, method: str, handler: HTTPRouteHandler) -> None:
    _add_body_example(document, operation, path, handler)
    if not path.startswith(API):
        operation["x-codeSamples"] = samples(call_of(path, method, operation, Caller.ANYONE))
        return
    # Litestar wraps guards that are not asynchronous.
    guards = [getattr(guard, "func", guard) for guard in handler.resolve_guards()]
    is_open = open_to_all in guards
    scopes = sorted(scope for guard in guards for scope in getattr(guard, "scopes", ()))
    if scopes:
        operation["x-scopes"] = scopes
    _add_headers(operation, method, handler, is_open=is_open)
    people_only = handler.opt.get(NEEDS_PERSON) or (bool(scopes) and PEOPLE_ONLY.issuperset(scopes))
    caller = Caller.ANYONE if is_open else Caller.PERSON if people_only else Caller.PROGRAM
    operation["x-codeSamples"] = samples(call_of(path, method, operation, caller))
    answers = operation.setdefault("responses", {})
    correct_files(operation, handler.opt.get(ANSWERS, ()))
    asks = asks_something(operation)
    for status in _refusals(path, method, is_open=is_open, needs_right=bool(scopes), asks=asks):
        answers[str(status)] = {
            "description": REFUSALS[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def _add_headers(operation: Document, method: str, handler: HTTPRouteHandler, *, is_open: bool) -> None:
    wanted = [HEADERS[method]] if method in HEADERS and not is_open else []
    if handler.opt.get(NEEDS_VERSION):
        wanted.append(HEADERS["put"])
    if wanted:
        operation.setdefault("parameters", []).extend(
            {"name": name, "in": "header", "required": is_needed, "description": told, "schema": {"type": "string"}}
            for name, is_needed, told in wanted
        )


def _refusals(path: str, method: str, *, is_open: bool, needs_right: bool, asks: bool) -> list[int]:
    writes = method != "get"
    found = {400, 429, 503}
    found |= set() if is_open and not writes else {401}
    found |= {403} if needs_right or writes else set()
    found |= {404} if "{" in path else set()
    found |= {409} if writes or path.endswith(("/pdf", "/bundle", "/indicators")) else set()
    found |= {412} if method in ("put", "patch") else set()
    found |= {413} if writes else set()
    found |= {422} if writes or asks or path.endswith("/corrected-file") else set()
    return sorted(found)


def _add_body_example(document: Document, operation: Document, path: str, handler: HTTPRouteHandler) -> None:
    field = handler.parsed_data_field
    if path in FORMS:
        form = {"type": "object", **FORMS[path]}
        content = {"example": form.pop("example"), "schema": form}
        operation["requestBody"] = {"required": True, "content": {FORM: content}}
    for content in (operation.get("requestBody") or {}).get("content", {}).values():
        _close(document, content.get("schema", {}), set())
        annotation = field.annotation if field else None
        # A body that may be left out is a union with None.
        for model in (annotation, *get_args(annotation)):
            if not (isinstance(model, type) and issubclass(model, BaseModel)):
                continue
            extra = model.model_config.get("json_schema_extra")
            examples = extra.get("examples") if isinstance(extra, dict) else None
            if isinstance(examples, list) and examples:
                content["example"] = examples[0]


def _close(document: Document, schema: Any, seen: set[str]) -> None:
    """Say of every object that a body is made of that it takes no field it does not know."""
    if isinstance(schema, list):
        for part in schema:
            _close(document, part, seen)
        return
    if not isinstance(schema, dict):
        return
    reference = str(schema.get("$ref", ""))
    if reference and reference not in seen:
        seen.add(reference)
        target = document["components"]["schemas"].get(reference.rsplit("/", 1)[-1], {})
        if target.get("properties"):
            target["additionalProperties"] = False
        _close(document, list(target.get("properties", {}).values()), seen)
    for part in ("items", "oneOf", "anyOf", "allOf"):
        _close(document, schema.get(part), seen)
