"""Rule sets: what a lot's own documents fix instead of the usual rules; versions are added, none is changed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import ParameterValue, all_parameters
from clause.rules.penalty_terms import PenaltyTerms
from clause.rules.quantities import Unit
from clause.rules.rulebook import RULES, Rulebook, RuleSetVersion, rule_of_lot

RuleRaw = str | int | bool
"""A value as typed: decimals and codes as text, whole numbers, true or false."""


class RuleSetTerms(BaseModel):
    """What a version of a lot's rules fixes; a rule left out follows the usual one again."""

    model_config = ConfigDict(frozen=True)

    values: Mapping[str, RuleRaw]
    penalties: tuple[PenaltyTerms, ...]
    effective_on: date


class RuleSet(BaseModel):
    """A version of a lot's rules as recorded."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    values: Mapping[str, RuleRaw]
    penalties: tuple[PenaltyTerms, ...]
    reason: str | None
    decided_by: UUID | None
    recorded_at: datetime

    @property
    def version(self) -> RuleSetVersion:
        """As the rules read it."""
        return RuleSetVersion(
            version_no=self.version_no,
            effective_on=self.effective_on,
            values={
                name: rule_of_lot(name, raw, self.version_no, self.effective_on) for name, raw in self.values.items()
            },
            penalties=self.penalties,
        )


class RuleInEffect(BaseModel):
    """A rule of a lot on a day: its value, and whether the lot fixes it itself."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    name: str
    unit: Unit
    meaning: str | None
    is_own: bool
    value: ParameterValue | None
    """None for a rule that neither the lot nor a parameter gives."""


def rulebook_of(versions: Iterable[RuleSet]) -> Rulebook:
    """The rules of a lot on any day, from its versions; no version gives the usual rules."""
    return Rulebook(tuple(rule_set.version for rule_set in versions))


def check_terms(terms: RuleSetTerms) -> None:
    """Raises Refused RUL-010 with a finding per value: no such rule (RUL-011), or not of its unit (RUL-012)."""
    findings = [finding for name, raw in terms.values.items() for finding in _value_findings(name, raw, terms)]
    if findings:
        raise Refused("RUL-010", findings=tuple(findings))


def _value_findings(name: str, raw: RuleRaw, terms: RuleSetTerms) -> list[Finding]:
    try:
        rule_of_lot(name, raw, 1, terms.effective_on)
    except RuleError as error:
        is_unknown = error.reason is Reason.UNKNOWN_NAME
        expected = ", ".join(RULES) if is_unknown else RULES[name].unit.value
        code = "RUL-011" if is_unknown else "RUL-012"
        return [Finding(code=code, field=f"values.{name}"[:200], raw=str(raw)[:200], values={"expected": expected})]
    return []


def rules_in_effect(book: Rulebook, on: date) -> list[RuleInEffect]:
    """Every rule of a lot on a day. Raises UnknownValue before the first day of a usual rule."""
    version = book.in_effect(on)
    own = version.values if version else {}
    return [
        RuleInEffect(
            name=name,
            unit=spec.unit,
            meaning=all_parameters()[spec.default].meaning if spec.default else None,
            is_own=name in own,
            value=book.find(name, on),
        )
        for name, spec in RULES.items()
    ]
