"""Accounts of figures as bytes: what the models of ``clause.rules.trace`` would write, without making one of each.

The database keeps the keys of an account in an order of its own; here they get that of the model.
"""

from functools import lru_cache

import msgspec

MOST_TRACES = 1024
"""As many accounts are remembered as written: lines of the same hours in the same month have the same one."""


class _Reference(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    text: str
    article: str | None = None
    link: str | None = None
    source: str | None = None


class _Parameter(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: str
    value: str
    unit: str
    in_force_from: str
    reference: _Reference
    confidence: str


class _Trace(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    formula_id: str
    formula: str
    result: str
    unit: str
    inputs: dict[str, str]
    parameters: tuple[_Parameter, ...] = ()
    rounding: str | None = None
    reference: _Reference
    confidence: str
    steps: tuple["_Trace", ...] = ()


_read = msgspec.json.Decoder(_Trace).decode
_write = msgspec.json.Encoder(order="deterministic").encode


@lru_cache(maxsize=MOST_TRACES)
def trace_again(kept: str) -> msgspec.Raw:
    """An account as the database keeps it, as the API writes it; msgspec.ValidationError when it is not one."""
    return msgspec.Raw(_write(_read(kept)))
