"""Each operation of the API as a call that can be pasted and run: with curl, and in Python.

What differs from one installation to another is read from the environment, under the name that the document gives
it: the service's address, the token, the ids of the path and of the body, the ETag that was read.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

FORM, FILES, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
ADDRESS = "CLAUSE"
OF_HEADERS = {"Idempotency-Key": ("", "KEY"), "If-Match": ("", "ETAG")}
ENDINGS = {
    "application/pdf": "pdf",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLACE = re.compile(r"{(\w+)}")
# Stands before the name of a variable while JSON is written; no text that anybody types has it.
_MARK = "\ue000"


class Caller(StrEnum):
    """Who asks, and so what is shown."""

    ANYONE = "anyone"
    PROGRAM = "program"
    """A bearer token."""
    PERSON = "person"
    """The cookie of a session, with its CSRF token."""


SHOWN: dict[Caller, dict[str, tuple[str, str]]] = {
    Caller.ANYONE: {},
    Caller.PROGRAM: {"Authorization": ("Bearer ", "TOKEN")},
    Caller.PERSON: {"Cookie": ("clause_session=", "SESSION"), "X-CSRF-Token": ("", "CSRF")},
}


@dataclass(frozen=True)
class Variable:
    """A value that the caller has in the environment."""

    name: str


@dataclass(frozen=True)
class Call:
    """What one operation is asked with; every sample is written from this, and from nothing else."""

    method: str
    path: str
    query: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By name, what stands before a variable, and the variable."""
    caller: Caller = Caller.PROGRAM
    body_type: str | None = None
    body: Any = None
    saved_as: str | None = None
    """The name of the file that the answer is, when it is one."""


def call_of(path: str, method: str, operation: Mapping[str, Any], caller: Caller) -> Call:
    """The call of an operation of the completed document: what it needs, and the example of its body."""
    bodies: dict[str, dict[str, Any]] = (operation.get("requestBody") or {}).get("content", {})
    body_type = next(iter(bodies), None)
    content = bodies[body_type] if body_type else {}
    parameters = operation.get("parameters", ())
    asked = {one["name"] for one in parameters if one["in"] == "header"}
    return Call(
        method=method.upper(),
        path=path,
        query=tuple(one["name"] for one in parameters if one["in"] == "query" and one.get("required")),
        headers=SHOWN[caller] | {name: shown for name, shown in OF_HEADERS.items() if name in asked},
        caller=caller,
        body_type=body_type,
        body=_with_variables(content.get("example"), "", {}),
        saved_as=_file_name(path, operation.get("responses", {})),
    )


def samples(call: Call) -> list[dict[str, str]]:
    """The value of ``x-codeSamples``."""
    return [
        {"lang": "Shell", "label": "curl", "source": curl(call)},
        {"lang": "Python", "label": "Python", "source": python(call)},
    ]


def curl(call: Call) -> str:
    """The call for a shell."""
    query = "&".join(f"{name}=${name.upper()}" for name in call.query)
    path = _PLACE.sub(lambda place: f"${place[1].upper()}", call.path)
    parts = [f'curl -sS --fail-with-body -X {call.method} "${ADDRESS}{path}{"?" if query else ""}{query}"']
    parts += [f'-H "{name}: {before}${variable}"' for name, (before, variable) in call.headers.items()]
    if call.saved_as:
        parts.append(f"-o {call.saved_as}")
    if call.body is None:
        return _lines(parts)
    if call.body_type == JSON:
        return (
            _lines([*parts, f'-H "Content-Type: {JSON}"', "--data-binary @- <<JSON"]) + f"\n{_shell_json(call)}\nJSON"
        )
    flag = "-F" if call.body_type == FILES else "--data-urlencode"
    return _lines([*parts, *(f"{flag} {name}={_shell_value(value, name)}" for name, value in call.body.items())])


