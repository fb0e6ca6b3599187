"""How a figure came about: the formula, what went in, the dated values used, how it was rounded, and its steps.

A trace is stored beside its figure and shown to whoever checks it. Read back from JSON it equals what was written,
and its keys come in one order whatever the store did to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, field_validator

from clause.rules.brackets import Brackets
from clause.rules.parameter import ParameterValue, value_of_one_contract
from clause.rules.quantities import Exact, Rounding, Unit, as_text
from clause.rules.reference import Confidence, LegalReference


class ParameterUse(BaseModel):
    """A dated value that went into a figure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    value: str
    unit: Unit
    in_force_from: date
    reference: LegalReference
    confidence: Confidence


class Trace(BaseModel):
    """The account of one figure; ``steps`` are the figures that it was made from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    formula_id: str
    formula: str
    result: str
    unit: Unit
    inputs: dict[str, str]
    parameters: tuple[ParameterUse, ...] = ()
    rounding: Rounding | None = None
    """None where nothing is rounded: sums, differences, choices."""
    reference: LegalReference
    confidence: Confidence
    steps: tuple["Trace", ...] = ()

    @field_validator("inputs")
    @classmethod
    def _in_one_order(cls, inputs: dict[str, str]) -> dict[str, str]:
        # PostgreSQL's jsonb keeps no key order; without this the same trace would serialise in two ways.
        return dict(sorted(inputs.items()))


class Figure(BaseModel):
    """An exact figure and the account of how it came about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Decimal
    trace: Trace


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its stable id, the unit of its result, the text it comes from and how sure that is."""

    id: str
    text: str
    unit: Unit
    reference: LegalReference
    confidence: Confidence

    def figure(
        self,
        value: Decimal,
        inputs: Mapping[str, Exact | int | str],
        *,
        parameters: tuple[ParameterValue, ...] = (),
        rounding: Rounding | None = None,
        steps: tuple[Trace, ...] = (),
    ) -> Figure:
        """The figure with its account."""
        trace = self.trace(as_text(value), inputs, parameters=parameters, rounding=rounding, steps=steps)
        return Figure(value=value, trace=trace)

    def trace(
        self,
        result: str,
        inputs: Mapping[str, Exact | int | str],
        *,
        parameters: tuple[ParameterValue, ...] = (),
        rounding: Rounding | None = None,
        steps: tuple[Trace, ...] = (),
    ) -> Trace:
        """The account alone, for results that are not one decimal number."""
        return Trace(
            formula_id=self.id,
            formula=self.text,
            result=result,
            unit=self.unit,
            inputs={name: _input_text(value) for name, value in inputs.items()},
            parameters=tuple(used(parameter) for parameter in parameters),
            rounding=rounding,
            reference=self.reference,
            confidence=self.confidence,
            steps=steps,
        )


def used(parameter: ParameterValue) -> ParameterUse:
    """The record that a parameter value went into a figure."""
    return ParameterUse(
        name=parameter.name,
        value=_value_text(parameter),
        unit=parameter.unit,
        in_force_from=parameter.version_date,
        reference=parameter.reference,
        confidence=parameter.confidence,
    )


def value_again(use: ParameterUse) -> ParameterValue:
    """The parameter value that a trace recorded, to compute with it again whatever has changed since."""
    return value_of_one_contract(use.name, use.unit, use.value, use.in_force_from, use.reference, use.confidence)


def _value_text(parameter: ParameterValue) -> str:
    if isinstance(parameter.value, bool):
        return "true" if parameter.value else "false"
    if isinstance(parameter.value, Brackets):
        return str(parameter.value)
    return _input_text(parameter.value)


def _input_text(value: Exact | int | str) -> str:
    return str(value) if isinstance(value, int | str) else as_text(value)
