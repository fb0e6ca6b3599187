"""Dated values read once from ``parameters/*.yaml``: which value is in force on a day, where it was read, how sure.

One file per topic, one entry per parameter::

    flat_rate_p40:
      meaning: Share of ...
      unit: rate
      checked_on: 2026-11-21
      values:
        2021-01-01: {value: "0.40", confidence: sure, reference: {text: ..., article: ...}}

Decimals are quoted: an unquoted one would pass through a binary float. The unit decides the type, so that a value
cannot be read as something it is not.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from clause.rules.brackets import Brackets
from clause.rules.codes import Cadence, TrainingRule
from clause.rules.cost_codes import AdvanceRecovery, KeyPeriod, PenaltyBase
from clause.rules.errors import Reason, RuleError, UnknownValue
from clause.rules.quantities import Rounding, Unit
from clause.rules.reference import Confidence, LegalReference

Value: TypeAlias = (
    Decimal | int | bool | Rounding | Cadence | TrainingRule | Brackets | KeyPeriod | AdvanceRecovery | PenaltyBase
)
Kind = TypeVar(
    "Kind", Decimal, int, bool, Rounding, Cadence, TrainingRule, Brackets, KeyPeriod, AdvanceRecovery, PenaltyBase
)
Code = TypeVar("Code", bound=StrEnum)

FOLDER = Path(__file__).parent / "parameters"
PROGRAMMES_FILE = "programmes.yaml"
"""The same, read by ``clause.rules.programmes``."""
GROUNDS_FILE = "eligibility_grounds.yaml"
"""Lives in the same folder but is a list of another shape; read by ``clause.rules.eligibility``."""
PAY_ELEMENTS_FILE = "pay_elements.yaml"
"""Likewise; read by ``clause.rules.pay_elements``."""

_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


class BadParameterFile(Exception):
    """A parameter file that Clause ships is wrong; the message names the file and the parameter."""


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The value of a parameter in force on a day, with the day from which it holds and where it was read."""

    name: str
    unit: Unit
    value: Value
    version_date: date
    reference: LegalReference
    confidence: Confidence

    def decimal(self, unit: Unit) -> Decimal:
        """The value as a decimal of this unit; TypeError when the parameter is of another one."""
        return self._as(Decimal, unit)

    def whole(self, unit: Unit) -> int:
        """The value as a whole number of this unit; TypeError when the parameter is of another one."""
        return self._as(int, unit)

    def flag(self) -> bool:
        """The value of a yes/no parameter."""
        return self._as(bool, Unit.YES_NO)

    def rounding(self, unit: Unit) -> Rounding:
        """The rounding policy, of hours (``HOUR_ROUNDING``) or of euros (``EURO_ROUNDING``)."""
        return self._as(Rounding, unit)

    def cadence(self) -> Cadence:
        """The value of a cadence parameter."""
        return self._as(Cadence, Unit.CADENCE)

    def training_rule(self) -> TrainingRule:
        """The value of a parameter that says which training counts."""
        return self._as(TrainingRule, Unit.TRAINING_RULE)

    def key_period(self) -> KeyPeriod:
        """The value of a parameter that says over what a key of method M2 is made."""
        return self._as(KeyPeriod, Unit.KEY_PERIOD)

    def advance_recovery(self) -> AdvanceRecovery:
        """The value of a parameter that says when an advance is taken back."""
        return self._as(AdvanceRecovery, Unit.ADVANCE_RECOVERY)

    def penalty_base(self) -> PenaltyBase:
        """The value of a parameter that says what a reduction is a percentage of."""
        return self._as(PenaltyBase, Unit.PENALTY_BASE)

    def brackets(self) -> Brackets:
        """The value of a parameter that is a table of brackets."""
        return self._as(Brackets, Unit.BRACKETS)

    def _as(self, kind: type[Kind], unit: Unit) -> Kind:
        if self.unit is not unit or not isinstance(self.value, kind):
            raise TypeError(f"parameter {self.name} is in {self.unit}, read as {unit}")
        return self.value


@dataclass(frozen=True, slots=True)
class Parameter:
    """All dated values of one parameter, oldest first."""

    name: str
    meaning: str
    unit: Unit
    checked_on: date
    values: tuple[ParameterValue, ...]


class _DatedEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    value: object
    confidence: Confidence
    reference: LegalReference


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    meaning: str
    unit: Unit
    checked_on: date
    values: dict[date, _DatedEntry]


def value_in_force(name: str, on: date) -> ParameterValue:
    """The value of a parameter in force on a day: the latest that had begun.

    Raises UnknownValue (a LookupError): UNKNOWN_NAME, or NOT_IN_FORCE before the first known value.
    """
    parameter = all_parameters().get(name)
    if parameter is None:
        raise UnknownValue(Reason.UNKNOWN_NAME, name=name)
    position = bisect_right([value.version_date for value in parameter.values], on)
    if position == 0:
        first = parameter.values[0].version_date
        raise UnknownValue(Reason.NOT_IN_FORCE, name=name, on=on.isoformat(), first=first.isoformat())
    return parameter.values[position - 1]


def value_of_one_contract(
    name: str, unit: Unit, raw: object, version_date: date, reference: LegalReference, confidence: Confidence
) -> ParameterValue:
    """A value that a contract's own documents fix, in the shape of a dated parameter, so that traces name it alike.

    Decimals are given as text, as in the files. Raises RuleError (NOT_OF_THE_UNIT) for what the unit does not admit.
    """
    try:
        value = _CONVERTERS[unit](raw)
    except ValueError as error:
        raise RuleError(Reason.NOT_OF_THE_UNIT, name=name, raw=str(raw)[:200], unit=unit.value) from error
    return ParameterValue(name, unit, value, version_date, reference, confidence)


