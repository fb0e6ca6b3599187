"""The replayer that stands alone: it says *same* of what Clause made, and finds what was changed afterwards."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.replayed_claims import Content, rewritten, write_bundle
from tests.replay.claims import CLAIMS, corrections_and_returns, hours_at_a_rate, variable_time

PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "replay" / "replay.py"


def replay(bundle: Path) -> tuple[int, str]:
    """Exit code and output of the program in a process that knows nothing of Clause."""
    done = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), str(bundle)], capture_output=True, text=True, check=False, cwd="/"
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", list(CLAIMS))
def test_a_bundle_as_it_was_made_is_the_same(name: str, tmp_path: Path) -> None:
    assert replay(write_bundle(tmp_path, CLAIMS[name]())) == (0, "same\n")


def test_the_program_is_short_and_needs_nothing_but_the_standard_library() -> None:
    lines = PROGRAM.read_text().splitlines()
    assert len(lines) <= 200
    imports = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imports <= set(sys.stdlib_module_names)


def changed(claim: Content, change: Callable[[Content], None]) -> Content:
    """The claim with one thing changed, and every hash of the bundle made to fit."""
    copied = copy.deepcopy(claim)
    change(copied)
    return copied


def line_of(claim: Content, kind: str) -> Content:
    found: Content = next(line for line in claim["lines"] if line["kind"] == kind)
    return found


def a_minute(claim: Content) -> None:
    claim["timesheets"][0]["entries"][0]["minutes"] += 1


def a_cost(claim: Content) -> None:
    claim["payroll"][0]["employer_cost"] = "3912.38"


def a_rate(claim: Content) -> None:
    claim["agreement"]["rate"] = "0.5999"


def a_grant(claim: Content) -> None:
    claim["agreement"]["grant_amount"] = "1000.00"


def a_parameter(claim: Content) -> None:
    (found,) = (use for use in claim["parameters"] if use["name"] == "flat_rate_p40")
    found["value"] = "0.41"


def a_rounding(claim: Content) -> None:
    (found,) = (use for use in claim["parameters"] if use["name"] == "rounding_staff_cost_line")
    found["value"] = "TRUNCATED_CENTS"


def a_line(claim: Content) -> None:
    line_of(claim, "STAFF")["amount"] = "2897.52"


def a_flat_rate(claim: Content) -> None:
    line_of(claim, "FLAT_RATE")["amount"] = "1.00"


def a_resource(claim: Content) -> None:
    claim["resources"][0]["amount_allocated"] = "1000.01"


def a_trace_result(claim: Content) -> None:
    line_of(claim, "STAFF")["trace"]["result"] = "2897.50"


def a_trace_input(claim: Content) -> None:
    line_of(claim, "STAFF")["trace"]["inputs"]["hours_worked"] = "134.00"


def a_trace_step(claim: Content) -> None:
    claim["traces"]["amount_due"]["steps"][0]["result"] = "0.01"


def a_trace_parameter(claim: Content) -> None:
    claim["traces"]["total_cost"]["steps"][0]["parameters"][0]["value"] = "0.39"


def a_dropped_line(claim: Content) -> None:
    claim["lines"].remove(line_of(claim, "STAFF"))


def a_dropped_flat_rate(claim: Content) -> None:
    claim["lines"].remove(line_of(claim, "FLAT_RATE"))


def a_dropped_payroll(claim: Content) -> None:
    del claim["payroll"][0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (a_minute, "line 1: amount: stored 2897.51"),
        (a_cost, "line 1: employer_cost: stored 3912.37, recomputed 3912.38"),
        (a_rate, "by_rate: stored"),
        (a_grant, "by_grant: stored 36000.00, recomputed 1000.00"),
        (a_parameter, "flat_rate_amount: stored"),
        (a_rounding, "rounding_staff_cost_line"),
        (a_line, "line 1: amount: stored 2897.52, recomputed 2897.51"),
        (a_flat_rate, "amount: stored 1.00, recomputed"),
        (a_resource, "other_resources: stored 1000.00, recomputed 1000.01"),
        (a_trace_result, "line 1: CR-M2 staff_cost: stored 2897.50, recomputed 2897.51"),
        (a_trace_input, "line 1: CR-M2 hours_worked: stored 134.00, recomputed 133.00"),
        (a_trace_step, "amount_due: CR-FSE: CR-FSE-RATE by_rate: stored 0.01"),
        (a_trace_parameter, "flat_rate_p40: stored 0.39, recomputed 0.40"),
        (a_dropped_line, "staff_cost: stored"),
        (a_dropped_flat_rate, "flat rates"),
        (a_dropped_payroll, "a record that an amount needs is not there"),
    ],
)
def test_each_thing_changed_behind_an_amount_is_told(
    change: Callable[[Content], None], told: str, tmp_path: Path
) -> None:
    code, output = replay(write_bundle(tmp_path, changed(variable_time(), change)))
    assert code == 1
    assert told in output


@pytest.mark.parametrize(
    ("record", "field", "value", "told"),
    [
        ("declared", "amount", "2000.01", "adjustment: stored"),
        ("returned", "amount", "123.44", "amount: stored 123.45, recomputed 123.44"),
        ("earlier", "cost_retained", "10999.99", "cost_claimed_before: stored 11000.00, recomputed 10999.99"),
        ("hours_used", "hours", "1719.99", "hours_left: stored"),
        ("hourly_rates", "hourly_rate", "27.91", "hourly_rate: stored 27.91, recomputed 27.90"),
    ],
)
def test_each_record_of_earlier_claims_and_rates_is_computed_with(
    record: str, field: str, value: str, told: str, tmp_path: Path
) -> None:
    def change(claim: Content) -> None:
        claim[record][0][field] = value

    code, output = replay(write_bundle(tmp_path, changed(corrections_and_returns(), change)))
    assert code == 1
    assert told in output


def test_a_cap_on_hours_is_counted_again(tmp_path: Path) -> None:
    claim = changed(hours_at_a_rate(), lambda claim: claim["hours_used"].clear())
    code, output = replay(write_bundle(tmp_path, claim))
    assert code == 1
    assert "excess_hours: stored" in output


def altered(files: dict[str, bytes]) -> None:
    files["lines.csv"] += b"4;1.00\n"


def removed(files: dict[str, bytes]) -> None:
    del files["claim.pdf"]


def added(files: dict[str, bytes]) -> None:
    files["note.txt"] = b"..."


def unlisted(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "staff.csv"]
    files["manifest.json"] = json.dumps(manifest).encode()


def another_claim_hash(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["claim_sha256"] = "0" * 64
    files["manifest.json"] = json.dumps(manifest).encode()


def another_claim(files: dict[str, bytes]) -> None:
    files["claim.json"] = files["claim.json"].replace(b'"number":1', b'"number":2')


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (altered, ["lines.csv: stored"]),
        (removed, ["claim.pdf: stored"]),
        (added, ["note.txt: stored None"]),
        (unlisted, ["staff.csv: stored None"]),
        (another_claim_hash, ["claim_sha256: stored 000"]),
        (another_claim, ["claim.json: stored", "claim_sha256: stored"]),
    ],
)
def test_each_file_that_is_not_what_the_manifest_says_is_told(
    change: Callable[[dict[str, bytes]], None], told: list[str], tmp_path: Path
) -> None:
    code, output = replay(rewritten(write_bundle(tmp_path, variable_time()), change))
    assert code == 1
    assert [line.split(" (")[0][: len(start)] for line, start in zip(output.splitlines(), told, strict=True)] == told


def formulas(trace: Content) -> set[str]:
    return {trace["formula_id"], *(found for step in trace["steps"] for found in formulas(step))}


def test_every_formula_of_a_claim_is_told_in_the_documentation() -> None:
    claims = [made() for made in CLAIMS.values()]
    used = {
        found
        for claim in claims
        for trace in (*claim["traces"].values(), *(line["trace"] for line in claim["lines"]))
        for found in formulas(trace)
    }
    told = PROGRAM.with_name("trace.md").read_text()
    assert len(used) >= 25
    assert {formula for formula in used if f"`{formula}`" not in told} == set()
