"""What a call tells, as JSON: its account whole, or a refusal with all that it says."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import partial

from pydantic import BaseModel

from clause.rules.errors import RuleError, UnknownValue

_SOURCES = ("reference", "confidence")
_WRONG = Decimal("-0.01")


def told(call: Callable[[], object]) -> object:
    """What a call tells; a refusal with its reason and its values."""
    try:
        return _as_json(call())
    except (RuleError, UnknownValue) as refusal:
        return {"refused": refusal.reason.value, **refusal.values}


def below_zero(call: Callable[..., object], **fine: object) -> Callable[[], object]:
    """What is told when each of these arguments in turn is below zero, the others being as given."""
    return lambda: {name: told(partial(call, **{**fine, name: _WRONG})) for name in fine}


def _as_json(told: object) -> object:
    """The texts that a figure rests on stand beside each formula; here they would hide what changes."""
    if isinstance(told, BaseModel):
        told = told.model_dump(mode="json")
    if is_dataclass(told):
        told = {field.name: getattr(told, field.name) for field in fields(told)}
    if isinstance(told, Mapping):
        return {str(key): _as_json(value) for key, value in told.items() if key not in _SOURCES}
    if isinstance(told, list | tuple):
        return [_as_json(one) for one in told]
    return told if told is None or isinstance(told, bool | int) else str(told)