@cache
def all_parameters() -> Mapping[str, Parameter]:
    """Every parameter by name, read and checked once per process."""
    return load_parameters(FOLDER)


def load_parameters(folder: Path) -> dict[str, Parameter]:
    """The parameters of a folder's YAML files; raises BadParameterFile on the first thing that is wrong."""
    parameters: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in (GROUNDS_FILE, PAY_ELEMENTS_FILE, PROGRAMMES_FILE):
            continue
        content = read_yaml(path)
        if not isinstance(content, dict):
            raise BadParameterFile(f"{path.name}: not a list of named parameters")
        for name, raw in content.items():
            if name in parameters:
                raise BadParameterFile(f"{path.name}: {name} is already in another file")
            parameters[name] = _parameter(path.name, name, raw)
    return parameters


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; a key given twice is refused (BadParameterFile), the parser alone would keep one."""
    loader = _NoDoubleKeys(path.read_text(encoding="utf-8"))
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        raise BadParameterFile(f"{path.name}: {error}") from error
    finally:
        loader.dispose()


# Eight times as fast, where the library was built with it.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _NoDoubleKeys(_SafeLoader):  # type: ignore[misc]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"{key} stands twice, line {node.start_mark.line + 1}")
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def _parameter(file: str, name: object, raw: object) -> Parameter:
    try:
        entry = _Entry.model_validate(raw)
        if not entry.values or not entry.meaning.strip():
            raise ValueError("needs a meaning and one dated value at least")
        convert = _CONVERTERS[entry.unit]
        values = tuple(
            ParameterValue(
                name=str(name),
                unit=entry.unit,
                value=convert(dated.value),
                version_date=day,
                reference=dated.reference,
                confidence=dated.confidence,
            )
            for day, dated in sorted(entry.values.items())
        )
    except (ValidationError, ValueError, KeyError) as error:
        raise BadParameterFile(f"{file}: {name}: {error}") from error
    return Parameter(str(name), entry.meaning, entry.unit, entry.checked_on, values)


def _decimal(raw: object) -> Decimal:
    if not isinstance(raw, str) or not _DECIMAL.fullmatch(raw):
        raise ValueError(f"{raw!r} is not a decimal in quotes")
    return Decimal(raw)


def _rate(raw: object) -> Decimal:
    rate = _decimal(raw)
    if rate > 1:
        raise ValueError(f"{raw!r} is not a fraction of one")
    return rate


def _cents(raw: object) -> Decimal:
    number = _decimal(raw)
    if number.as_tuple().exponent != -2:
        raise ValueError(f"{raw!r} is not written with two decimals")
    return number


def _whole(lowest: int, highest: int) -> Callable[[object], int]:
    def convert(raw: object) -> int:
        # bool is a kind of int in Python: "yes" is not a number of months
        if not isinstance(raw, int) or isinstance(raw, bool) or not lowest <= raw <= highest:
            raise ValueError(f"{raw!r} is not a whole number from {lowest} to {highest}")
        return raw

    return convert


def _yes_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(f"{raw!r} is neither true nor false")
    return raw


def _brackets(raw: object) -> Brackets:
    """A list of ``{amount_from, hours}``, both with two decimals, in quotes."""
    if not isinstance(raw, list) or any(
        not isinstance(row, dict) or set(row) != {"amount_from", "hours"} for row in raw
    ):
        raise ValueError(f"{raw!r} is not a list of brackets")
    return Brackets.of((_cents(row["amount_from"]), _cents(row["hours"])) for row in raw)


def _one_of(*codes: Code) -> Callable[[object], Code]:
    def convert(raw: object) -> Code:
        for code in codes:
            if raw == code.value:
                return code
        raise ValueError(f"{raw!r} is none of {', '.join(codes)}")

    return convert


_CONVERTERS: Mapping[Unit, Callable[[object], Value]] = {
    Unit.RATE: _rate,
    Unit.DAY_PER_MONTH: _decimal,
    Unit.HOUR: _cents,
    Unit.EURO: _cents,
    Unit.EURO_PER_HOUR: _cents,
    Unit.MONTH: _whole(0, 1200),
    Unit.DAY: _whole(0, 36_600),
    Unit.YEAR: _whole(0, 100),
    Unit.PERSON: _whole(1, 1000),
    Unit.ORGANISATION: _whole(1, 1000),
    Unit.DAY_OF_MONTH: _whole(1, 31),
    Unit.YES_NO: _yes_no,
    Unit.BRACKETS: _brackets,
    Unit.EURO_ROUNDING: _one_of(Rounding.HALF_UP_CENTS, Rounding.TRUNCATED_CENTS),
    Unit.HOUR_ROUNDING: _one_of(
        Rounding.WHOLE_HOURS_FLOOR,
        Rounding.WHOLE_HOURS_HALF_UP,
        Rounding.HUNDREDTHS_OF_HOUR,
        Rounding.HUNDREDTHS_OF_HOUR_DOWN,
    ),
    Unit.CADENCE: _one_of(*Cadence),
    Unit.TRAINING_RULE: _one_of(*TrainingRule),
    Unit.KEY_PERIOD: _one_of(*KeyPeriod),
    Unit.ADVANCE_RECOVERY: _one_of(*AdvanceRecovery),
    Unit.PENALTY_BASE: _one_of(*PenaltyBase),
}
