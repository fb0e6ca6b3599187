"""The bundle that an intermediate body really pulls, replayed by the program that stands alone."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from clause.domain.payroll import PayrollTerms
from clause.rules.calendar import Month
from clause.services import bundles, claims, employments, intermediate_body, payroll
from tests.builders.bundles import a_bundle
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.replayed_claims import write_bundle
from tests.builders.territory import Territory
from tests.builders.verifications import a_paid_claim, final_conclusions, lines_of, parked
from tests.replay.test_replay import replay

pytestmark = pytest.mark.usefixtures("transaction")


async def test_a_claim_handed_over_is_the_same_when_it_is_computed_from_its_bundle(
    territory: Territory, tmp_path: Path
) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-02")
    handed = await a_submitted_claim(territory.manager, claim)
    await a_bundle(handed.id)
    pulled = await bundles.load_bundle(territory.oi_client.context, handed.id)
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(pulled.content)
    assert replay(bundle) == (0, "same\n")


async def test_a_claim_with_a_correction_and_a_returned_line_is_the_same_too(
    territory: Territory, tmp_path: Path
) -> None:
    manager, months = territory.manager, ("2026-01", "2026-02", "2026-03")
    recorded = {"other_resources": None, "already_paid": None}
    operation = await a_ready_operation(manager, territory.facilitator, territory, months)
    first = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-02", **recorded))
    await final_conclusions(territory.oi_officer, manager, first, parked((await lines_of(manager, first))[1]))
    await a_paid_claim(territory.oi_officer, first.id, "VIR-1")
    (employment,) = await employments.list_employments(
        manager.context, person_id=territory.facilitator.user_id, after=None, limit=9
    )
    terms = PayrollTerms(employer_cost=Decimal("3812.37"), reason="Régularisation des cotisations")
    await payroll.regularise_payroll(manager.context, employment.id, Month.parse("2026-01"), terms, 1)
    second = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-03", "2026-03", **recorded))
    _, lines = await claims.load_lines(manager.context, second.id)
    assert [line.kind.value for line in lines] == ["STAFF", "ADJUSTMENT", "RETURNED", "FLAT_RATE"]
    handed = await intermediate_body.load_claim(territory.oi_client.context, second.id)
    assert replay(write_bundle(tmp_path, json.loads(handed.content))) == (0, "same\n")
