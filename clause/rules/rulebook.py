"""The rules of one lot: what its documents fix, from the day they fix it, and the dated defaults for the rest.

Almost every rule of the field varies by contract. A rule set is a version of what a lot's documents fix; on a day, the
highest version already in effect speaks, and what it leaves out falls back on the dated parameter of the same rule.
Either way the answer is a ``ParameterValue``, so that the account of a figure names the version that it used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from clause.rules.errors import Reason, RuleError, UnknownValue
from clause.rules.parameter import ParameterValue, all_parameters, value_in_force, value_of_one_contract
from clause.rules.penalty_terms import PenaltyTerms
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule that a lot may fix: its unit, and the dated parameter that stands in for it; None where nothing does."""

    unit: Unit
    default: str | None


RULES: Mapping[str, RuleSpec] = MappingProxyType(
    {
        "labour_share": RuleSpec(Unit.RATE, None),
        "insertion_rate": RuleSpec(Unit.RATE, "insertion_rate_default"),
        "loaded_hourly_cost": RuleSpec(Unit.EURO_PER_HOUR, None),
        "rounding_obligation_hours": RuleSpec(Unit.HOUR_ROUNDING, "rounding_obligation_hours"),
        "eligibility_duration": RuleSpec(Unit.MONTH, "eligibility_duration"),
        "eligibility_duration_cdi": RuleSpec(Unit.MONTH, "eligibility_duration_cdi"),
        "training_rule": RuleSpec(Unit.TRAINING_RULE, "training_rule"),
        "tutor_hours_count": RuleSpec(Unit.YES_NO, "tutor_hours_count"),
        "qpv_priority": RuleSpec(Unit.YES_NO, "qpv_priority"),
        "statement_cadence": RuleSpec(Unit.CADENCE, "statement_cadence"),
        "statement_due_day": RuleSpec(Unit.DAY_OF_MONTH, "statement_due_day"),
        "compliance_starting_share": RuleSpec(Unit.RATE, "compliance_starting_share"),
        "compliance_at_risk_from_share": RuleSpec(Unit.RATE, "compliance_at_risk_from_share"),
        "compliance_at_risk_below_share": RuleSpec(Unit.RATE, "compliance_at_risk_below_share"),
        "compliance_by_invoices": RuleSpec(Unit.YES_NO, "compliance_by_invoices"),
        "alert_no_hire_share": RuleSpec(Unit.RATE, "alert_no_hire_share"),
        "alert_behind_from_share": RuleSpec(Unit.RATE, "alert_behind_from_share"),
        "alert_behind_below_share": RuleSpec(Unit.RATE, "alert_behind_below_share"),
        "alert_eligibility_days": RuleSpec(Unit.DAY, "eligibility_alert_days"),
        "checkpoint_report_cadence": RuleSpec(Unit.CADENCE, "checkpoint_report_cadence"),
        "checkpoint_overview_cadence": RuleSpec(Unit.CADENCE, "checkpoint_overview_cadence"),
        "holidays_alsace_moselle": RuleSpec(Unit.YES_NO, "holidays_alsace_moselle"),
    }
)
"""Every rule that a lot may fix, by name."""
_DEFAULTS = tuple(spec.default for spec in RULES.values() if spec.default is not None)


@dataclass(frozen=True, slots=True)
class RuleSetVersion:
    """What a lot's documents fix from a day on; a penalty list replaces the one before as a whole."""

    version_no: int
    effective_on: date
    values: Mapping[str, ParameterValue] = field(default_factory=dict)
    penalties: tuple[PenaltyTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a lot on any day."""

    versions: tuple[RuleSetVersion, ...] = ()

    def in_effect(self, on: date) -> RuleSetVersion | None:
        """The highest version already in effect on a day, or None while nothing is fixed."""
        begun = [version for version in self.versions if version.effective_on <= on]
        return max(begun, key=lambda version: version.version_no, default=None)

    def find(self, rule: str, on: date) -> ParameterValue | None:
        """The lot's own value, else the dated default; None for a rule that has neither. UnknownValue as below."""
        spec = RULES.get(rule)
        if spec is None:
            raise UnknownValue(Reason.UNKNOWN_NAME, name=rule)
        version = self.in_effect(on)
        own = version.values.get(rule) if version else None
        if own is not None or spec.default is None:
            return own
        return value_in_force(spec.default, on)

    def value(self, rule: str, on: date) -> ParameterValue:
        """The value of a rule on a day.

        Raises UnknownValue (a LookupError): UNKNOWN_NAME for no such rule, NOT_IN_FORCE when neither the lot nor a
        parameter says anything on the day.
        """
        found = self.find(rule, on)
        if found is None:
            raise UnknownValue(Reason.NOT_IN_FORCE, name=rule, on=on.isoformat(), first="")
        return found

    def next_change(self, on: date) -> date | None:
        """The first day after ``on`` from which a rule may have another value; None when no such day is known."""
        own = (version.effective_on for version in self.versions)
        defaults = (value.version_date for name in _DEFAULTS for value in all_parameters()[name].values)
        return min((day for day in (*own, *defaults) if day > on), default=None)

    def penalties(self, on: date) -> tuple[PenaltyTerms, ...]:
        """The penalties that the lot's documents foresee on a day; none by default."""
        version = self.in_effect(on)
        return version.penalties if version else ()


DEFAULTS = Rulebook()
"""The rules of a lot that fixes nothing itself."""


def rule_of_lot(rule: str, raw: object, version_no: int, effective_on: date) -> ParameterValue:
    """The value that version ``version_no`` of a lot's rules gives to a rule.

    Raises UnknownValue for no such rule, RuleError (NOT_OF_THE_UNIT) for a value that its unit does not admit.
    """
    spec = RULES.get(rule)
    if spec is None:
        raise UnknownValue(Reason.UNKNOWN_NAME, name=rule)
    reference = LegalReference(text="Documents particuliers du lot", source=f"règles du lot, version {version_no}")
    value = value_of_one_contract(rule, spec.unit, raw, effective_on, reference, Confidence.SURE)
    if spec.unit is Unit.EURO_PER_HOUR and value.decimal(spec.unit) == 0:
        raise RuleError(Reason.NOT_POSITIVE, name=rule, raw=str(raw))
    return value
