"""What the framework says wrongly of answers in the OpenAPI document, said as it is."""

from typing import Any

Document = dict[str, Any]

ANSWERS = "answers"
"""Said in a handler's ``opt``: the media types of an answer that is one of several kinds of file."""
MONTH = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "title": "Month", "examples": ["2026-03"]}
_ON_EVERY_LIST = {"after", "limit"}


def correct_schemas(document: Document) -> None:
    """A month is its text, and so is a figure; a union is any of its parts, because a value may satisfy two of them."""
    schemas = document["components"]["schemas"]
    if "Month" in schemas:
        schemas["Month"] = MONTH
    _unite(document)


def _unite(part: Any) -> None:
    if isinstance(part, list):
        for inner in part:
            _unite(inner)
    elif isinstance(part, dict):
        if part.get("type") == "number":
            part.clear()
            part["type"] = "string"
        if isinstance(part.get("oneOf"), list):
            part["anyOf"] = part.pop("oneOf")
        for inner in part.values():
            _unite(inner)


def correct_files(operation: Document, media_types: tuple[str, ...]) -> None:
    """The kinds of file that the answer may be, where they are several."""
    if media_types:
        for status, answer in operation["responses"].items():
            if status.startswith("2"):
                known = answer.get("content", {})
                answer["content"] = {kind: known.get(kind, {"schema": {}}) for kind in media_types}


def asks_something(operation: Document) -> bool:
    """Whether a GET takes values that a rule may refuse: more than the place in a list."""
    asked = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
    return bool(asked - _ON_EVERY_LIST)
