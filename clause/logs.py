"""Structured logs: JSON lines for machines, readable lines on a terminal, a request id on each."""

import logging
import re
import sys
from typing import Any

import msgspec
import structlog

OWN_WORDS = frozenset(
    {"RuntimeError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "TimeoutError"}
)
"""Exceptions whose words are written by programs, for programs: they quote nothing that anybody typed."""

_CODE = re.compile(r"[A-Z]{3}-[0-9]{3}")


def _tracebacks(log_format: str) -> structlog.typing.Processor:
    """How an exception is written: its kind and where it happened, never what it quotes or what variables held."""
    return structlog.processors.ExceptionRenderer(_told if log_format == "json" else _told_in_lines)


def _told(exc_info: structlog.typing.ExcInfo) -> list[dict[str, Any]]:
    transformer = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [_without_words(one) for one in transformer(exc_info)]


def _without_words(told: dict[str, Any]) -> dict[str, Any]:
    """The same without the words of the exception, which may quote what was typed: a row, a cell, a body."""
    value = told.get("exc_value", "")
    is_ours = told.get("exc_type") in OWN_WORDS or _CODE.fullmatch(value) is not None
    inner = [[_without_words(one) for one in group] for group in told.get("exceptions", [])]
    return {**told, "exc_value": value if is_ours else "", "exc_notes": [], "syntax_error": None, "exceptions": inner}


def _told_in_lines(exc_info: structlog.typing.ExcInfo) -> str:
    lines = []
    for told in reversed(_told(exc_info)):
        lines += [f"  {frame['filename']}:{frame['lineno']} in {frame['name']}" for frame in told["frames"]]
        lines.append(f"{told['exc_type']}: {told['exc_value']}".removesuffix(": "))
    return "\n".join(lines)


def _as_json(line: dict[str, Any], **_: object) -> str:
    return msgspec.json.encode(line, enc_hook=repr).decode()


def configure_logs(level: str, log_format: str) -> None:
    """Set structlog and the standard library up to write the same lines on standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tracebacks(log_format),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(_as_json)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "uvicorn.access", "arq"):
        logging.getLogger(chatty).setLevel("WARNING")
