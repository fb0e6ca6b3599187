"""The rules of a lot: all that hold, each with where it comes from, and a new version of what its documents fix."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError, Unreadable
from clause.domain.findings import Finding
from clause.domain.rule_sets import RuleInEffect, RuleRaw, RuleSet, RuleSetTerms
from clause.domain.tables import Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.penalty_terms import AppliedAt, CountedFrom, DayCount, PenaltyKind, PenaltyTerms, ReferenceAmount
from clause.rules.quantities import Unit
from clause.rules.rulebook import RULES
from clause.rules.trace import used
from clause.services import rule_sets
from clause.services.context import Context
from clause.text import formats
from clause.text.formulas import percentage
from clause.text.labels import LABELS, label
from clause.text.rule_values import rule_value
from clause.web.forms import FreeText, Line, Number, Percent, Quantity, read_form, typed_values, values_of
from clause.web.listing import MOST_ROWS, Empty, Listing, listing
from clause.web.lot_frame import framed
from clause.web.notes import done
from clause.web.obligation_forms import in_words
from clause.web.page import Problem

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
OnDay = Annotated[date | None, QueryParameter(name="on", description="The day of the rules; today when left out")]
BEGINNING = "rule_"
UNITS = {Unit.RATE: "%", Unit.EURO_PER_HOUR: "€/h", Unit.MONTH: "mois", Unit.DAY: "jours", Unit.DAY_OF_MONTH: "du mois"}
CHOICES: Mapping[Unit, tuple[tuple[str, str], ...]] = {
    Unit.YES_NO: (("true", "Oui"), ("false", "Non")),
    Unit.CADENCE: tuple(LABELS["cadence"].items()),
    Unit.TRAINING_RULE: tuple(LABELS["training_rule"].items()),
    Unit.HOUR_ROUNDING: tuple(LABELS["hour_rounding"].items()),
}
_NUMBERS: Mapping[Unit, TypeAdapter[Decimal]] = {
    Unit.RATE: TypeAdapter(Percent),
    Unit.EURO_PER_HOUR: TypeAdapter(Number),
}
_WHOLE = frozenset({Unit.MONTH, Unit.DAY, Unit.DAY_OF_MONTH})


class RulesForm(BaseModel):
    """What is common to a new version, and a penalty to add to it."""

    effective_on: date = Field(title="À partir du")
    reason: FreeText | None = Field(default=None, title="Motif")
    keep: tuple[int, ...] = Field(default=(), title="Pénalités gardées")
    kind: PenaltyKind | None = Field(default=None, title="Nature de la pénalité")
    rate_eur: Quantity | None = Field(default=None, ge=0, title="Montant")
    multiplier: Number | None = Field(default=None, ge=0, title="Multiple")
    reference_amount: ReferenceAmount | None = Field(default=None, title="Montant de référence")
    clause_amount_eur: Quantity | None = Field(default=None, ge=0, title="Prix de la clause")
    days: DayCount = Field(default=DayCount.CALENDAR, title="Jours comptés")
    counted_from: CountedFrom = Field(default=CountedFrom.DUE_DATE, title="Comptés")
    applied_at: AppliedAt = Field(default=AppliedAt.END, title="Regardée")
    notice_required: bool = Field(default=False, title="Mise en demeure préalable")
    exempt_hours: Quantity | None = Field(default=None, ge=0, title="Heures exonérées")
    exempt_share: Percent | None = Field(default=None, ge=0, le=1, title="Part exonérée")
    cap_eur: Quantity | None = Field(default=None, ge=0, title="Plafond")
    article: Line | None = Field(default=None, title="Article")

    def added(self) -> tuple[PenaltyTerms, ...]:
        """The penalty to add, if one is named. Unreadable WEB-121 without exactly one price."""
        if self.kind is None:
            return ()
        given = {name: value for name, value in self if name in PenaltyTerms.model_fields}
        try:
            return (PenaltyTerms.model_validate(given),)
        except ValidationError as error:
            raise Unreadable("WEB-121", findings=(Finding(code="WEB-122", field="rate_eur"),)) from error


COLUMNS: tuple[Column[RuleInEffect], ...] = (
    Column("name", "Règle", lambda row: label("rule", row.name)),
    Column("value", "Valeur", lambda row: rule_value(used(row.value)) if row.value else "À fixer par le marché"),
    Column(
        "own",
        "Vient",
        lambda row: "Du marché" if row.is_own else "De l’usage",
        tone=lambda row: "good" if row.is_own else "neutral",
    ),
    Column("source", "Source", lambda row: _source(row)),
)


def _source(row: RuleInEffect) -> str:
    if row.value is None:
        return ""
    reference = row.value.reference
    return ", ".join(filter(None, (reference.text, reference.article)))


@get("/lots/{lot_id:uuid}/rules", guards=[READ])
async def show_rules(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Response[Any]:
    """Every rule of a lot on a day, the penalties that it foresees, and the form of a new version."""
    return await _rules_page(request, context, lot_id, on)


async def _rules_page(
    request: AnyRequest, context: Context, lot_id: UUID, on: date | None = None, **refusal: Any
) -> Response[Any]:
    frame = await framed(request, context, lot_id, "/rules")
    kept = await values_of(request, "keep") if refusal else None
    rules = await rule_sets.load_rules(context, lot_id, on)
    versions = await rule_sets.list_rule_sets(context, lot_id, after=0, limit=MOST_ROWS)
    current = _current(versions, on or context.today)
    wanted = Listing(
        title="Règles du lot",
        path=f"/lots/{lot_id}/rules",
        name="regles",
        columns=COLUMNS,
        rows=rules,
        empty=Empty("Aucune règle ce jour-là."),
        more={
            "on": on or context.today,
            "versions": versions,
            "current": current,
            "penalties": [
                (index, _price(one), one, kept is None or str(index) in kept)
                for index, one in enumerate(current.penalties if current else ())
            ],
            "rule_fields": [_field(rule, current) for rule in rules],
            "choices": {name: tuple(LABELS[name].items()) for name in (
                "penalty_kind", "reference_amount", "day_count", "counted_from", "applied_at",
            )},
            **frame,
            **refusal,
        },
    )  # fmt: skip
    return await listing(request, context, wanted, "lots/rules.html")


def _current(versions: list[RuleSet], on: date) -> RuleSet | None:
    """The version in effect on a day: the highest that has begun."""
    return max((one for one in versions if one.effective_on <= on), key=lambda one: one.version_no, default=None)


def _price(terms: PenaltyTerms) -> str:
    """The price of a penalty in words."""
    if terms.rate_eur is not None:
        return formats.euros(terms.rate_eur)
    if terms.clause_amount_eur is not None:
        return f"part de {formats.euros(terms.clause_amount_eur)}"
    if terms.multiplier is not None and terms.reference_amount is not None:
        return f"{formats.decimal(terms.multiplier)} × {label('reference_amount', terms.reference_amount)}"
    return ""


def _field(rule: RuleInEffect, current: RuleSet | None) -> dict[str, Any]:
    """A rule as the form shows it: its own value, and the usual one as a hint."""
    own = current.values.get(rule.name) if current else None
    usual = f"À l’usage : {rule_value(used(rule.value))}." if rule.value and not rule.is_own else ""
    return {
        "name": BEGINNING + rule.name,
        "label": label("rule", rule.name),
        "unit": UNITS.get(rule.unit),
        "choices": CHOICES.get(rule.unit),
        "value": "" if own is None else _typed(rule.unit, own),
        "hint": usual,
    }


def _typed(unit: Unit, raw: RuleRaw) -> str:
    """A value as it would be typed."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if unit is Unit.RATE:
        return percentage(Decimal(str(raw))).rstrip("\u00a0%")
    return formats.decimal(Decimal(str(raw))) if unit is Unit.EURO_PER_HOUR else str(raw)


