"""Decisions in preparation: kept by line, weighed as conclusions would be, seen by their intermediate body alone."""

from decimal import Decimal

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.claims import Claim
from clause.domain.errors import ClauseError, NotFound
from clause.domain.verifications import LineDecision, LineOutcome, VerificationStage
from clause.services import verification_work, verifications
from tests.builders.settlements import INTERIM, Settling, an_operation_to_settle
from tests.builders.territory import Territory
from tests.builders.verifications import an_opened_claim, conclusions, deducted, lines_of, parked

pytestmark = pytest.mark.usefixtures("transaction")


@pytest.fixture
async def settling(territory: Territory, transaction: None) -> Settling:
    """1 000.00 € of staff: 1 400.00 € with the flat rate, 840.00 € of FSE+."""
    return await an_operation_to_settle(territory, {INTERIM: "1000.00"})


@pytest.fixture
async def claim(settling: Settling) -> Claim:
    return await settling.claim(INTERIM)


async def test_the_desk_shows_each_line_with_its_evidence_and_what_recording_would_give(
    territory: Territory, claim: Claim
) -> None:
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    before = await verification_work.load_desk(officer.context, claim.id)
    (file,) = before.files
    assert (file.line.id, file.decision.outcome, file.is_looked_at) == (line.id, LineOutcome.CERTIFIED, False)
    assert (len(file.timesheets), len(file.payrolls), file.letter is not None) == (1, 1, True)
    assert before.conclusions is not None
    assert before.conclusions.figures.to_settle == Decimal("840.00")
    await verification_work.save_decision(officer.context, claim.id, deducted(line, "100.00"))
    await verification_work.save_decision(officer.context, claim.id, deducted(line, "250.00"))
    desk = await verification_work.load_desk(officer.context, claim.id)
    assert (desk.looked_at, desk.stages) == (1, (VerificationStage.INTERIM,))
    assert desk.files[0].decision.amount_certified == Decimal("750.00")
    assert desk.conclusions is not None
    assert desk.conclusions.figures.to_settle == Decimal("630.00")
    assert await verifications.list_verifications(officer.context, claim.id) == []


async def test_recorded_conclusions_take_the_place_of_what_was_prepared(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    await verification_work.save_decision(officer.context, claim.id, parked(line))
    await verifications.record_conclusions(officer.context, claim.id, conclusions("interim", deducted(line, "10.00")))
    desk = await verification_work.load_desk(officer.context, claim.id)
    assert (desk.looked_at, desk.files[0].decision.amount_deducted) == (0, Decimal("10.00"))
    assert desk.stages == (VerificationStage.FINAL, VerificationStage.INTERIM)


async def test_a_decision_in_preparation_can_be_taken_back(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    await verification_work.save_decision(officer.context, claim.id, parked(line))
    await verification_work.forget_decision(officer.context, claim.id, line.id)
    desk = await verification_work.load_desk(officer.context, claim.id)
    assert (desk.looked_at, desk.files[0].decision.outcome) == (0, LineOutcome.CERTIFIED)


async def test_what_does_not_fit_is_refused_at_once(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer
    (line,) = await lines_of(territory.manager, claim)
    with pytest.raises(ClauseError) as early:
        await verification_work.save_decision(officer.context, claim.id, parked(line))
    assert early.value.code == "CSF-041"
    await an_opened_claim(officer, claim)
    for decision, code in (
        (deducted(line, "1000.01"), "CSF-113"),
        (LineDecision(claim_line_id=line.id, outcome=LineOutcome.PARKED), "CSF-109"),
    ):
        with pytest.raises(ClauseError) as refused:
            await verification_work.save_decision(officer.context, claim.id, decision)
        assert [finding.code for finding in refused.value.findings] == [code]


async def test_nobody_but_the_intermediate_body_sees_what_is_prepared(territory: Territory, claim: Claim) -> None:
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    await verification_work.save_decision(officer.context, claim.id, parked(line))
    for name, caller in territory.callers().items():
        await set_identity(caller.context.actor)
        seen = await sql.fetch_value("SELECT count(*) FROM verification_draft")
        assert seen == (1 if name in ("oi_officer", "oi_client") else 0), name
    with pytest.raises(NotFound):
        await verification_work.load_desk(territory.other_oi_officer.context, claim.id)
