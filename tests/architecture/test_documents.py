"""What a newcomer reads names what there is: every setting, every decision, no file that is gone."""

import re
from pathlib import Path

from clause.settings import VARIABLES
from tests.architecture.code import ROOT

DOCUMENTS = sorted({ROOT / "README.md", ROOT / "bench" / "README.md", *(ROOT / "docs").rglob("*.md")})
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_COMMAND = re.compile(r"python -m (bench(?:\.\w+)*)")


def test_every_setting_stands_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name, _, _ in VARIABLES.values() if f"`{name}`" not in told] == []


def test_every_decision_stands_in_their_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("0*.md") if f"({path.name})" not in index] == []


def test_no_link_leads_to_a_file_that_is_gone() -> None:
    assert [f"{path.relative_to(ROOT)}: {link}" for path in DOCUMENTS for link in _gone(path)] == []


def _gone(path: Path) -> list[str]:
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    return [link for link in links if ":" not in link and not (path.parent / link).exists()]


def test_every_bench_that_is_named_can_be_run() -> None:
    named = {name for path in DOCUMENTS for name in _COMMAND.findall(path.read_text(encoding="utf-8"))}
    places = {name: ROOT.joinpath(*name.split(".")) for name in named}
    runs = {name for name, at in places.items() if at.with_suffix(".py").exists() or (at / "__main__.py").exists()}
    assert named - runs == set()
    assert len(runs) > 15
