"""Error and finding codes as French sentences: what happened, why, and what to do next.

One module a subject, each with a dictionary ``MESSAGES`` of ``str.format`` templates; a code belongs to one of them.
"""

import importlib
import pkgutil

from clause.text.formats import elided
from clause.text.typography import bound


def _collect() -> dict[str, str]:
    found: dict[str, str] = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        messages: dict[str, str] = importlib.import_module(f"{__name__}.{module_info.name}").MESSAGES
        doubled = found.keys() & messages.keys()
        if doubled:
            raise RuntimeError(f"codes given two sentences: {sorted(doubled)}")
        found.update({code: bound(text) for code, text in messages.items()})
    return found


MESSAGES: dict[str, str] = _collect()


class _Missing(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, values: dict[str, object] | None = None) -> str:
    """The French sentence of a code; KeyError for a code without one (a test forbids that)."""
    return elided(MESSAGES[code].format_map(_Missing(values or {})))
