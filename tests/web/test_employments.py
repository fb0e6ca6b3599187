"""Employments and their pay on the pages: added, ended and taken back; a month typed in each way, and regularised."""

from datetime import date
from decimal import Decimal

import httpx

from clause.domain.employments import Employment
from clause.rules.calendar import Month
from clause.services import employments, payroll
from tests.builders.claims import a_claim, a_payroll, a_ready_operation, a_submitted_claim, an_employment
from tests.builders.pay import a_pdf, an_evidence_file
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

MAY = Month(2026, 5)


def pay_path(employment: Employment, month: str = "2026-05") -> str:
    return f"/employments/{employment.id}/payroll/{month}"


async def test_an_employment_is_added_and_its_end_changed_and_taken_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.manager.headers
    check(read_page(await client.get("/employments/new", headers=headers)), "new")
    data = {
        "person_id": str(territory.facilitator.user_id),
        "staff_number": "F-12",
        "job_title": "Facilitatrice",
        "working_time_share": "80",
        "weekly_hours": "28",
        "first_day": "2026-01-05",
        "weekdays": ["1", "2", "4", "5"],
        "holiday_zone": "METROPOLE",
    }
    refused = await client.post("/employments", headers=headers, data={**data, "staff_number": "!"})
    assert refused.status_code == 422
    assert "« Matricule » n’est pas lisible" in read_page(refused).text
    assert read_page(refused).fields["job_title"] == "Facilitatrice"
    made = await client.post("/employments", headers=headers, data=data)
    assert made.status_code == 303
    path = made.headers["location"]
    page = read_page(await client.get(path, headers=headers))
    check(page, path)
    assert "80,00 %" in page.text
    assert "lundi, mardi, jeudi, vendredi" in page.text
    ended = await client.post(f"{path}/end", headers=headers, data={"last_day": "2026-12-31", "version": "1"})
    assert ended.status_code == 303
    assert "au 31 décembre 2026" in read_page(await client.get(path, headers=headers)).text
    taken_back = await client.post(f"{path}/end", headers=headers, data={"last_day": "", "version": "2"})
    assert taken_back.status_code == 303
    stale = await client.post(f"{path}/end", headers=headers, data={"last_day": "2026-12-31", "version": "2"})
    assert "a changé depuis votre lecture" in read_page(stale).text
    (one,) = await employments.list_employments(territory.manager.context, person_id=None, after=None, limit=5)
    assert (one.working_weekdays, one.last_day) == ("1245", None)


