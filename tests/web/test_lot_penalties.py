"""Penalties, final balances, alerts and the report of a lot, on their pages."""

import httpx

from tests.builders.compliance import PER_HOUR, a_lot_with_hours, owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.territory import Territory
from tests.web.reading import read_page
from tests.web.test_lot_obligations import followed, opened, send


async def test_a_proposal_is_frozen_read_by_the_buyer_and_decided(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot_with_hours(territory)
    path = f"/lots/{lot.id}/penalties"
    assert "ne prévoient pas de pénalité" in (await opened(client, territory, path)).text
    refused = await send(client, territory, f"/lots/{lot.id}/penalty-proposals")
    assert refused.status_code == 422
    await with_rules(territory, lot, PER_HOUR)
    assert "420,00 h × 35,00 €" in (await opened(client, territory, path)).text
    answer = await send(client, territory, f"/lots/{lot.id}/penalty-proposals")
    page = await followed(client, territory, answer)
    assert "figée à 14 700,00 €" in page.text
    proposal = answer.headers["location"]
    buyer = read_page(await client.get(proposal, headers=territory.buyer_agent.headers))
    assert "14 700,00 €" in buyer.text
    assert "outcome" not in buyer.fields
    typed = {"outcome": "REDUCED", "decided_on": "2026-06-15", "decided_by_name": "Achats", "reason": "Premier écart"}
    refused = await send(client, territory, f"{proposal}/decision", **typed)
    assert "#amount_eur" in read_page(refused).links
    assert read_page(refused).fields["decided_by_name"] == "Achats"
    page = await followed(
        client, territory, await send(client, territory, f"{proposal}/decision", **typed, amount_eur="1 000")
    )
    assert "Pénalité réduite : 1 000,00 €" in page.text
    listed = await opened(client, territory, "/penalty-proposals?decision=REDUCED")
    assert proposal in listed.links
    assert proposal not in (await opened(client, territory, "/penalty-proposals?decision=waiting")).links
    stranger = await client.get(proposal, headers=territory.other_facilitator.headers)
    assert stranger.status_code == 404


async def test_a_notice_is_settled_and_an_absence_withdrawn(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    notices = f"/lots/{lot.id}/formal-notices"
    typed = {"about": "HOURS", "reference": "LR 1", "sent_on": "2026-06-05"}
    early = await send(client, territory, notices, **typed, due_on="2026-06-01")
    assert "#due_on" in read_page(early).links
    page = await followed(client, territory, await send(client, territory, notices, **typed))
    settle = next(link for link in page.links if link.endswith("/settle"))
    form = await opened(client, territory, settle)
    taken = await send(client, territory, settle, settled_on="2026-06-10", version=form.fields["version"])
    page = await followed(client, territory, taken)
    assert "10/06/2026" in page.text
    assert "Annuler" in page.text
    absences = f"/lots/{lot.id}/absences"
    page = await followed(
        client, territory, await send(client, territory, absences, meeting="Lancement", happened_on="2026-02-03")
    )
    withdraw = next(link for link in page.links if link.endswith("/withdraw"))
    assert (await send(client, territory, withdraw)).status_code == 422
    page = await followed(client, territory, await send(client, territory, withdraw, reason="Excusée"))
    assert "Excusée" in page.text
    assert withdraw not in page.links


async def test_the_report_of_a_lot_is_complete_and_names_nobody(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot_with_hours(territory)
    path = f"/lots/{lot.id}/report"
    own = await opened(client, territory, path)
    for shown in ("490,00 h", "70,00 h", "Mois par mois", "Ce qui est dû, et pourquoi", "Figer le bilan final"):
        assert shown in own.text
    buyer = read_page(await client.get(path, headers=territory.buyer_agent.headers))
    assert "70,00 h" in buyer.text
    assert "remark" not in buyer.fields
    answer = await send(client, territory, f"/lots/{lot.id}/final-balances", remark="Deux embauches durables")
    page = await followed(client, territory, answer)
    assert "Deux embauches durables" in page.text
    assert "Insuffisance" in page.text
    again = await send(client, territory, f"/lots/{lot.id}/final-balances")
    assert again.status_code == 422
    balance = answer.headers["location"]
    assert (await client.get(balance, headers=territory.company_agent.headers)).status_code == 200
    assert (await client.get(balance, headers=territory.other_facilitator.headers)).status_code == 404


async def test_alerts_are_filtered_by_kind_and_by_buyer(client: httpx.AsyncClient, territory: Territory) -> None:
    assert "Aucune alerte aujourd’hui" in (await opened(client, territory, "/alerts")).text
    lot = await a_lot(territory.facilitator, territory)
    await owing(territory, lot, "500.00")
    everything = await opened(client, territory, "/alerts")
    assert "Aucune embauche" in everything.text
    assert f"/lots/{lot.id}" in everything.links
    assert f"/lots/{lot.id}" not in (await opened(client, territory, "/alerts?kind=SURPLUS")).links
    of_buyer = await opened(client, territory, f"/alerts?kind=NO_HIRE&buyer={territory.buyer.id}")
    assert f"/lots/{lot.id}" in of_buyer.links
