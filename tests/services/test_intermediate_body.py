"""What an intermediate body pulls: in order, frozen to the byte, its own only; and its receipt."""

import hashlib
import json
from datetime import timedelta

import pytest

from clause.documents.claim import render_claim
from clause.domain.claim_printing import document_of
from clause.domain.claim_snapshot import ClaimSnapshot, read_snapshot
from clause.domain.claims import Claim, ClaimState
from clause.domain.errors import ClauseError, Forbidden, NotFound, WrongState
from clause.domain.intermediate_body import OperationsAsked
from clause.gateways.seals import sealer
from clause.services import claims, intermediate_body, oi_operations
from clause.services.context import Context
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import NOW, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


@pytest.fixture
async def claim(territory: Territory, transaction: None) -> Claim:
    """A submitted claim for January, printed."""
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    return await a_submitted_claim(territory.manager, await a_claim(territory.manager, operation, "2026-01", "2026-01"))


async def _listed(context: Context, after: int = 0) -> list[tuple[int, ClaimState]]:
    found = await intermediate_body.list_claims(context, updated_since=None, after=after, limit=9)
    return [(one.number, one.state) for one in found]


async def test_a_draft_is_not_to_be_seen(territory: Territory) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    draft = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    signed = await claims.sign_claim(territory.manager.context, draft.id)
    assert signed.state is ClaimState.SIGNED
    assert await _listed(territory.oi_client.context) == []
    assert (await refusal_of(intermediate_body.load_claim(territory.oi_client.context, draft.id))).code == "OIB-001"


async def test_only_its_own_intermediate_body_sees_a_claim(territory: Territory, claim: Claim) -> None:
    other = territory.other_oi_client.context
    assert await _listed(territory.oi_client.context) == [(1, ClaimState.SUBMITTED)]
    assert await _listed(other) == []
    refusals = [
        await refusal_of(intermediate_body.load_claim(other, claim.id)),
        await refusal_of(intermediate_body.load_pdf(other, claim.id)),
        await refusal_of(intermediate_body.record_receipt(other, claim.id, "AR-1", None)),
    ]
    assert [(type(one), one.code) for one in refusals] == [(NotFound, "OIB-001")] * 3


async def test_nobody_else_reads_as_an_intermediate_body(territory: Territory, claim: Claim) -> None:
    for caller in (territory.manager, territory.buyer_agent, territory.company_client):
        assert isinstance(await refusal_of(intermediate_body.load_claim(caller.context, claim.id)), Forbidden)


async def test_a_claim_pulled_twice_gives_the_bytes_that_were_hashed(territory: Territory, claim: Claim) -> None:
    first = await intermediate_body.load_claim(territory.oi_client.context, claim.id)
    again = await intermediate_body.load_claim(territory.oi_officer.context, claim.id)
    assert first.content == again.content
    assert hashlib.sha256(first.content).hexdigest() == claim.snapshot_hash


async def test_a_snapshot_read_back_gives_the_same_bytes_and_the_same_pdf(territory: Territory, claim: Claim) -> None:
    handed = await intermediate_body.load_claim(territory.oi_client.context, claim.id)
    assert ClaimSnapshot.model_validate_json(handed.content).canonical_bytes() == handed.content
    pdf = await intermediate_body.load_pdf(territory.oi_client.context, claim.id)
    again = await sealer.seal(render_claim(document_of(handed.content), await sealer.octets()), NOW)
    assert again.content == pdf.content


async def test_people_stand_in_a_claim_by_staff_number_except_the_signatory(territory: Territory, claim: Claim) -> None:
    handed = await intermediate_body.load_claim(territory.oi_client.context, claim.id)
    text = handed.content.decode()
    assert territory.facilitator.context.actor.name not in text
    snapshot = json.loads(text)
    # The account says that two people signed a month; it stands there and nowhere else.
    assert [sheet.pop("signed_by") for sheet in snapshot["timesheets"]] == [str(territory.facilitator.user_id)]
    assert str(territory.facilitator.user_id) not in json.dumps(snapshot)
    assert snapshot["signature"]["name"] == territory.manager.context.actor.name
    assert {line["staff_number"] for line in snapshot["lines"]} == {"F-001", None}


FIRST_FORMAT = {
    "format", "claim_id", "number", "version", "kind", "first_month", "last_month", "operation", "beneficiary",
    "intermediate_body", "agreement", "assignments", "lines", "amounts", "traces", "parameters", "findings",
    "declarations", "signature", "submitted_at", "eu_mention",
}  # fmt: skip
LINE_OF_THE_FIRST_FORMAT = {
    "position", "kind", "staff_number", "function", "month", "method", "employer_cost", "hours_on_operation",
    "hours_worked", "amount", "employment_id", "timesheet_id", "payroll_month_id", "evidence", "trace",
}  # fmt: skip
NEW_AMOUNTS = {"other_costs", "flat_rates", "cap_before_balance", "advance_recovered"}


