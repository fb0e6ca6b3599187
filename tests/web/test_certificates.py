"""Certificates on the pages: asked for by a form, followed while they are made, downloaded, taken back, checked."""

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from clause.domain.certificate_register import Certificate, CertificateFilters
from clause.domain.contracts import Lot
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.edge.authentication import CSRF_HEADER
from clause.rules.obligation import ObligationMethod
from clause.services import certificates, jobs, obligations
from tests.builders.certificates import a_certificate, ask_certificate, draw_certificate
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Caller, Territory
from tests.web.reading import read_page


async def an_owing_lot(territory: Territory) -> Lot:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    terms = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal("833.00")),
        effective_on=date(2026, 1, 1),
    )
    await obligations.set_obligation(who.context, lot.id, terms, None)
    return lot


async def send(client: httpx.AsyncClient, who: Caller, path: str, **data: str) -> httpx.Response:
    """A form as a browser sends it: the token in the form, not in a header."""
    cookie, token = who.headers["cookie"], who.headers[CSRF_HEADER]
    return await client.post(path, data={"_csrf_token": token, **data}, headers={"cookie": cookie})


async def test_a_form_leads_to_the_certificate_and_the_page_waits_for_its_file(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    answer = await send(client, who, f"/lots/{lot.id}/certificates", kind="PROGRESS", as_of="", remark="Bon élan.")
    assert answer.status_code == 303, answer.text
    waiting = read_page(await client.get(answer.headers["location"], headers=who.headers))
    assert waiting.metas["refresh"] == "2"
    assert "en préparation" in waiting.text
    listed = await certificates.list_certificates(who.context, CertificateFilters(lot_id=lot.id), after=None, limit=9)
    assert [(found.content.remark, found.content.figures_on) for found in listed] == [("Bon élan.", NOW.date())]
    await draw_certificate(who, listed[0])
    ready = read_page(await client.get(answer.headers["location"], headers=who.headers))
    assert "refresh" not in ready.metas
    assert f"{answer.headers['location']}/pdf" in ready.links


@pytest.mark.parametrize(
    ("data", "problem", "field"),
    [
        ({}, "Nature de l’attestation", "#kind"),
        ({"kind": "YEARLY"}, "Nature de l’attestation", "#kind"),
        ({"kind": "PROGRESS", "as_of": "hier"}, "Heures arrêtées au", "#as_of"),
        ({"kind": "PROGRESS", "remark": "x" * 1001}, "Observation", "#remark"),
        ({"kind": "PROGRESS", "remark": "a\0b"}, "Observation", "#remark"),
        ({"kind": "PROGRESS", "as_of": "2026-06-16"}, "un jour à venir", None),
        ({"kind": "FINAL"}, "Le bilan final n’est possible", None),
    ],
)
async def test_what_is_wrong_in_the_form_is_summed_up_with_a_link_to_the_field(
    client: httpx.AsyncClient, territory: Territory, data: dict[str, Any], problem: str, field: str | None
) -> None:
    lot = await an_owing_lot(territory)
    answer = await send(client, territory.facilitator, f"/lots/{lot.id}/certificates", **data)
    page = read_page(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Erreur")
    assert problem in page.text
    if field:
        assert field in page.links
        assert field[1:] in page.ids


async def test_what_was_typed_is_still_there_after_a_refusal(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    typed = {"kind": "FINAL", "as_of": "2026-05-01", "remark": "À <garder>"}
    page = read_page(await send(client, territory.facilitator, f"/lots/{lot.id}/certificates", **typed))
    assert page.fields["as_of"] == "2026-05-01"
    assert "À <garder>" in page.text


async def test_a_company_downloads_its_certificate(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    who = territory.company_agent
    listed = read_page(await client.get("/certificates", headers=who.headers))
    path = f"/certificates/{issued.id}/pdf"
    assert path in listed.links
    file = await client.get(path, headers=who.headers)
    assert file.headers["content-type"] == "application/pdf"
    assert issued.number in file.headers["content-disposition"]


async def test_a_download_that_is_too_early_is_a_page_not_a_program_s_answer(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    asked = await ask_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    answer = await client.get(f"/certificates/{asked.id}/pdf", headers=territory.facilitator.headers)
    assert answer.status_code == 409
    assert "en préparation" in read_page(answer).text


async def test_a_file_that_could_not_be_made_says_why_and_stops_refreshing(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    asked = await ask_certificate(who, (await an_owing_lot(territory)).id)
    assert asked.job_id is not None
    for _ in range(jobs.MAX_ATTEMPTS):
        await jobs.record_failure(who.context, asked.job_id, RuntimeError("no room"))
    page = read_page(await client.get(f"/certificates/{asked.id}", headers=who.headers))
    assert "n’a pas pu être préparé" in page.text
    assert "refresh" not in page.metas
    reader = read_page(await client.get(f"/certificates/{asked.id}", headers=territory.company_agent.headers))
    assert "en préparation" in reader.text


async def an_issued(territory: Territory) -> Certificate:
    return await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)


async def test_a_facilitator_revokes_with_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await an_issued(territory)
    path = f"/certificates/{issued.id}/revoke"
    without = await send(client, territory.facilitator, path, reason="  ")
    assert without.status_code == 422
    assert "#reason" in read_page(without).links
    done = await send(client, territory.facilitator, path, reason="Heures corrigées")
    assert (done.status_code, done.headers["location"]) == (303, f"/certificates/{issued.id}")
    again = await send(client, territory.facilitator, path, reason="Encore")
    assert again.status_code == 409
    assert (await certificates.load_certificate(territory.facilitator.context, issued.id)).revocation_reason == (
        "Heures corrigées"
    )


@pytest.mark.parametrize("reader", ["company_agent", "buyer_agent", "oi_officer", "other_facilitator"])
async def test_nobody_else_asks_or_revokes(client: httpx.AsyncClient, territory: Territory, reader: str) -> None:
    issued = await an_issued(territory)
    who = territory.callers()[reader]
    expected = 404 if reader == "other_facilitator" else 403
    asked = await send(client, who, f"/lots/{issued.lot_id}/certificates", kind="PROGRESS")
    revoked = await send(client, who, f"/certificates/{issued.id}/revoke", reason="Non")
    assert (asked.status_code, revoked.status_code) == (expected, expected)


async def test_a_form_without_its_token_changes_nothing(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await an_issued(territory)
    headers = {"cookie": territory.facilitator.headers["cookie"]}
    answer = await client.post(f"/certificates/{issued.id}/revoke", data={"reason": "Non"}, headers=headers)
    assert answer.status_code == 403
    unchanged = await certificates.load_certificate(territory.facilitator.context, issued.id)
    assert unchanged.version == issued.version


async def test_a_code_typed_by_hand_leads_to_its_page(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await an_issued(territory)
    answer = await client.get("/verify", params={"code": issued.code.lower().replace("-", "")})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/verify/{issued.code}")
    answer = await client.get(answer.headers["location"])
    page = read_page(answer)
    assert "authentique et en vigueur" in page.text
    assert page.h1 == [f"Attestation d’avancement n° {issued.number}"]
    for shown in (territory.company.name, territory.buyer.name, territory.facilitator_org.name, "833,00 h"):
        assert shown in page.text
    assert answer.headers["vary"] == "Accept"


async def test_a_code_that_nobody_issued_is_told_clearly(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/verify/7k3m9qxr2d4f8htw")
    page = read_page(answer)
    assert (answer.status_code, page.h1) == (404, ["Code inconnu"])
    assert "7K3M-9QXR-2D4F-8HTW" in page.text
    assert "code" in page.visible_fields


@pytest.mark.parametrize("typed", ["abc", "%00", "é" * 16, "x" * 500, "<script>alert(1)</script>"])
async def test_a_code_that_cannot_be_one_is_refused_with_the_form(
    client: httpx.AsyncClient, territory: Territory, typed: str
) -> None:
    answer = await client.get("/verify", params={"code": typed})
    assert answer.status_code == 400
    assert "#code" in read_page(answer).links or "ne peut pas exister" in read_page(answer).text


async def test_a_replaced_certificate_names_the_one_that_took_its_place(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, last_day=date(2026, 5, 31))
    terms = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal("9.00")),
        effective_on=date(2026, 1, 1),
    )
    await obligations.set_obligation(who.context, lot.id, terms, None)
    first = await a_certificate(who, lot.id, "FINAL")
    second = await a_certificate(who, lot.id, "FINAL")
    public = read_page(await client.get(f"/verify/{first.code}"))
    assert f"n° {second.number}" in public.text
    own = read_page(await client.get(f"/certificates/{first.id}", headers=who.headers))
    assert f"/certificates/{second.id}" in own.links


async def test_a_small_group_is_told_alike_on_the_page_and_to_who_checks_the_code(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    await a_validated_statement(who, await a_hire(who, territory, lot))
    certificate = await draw_certificate(who, await ask_certificate(who, lot.id))
    for path, headers in ((f"/certificates/{certificate.id}", who.headers), (f"/verify/{certificate.code}", {})):
        assert "par moins de 5 personnes." in read_page(await client.get(path, headers=headers)).text
    body = (await client.get(f"/verify/{certificate.code}", headers={"accept": "application/json"})).text
    assert "people" not in body
