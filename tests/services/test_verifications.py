"""The verification of a claim through the services: decided line by line, answered, concluded, corrected later."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from clause.domain.claim_standing import standing_of
from clause.domain.claims import Claim, ClaimState
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused
from clause.domain.operations import OperationState
from clause.domain.payments import PaymentKind
from clause.domain.verifications import (
    DeductionReason,
    LineOutcome,
    VerificationScope,
    VerificationStage,
    content_hash,
)
from clause.services import claim_messages, claims, intermediate_body, operations, payments, verifications
from clause.services.context import Context
from tests.builders.claims import a_claim
from tests.builders.settlements import FINAL, INTERIM, Settling, an_operation_to_settle, euros
from tests.builders.territory import Territory
from tests.builders.verifications import (
    TODAY,
    a_paid_claim,
    an_opened_claim,
    certified,
    conclusions,
    deducted,
    final_conclusions,
    lines_of,
    parked,
    payment,
)

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal(call: Awaitable[object]) -> ClauseError:
    with pytest.raises(ClauseError) as refused:
        await call
    return refused.value


async def state_of(territory: Territory, claim: Claim) -> ClaimState:
    return (await claims.load_claim(territory.manager.context, claim.id)).state


@pytest.fixture
async def settling(territory: Territory, transaction: None) -> Settling:
    """1 000.00 € of staff in April and in May: 1 400.00 € each with the flat rate, 840.00 € of FSE+."""
    return await an_operation_to_settle(territory, {INTERIM: "1000.00", FINAL: "1000.00"})


@pytest.fixture
async def claim(settling: Settling) -> Claim:
    return await settling.claim(INTERIM)


async def test_an_inadmissible_claim_frees_its_months(territory: Territory, settling: Settling, claim: Claim) -> None:
    officer = territory.oi_officer.context
    moved = await verifications.declare_inadmissible(officer, claim.id, "Sans pouvoir")
    assert moved.state is ClaimState.INADMISSIBLE
    (*_, last) = await claims.list_events(territory.manager.context, claim.id)
    assert (last.action, last.reason, last.actor_org_id) == (
        "declare_inadmissible",
        "Sans pouvoir",
        territory.intermediate_body.id,
    )
    again = await settling.claim(INTERIM)
    assert (again.number, again.state) == (2, ClaimState.SUBMITTED)
    assert (await refusal(verifications.open_verification(officer, claim.id))).code == "CLM-002"


async def test_a_rejected_month_takes_its_flat_rate_with_it(territory: Territory, claim: Claim) -> None:
    """250.00 € less: 750.00 + 300.00 = 1 050.00; 60 % of it is 630.00 instead of 840.00."""
    officer, manager = territory.oi_officer.context, territory.manager
    await an_opened_claim(territory.oi_officer, claim)
    (line,) = await lines_of(manager, claim)
    found = await verifications.record_conclusions(
        officer, claim.id, conclusions("interim", deducted(line, "250", DeductionReason.WRONG_KEY))
    )
    figures = found.figures
    assert (euros(figures.declared_cost), euros(figures.certified), euros(figures.deducted)) == (
        "1400.00",
        "750.00",
        "250.00",
    )
    (flat,) = figures.flat_rates
    assert (euros(flat.amount_declared), euros(flat.amount_retained)) == ("400.00", "300.00")
    assert (euros(figures.retained_cost), euros(figures.due_total)) == ("1050.00", "630.00")
    assert found.account["retained_cost"].result == "1050.00"
    assert await state_of(territory, claim) is ClaimState.CONTRADICTORY
    (stored,) = await verifications.list_verifications(manager.context, claim.id)
    assert content_hash(stored) == stored.content_hash
    assert stored == found.model_copy(update={"terms": found.terms.model_copy(update={"decisions": ()})})


async def test_without_a_reduction_the_conclusions_are_final_at_once(territory: Territory, claim: Claim) -> None:
    found = await final_conclusions(territory.oi_officer, territory.manager, claim)
    assert found.contradictory_until is None
    assert await state_of(territory, claim) is ClaimState.PAYABLE
    moves = [event.action for event in await claims.list_events(territory.manager.context, claim.id)]
    assert moves[-4:] == ["open_verification", "conclude_interim", "conclude_final", "find_payable"]


@pytest.mark.parametrize(("days", "is_open"), [(14, True), (15, True), (16, False)])
async def test_the_contradictory_period_lasts_until_its_day(
    territory: Territory, claim: Claim, days: int, is_open: bool
) -> None:
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    cut = deducted((await lines_of(territory.manager, claim))[0], "250.00")
    interim = await verifications.record_conclusions(officer.context, claim.id, conclusions("interim", cut))
    assert interim.contradictory_until == TODAY + timedelta(days=15)
    call = verifications.record_conclusions(officer.later(days=days), claim.id, conclusions("final"))
    if is_open:
        assert (await refusal(call)).code == "CSF-005"
        assert await state_of(territory, claim) is ClaimState.CONTRADICTORY
    else:
        assert euros((await call).figures.to_settle) == "630.00"


async def test_the_answer_ends_the_contradictory_period(territory: Territory, claim: Claim) -> None:
    officer, manager = territory.oi_officer.context, territory.manager
    await an_opened_claim(territory.oi_officer, claim)
    (line,) = await lines_of(manager, claim)
    await verifications.record_conclusions(officer, claim.id, conclusions("interim", deducted(line, "250.00")))
    await claim_messages.answer(manager.context, claim.id, "La pièce est jointe.")
    found = await verifications.record_conclusions(officer, claim.id, conclusions("final", certified(line)))
    assert euros(found.figures.to_settle) == "840.00"
    assert [message.kind for message in await claim_messages.list_messages(officer, claim.id)] == ["observations"]


async def test_final_conclusions_take_no_more_than_was_told(territory: Territory, claim: Claim) -> None:
    officer, manager = territory.oi_officer.context, territory.manager
    await an_opened_claim(territory.oi_officer, claim)
    (line,) = await lines_of(manager, claim)
    await verifications.record_conclusions(officer, claim.id, conclusions("interim", deducted(line, "250.00")))
    await claim_messages.answer(manager.context, claim.id, "Soit.")
    worse = conclusions("final", deducted(line, "250.02"))
    assert (await refusal(verifications.record_conclusions(officer, claim.id, worse))).code == "CSF-006"
    told = conclusions("interim", deducted(line, "250.02"))
    await verifications.record_conclusions(officer, claim.id, told)
    final = conclusions("final")
    assert (await refusal(verifications.record_conclusions(officer, claim.id, final))).code == "CSF-005"
    await claim_messages.answer(manager.context, claim.id, "Soit encore.")
    found = await verifications.record_conclusions(officer, claim.id, final)
    assert (found.version_no, euros(found.figures.deducted)) == (3, "250.02")


async def test_a_reduction_of_a_claim_without_interim_ones_is_told_first(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer.context
    await an_opened_claim(territory.oi_officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    await verifications.record_conclusions(officer, claim.id, conclusions("interim"))
    worse = conclusions("final", deducted(line, "1.00"))
    assert (await refusal(verifications.record_conclusions(officer, claim.id, worse))).code == "CSF-006"


async def test_claims_are_concluded_in_their_order(territory: Territory, settling: Settling, claim: Claim) -> None:
    last = await settling.claim(FINAL)
    officer = territory.oi_officer
    await an_opened_claim(officer, last)
    call = verifications.record_conclusions(officer.context, last.id, conclusions("interim"))
    refused = await refusal(call)
    assert (refused.code, refused.values["number"]) == ("CSF-004", 1)


async def test_a_claim_of_which_nothing_is_retained_is_settled_at_once(territory: Territory) -> None:
    settling = await an_operation_to_settle(territory, {FINAL: "1000.00"})
    claim = await settling.claim(FINAL)
    (line,) = await lines_of(territory.manager, claim)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim, deducted(line))
    assert (euros(found.figures.due_total), euros(found.figures.to_settle)) == ("0.00", "0.00")
    assert await state_of(territory, claim) is ClaimState.PAID
    settled = await operations.load_operation(territory.manager.context, settling.operation.id)
    assert settled.state is OperationState.SETTLED


async def test_a_parked_line_is_neither_retained_nor_lost(territory: Territory, claim: Claim) -> None:
    (line,) = await lines_of(territory.manager, claim)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim, parked(line))
    (decided,) = found.decisions
    assert (decided.outcome, euros(decided.amount_certified), euros(decided.amount_deducted)) == (
        LineOutcome.PARKED,
        "0.00",
        "0.00",
    )
    assert (euros(found.figures.parked), euros(found.figures.retained_cost)) == ("1000.00", "0.00")


async def test_who_prepared_or_signed_a_claim_does_not_verify_it(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer.context
    same = replace(officer, actor=officer.actor.model_copy(update={"id": territory.manager.user_id}))
    calls = [
        verifications.declare_inadmissible(same, claim.id, "Non"),
        verifications.open_verification(same, claim.id),
        verifications.record_conclusions(same, claim.id, conclusions("interim")),
        claim_messages.ask(same, claim.id, "Et donc ?", None),
    ]
    assert [type(await refusal(call)) for call in calls] == [Forbidden] * 4
    assert await state_of(territory, claim) is ClaimState.SUBMITTED


async def test_another_intermediate_body_finds_nothing(territory: Territory, claim: Claim) -> None:
    other = territory.other_oi_officer.context
    calls = [
        verifications.declare_inadmissible(other, claim.id, "Non"),
        verifications.open_verification(other, claim.id),
        verifications.record_conclusions(other, claim.id, conclusions("interim")),
        verifications.correct_claim(other, claim.id, conclusions("correction")),
        verifications.list_verifications(other, claim.id),
        verifications.load_standing(other, claim.id),
        claim_messages.ask(other, claim.id, "Et donc ?", None),
        claim_messages.list_messages(other, claim.id),
        payments.pay_claim(other, claim.id, payment("1.00", "V")),
        payments.pay_advance(other, claim.operation_id, payment("1.00", "V", PaymentKind.ADVANCE)),
        payments.list_claim_payments(other, claim.id),
        payments.list_operation_payments(other, claim.operation_id),
    ]
    assert [type(await refusal(call)) for call in calls] == [NotFound] * len(calls)


async def _every_call(context: Context, claim: Claim) -> list[str]:
    calls = [
        verifications.declare_inadmissible(context, claim.id, "Non"),
        verifications.open_verification(context, claim.id),
        verifications.record_conclusions(context, claim.id, conclusions("interim")),
        verifications.record_conclusions(context, claim.id, conclusions("final")),
        verifications.correct_claim(context, claim.id, conclusions("correction")),
        claim_messages.ask(context, claim.id, "Et donc ?", None),
        payments.pay_claim(context, claim.id, payment("1.00", "V")),
    ]
    return [(await refusal(call)).code for call in calls]


async def test_a_withdrawn_claim_is_not_verified(territory: Territory, claim: Claim) -> None:
    await claims.withdraw_claim(territory.manager.context, claim.id, "Paie provisoire")
    before = await claims.load_claim(territory.manager.context, claim.id)
    assert await _every_call(territory.oi_officer.context, claim) == ["CLM-002"] * 7
    assert await claims.load_claim(territory.manager.context, claim.id) == before


async def test_a_draft_does_not_exist_for_the_intermediate_body(territory: Territory, settling: Settling) -> None:
    draft = await a_claim(territory.manager, settling.operation, INTERIM, INTERIM)
    assert set(await _every_call(territory.oi_officer.context, draft)) == {"CSF-001", "CSF-031", "PMT-001"}


async def test_a_question_stops_the_clock_and_its_answer_starts_it(territory: Territory, claim: Claim) -> None:
    officer, manager = territory.oi_officer, territory.manager
    await an_opened_claim(officer, claim)
    question = await claim_messages.ask(officer.context, claim.id, "La clé ?", None)
    assert question.due_on == TODAY + timedelta(days=15)
    standing = standing_of((await verifications.load_standing(manager.context, claim.id)).conclusions)
    assert (standing.clock_stopped_on, standing.clarification_due_on) == (TODAY, question.due_on)
    assert (await refusal(claim_messages.ask(officer.context, claim.id, "Et ?", None))).code == "CLM-002"
    await claim_messages.answer(manager.later(days=4), claim.id, "Le temps.")
    standing = standing_of((await verifications.load_standing(manager.context, claim.id)).conclusions)
    assert (standing.clock_stopped_on, standing.interruption_days) == (None, 4)
    await claim_messages.ask(officer.later(days=5), claim.id, "Et la paie ?", TODAY + timedelta(days=8))
    await claim_messages.answer(manager.later(days=8), claim.id, "Jointe.")
    standing = standing_of((await verifications.load_standing(manager.context, claim.id)).conclusions)
    assert standing.interruption_days == 7


@pytest.mark.parametrize(("days", "is_open"), [(14, True), (15, True), (16, False)])
async def test_a_question_without_answer_ends_on_its_day(
    territory: Territory, claim: Claim, days: int, is_open: bool
) -> None:
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    await claim_messages.ask(officer.context, claim.id, "La clé ?", None)
    call = verifications.open_verification(officer.later(days=days), claim.id)
    if is_open:
        assert (await refusal(call)).code == "CSF-003"
    else:
        assert (await call).state is ClaimState.IN_VERIFICATION


@pytest.mark.parametrize(("due_on", "is_taken"), [(-1, False), (0, True), (1, True)])
async def test_a_question_is_due_today_at_the_earliest(
    territory: Territory, claim: Claim, due_on: int, is_taken: bool
) -> None:
    await an_opened_claim(territory.oi_officer, claim)
    call = claim_messages.ask(territory.oi_officer.context, claim.id, "?", TODAY + timedelta(days=due_on))
    if is_taken:
        assert (await call).due_on == TODAY + timedelta(days=due_on)
    else:
        assert (await refusal(call)).code == "CSF-033"


async def test_nothing_is_answered_when_nothing_was_asked(territory: Territory, claim: Claim) -> None:
    assert (await refusal(claim_messages.answer(territory.manager.context, claim.id, "Oui"))).code == "CSF-030"


async def test_each_move_comes_again_at_the_end_of_the_list(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer.context
    (before,) = await intermediate_body.list_claims(officer, updated_since=None, after=0, limit=9)
    await an_opened_claim(territory.oi_officer, claim)
    (after,) = await intermediate_body.list_claims(officer, updated_since=None, after=before.sequence, limit=9)
    assert (after.id, after.state) == (claim.id, ClaimState.IN_VERIFICATION)


async def test_a_sample_names_its_method_its_analysis_and_its_lines(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer.context
    await an_opened_claim(territory.oi_officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    bare = conclusions("interim", scope=VerificationScope.SAMPLE)
    refused = await refusal(verifications.record_conclusions(officer, claim.id, bare))
    assert [(finding.code, finding.field) for finding in refused.findings] == [
        ("CSF-104", "sample_method"),
        ("CSF-104", "risk_assessment_ref"),
        ("CSF-104", "sampled_line_ids"),
    ]
    full = bare.model_copy(
        update={"sample_method": "Une ligne sur dix", "risk_assessment_ref": "AR-7", "sampled_line_ids": (line.id,)}
    )
    found = await verifications.record_conclusions(officer, claim.id, full)
    assert [decision.in_sample for decision in found.decisions] == [True]
    unsampled = conclusions("interim", sampled_line_ids=(line.id,))
    refused = await refusal(verifications.record_conclusions(officer, claim.id, unsampled))
    assert [finding.code for finding in refused.findings] == ["CSF-103"]


async def test_more_resources_are_retained_never_fewer(territory: Territory) -> None:
    """Cost 1 400.00 less 600.00 is 800.00, below 60 %."""
    settling = await an_operation_to_settle(territory, {FINAL: "1000.00"})
    claim = await settling.claim(FINAL, other_resources=Decimal("500.00"))
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    fewer = conclusions("interim", other_resources=Decimal("499.99"))
    refused = await refusal(verifications.record_conclusions(officer.context, claim.id, fewer))
    assert isinstance(refused, Refused)
    assert [finding.code for finding in refused.findings] == ["CSF-115"]
    more = conclusions("interim", other_resources=Decimal("600.00"))
    found = await verifications.record_conclusions(officer.context, claim.id, more)
    assert (euros(found.figures.due_total), euros(found.figures.own_funds)) == ("800.00", "0.00")


async def _corrected(territory: Territory, claim: Claim, cut: str | None) -> list[str]:
    officer = territory.oi_officer.context
    (line,) = await lines_of(territory.manager, claim)
    decision = certified(line) if cut is None else deducted(line, cut, DeductionReason.AUDIT)
    terms = conclusions("correction", decision, reason="Audit n° 3", body="Autorité d'audit")
    found = await verifications.correct_claim(officer, claim.id, terms)
    return [euros(found.figures.to_settle), euros(found.figures.settles_at), await state_of(territory, claim)]


async def test_a_correction_is_a_new_version_and_its_difference_is_paid_back(
    territory: Territory, settling: Settling, claim: Claim
) -> None:
    """750.00 + 300.00 = 1 050.00, 60 % is 630.00: 210.00 back of 840.00."""
    officer = territory.oi_officer
    await final_conclusions(officer, territory.manager, claim)
    assert (await refusal(verifications.correct_claim(officer.context, claim.id, conclusions("correction")))).code == (
        "CLM-002"
    )
    await a_paid_claim(officer, claim.id, "VIR-1")
    assert await _corrected(territory, claim, "250.00") == ["-210.00", "630.00", ClaimState.RECOVERY_DUE]
    await a_paid_claim(officer, claim.id, "OR-1")
    assert await state_of(territory, claim) is ClaimState.RECOVERED
    assert await _corrected(territory, claim, None) == ["210.00", "840.00", ClaimState.PAYABLE]
    await a_paid_claim(officer, claim.id, "VIR-2")
    assert await _corrected(territory, claim, None) == ["0.00", "840.00", ClaimState.CORRECTED]
    versions = await verifications.list_verifications(territory.manager.context, claim.id)
    assert [(one.version_no, one.terms.stage, euros(one.figures.deducted)) for one in versions] == [
        (1, VerificationStage.INTERIM, "0.00"),
        (2, VerificationStage.FINAL, "0.00"),
        (3, VerificationStage.CORRECTION, "250.00"),
        (4, VerificationStage.CORRECTION, "0.00"),
        (5, VerificationStage.CORRECTION, "0.00"),
    ]


async def test_a_correction_of_an_earlier_claim_counts_what_later_ones_settle(
    territory: Territory, settling: Settling, claim: Claim
) -> None:
    """Both claims of 840.00; May is still to be paid when 250.00 of April fall: 210.00 back, and 840.00 stay due."""
    officer, manager = territory.oi_officer, territory.manager
    await final_conclusions(officer, manager, claim)
    await a_paid_claim(officer, claim.id, "VIR-1")
    last = await settling.claim(FINAL)
    await final_conclusions(officer, manager, last)
    assert await _corrected(territory, claim, "250.00") == ["-210.00", "630.00", ClaimState.RECOVERY_DUE]
    await a_paid_claim(officer, claim.id, "OR-1")
    await a_paid_claim(officer, last.id, "VIR-2")
    account = await payments.list_operation_payments(manager.context, settling.operation.id)
    assert euros(account.paid_to_date) == "1470.00"
    operation = await operations.load_operation(manager.context, settling.operation.id)
    assert operation.state is OperationState.SETTLED
    assert await _corrected(territory, claim, None) == ["210.00", "840.00", ClaimState.PAYABLE]
    operation = await operations.load_operation(manager.context, settling.operation.id)
    assert operation.state is OperationState.FINAL_CLAIM_DUE