async def test_the_bytes_of_the_first_format_are_still_read(territory: Territory, claim: Claim) -> None:
    content = (await intermediate_body.load_claim(territory.oi_client.context, claim.id)).content
    written = {name: value for name, value in json.loads(content).items() if name in FIRST_FORMAT}
    written["format"] = "clause-claim/1"
    written["lines"] = [
        {name: value for name, value in line.items() if name in LINE_OF_THE_FIRST_FORMAT} for line in written["lines"]
    ]
    written["amounts"] = {name: value for name, value in written["amounts"].items() if name not in NEW_AMOUNTS}
    old = read_snapshot(json.dumps(written).encode())
    assert (old.format, old.timesheets, old.rule_set_id) == ("clause-claim/1", (), None)
    assert old.amounts.amount_requested == read_snapshot(content).amounts.amount_requested
    assert document_of(json.dumps(written).encode()).staff_cost == old.amounts.staff_cost


async def test_a_snapshot_holds_what_an_auditor_walks_back(territory: Territory, claim: Claim) -> None:
    snapshot = json.loads((await intermediate_body.load_claim(territory.oi_client.context, claim.id)).content)
    line = snapshot["lines"][0]
    assert (line["amount"], line["hours_on_operation"], line["hours_worked"]) == ("2897.51", "98.50", "133.00")
    assert line["evidence"]["payroll_version_no"] == 1
    assert len(line["evidence"]["timesheet_hash"]) == 64
    assert line["trace"]["formula_id"] == "CR-M2"
    assert snapshot["agreement"]["rate"] == "0.6000"
    assert {use["name"] for use in snapshot["parameters"]} >= {
        "flat_rate_p40",
        "rounding_eu_share",
        "rounding_flat_rate_amount",
        "rounding_staff_cost_line",
    }
    assert snapshot["amounts"]["amount_requested"] == snapshot["traces"]["amount_requested"]["result"]
    assert [letter["version_no"] for letter in snapshot["assignments"]] == [1]


async def test_claims_come_in_the_order_of_their_submission(territory: Territory, claim: Claim) -> None:
    manager = territory.manager
    (handed,) = await oi_operations.list_operations(territory.oi_client.context, OperationsAsked(), after=None, limit=9)
    second = await a_submitted_claim(manager, await a_claim(manager, handed.operation, "2026-02", "2026-02"))
    assert claim.oi_sequence is not None
    assert second.oi_sequence == claim.oi_sequence + 1
    assert await _listed(territory.oi_client.context) == [(1, ClaimState.SUBMITTED), (2, ClaimState.SUBMITTED)]
    assert await _listed(territory.oi_client.context, after=claim.oi_sequence) == [(2, ClaimState.SUBMITTED)]


async def test_a_withdrawn_claim_comes_again_at_the_end(territory: Territory, claim: Claim) -> None:
    assert claim.oi_sequence is not None
    await claims.withdraw_claim(territory.manager.context, claim.id, "Paie provisoire")
    assert await _listed(territory.oi_client.context, after=claim.oi_sequence) == [(1, ClaimState.WITHDRAWN)]


@pytest.mark.parametrize(("seconds", "count"), [(-1, 1), (0, 1), (1, 0)])
async def test_what_changed_since_an_instant(territory: Territory, claim: Claim, seconds: int, count: int) -> None:
    since = NOW + timedelta(seconds=seconds)
    found = await intermediate_body.list_claims(territory.oi_client.context, updated_since=since, after=0, limit=9)
    assert len(found) == count


async def test_a_receipt_is_given_once(territory: Territory, claim: Claim) -> None:
    oi = territory.oi_client.context
    receipt = await intermediate_body.record_receipt(oi, claim.id, "AR-1", "Bien reçu")
    assert (receipt.reference, receipt.received_at) == ("AR-1", NOW)
    (listed,) = await intermediate_body.list_claims(oi, updated_since=None, after=0, limit=9)
    assert (listed.receipt_reference, listed.received_at) == ("AR-1", NOW)
    refusal = await refusal_of(intermediate_body.record_receipt(oi, claim.id, "AR-2", None))
    assert (type(refusal), refusal.code) == (WrongState, "OIB-003")


async def test_a_withdrawn_claim_is_not_acknowledged(territory: Territory, claim: Claim) -> None:
    await claims.withdraw_claim(territory.manager.context, claim.id, "Paie provisoire")
    refusal = await refusal_of(intermediate_body.record_receipt(territory.oi_client.context, claim.id, "AR-1", None))
    assert (type(refusal), refusal.code) == (WrongState, "CLM-002")


async def test_the_pdf_is_waited_for(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    computed = await a_claim(manager, operation, "2026-01", "2026-01")
    await claims.sign_claim(manager.context, computed.id)
    await claims.submit_claim(manager.context, computed.id)
    refusal = await refusal_of(intermediate_body.load_pdf(territory.oi_client.context, computed.id))
    assert (type(refusal), refusal.code) == (WrongState, "OIB-002")
    assert (await refusal_of(claims.load_pdf(manager.context, computed.id))).code == "CLM-010"
