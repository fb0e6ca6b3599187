"""Payments, advances and operations on the pages of an intermediate body, and what the beneficiary reads of them."""

from decimal import Decimal

import httpx
import pytest

from clause.services import assignments, payments
from tests.builders.searches import found_by
from tests.builders.settlements import INTERIM, Settling, an_operation_to_settle
from tests.builders.territory import Territory
from tests.builders.verifications import final_conclusions
from tests.web.reading import check, read_page


@pytest.fixture
async def settling(client: httpx.AsyncClient, territory: Territory) -> Settling:
    """1 000.00 € of staff: 1 400.00 € with the flat rate, 840.00 € of FSE+."""
    return await an_operation_to_settle(territory, {INTERIM: "1000.00"})


@pytest.fixture
async def claim_id(territory: Territory, settling: Settling) -> str:
    """A claim to be paid."""
    claim = await settling.claim(INTERIM)
    await final_conclusions(territory.oi_officer, territory.manager, claim)
    return str(claim.id)


async def test_a_claim_is_paid_in_parts_and_both_sides_see_it(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    oi, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}/payments"
    page = read_page(await client.get(path, headers=oi))
    check(page, path)
    assert page.fields["amount"] == "840,00"
    paid = {"kind": "PAYMENT", "amount": "600", "paid_on": "2026-06-15", "reference": "VIR-1"}
    refused = await client.post(path, headers=oi, data={**paid, "amount": "900,00"})
    page = read_page(refused)
    assert refused.status_code == 422
    assert "#amount" in page.links
    assert page.fields["reference"] == "VIR-1"
    assert (await client.post(path, headers=oi, data=paid)).status_code == 303
    doubled = await client.post(path, headers=oi, data={**paid, "amount": "1"})
    assert doubled.status_code == 422
    own = f"/claims/{claim_id}/payments"
    page = read_page(await client.get(own, headers=territory.facilitator.headers))
    check(page, own)
    assert "Reste à recevoir 240,00 €" in page.text
    assert "VIR-1" in page.text


async def test_a_payment_recorded_by_mistake_is_undone_with_its_reason(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    oi, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}/payments"
    paid = {"kind": "PAYMENT", "amount": "840", "paid_on": "2026-06-15", "reference": "VIR-1"}
    await client.post(path, headers=oi, data=paid)
    (row,) = await payments.list_all_payments(territory.oi_officer.context, kind=None, text=None, limit=9)
    undo = f"/oi/payments/{row.id}/reversal"
    check(read_page(await client.get(undo, headers=oi)), undo)
    refused = await client.post(undo, headers=oi, data={"reference": "ANN-1"})
    assert "« Motif » est à remplir." in read_page(refused).text
    undone = await client.post(undo, headers=oi, data={"reference": "ANN-1", "reason": "Mauvais bilan"})
    assert undone.headers["location"] == path
    page = read_page(await client.get(path, headers=oi))
    assert "Reste à payer 840,00 €" in page.text
    assert undo not in page.links
    listed = read_page(await client.get("/oi/payments?kind=REVERSAL", headers=oi))
    assert "ANN-1 Annulation d’une écriture" in listed.text
    assert "VIR-1" not in listed.text
    assert "Mauvais bilan" not in listed.text
    stranger = read_page(await client.get("/oi/payments", headers=territory.other_oi_officer.headers))
    assert "Aucun paiement enregistré." in stranger.text
    assert (await client.get(undo, headers=territory.other_oi_officer.headers)).status_code == 404


async def test_an_operation_shows_where_it_stands_and_takes_an_advance(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    oi, path = territory.oi_officer.headers, f"/oi/operations/{settling.operation.id}"
    listed = read_page(await found_by(client, "/oi/operations?q=brisemer", oi))
    assert path in listed.links
    assert "/oi/exports/operations-kohesio.csv" in listed.links
    assert path not in read_page(await found_by(client, "/oi/operations?q=zzz", oi)).links
    page = read_page(await client.get(path, headers=oi))
    check(page, path)
    assert "36 000,00 €" in page.text
    advance = {"amount": "10 800,01", "paid_on": "2026-02-02", "reference": "AV-1"}
    refused = await client.post(f"{path}/payments", headers=oi, data=advance)
    page = read_page(refused)
    assert refused.status_code == 422
    check(page, path)
    assert page.fields["amount"] == "10 800,01"
    assert (await client.post(f"{path}/payments", headers=oi, data={**advance, "amount": "10800"})).status_code == 303
    account = await payments.list_operation_payments(territory.manager.context, settling.operation.id)
    assert account.paid_to_date == Decimal("10800.00")
    export = await client.get("/oi/exports/operations-kohesio.csv", headers=oi)
    assert export.headers["content-type"].startswith("text/csv")
    assert (await client.get(path, headers=territory.other_oi_officer.headers)).status_code == 404


async def test_a_letter_is_rejected_with_a_reason_and_accepted_later(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    oi, path = territory.oi_officer.headers, f"/oi/operations/{settling.operation.id}"
    (view,) = await assignments.list_letters(territory.oi_officer.context, settling.operation.id)
    word = f"{path}/assignments/{view.letter.id}/acceptance"
    no = {"outcome": "rejected", "decided_on": "2026-06-15"}
    assert (await client.post(word, headers=oi, data=no)).status_code == 422
    assert (await client.post(word, headers=oi, data={**no, "comment": "Hors projet"})).status_code == 303
    page = read_page(await client.get(path, headers=oi))
    assert "Rejetée le 15 juin 2026 : Hors projet" in page.text
    yes = {"outcome": "accepted", "decided_on": "2026-06-15"}
    assert (await client.post(word, headers=oi, data=yes)).status_code == 303
    assert "Acceptée le 15 juin 2026" in read_page(await client.get(path, headers=oi)).text


async def test_a_step_is_recorded_or_refused_with_what_was_typed(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    oi, path = territory.oi_officer.headers, f"/oi/operations/{settling.operation.id}"
    refused = await client.post(f"{path}/moves", headers=oi, data={"action": "certify_start", "reason": "Reçu"})
    page = read_page(refused)
    assert refused.status_code == 422
    assert "#reference" in page.links
    assert "Reçu" in refused.text
    told = {"action": "certify_start", "day": "2026-06-10", "reference": "ATT-2"}
    assert (await client.post(f"{path}/moves", headers=oi, data=told)).status_code == 303
    assert "le 10 juin 2026" in read_page(await client.get(path, headers=oi)).text
