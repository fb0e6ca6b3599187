"""The OpenAPI document as a page to read: drawn here, without a script and without another host."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from clause.edge.openapi import Document

METHODS = ("get", "post", "put", "patch", "delete")
WITHOUT_SUBJECT = "Others"
_CODE = re.compile(r"`+([^`]+)`+")


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    is_required: bool
    description: str
    place: str = ""


@dataclass(frozen=True)
class Answer:
    """A possible answer, and the name of what it carries."""

    status: str
    description: str
    body: str | None


@dataclass(frozen=True)
class Operation:
    """One operation of the API, ready to be shown."""

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    scopes: str
    parameters: tuple[Field, ...]
    body: str | None
    body_type: str | None
    fields: tuple[Field, ...]
    example: str | None
    answers: tuple[Answer, ...]
    samples: tuple[tuple[str, str], ...]
    """A call with each tool, by the tool's name."""


@dataclass(frozen=True)
class Shape:
    """An object that operations take or give."""

    name: str
    description: str
    fields: tuple[Field, ...]


def readable_page(document: Document, files: dict[str, str]) -> str:
    """Every operation with its parameters, its example and its answers; ``files`` are addresses, by what they are."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["codes"] = _with_codes
    template = environment.get_template("documentation.html")
    return template.render(subjects=subjects(document), shapes=shapes(document), **files)


def _with_codes(text: str) -> Markup:
    """The text with what stands between backquotes set as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped just before


def subjects(document: Document) -> dict[str, list[Operation]]:
    """The operations by subject, in the order in which the document names them."""
    found: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                subject = (item[method].get("tags") or [WITHOUT_SUBJECT])[0]
                found.setdefault(subject, []).append(_operation(document, path, method, item[method]))
    return found


def shapes(document: Document) -> list[Shape]:
    """The objects of the document by name; those without a field are lists of codes, shown where they are used."""
    schemas = document["components"]["schemas"]
    return [
        Shape(name, schema.get("description", ""), tuple(_fields(document, schema)))
        for name, schema in sorted(schemas.items())
        if schema.get("properties")
    ]


def _operation(document: Document, path: str, method: str, source: Document) -> Operation:
    body_type, content = _content(source.get("requestBody") or {})
    schema = content.get("schema", {})
    example = content.get("example")
    return Operation(
        method=method.upper(),
        path=path,
        anchor=f"{method}{path}".replace("{", "").replace("}", "").replace("/", "-"),
        summary=source.get("summary", ""),
        description=source.get("description", ""),
        scopes=" or ".join(source.get("x-scopes", ())),
        parameters=tuple(_parameter(document, parameter) for parameter in source.get("parameters", ())),
        body=_referred(schema),
        body_type=body_type,
        fields=tuple(_fields(document, _resolved(document, schema))),
        example=json.dumps(example, indent=2, ensure_ascii=False) if example is not None else None,
        answers=tuple(_answer(status, answer) for status, answer in sorted(source.get("responses", {}).items())),
        samples=tuple((one["label"], one["source"]) for one in source.get("x-codeSamples", ())),
    )


def _content(source: Document) -> tuple[str | None, Document]:
    """The first media type of a body or an answer, and what it holds."""
    for media_type, content in source.get("content", {}).items():
        return media_type, content
    return None, {}


def _parameter(document: Document, source: Document) -> Field:
    return Field(
        name=source["name"],
        kind=_kind(document, source.get("schema", {})),
        is_required=bool(source.get("required")),
        description=source.get("description", ""),
        place=source["in"],
    )


def _answer(status: str, source: Document) -> Answer:
    media_type, content = _content(source)
    body = _referred(content.get("schema", {})) or (media_type if media_type != "application/json" else None)
    return Answer(status, source.get("description", ""), body)


def _fields(document: Document, schema: Document) -> Iterator[Field]:
    required = set(schema.get("required", ()))
    for name, source in schema.get("properties", {}).items():
        yield Field(name, _kind(document, source), name in required, source.get("description", ""))


def _kind(document: Document, schema: Document) -> str:
    """What a value is, in a few words: ``string (uuid) or null``, ``list of LineIn``."""
    choices = [part for key in ("oneOf", "anyOf", "allOf") for part in schema.get(key, ())]
    if choices:
        return " or ".join(dict.fromkeys(kind for part in choices if (kind := _kind(document, part))))
    if "$ref" in schema:
        target = _resolved(document, schema)
        return _codes(target) if "enum" in target else str(_referred(schema))
    if "enum" in schema:
        return _codes(schema)
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {_kind(document, schema.get('items', {})) or 'anything'}"
    name = " or ".join(kind) if isinstance(kind, list) else str(kind)
    detail = schema.get("format") or schema.get("pattern")
    return f"{name} ({detail})" if detail else name


def _codes(schema: Document) -> str:
    return " | ".join(str(code) for code in schema["enum"])


def _referred(schema: Document) -> str | None:
    reference = schema.get("$ref")
    return str(reference).rsplit("/", 1)[-1] if reference else None


def _resolved(document: Document, schema: Document) -> Document:
    name = _referred(schema)
    found: Document = document["components"]["schemas"].get(name, {}) if name else schema
    return found
