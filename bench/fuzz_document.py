"""The OpenAPI document as the fuzzer reads it: what the service publishes, speaking of ids that exist.

An id at random leads to 404 and no further; here half of the ids drawn are known, so that calls reach what they name.
"""

import copy
import re
from typing import Any

Document = dict[str, Any]


def named_ids(document: Document) -> set[str]:
    """The parameters of paths that hold an id."""
    paths = " ".join(document["paths"])
    return {name for name in re.findall(r"{(\w+)}", paths) if name.endswith("_id")}


def speaking_of(document: Document, ids: dict[str, list[str]]) -> Document:
    """The document with known ids wherever one of these names wants one; the one given stays as it is."""
    done = copy.deepcopy(document)
    for item in done["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                _know(parameter, "schema", ids.get(parameter["name"]))
    for schema in done["components"]["schemas"].values():
        for name in schema.get("properties", {}):
            _know(schema["properties"], name, ids.get(name))
    return done


def _know(holder: Document, name: str, known: list[str] | None) -> None:
    wanted = holder[name]
    if known and wanted.get("format") == "uuid":
        holder[name] = {"anyOf": [{"type": "string", "enum": known}, wanted]}
