"""How a page is made: its template, what every page shows, and the French formats that templates may use."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.domain.timesheets import hours_of
from clause.edge.authentication import NOBODY
from clause.edge.request_context import AnyRequest
from clause.rules.trace import Trace
from clause.text import formats, formulas
from clause.text.labels import label
from clause.text.readable import readable_sentence
from clause.text.rule_values import rule_name, rule_value
from clause.text.typography import bound
from clause.web.navigation import navigation
from clause.web.notes import forgotten, note_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
STATIC_PATH = "/static"
SIGN_IN_PATH = "/sign-in"
# A page holds what its reader may see: no cache in between keeps it, and a sign-out is not undone by "back".
PRIVATE = {"cache-control": "no-store"}


@dataclass(frozen=True)
class Problem:
    """One thing to correct: its sentence, and the field it is about."""

    detail: str
    field: str | None = None


def page(
    request: AnyRequest,
    template: str,
    *,
    title: str,
    status: int = 200,
    refresh_seconds: int | None = None,
    problems: Iterable[Problem] = (),
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Template:
    """A page of this title; ``problems`` are summed up at its top, each with a link to its field, and told beside it.

    Templates may count on ``typed`` (what a refused form held, see ``forms.refused``), ``errors`` (the sentence of each
    field) and ``note`` (what has just been done).
    """
    actor: Actor = request.scope.get("user") or NOBODY
    told = tuple(Problem(bound(problem.detail), problem.field) for problem in problems)
    note = note_of(request)
    common: dict[str, Any] = {
        "title": bound(title),
        "actor": actor if actor.org_id else None,
        # An address that leads nowhere is refused before anyone asks who the reader is.
        "is_reader_known": "user" in request.scope,
        "csrf_token": request.scope.get("auth") or "",
        "navigation": navigation(actor, request.url.path),
        "refresh_seconds": refresh_seconds,
        "problems": told,
        "errors": {problem.field: problem.detail for problem in told if problem.field},
        "typed": {},
        "note": note,
        "here": request.url.path,
    }
    return Template(
        template,
        context={**common, **values},
        status_code=status,
        headers={**PRIVATE, **(headers or {})},
        cookies=[forgotten()] if note else [],
    )


def part(request: AnyRequest, template: str, *, headers: dict[str, str] | None = None, **values: Any) -> Template:
    """A part of a page, put by htmx in the place of an older one."""
    common: dict[str, Any] = {
        "csrf_token": request.scope.get("auth") or "",
        "errors": {},
        "typed": {},
        "here": request.url.path,
    }
    return Template(template, context={**common, **values}, headers={**PRIVATE, **(headers or {})})


def problems_of(error: ClauseError) -> list[Problem]:
    """What a refusal says, for the summary at the top of a form."""
    if not error.findings:
        return [Problem(readable_sentence(error.code, error.values))]
    return [Problem(told(finding), finding.field) for finding in error.findings]


def told(finding: Finding) -> str:
    """The sentence of a finding, its days and figures in French form."""
    return readable_sentence(finding.code, {"field": finding.field, "raw": finding.raw, **finding.values})


@cache
def static_url(name: str) -> str:
    """The address of a file of ``static``, with a mark of its content: it may be kept for ever."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"{STATIC_PATH}/{name}?v={mark}"


def role_name(actor: Actor) -> str:
    """What the person does, in French."""
    return label("role", actor.role) if actor.role else ""


def share_of_width(value: Decimal | None) -> str:
    """A fraction as a number from 0 to 100 for a drawn bar; nothing is 0, more than all is 100."""
    return f"{min(max(value or Decimal(0), Decimal(0)), Decimal(1)) * 100:.2f}"


plural = formats.counted
"""``1 lot``, ``2 lots``."""


def hours_of_minutes(minutes: int) -> str:
    """Minutes as hours with two decimals: ``90`` gives ``1,50 h``."""
    return formats.hours(hours_of(minutes))


class SetInFrench(Extension):
    """Gives the words of a template their no-break spaces when it is compiled; what is put into it stays as it is."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of the template, its text and its quoted words set."""
        for token in stream:
            is_words = token.type in ("data", "string")
            yield Token(token.lineno, token.type, bound(token.value)) if is_words else token


def basis(trace: Trace) -> str:
    """The account of a figure, set for a page."""
    return bound(formulas.basis(trace))


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """Jinja over ``clause/web/templates``: everything is escaped, and a name that is not there is an error."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[SetInFrench],
    )
    environment.filters.update(
        day=formats.day,
        day_of_week=formats.day_of_week,
        short_day=formats.short_day,
        month=formats.month,
        of_month=formats.of_month,
        moment=formats.moment,
        hours=formats.hours,
        bare_hours=formats.bare_hours,
        decimal=formats.decimal,
        euros=formats.euros,
        rate=formats.rate,
        count=formats.count,
        count_told=formats.count_told,
        counted_told=formats.counted_told,
        file_size=formats.file_size,
        siret=formats.siret,
        basis=basis,
        bound=bound,
        result=formulas.result,
        rule_name=rule_name,
        rule_value=rule_value,
        plural=plural,
        share_of_width=share_of_width,
        role_name=role_name,
        hours_of_minutes=hours_of_minutes,
    )
    environment.globals.update(
        label=label, sentence=readable_sentence, told=told, static_url=static_url, OrgKind=OrgKind, Scope=Scope
    )
    return TemplateConfig(instance=JinjaTemplateEngine(engine_instance=environment))
