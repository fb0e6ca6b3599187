"""What has just been done, told on the next page: one module a subject, each with a dictionary ``DONE``.

Keys are words (``hire_added``), sentences are ``str.format`` templates in the past: what was done, and what follows
from it when that is not plain.
"""

import importlib
import pkgutil

from clause.text.typography import bound


def _collect() -> dict[str, str]:
    found: dict[str, str] = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        sentences: dict[str, str] = importlib.import_module(f"{__name__}.{module_info.name}").DONE
        doubled = found.keys() & sentences.keys()
        if doubled:
            raise RuntimeError(f"two sentences for what was done: {sorted(doubled)}")
        found.update({word: bound(text) for word, text in sentences.items()})
    return found


DONE: dict[str, str] = _collect()
