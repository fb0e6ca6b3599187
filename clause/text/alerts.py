"""The sentence of an alert, with its figures and days as French readers write them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from clause.text import formats
from clause.text.messages import sentence

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = re.compile(r"-?[0-9]+\.[0-9]{2}")


def alert_sentence(code: str, values: Mapping[str, str]) -> str:
    """What an alert says: hours with a decimal comma, shares as percentages, days in figures."""
    return sentence(code, {name: _shown(name, text) for name, text in values.items()})


def alert_fact(code: str, values: Mapping[str, str]) -> str:
    """What an alert says to those who do not follow the lot: its first sentence, without the advice after it."""
    return alert_sentence(code, values).partition(". ")[0].rstrip(".") + "."


def _shown(name: str, text: str) -> str:
    if _DAY.fullmatch(text):
        return formats.short_day(date.fromisoformat(text))
    if name.endswith("_share"):
        return formats.rate(Decimal(text))
    return formats.bare_hours(Decimal(text)) if _HOURS.fullmatch(text) else text