def python(call: Call) -> str:
    """The call for Python, with httpx."""
    path = _PLACE.sub(lambda place: "{" + _environ(place[1].upper(), "'") + "}", call.path)
    arguments = [f'f"{{{_environ(ADDRESS, chr(39))}}}{path}"']
    if call.headers:
        told = ", ".join(f'"{name}": {_after(before, variable)}' for name, (before, variable) in call.headers.items())
        arguments.append(f"headers={{{told}}}")
    if call.query:
        asked = ", ".join(f'"{name}": {_environ(name.upper())}' for name in call.query)
        arguments.append(f"params={{{asked}}}")
    arguments += _python_body(call)
    is_sent = isinstance(call.body, dict) and "file" in call.body
    lines = ["import os", *(["from pathlib import Path"] if is_sent else []), "", "import httpx", ""]
    lines += [f"file = Path({_environ('FILE')})"] if is_sent else []
    lines.append(f"answer = httpx.{call.method.lower()}(")
    lines += [f"    {argument}," for argument in arguments]
    lines += [")", "answer.raise_for_status()"]
    if call.saved_as:
        lines += [f'with open("{call.saved_as}", "wb") as file:', "    file.write(answer.content)"]
    else:
        lines.append("print(answer.json())")
    return "\n".join(lines)


def _with_variables(value: Any, name: str, seen: dict[str, str]) -> Any:
    """The example with each of its ids under a name: the field's, numbered from the second one on."""
    if isinstance(value, dict):
        return {key: _with_variables(part, key, seen) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_variables(part, name.removesuffix("s"), seen) for part in value]
    if not isinstance(value, str) or not _ID.fullmatch(value):
        return Variable(name.upper()) if name in ("file", "client_id", "client_secret") else value
    if value not in seen:
        rank = 1 + sum(re.fullmatch(rf"{name.upper()}(_\d+)?", other) is not None for other in seen.values())
        seen[value] = name.upper() if rank == 1 else f"{name.upper()}_{rank}"
    return Variable(seen[value])


def _file_name(path: str, answers: Mapping[str, Any]) -> str | None:
    good: Mapping[str, Any] = next((answer for status, answer in sorted(answers.items()) if status.startswith("2")), {})
    kinds = list(good.get("content", {}))
    if not kinds or kinds[0].endswith("json"):
        return None
    last = path.rpartition("/")[2]
    return last if "." in last else f"answer.{ENDINGS.get(kinds[0], 'bin')}"


def _lines(parts: list[str]) -> str:
    return " \\\n  ".join(parts)


def _shell_json(call: Call) -> str:
    text = json.dumps(call.body, ensure_ascii=False, indent=2, default=lambda variable: f"{_MARK}{variable.name}")
    return re.sub(r"([\\$`])", r"\\\1", text).replace(_MARK, "$")


def _shell_value(value: Any, name: str) -> str:
    if isinstance(value, Variable):
        return f'"@${value.name}"' if name == "file" else f'"${value.name}"'
    return f"'{value}'"


def _after(before: str, variable: str) -> str:
    return f'f"{before}{{{_environ(variable, chr(39))}}}"' if before else _environ(variable)


def _environ(name: str, quote: str = '"') -> str:
    return f"os.environ[{quote}{name}{quote}]"


def _python_body(call: Call) -> list[str]:
    if call.body is None:
        return []
    if call.body_type == JSON:
        return [f"json={_literal(call.body, 1)}"]
    if call.body_type == FILES and "file" not in call.body:
        # httpx sends a form in parts only when something of it is given as a part.
        parts = ", ".join(f"{json.dumps(name)}: (None, {_literal(value, 1)})" for name, value in call.body.items())
        return [f"files={{{parts}}}"]
    fields = {name: value for name, value in call.body.items() if name != "file"}
    told = [f"data={_literal(fields, 1)}"] if fields else []
    return [*told, 'files={"file": (file.name, file.read_bytes())}'] if "file" in call.body else told


def _literal(value: Any, depth: int) -> str:
    """A value of JSON as Python writes it."""
    if isinstance(value, Variable):
        return _environ(value.name)
    if not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
    margin, end = "    " * (depth + 1), "    " * depth
    if isinstance(value, dict):
        rows = [f"{margin}{json.dumps(key)}: {_literal(part, depth + 1)},\n" for key, part in value.items()]
        return "{\n" + "".join(rows) + end + "}"
    return "[\n" + "".join(f"{margin}{_literal(part, depth + 1)},\n" for part in value) + end + "]"
