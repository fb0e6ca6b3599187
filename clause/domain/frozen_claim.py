"""Parts of a frozen claim, cut out of the bytes that were hashed: a part says what the whole says, to the letter.

A claim of an older format answers with what it has: a part that it did not hold is empty.
"""

import json
from typing import Any

from clause.domain.claim_snapshot import snapshot_hash
from clause.domain.claims import canonical_json

TRACE_FORMAT = "clause-trace/1"
PARTS = (
    "lines", "timesheets", "assignments", "payroll", "hourly_rates", "cost_items", "resources", "payments", "earlier",
)  # fmt: skip
"""What can be asked for by itself."""

Read = dict[str, Any]


def read_frozen(content: bytes) -> Read:
    """The claim as plain values: nothing is added, left out or put into another form."""
    found: Read = json.loads(content)
    return found


def part_of(content: bytes, name: str) -> bytes:
    """One list of the claim as a page; ValueError for a name that is none of ``PARTS``."""
    if name not in PARTS:
        raise ValueError(name)
    return canonical_json({"items": read_frozen(content).get(name) or [], "next": None})


def indicators_of(content: bytes) -> bytes:
    """The indicators, null for an operation without participants."""
    frozen = read_frozen(content)
    return canonical_json({"claim_id": frozen["claim_id"], "indicators": frozen.get("indicators")})


def trace_of(content: bytes) -> bytes:
    """How every amount came about: formula, inputs, dated values, rounding, and the hashes of what stands behind it.

    ``figures`` are the totals under their names; ``lines`` each line with its account and its evidence.
    """
    frozen = read_frozen(content)
    payslips = {one["id"]: one.get("document_sha256") for one in frozen.get("payroll") or []}
    items = {one["id"]: one.get("document_sha256") for one in frozen.get("cost_items") or []}
    rates = {one["id"]: one.get("document_sha256") for one in frozen.get("hourly_rates") or []}
    lines = [
        {
            "position": line["position"],
            "kind": line["kind"],
            "amount": line["amount"],
            "trace": line["trace"],
            "evidence": {
                "timesheet_hash": (line.get("evidence") or {}).get("timesheet_hash"),
                "payslip_sha256": payslips.get(line.get("payroll_month_id")),
                "cost_item_sha256": items.get(line.get("cost_item_id")),
                "hourly_rate_sha256": rates.get(line.get("hourly_rate_id")),
            },
        }
        for line in frozen["lines"]
    ]
    return canonical_json(
        {
            "format": TRACE_FORMAT,
            "claim_id": frozen["claim_id"],
            "claim_sha256": snapshot_hash(content),
            "rule_set_id": frozen.get("rule_set_id"),
            "parameters": frozen["parameters"],
            "figures": frozen["traces"],
            "lines": lines,
        }
    )
