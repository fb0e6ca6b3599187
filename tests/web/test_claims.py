"""Claims on the pages: who makes them and who receives them sees each one, and its file."""

import httpx

from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import Territory
from tests.web.reading import read_page


async def test_a_submitted_claim_is_listed_with_its_amount_and_its_file_on_both_sides(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    claim = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-02"))
    for reader in (manager, territory.facilitator, territory.oi_officer):
        page = read_page(await client.get("/claims", headers=reader.headers))
        assert f"Bilan intermédiaire n° {claim.number} Transmis" in page.text
        assert f"{operation.number} – {operation.title}" in page.text
        assert "de janvier 2026 à février 2026" in page.text
        assert "Montant demandé :" in page.text
        path = f"/claims/{claim.id}/pdf"
        assert path in page.links
        file = await client.get(path, headers=reader.headers)
        assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    for stranger in (territory.other_manager, territory.other_oi_officer):
        assert (await client.get(f"/claims/{claim.id}/pdf", headers=stranger.headers)).status_code == 404


async def test_a_computed_claim_is_not_seen_by_who_will_receive_it(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    await a_claim(manager, operation, "2026-01", "2026-01")
    own = read_page(await client.get("/claims", headers=manager.headers))
    assert "n° 1 Calculé" in own.text
    assert "janvier 2026" in own.text
    receiver = read_page(await client.get("/claims", headers=territory.oi_officer.headers))
    assert "Aucun bilan pour l’instant" in receiver.text
