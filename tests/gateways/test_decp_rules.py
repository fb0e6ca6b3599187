"""The table of rules as it is told and as it is, their sentences, and the fictional territory that Clause ships."""

import json
import re
from pathlib import Path
from string import Formatter

import pytest

import clause.devdata
from clause.domain import decp
from clause.domain.decp import ConsortiumKind, DecpRecord, DecpRule, FollowUp, Reading
from clause.domain.findings import Severity
from clause.domain.identifiers import parse_siret
from clause.gateways.decp import read_decp
from clause.text.messages.decp import MESSAGES

FILES = Path(clause.devdata.__file__).parent / "files"
TOLD_AS = {Severity.BLOCKING: "refused", Severity.WARNING: "review", Severity.INFO: "told"}


def territory(version: str) -> tuple[DecpRecord, ...]:
    """The records of the fictional territory in one format."""
    return read_decp((FILES / f"territoire-{version}.json").read_bytes()).records


def test_the_table_in_the_docstring_is_the_table_that_is_applied() -> None:
    told = dict(re.findall(r"^    (DEC-\d{3})  (\w+)", decp.__doc__ or "", re.MULTILINE))
    applied = {rule.code: TOLD_AS[rule.severity] for rule in DecpRule if not rule.code.startswith("DEC-4")}
    assert told == applied


def test_every_rule_has_its_own_code_and_one_sentence() -> None:
    assert len({rule.code for rule in DecpRule}) == len(DecpRule)
    assert {rule.code for rule in DecpRule} <= MESSAGES.keys()


@pytest.mark.parametrize("code", [code for code in MESSAGES if "{" in MESSAGES[code]])
def test_a_sentence_uses_only_what_its_code_gives(code: str) -> None:
    names = {name for _, name, _, _ in Formatter().parse(MESSAGES[code]) if name}
    given = {"raw", "line", "column", "limit", "siret", "register", "cpv", "amount", "notified_on", "uid", "initial"}
    assert names <= given | {"first", "value"}


def test_the_territory_in_format_2_0_shows_each_case_once() -> None:
    records = territory("2.0")
    assert [record.follow_up for record in records].count(FollowUp.PRESELECTED) == 9
    assert [record.follow_up for record in records].count(FollowUp.REVIEW) == 2
    pool = [record for record in records if record.source_id == "2025PISC0100"]
    assert [record.lot_number_hint for record in pool] == ["1", "2", "3", "4"]
    assert len({record.match_key for record in pool}) == 4
    assert [len(record.modifications) for record in records if record.modifications] == [1]
    (consortium,) = [record for record in records if len(record.holders) > 1]
    assert consortium.consortium_kind is ConsortiumKind.SOLIDAIRE
    (wrong,) = [record for record in records if record.reading is not Reading.READABLE]
    assert [finding.code for finding in wrong.findings] == ["DEC-207"]


def test_the_territory_in_format_1_5_0_has_one_mention_and_one_false_friend() -> None:
    records = territory("1.5.0")
    assert [record.follow_up for record in records] == [FollowUp.REVIEW, FollowUp.NONE, FollowUp.NONE]
    assert "Insertion" in (records[1].object or "")
    assert all(record.reading is Reading.READABLE for record in records)


def test_every_buyer_and_company_of_the_territory_has_a_name_and_a_fictional_siret() -> None:
    names = json.loads((FILES / "names.json").read_text(encoding="utf-8"))
    assert all(parse_siret(siret).startswith("990000") for siret in names)
    records = (*territory("2.0"), *territory("1.5.0"))
    buyers = {record.buyer.identifier.siret for record in records}
    holders = {h.identifier.siret.siret for r in records for h in r.holders if h.identifier.siret}
    assert (len(buyers), len(holders - {None})) == (4, 8)
    assert (buyers | holders) - {None} == set(names)


def test_the_readme_of_the_territory_lists_the_same_names() -> None:
    readme = (FILES / "README.md").read_text(encoding="utf-8").split("Not in the files", 1)[0]
    listed = re.findall(r"^\| (.+) \| `(\d{14})` \|$", readme, re.MULTILINE)
    assert {siret: name for name, siret in listed} == json.loads((FILES / "names.json").read_text(encoding="utf-8"))