@post("/lots/{lot_id:uuid}/rule-sets", guards=[WRITE], status_code=303)
async def set_rules(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Fix the rules of a lot: a new version."""
    typed = await typed_values(request)
    try:
        form = await read_form(request, RulesForm)
        versions = await rule_sets.list_rule_sets(context, lot_id, after=0, limit=MOST_ROWS)
        current = _current(versions, context.today)
        kept = tuple(one for index, one in enumerate(current.penalties if current else ()) if index in form.keep)
        terms = RuleSetTerms(values=_values(typed), penalties=(*kept, *form.added()), effective_on=form.effective_on)
        made = await rule_sets.set_rules(context, lot_id, terms, form.reason)
    except ClauseError as error:
        return await _rules_page(request, context, lot_id, problems=_told(error), typed=typed, status=422)
    return done(f"/lots/{lot_id}/rules", "rules_set", version=str(made.version_no))


def _values(typed: Mapping[str, str]) -> dict[str, RuleRaw]:
    """What was typed of each rule; what cannot be read goes on as it is, to be refused with its name."""
    given = {name.removeprefix(BEGINNING): text.strip() for name, text in typed.items() if name.startswith(BEGINNING)}
    return {name: _raw(RULES[name].unit, text) for name, text in given.items() if text and name in RULES}


def _raw(unit: Unit, text: str) -> RuleRaw:
    if unit is Unit.YES_NO:
        return {"true": True, "false": False}.get(text, text)
    if unit in _WHOLE:
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else text
    if unit in _NUMBERS:
        try:
            return f"{_NUMBERS[unit].validate_python(text).normalize():f}"
        except ValidationError:
            return text
    return text


def _told(error: ClauseError) -> list[Problem]:
    """What a refusal says, each rule called by its French name."""
    if not error.findings or any(not (one.field or "").startswith("values.") for one in error.findings):
        return in_words(error, RulesForm)
    names = [(finding.field or "").removeprefix("values.") for finding in error.findings]
    return [
        Problem(f"« {label('rule', name)} » n’a pas une valeur possible (lu : {finding.raw}).", BEGINNING + name)
        for name, finding in zip(names, error.findings, strict=True)
    ]


HANDLERS: list[ControllerRouterHandler] = [show_rules, set_rules]