async def test_the_list_counts_the_months_of_pay_that_are_missing(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.manager.headers
    assert "Aucun poste n’est enregistré" in read_page(await client.get("/employments", headers=headers)).text
    employment = await an_employment(territory.manager, territory.facilitator, first_day=date(2026, 3, 1))
    await a_payroll(territory.manager, employment, "2026-04")
    page = read_page(await client.get("/employments", headers=headers))
    assert "Camille Le Goff F-001 Facilitatrice de la clause sociale 100,00 % 35,00 h 01/03/2026 2" in page.text
    ended = read_page(await client.get("/employments?running=ended", headers=headers))
    assert "Rien ne correspond" in ended.text
    own = read_page(await client.get("/employments", headers=territory.facilitator.headers))
    assert "Mois de paie à saisir" not in own.text
    detail = read_page(await client.get(f"/employments/{employment.id}", headers=headers))
    assert pay_path(employment, "2026-03") in detail.links
    assert "3 912,37 €" in detail.text
    seen = await client.get(f"/employments/{employment.id}", headers=territory.facilitator.headers)
    assert "3 912,37" not in read_page(seen).text
    for stranger in (territory.other_manager, territory.company_agent):
        status = (await client.get(f"/employments/{employment.id}", headers=stranger.headers)).status_code
        assert status in (403, 404)


async def test_pay_is_typed_as_a_sum_by_parts_or_by_elements_with_its_payslip(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers, context = territory.manager.headers, territory.manager.context
    employment = await an_employment(territory.manager, territory.facilitator)
    path = pay_path(employment)
    for way in ("sum", "parts", "elements"):
        check(read_page(await client.get(f"{path}?way={way}", headers=headers)), way)
    parts = {"way": "parts", "version": "0", "gross": "2 800,00", "employer_contributions": "1 092,37"}
    assert (await client.post(path, headers=headers, data=parts)).status_code == 303
    found = await payroll.load_payroll(context, employment.id, MAY)
    assert found.latest.employer_cost == Decimal("3892.37")
    page = read_page(await client.get(path, headers=headers))
    assert page.fields["gross"] == "2\u202f800,00"
    assert "Comment ce coût est calculé" in page.text
    elements = {
        "way": "elements",
        "version": "1",
        "amount-BASE_PAY": "2900",
        "hours_paid": "151,67",
        "paid_on": "2026-06-05",
        "reason": "Prime",
    }
    slip = a_pdf("mai")
    sent = {"file": (slip.name, slip.content, slip.media_type)}
    assert (await client.post(path, headers=headers, data=elements, files=sent)).status_code == 303
    found = await payroll.load_payroll(context, employment.id, MAY)
    assert found.latest.employer_cost == Decimal("2900.00")
    assert found.latest.document_id is not None
    again = read_page(await client.get(path, headers=headers))
    assert again.fields["amount-BASE_PAY"] == "2\u202f900,00"
    assert "Version 1 : 3 892,37 €" in again.text
    later = read_page(await client.get(f"{pay_path(employment, '2026-06')}?from=before", headers=headers))
    assert later.fields["amount-BASE_PAY"] == "2\u202f900,00"
    assert later.fields["paid_on"] == ""


async def test_refused_pay_keeps_what_was_typed_and_names_the_field(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.manager.headers
    employment = await an_employment(territory.manager, territory.facilitator)
    path = pay_path(employment)
    bad = {"way": "elements", "version": "0", "amount-BASE_PAY": "beaucoup", "amount-NBI": "12"}
    page = read_page(await client.post(path, headers=headers, data=bad))
    assert "« beaucoup » n’est pas un montant" in page.text
    assert page.fields["amount-BASE_PAY"] == "beaucoup"
    kinds = await payroll.list_pay_elements(territory.manager.context)
    review = next(kind.code for kind in kinds if kind.eligibility == "review")
    undecided = {"way": "elements", "version": "0", f"amount-{review}": "50"}
    page = read_page(await client.post(path, headers=headers, data=undecided))
    assert f"#decision-{review}" in page.links
    nothing = read_page(await client.post(path, headers=headers, data={"way": "sum", "version": "0"}))
    assert "Donnez soit le coût employeur" in nothing.text
    before = await client.get(pay_path(employment, "2020-01"), headers=headers)
    assert before.status_code == 404
    assert (await client.get(path, headers=territory.facilitator.headers)).status_code == 403
    assert (await client.get(path, headers=territory.other_manager.headers)).status_code == 404


async def test_the_pay_of_a_claimed_month_is_regularised_with_a_reason(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    (employment,) = await employments.list_employments(manager.context, person_id=None, after=None, limit=5)
    path = pay_path(employment, "2026-01")
    assert "Régulariser" in read_page(await client.get(path, headers=manager.headers)).text
    data = {"way": "sum", "version": "1", "employer_cost": "3800"}
    without = await client.post(path, headers=manager.headers, data=data)
    assert "Une régularisation a besoin d’une raison" in read_page(without).text
    done = await client.post(path, headers=manager.headers, data={**data, "reason": "Trop-perçu"})
    assert done.status_code == 303
    assert "Régularisation" in read_page(await client.get(path, headers=manager.headers)).text


async def test_the_same_payslip_for_two_months_is_told(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    employment = await an_employment(manager, territory.facilitator)
    slip = await an_evidence_file(manager)
    for month in ("2026-04", "2026-05"):
        data = {"way": "sum", "version": "0", "employer_cost": "3900", "document_id": str(slip.id)}
        assert (await client.post(pay_path(employment, month), headers=manager.headers, data=data)).status_code == 303
    page = read_page(await client.get(pay_path(employment), headers=manager.headers))
    assert "Le même bulletin sert aussi pour avril 2026" in page.text
