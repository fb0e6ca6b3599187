"""What has just been done, told once on the next page, with a way back where there is one.

The note travels in a cookie of the reader's own browser: it holds a code of ``clause.text.done`` and what its sentence
needs, never personal data; a note that was tampered with shows nothing.
"""

import json
from typing import Any
from urllib.parse import quote, unquote

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clause.edge.request_context import AnyRequest
from clause.text.done import DONE
from clause.text.formats import elided

NOTE_COOKIE = "clause_note"
NOTE_SECONDS = 60


class Undo(BaseModel):
    """How what was done is taken back: a form that is sent to this path with these fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(pattern=r"^/[A-Za-z0-9/_.-]*$", max_length=300)
    fields: dict[str, str] = Field(default_factory=dict)


class Note(BaseModel):
    """A sentence about what was done, by its code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    values: dict[str, str] = Field(default_factory=dict)
    undo: Undo | None = None

    @property
    def text(self) -> str:
        """The sentence."""
        return elided(DONE[self.code].format_map(self.values))


def done(path: str, code: str, undo: Undo | None = None, **values: str) -> Response[Any]:
    """Go on to ``path`` and say there what was done; ``code`` is a key of ``clause.text.done.DONE``."""
    note = Note(code=code, values=values, undo=undo)
    # A code without a sentence, or a sentence without its values, is a fault of ours: better found here.
    _ = note.text
    written = quote(json.dumps(note.model_dump(mode="json", exclude_none=True), separators=(",", ":")))
    cookie = Cookie(NOTE_COOKIE, value=written, path="/", max_age=NOTE_SECONDS, httponly=True, samesite="lax")
    return Redirect(path, status_code=303, cookies=[cookie])


def note_of(request: AnyRequest) -> Note | None:
    """The note that the last answer left, if any."""
    written = request.cookies.get(NOTE_COOKIE)
    if not written:
        return None
    try:
        note = Note.model_validate_json(unquote(written))
        _ = note.text
    except (ValidationError, KeyError, ValueError):
        return None
    return note


def forgotten() -> Cookie:
    """Takes the note away once it was shown."""
    return Cookie(NOTE_COOKIE, value="", path="/", max_age=0, httponly=True, samesite="lax")
