"""A claim as it is handed over: what is taken from where, its bytes, and what is refused."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.claim_narrative import ClaimNarrative, FiledAs, Waiver
from clause.domain.claim_snapshot import ClaimRecords, freeze, read_snapshot, snapshot_hash
from clause.domain.claim_snapshot_parts import LineEvidence, SnapshotWaiver
from clause.domain.claims import ClaimKind, ClaimLineKind
from clause.domain.findings import Finding, Severity
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, CostPost
from clause.rules.staff_costs import staff_cost_variable_time
from tests.builders.claim_inputs import OPERATION_ID, a_rate, an_agreement, an_item, an_operation, named
from tests.builders.frozen_claims import (
    FACILITATION,
    SIGNATURE,
    a_claim_file,
    a_snapshot,
    a_staff_line,
    an_organisation,
)
from tests.builders.plain_claims import AT, TRACE, a_claim, a_line


@pytest.mark.parametrize("missing", ["figures", "account"])
def test_a_claim_that_was_not_computed_is_not_handed_over(missing: str) -> None:
    file = a_claim_file(a_staff_line(1), **{missing: None})
    with pytest.raises(RuntimeError, match="without figures"):
        freeze(file, SIGNATURE, ("Exact.",), AT)


def test_a_snapshot_says_which_claim_it_is_and_when_it_was_handed_over() -> None:
    filed = FiledAs(number="FSE-1", filed_on=date(2026, 7, 1))
    narrative = ClaimNarrative(difficulties="Aucune.")
    found = a_snapshot(
        a_staff_line(1),
        claim=a_claim(4, ClaimKind.FINAL),
        replaces_id=UUID(int=77),
        rule_set_id="pn-fse-plus",
        filed_as=filed,
        narrative=narrative,
    )
    assert (found.format, found.claim_id, found.number, found.version) == ("clause-claim/2", named("claim 4"), 4, 1)
    assert (found.kind, found.first_month, found.last_month) == (ClaimKind.FINAL, Month(2026, 5), Month(2026, 6))
    assert (found.replaces_id, found.rule_set_id) == (UUID(int=77), "pn-fse-plus")
    assert (found.filed_as, found.narrative, found.facilitation) == (filed, narrative, None)
    assert (found.submitted_at, found.signature, found.declarations) == (AT, SIGNATURE, ("Exact.",))
    assert (found.inputs_hash, found.eu_mention) == ("a" * 64, "Cofinancé par l’Union européenne")


def test_a_snapshot_names_the_operation_and_both_parties() -> None:
    found = a_snapshot(a_staff_line(1))
    assert (found.operation.id, found.operation.number, found.operation.title) == (OPERATION_ID, "1", "T")
    assert (found.beneficiary.name, found.beneficiary.id) == ("Brisemer", named("Brisemer"))
    assert (found.intermediate_body.name, found.intermediate_body.id) == ("Département", named("Département"))
    assert (found.beneficiary.identifier, found.beneficiary.identifier_kind) == ("12345678200002", "SIRET")


def test_the_rate_of_the_agreement_stands_as_it_is_printed() -> None:
    operation = an_operation(agreement=an_agreement(rate=Decimal("0.438649"), rate_decimals=2, grant_amount=Decimal(9)))
    found = a_snapshot(a_staff_line(1), operation=operation).agreement
    assert (str(found.rate), found.rate_decimals, str(found.grant_amount)) == ("0.4386", 2, "9.00")
    assert (found.id, found.version_no, found.reference) == (UUID(int=3), 1, "C")


def test_a_line_stands_with_its_function_its_method_and_its_evidence() -> None:
    evidence = LineEvidence(timesheet_hash="e" * 64, payroll_version_no=2)
    staff = a_staff_line(1, timesheet_id=named("sheet"), details={"a": "b"})
    other = a_line(2, "10.00", ClaimLineKind.COST, CostPost.OPERATING, cost_item_id=named("Salle"))
    file = a_claim_file(staff, other, evidence={staff.id: evidence})
    first, second = freeze(file, SIGNATURE, ("Exact.",), AT).lines
    assert (first.function, first.method, first.evidence) == ("Facilitatrice", CostMethod.M2, evidence)
    assert (first.id, first.position, first.staff_number) == (staff.id, 1, "P1")
    assert (first.timesheet_id, first.details, str(first.amount)) == (named("sheet"), {"a": "b"}, "2897.51")
    assert (second.function, second.method, second.evidence) == (None, None, None)
    assert (second.kind, second.post, second.cost_item_id) == (
        ClaimLineKind.COST, CostPost.OPERATING, named("Salle"),
    )  # fmt: skip


def test_the_records_behind_the_amounts_stand_as_they_are() -> None:
    records = ClaimRecords(
        cost_items=(an_item("Salle", "10.00"),), hourly_rates=(a_rate("P1", CostMethod.M3A, "27.90"),)
    )
    found = a_snapshot(a_staff_line(1), records=records)
    assert (found.cost_items, found.hourly_rates) == (records.cost_items, records.hourly_rates)
    assert (found.payroll, found.timesheets) == ((), ())


def test_every_dated_value_of_lines_and_totals_stands_once_by_name() -> None:
    cost = staff_cost_variable_time(Decimal("3912.37"), Decimal("98.50"), Decimal("133.00"), date(2026, 5, 31))
    lines = a_staff_line(1, trace=cost.trace), a_staff_line(2, trace=cost.trace)
    names = [use.name for use in a_snapshot(*lines).parameters]
    assert names == sorted({use.name for use in cost.trace.parameters}) != []
    assert a_snapshot(a_staff_line(1)).parameters == ()
    assert a_snapshot(a_staff_line(1)).traces == {"staff_cost": TRACE}


def test_what_was_typed_in_the_place_of_records_is_told() -> None:
    typed = a_snapshot(a_staff_line(1), other_resources=Decimal("12.00"), already_paid=Decimal("30.00")).typed
    assert (str(typed.other_resources), str(typed.already_paid)) == ("12.00", "30.00")
    spoken = a_snapshot(a_staff_line(1)).typed
    assert (spoken.other_resources, spoken.already_paid) == (None, None)


def test_what_facilitation_achieved_and_the_indicators_are_frozen_too() -> None:
    file = replace(a_claim_file(a_staff_line(1), facilitation=FACILITATION), indicators={"EECO01": 4})
    found = freeze(file, SIGNATURE, ("Exact.",), AT)
    assert (found.facilitation, found.indicators) == (FACILITATION, {"EECO01": 4})
    assert a_snapshot(a_staff_line(1)).indicators is None


def test_a_party_that_has_no_siret_stands_under_the_identifier_that_it_has() -> None:
    abroad = an_organisation("Bruxelles", identifier="BE0123", identifier_kind="TVA")
    found = freeze(replace(a_claim_file(a_staff_line(1)), beneficiary=abroad), SIGNATURE, ("Exact.",), AT)
    assert (found.beneficiary.identifier, found.beneficiary.identifier_kind) == ("BE0123", "TVA")


def test_findings_and_their_waivers_stand_in_the_snapshot() -> None:
    finding = Finding(code="CLM-130", field="lines[0]", severity=Severity.WARNING, values={"a": "b"})
    waiver = Waiver(code="CLM-130", field="lines[0]", reason="Vu.", waived_by=UUID(int=6), waived_at=AT)
    found = a_snapshot(a_staff_line(1), findings=(finding,), waivers=(waiver,))
    assert found.findings == (finding,)
    assert found.waivers == (
        SnapshotWaiver(code="CLM-130", field="lines[0]", reason="Vu.", waived_by=UUID(int=6), waived_at=AT),
    )


def test_the_bytes_read_back_give_the_same_snapshot_and_the_same_bytes() -> None:
    snapshot = a_snapshot(a_staff_line(1))
    content = snapshot.canonical_bytes()
    assert read_snapshot(content) == snapshot
    assert read_snapshot(content).canonical_bytes() == content


def test_the_bytes_have_sorted_keys_and_no_spaces_and_keep_accents() -> None:
    content = a_snapshot(a_staff_line(1)).canonical_bytes()
    kept = json.loads(content)
    assert list(kept) == sorted(kept)
    assert b'"name":"D\xc3\xa9partement"' in content
    assert kept["amounts"]["total_cost"] == "2897.51"


def test_the_hash_is_the_sha256_of_the_bytes() -> None:
    assert snapshot_hash(b"claim") == hashlib.sha256(b"claim").hexdigest()


def test_a_claim_of_the_first_format_is_read_with_what_it_did_not_have_left_empty() -> None:
    kept = json.loads(a_snapshot(a_staff_line(1)).canonical_bytes())
    later = ("rule_set_id", "inputs_hash", "facilitation", "filed_as", "typed", "returned", "hours_used", "declared")
    older = {name: value for name, value in kept.items() if name not in later} | {"format": "clause-claim/1"}
    found = read_snapshot(json.dumps(older).encode())
    assert (found.format, found.number) == ("clause-claim/1", 1)
    assert (found.rule_set_id, found.inputs_hash, found.declared) == (None, None, ())


def test_a_claim_of_a_format_to_come_is_not_read() -> None:
    kept = json.loads(a_snapshot(a_staff_line(1)).canonical_bytes()) | {"format": "clause-claim/3"}
    with pytest.raises(ValueError, match="clause-claim/2"):
        read_snapshot(json.dumps(kept).encode())
