"""The bundle that an intermediate body really pulls, replayed by the program that stands alone."""

from pathlib import Path

import pytest

from clause.services import bundles
from tests.builders.bundles import a_bundle
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import Territory
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
