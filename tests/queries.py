"""How many statements each page and each operation of the API sends to the database: pinned in ``queries.json``.

``python -m tests.queries`` counts and writes them again; read the difference before it is committed. What opens and
closes the unit of work is not counted. A page counts for the reader who costs most, an operation as in its sample.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

_FILE = Path(__file__).with_suffix(".json")
_WRITING = "CLAUSE_TESTS_PIN_QUERIES"
_COUNTED_BY = ("tests/web/test_every_page.py", "tests/api/test_samples.py")


def not_as_pinned(kind: str, counted: Mapping[str, int]) -> list[str]:
    """Each route of a kind whose number is not the pinned one; none while they are pinned again."""
    pinned: dict[str, dict[str, int]] = json.loads(_FILE.read_text(encoding="utf-8"))
    if _WRITING in os.environ:
        told = json.dumps({**pinned, kind: counted}, indent=1, sort_keys=True)
        _FILE.write_text(told + "\n", encoding="utf-8")
        return []
    before = pinned[kind]
    return [
        f"{route}: {counted.get(route, 'no')} statements, {before.get(route, 'none')} pinned (python -m tests.queries)"
        for route in sorted({*before, *counted})
        if counted.get(route) != before.get(route)
    ]


if __name__ == "__main__":
    os.environ[_WRITING] = "1"
    sys.exit(pytest.main(["-q", "-p", "no:xdist", *_COUNTED_BY]))
