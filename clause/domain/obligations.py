"""The hours a lot owes: one version per decision, each with the account of its figure; none replaces what it follows.

On a day, a lot owes what the latest version already in effect says. "Latest" is by number: a decision recorded later
wins over an earlier one even where it takes effect sooner, so that a mistake can be put right from its first day on.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.rules.codes import Sector
from clause.rules.errors import Reason, RuleError
from clause.rules.obligation import ObligationMethod, SectorDefaults, fixed_hours, hours_from_amount, sector_defaults
from clause.rules.parameter import ParameterValue
from clause.rules.quantities import amount, positive, share
from clause.rules.trace import Figure, Trace

LARGEST_HOURS = Decimal("99999999.99")
"""The most that can be stored; far above any contract, so a result beyond it comes from a mistyped input."""


class ObligationInputs(BaseModel):
    """What the formula of a method is filled with: hours for ``FIXED``, the other four for ``AMOUNT``."""

    model_config = ConfigDict(frozen=True)

    hours_owed: Decimal | None = None
    amount_excl_vat: Decimal | None = None
    labour_share: Decimal | None = None
    insertion_rate: Decimal | None = None
    loaded_hourly_cost: Decimal | None = None


class ObligationTerms(BaseModel):
    """A decision on the hours of a lot: the method, what goes into it, and the day from which it holds."""

    model_config = ConfigDict(frozen=True)

    method: ObligationMethod
    inputs: ObligationInputs
    effective_on: date


class Obligation(BaseModel):
    """A version of the hours owed as recorded."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    method: ObligationMethod
    hours_owed: Decimal
    trace: Trace
    reason: str | None
    decided_by: UUID | None
    recorded_at: datetime


class LotTerms(BaseModel):
    """What an obligation needs to know of its lot."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    amount_excl_vat: Decimal | None


_FIELDS = {
    ObligationMethod.FIXED: ("hours_owed",),
    ObligationMethod.AMOUNT: ("amount_excl_vat", "labour_share", "insertion_rate", "loaded_hourly_cost"),
}
_CHECKS = {
    "hours_owed": amount,
    "amount_excl_vat": amount,
    "labour_share": share,
    "insertion_rate": share,
    "loaded_hourly_cost": positive,
}
_REASON_CODES = {
    Reason.NEGATIVE: "OBL-012",
    Reason.NOT_POSITIVE: "OBL-013",
    Reason.NOT_A_SHARE: "OBL-014",
    Reason.TOO_PRECISE: "OBL-015",
    Reason.NOT_FINITE: "OBL-016",
    Reason.OUT_OF_RANGE: "OBL-017",
    Reason.NOT_IN_FORCE: "OBL-018",
}


def with_amount(terms: ObligationTerms, lot_amount: Decimal | None) -> ObligationTerms:
    """The same terms, for AMOUNT with the lot's own amount where none is given."""
    if terms.method is not ObligationMethod.AMOUNT or terms.inputs.amount_excl_vat is not None:
        return terms
    inputs = terms.inputs.model_copy(update={"amount_excl_vat": lot_amount})
    return terms.model_copy(update={"inputs": inputs})


def hours_owed(terms: ObligationTerms, defaults: SectorDefaults | None = None) -> Figure:
    """The hours that these terms give, in hours with two decimals, with their account.

    With ``defaults``, an input left out takes the usual value, and the account names that value. Raises Refused
    OBL-010 with one finding per input that is missing, out of its bounds, or of the other method.
    """
    findings = [*_missing(terms, defaults), *_of_the_other_method(terms), *_out_of_bounds(terms)]
    if findings:
        raise _refusal(findings)
    try:
        figure = _figure(terms, defaults)
    except RuleError as error:
        raise _refusal([_rule_finding(error, "effective_on", terms.effective_on.isoformat())]) from error
    if figure.value > LARGEST_HOURS:
        raise Refused("OBL-019", hours=str(figure.value))
    return figure


def usual_values(sector: Sector, on: date) -> SectorDefaults:
    """The values to propose for a kind of work on a day. Raises Refused OBL-020 before the first known day."""
    try:
        return sector_defaults(sector, on)
    except RuleError as error:
        raise Refused("OBL-020", on=on.isoformat(), first=error.values["first"]) from error


def findings_about(terms: ObligationTerms, earlier: Iterable[Obligation]) -> tuple[Finding, ...]:
    """What deserves a look in a new version: versions that take effect later than it and that it nevertheless ends."""
    return tuple(
        Finding(
            code="OBL-030",
            severity=Severity.WARNING,
            field="effective_on",
            raw=terms.effective_on.isoformat(),
            values={"version": str(version.version_no), "since": version.effective_on.isoformat()},
        )
        for version in earlier
        if version.effective_on > terms.effective_on
    )


def _figure(terms: ObligationTerms, defaults: SectorDefaults | None) -> Figure:
    inputs = terms.inputs
    if terms.method is ObligationMethod.FIXED:
        return fixed_hours(_given(inputs.hours_owed))
    return hours_from_amount(
        _given(inputs.amount_excl_vat),
        _given_or_usual(inputs.labour_share, defaults.labour_share if defaults else None),
        _given_or_usual(inputs.insertion_rate, defaults.insertion_rate if defaults else None),
        _given_or_usual(inputs.loaded_hourly_cost, defaults.loaded_hourly_cost if defaults else None),
        terms.effective_on,
    )


def _given(value: Decimal | None) -> Decimal:
    if value is None:
        raise RuntimeError("an input that was checked is missing")
    return value


def _given_or_usual(value: Decimal | None, usual: ParameterValue | None) -> Decimal | ParameterValue:
    return usual if value is None and usual is not None else _given(value)


def _missing(terms: ObligationTerms, defaults: SectorDefaults | None) -> list[Finding]:
    return [
        Finding(code="OBL-022" if name == "amount_excl_vat" else "OBL-011", field=f"inputs.{name}")
        for name in _FIELDS[terms.method]
        if getattr(terms.inputs, name) is None and getattr(defaults, name, None) is None
    ]


def _of_the_other_method(terms: ObligationTerms) -> list[Finding]:
    given = {name: value for name, value in terms.inputs if value is not None}
    return [
        Finding(code="OBL-021", field=f"inputs.{name}", raw=str(value), values={"method": terms.method.value})
        for name, value in given.items()
        if name not in _FIELDS[terms.method]
    ]


def _out_of_bounds(terms: ObligationTerms) -> list[Finding]:
    findings = []
    for name in _FIELDS[terms.method]:
        value = getattr(terms.inputs, name)
        try:
            if value is not None:
                _CHECKS[name](value, name)
        except RuleError as error:
            findings.append(_rule_finding(error, f"inputs.{name}", str(value)))
    return findings


def _rule_finding(error: RuleError, field: str, raw: str) -> Finding:
    return Finding(code=_REASON_CODES[error.reason], field=field, raw=raw[:200], values=error.values)


def _refusal(findings: list[Finding]) -> Refused:
    return Refused("OBL-010", findings=tuple(findings))
