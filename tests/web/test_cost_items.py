"""Costs other than staff and hourly rates on the pages: recorded, refused, corrected, cancelled, fixed."""

from datetime import date
from decimal import Decimal

import httpx
import pytest

from clause.domain.operations import Operation
from clause.rules.cost_codes import CostPlan
from clause.services import cost_items, hourly_rates, operations
from tests.builders.claims import agreement_terms, an_employment, an_operation, operation_terms
from tests.builders.pay import a_cost_item, a_pdf, a_rate
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

COST = {
    "what": "PARTICIPANTS",
    "label": "Transport des participants",
    "incurred_on": "2026-05-11",
    "amount_declared": "120,00",
    "supplier": "Transports de la Baie",
    "document_reference": "F-118",
    "document_on": "2026-05-12",
    "amount_document": "240,00",
    "allocation_key": "Six participants sur douze",
    "paid_on": "2026-05-28",
    "flags": ["vat"],
}


@pytest.fixture
async def operation(territory: Territory) -> Operation:
    """An operation whose plan takes costs of participants."""
    return await an_operation(territory.manager, territory)


async def test_a_cost_is_recorded_corrected_and_cancelled(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    headers, base = territory.manager.headers, f"/operations/{operation.id}/cost-items"
    assert "Aucune dépense n’est enregistrée" in read_page(await client.get(base, headers=headers)).text
    form = read_page(await client.get(f"{base}/new", headers=headers))
    check(form, base)
    invoice = a_pdf("facture")
    sent = {"file": (invoice.name, invoice.content, invoice.media_type)}
    made = await client.post(base, headers=headers, data=COST, files=sent)
    assert made.status_code == 303
    path = made.headers["location"]
    page = read_page(await client.get(path, headers=headers))
    check(page, path)
    assert "Montant déclaré 120,00 €" in page.text
    assert page.fields["amount_document"] == "240,00"
    assert "Voir la pièce" in page.text
    without = await client.post(f"{path}/correct", headers=headers, data=COST)
    assert "« Motif de la correction » est à remplir" in read_page(without).text
    corrected = {**COST, "amount_declared": "100", "reason": "Clé revue"}
    changed = await client.post(f"{path}/correct", headers=headers, data=corrected)
    assert changed.status_code == 303
    assert "voir celle qui vaut" in read_page(await client.get(path, headers=headers)).text
    again = await client.post(f"{path}/correct", headers=headers, data=corrected)
    assert "a déjà été corrigée ou annulée" in read_page(again).text
    new = changed.headers["location"]
    cancelled = await client.post(f"{new}/cancel", headers=headers, data={"reason": "Saisie deux fois"})
    assert cancelled.status_code == 303
    found = await cost_items.list_items(territory.manager.context, operation.id, after=None, limit=10)
    assert [one.item.cancelled for one in found] == [False, False, True]
    assert "Rien ne correspond" in read_page(await client.get(base, headers=headers)).text
    every = read_page(await client.get(f"{base}?standing=cancelled", headers=headers))
    assert "1 ligne" in every.text


async def test_a_refused_cost_keeps_what_was_typed_and_names_its_fields(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    headers, base = territory.manager.headers, f"/operations/{operation.id}/cost-items"
    too_much = {**COST, "amount_declared": "300"}
    page = read_page(await client.post(base, headers=headers, data=too_much))
    assert "dépasse celui de la pièce" in page.text
    assert "#amount_declared" in page.links
    assert page.fields["supplier"] == "Transports de la Baie"
    unread = read_page(await client.post(base, headers=headers, data={**COST, "incurred_on": "hier"}))
    assert "« Date de la dépense » n’est pas lisible" in unread.text
    wrong = await client.post(base, headers=headers, data={**COST, "what": "ailleurs"})
    assert "« Poste ou unité » n’est pas lisible" in read_page(wrong).text


async def test_units_and_deliverables_are_those_of_the_agreement(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    options = {"unit_values": [{"code": "U1", "label": "Entretien", "value": "50.00"}]}
    agreement = agreement_terms(cost_plan=CostPlan.UC)
    agreement = agreement.model_copy(update={"options": type(agreement.options).model_validate(options)})
    manager = territory.manager
    operation = await operations.add_operation(manager.context, operation_terms(territory, "202500777"), agreement)
    base = f"/operations/{operation.id}/cost-items"
    form = read_page(await client.get(f"{base}/new", headers=manager.headers))
    assert "Entretien (50,00 € l’unité)" in form.text
    data = {"what": "unit:U1", "label": "Entretiens de mai", "incurred_on": "2026-05-31", "units": "12"}
    made = await client.post(base, headers=manager.headers, data=data)
    assert made.status_code == 303, read_page(made).text
    page = read_page(await client.get(made.headers["location"], headers=manager.headers))
    assert "Montant déclaré 600,00 €" in page.text
    assert page.fields["amount_declared"] == ""


async def test_a_rate_is_fixed_from_a_documented_cost_with_its_account(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    headers, base = territory.manager.headers, f"/operations/{operation.id}/hourly-rates"
    employment = await an_employment(territory.manager, territory.facilitator, first_day=date(2024, 1, 1))
    assert "Aucun taux horaire n’est fixé" in read_page(await client.get(base, headers=headers)).text
    check(read_page(await client.get(f"{base}/new", headers=headers)), base)
    data = {
        "employment_id": str(employment.id),
        "method": "M3a",
        "first_month": "2025-01",
        "last_month": "12/2025",
        "effective_on": "2026-01-01",
        "employer_cost": "48 000,00",
    }
    without = read_page(await client.post(base, headers=headers, data=data))
    assert "a besoin de la pièce qui le documente" in without.text
    assert without.fields["employer_cost"] == "48 000,00"
    calculation = a_pdf("taux")
    sent = {"file": (calculation.name, calculation.content, calculation.media_type)}
    assert (await client.post(base, headers=headers, data=data, files=sent)).status_code == 303
    (view,) = await hourly_rates.list_rates(territory.manager.context, operation.id)
    assert view.rate.hourly_rate == Decimal("27.90")
    page = read_page(await client.get(base, headers=headers))
    check(page, base)
    assert "Camille Le Goff (F-001)" in page.text
    assert "27,90 € de l’heure" in page.text
    missing = read_page(await client.post(base, headers=headers, data={}))
    assert "« Personne » est à remplir" in missing.text


async def test_costs_and_rates_are_closed_to_strangers(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    employment = await an_employment(territory.manager, territory.facilitator, first_day=date(2024, 1, 1))
    await a_rate(territory.manager, operation, employment)
    item = await a_cost_item(territory.manager, operation)
    paths = (
        f"/cost-items/{item.id}",
        f"/operations/{operation.id}/cost-items",
        f"/operations/{operation.id}/cost-items/new",
        f"/operations/{operation.id}/hourly-rates",
        f"/operations/{operation.id}/hourly-rates/new",
    )
    for path in paths:
        assert (await client.get(path, headers=territory.manager.headers)).status_code == 200
        assert (await client.get(path, headers=territory.other_manager.headers)).status_code == 404
        assert (await client.get(path, headers=territory.facilitator.headers)).status_code == 403
