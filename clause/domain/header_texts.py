"""Texts of people in the headers of a request."""

import contextlib


def text_of_header(value: str | None) -> str:
    """What the caller wrote, without spaces around it; empty when nothing was."""
    text = (value or "").strip()
    with contextlib.suppress(UnicodeError):
        # Headers come as Latin-1; programs write UTF-8 in them.
        text = text.encode("latin-1").decode("utf-8")
    return text
