"""``docs/asvs.md`` names tests that exist, and counts its own lines rightly."""

import ast
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "asvs.md").read_text()
LINE = re.compile(r"^\| (V[\d.]+) \| ([12]) \| .+? \| (.+?) \| (.+) \|$", re.MULTILINE)
TESTED, OTHERWISE, NOT_MET = "met, tested", "met, by construction or procedure", "**not met**"
APART = "does not apply"
LEVELS = {"1": 70, "2": 176}
"""Of the standard, without V17."""


SECURITY = (ROOT / "docs" / "security.md").read_text()
LONGEST_WITHOUT_UPDATE = timedelta(days=90)


def _functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", DOCUMENT))
    assert len(named) > 40
    missing = [f"{path}::{name}" for path, name in named if not (ROOT / path).exists()]
    missing += [f"{path}::{name}" for path, name in named if name and name not in _functions(path)]
    assert missing == []


def test_every_requirement_has_one_line_and_what_is_tested_names_a_test() -> None:
    lines = LINE.findall(DOCUMENT)
    assert Counter(level for _, level, _, _ in lines) == LEVELS
    assert len({number for number, *_ in lines}) == len(lines)
    assert {standing for _, _, standing, _ in lines} <= {TESTED, OTHERWISE, APART, NOT_MET}
    assert [number for number, _, standing, by in lines if standing == TESTED and "`tests/" not in by] == []


def test_the_counts_at_the_top_are_those_of_the_lines() -> None:
    lines = LINE.findall(DOCUMENT)
    for title, levels in (("level 1", "1"), ("level 2", "2"), ("both", "12")):
        of = Counter(standing for _, level, standing, _ in lines if level in levels)
        apply = of.total() - of[APART]
        row = f"| {title} | {of.total()} | {apply} | {of[TESTED]} | {of[OTHERWISE]} | {of[NOT_MET]} |"
        assert row in DOCUMENT


def test_no_component_is_past_the_time_that_is_promised() -> None:
    """Seen from the newest migration: from the day of the change, whatever the day of the test."""
    (resolved,) = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| 90 days", SECURITY, re.MULTILINE)
    names = [path.name for path in (ROOT / "piccolo_migrations").glob("clause_2*.py")]
    newest = max(date(*map(int, name.split("_")[1:4])) for name in names)
    assert newest - date.fromisoformat(resolved) <= LONGEST_WITHOUT_UPDATE
    pinned = (ROOT / "requirements" / "run.txt").read_text()
    assert len(re.findall(r"^[a-z0-9-]+==", pinned, re.MULTILINE)) > 40
    assert re.findall(r"^[a-z0-9-]+==.*(?<!\\)$", pinned, re.MULTILINE) == [], "each has hashes"
