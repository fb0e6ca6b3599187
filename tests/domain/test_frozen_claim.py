"""Parts of a frozen claim, cut out of its bytes: what each one says, and what an older claim answers."""

import json
from typing import Any

import pytest

from clause.domain.claim_snapshot import snapshot_hash
from clause.domain.claims import canonical_json
from clause.domain.frozen_claim import PARTS, indicators_of, part_of, read_frozen, trace_of

LINE: dict[str, Any] = {
    "position": 1,
    "kind": "STAFF",
    "amount": "10.00",
    "trace": {"formula_id": "F"},
    "evidence": {"timesheet_hash": "aa"},
    "payroll_month_id": "pay-1",
    "cost_item_id": None,
    "hourly_rate_id": "rate-1",
}
COST: dict[str, Any] = {
    "position": 2, "kind": "COST", "amount": "3.00", "trace": {"formula_id": "G"}, "cost_item_id": "item-1",
}  # fmt: skip
CLAIM: dict[str, Any] = {
    "claim_id": "c-1",
    "rule_set_id": "pn-fse-plus",
    "parameters": [{"name": "p"}],
    "traces": {"total": {"formula_id": "T"}},
    "lines": [LINE, COST],
    "payroll": [{"id": "pay-0", "document_sha256": "00"}, {"id": "pay-1", "document_sha256": "11"}],
    "cost_items": [{"id": "item-1", "document_sha256": "22"}],
    "hourly_rates": [{"id": "rate-1", "document_sha256": "33"}],
    "indicators": {"EECO01": 4},
}
OLDER: dict[str, Any] = {
    "claim_id": "c-0",
    "parameters": [],
    "traces": {},
    "lines": [{**LINE, "evidence": None}],
    "payroll": [{"id": "pay-1"}],
}


def test_a_part_says_what_the_claim_says_as_one_page() -> None:
    assert part_of(canonical_json(CLAIM), "payroll") == canonical_json({"items": CLAIM["payroll"], "next": None})


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_a_claim_does_not_hold_is_empty(name: str) -> None:
    assert part_of(b"{}", name) == b'{"items":[],"next":null}'
    assert part_of(canonical_json({name: None}), name) == b'{"items":[],"next":null}'


def test_the_parts_that_can_be_asked_for_are_the_records_of_a_claim() -> None:
    assert set(PARTS) == {
        "lines", "timesheets", "assignments", "payroll", "hourly_rates", "cost_items", "resources", "payments",
        "earlier",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["signature", "amounts", ""])
def test_what_is_no_list_of_the_claim_is_not_a_part(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        part_of(canonical_json({name: []}), name)


def test_indicators_are_told_with_the_claim_they_are_of_and_null_without_participants() -> None:
    assert indicators_of(canonical_json(CLAIM)) == b'{"claim_id":"c-1","indicators":{"EECO01":4}}'
    assert indicators_of(canonical_json(OLDER)) == b'{"claim_id":"c-0","indicators":null}'


def test_nothing_is_put_into_another_form() -> None:
    assert read_frozen('{"a":"1.10","b":[null,"é"]}'.encode()) == {"a": "1.10", "b": [None, "é"]}


def test_the_trace_names_the_claim_by_the_hash_of_its_bytes_and_the_rules_it_used() -> None:
    content = canonical_json(CLAIM)
    found = json.loads(trace_of(content))
    assert (found["format"], found["claim_id"], found["claim_sha256"]) == (
        "clause-trace/1", "c-1", snapshot_hash(content),
    )  # fmt: skip
    assert (found["rule_set_id"], found["parameters"]) == ("pn-fse-plus", [{"name": "p"}])
    assert found["figures"] == {"total": {"formula_id": "T"}}


def test_each_line_stands_with_its_account_and_the_hashes_of_its_evidence() -> None:
    first, second = json.loads(trace_of(canonical_json(CLAIM)))["lines"]
    assert first == {
        "position": 1,
        "kind": "STAFF",
        "amount": "10.00",
        "trace": {"formula_id": "F"},
        "evidence": {
            "timesheet_hash": "aa",
            "payslip_sha256": "11",
            "cost_item_sha256": None,
            "hourly_rate_sha256": "33",
        },
    }
    assert second["evidence"] == {
        "timesheet_hash": None,
        "payslip_sha256": None,
        "cost_item_sha256": "22",
        "hourly_rate_sha256": None,
    }


def test_a_claim_of_an_older_format_has_no_hash_of_what_it_did_not_hold() -> None:
    found = json.loads(trace_of(canonical_json(OLDER)))
    assert found["rule_set_id"] is None
    assert set(found["lines"][0]["evidence"].values()) == {None}


def test_the_trace_is_canonical_bytes() -> None:
    content = trace_of(canonical_json(CLAIM))
    assert content == canonical_json(json.loads(content))
