"""Steps 7 to 9 of the complete clause: compliance and penalties, certificates that anyone checks, statistics."""

import csv
import io

from python_calamine import CalamineWorkbook

from tests.scenarios.client import ApiClient
from tests.scenarios.complete_contracts import LAST_DAY
from tests.scenarios.complete_world import Found, Past, refused

AFTER = "2026-01-01"


def read_compliance(past: Past) -> None:
    """7a. Compliance during and after the execution, the same for everyone who may read it, with alerts."""
    path = past.lot_path("works")
    for client in (past.facilitator, past.buyer, past.company):
        seen = client.get(f"{path}/compliance?on={AFTER}")
        figures = (seen["hours_owed"], seen["hours_credited"], seen["gap"], seen["expected"])
        assert figures == ("900.00", "890.00", "10.00", "900.00"), seen
        assert seen["status"] == "MISSED", seen
    past.second_buyer.call("GET", f"{path}/compliance", expect=404)
    half = past.facilitator.get(f"{path}/compliance?on=2025-03-31")
    assert (half["hours_owed"], half["hours_credited"], half["obligation_version"]) == ("900.00", "340.00", 2), half
    # Three people of 35 h a week on the lot, 275 days ahead: 3 × 35 × 275 ÷ 7.
    assert (half["forecast"], half["projected"]) == ("4125.00", "4465.00"), half
    alerts = past.facilitator.get(f"{past.lot_path('cleaning')}/alerts?on=2025-07-15")["items"]
    kinds = sorted(alert["kind"] for alert in alerts)
    assert kinds == ["FAR_BEHIND", "NO_HIRE"], alerts
    past.say(f"7a. 890.00 of 900.00 h, gap 10.00 h; in March 340.00 h, forecast {half['forecast']} h; alerts {kinds}")


def propose_penalties(past: Past) -> None:
    """7b. The penalties with their breakdown, frozen as a proposal; the buyer decides."""
    facilitator, path = past.facilitator, past.lot_path("works")
    notice = {"about": "DOCUMENTS", "reference": "LR 2025-17", "sent_on": "2025-10-01", "due_on": "2025-10-01"}
    sent = facilitator.post(f"{path}/formal-notices", notice)
    facilitator.call(
        "PATCH",
        f"/formal-notices/{sent['id']}",
        {"settled_on": "2025-10-13"},
        headers={"if-match": f'"{sent["version"]}"'},
    )
    past.proposal = facilitator.post(f"{path}/penalty-proposals", {"on": AFTER})
    penalties = past.proposal["penalties"]["penalties"]
    amounts = {one["terms"]["kind"]: one["amount_eur"] for one in penalties}
    assert amounts == {"MISSING_HOURS": "2000.00", "LATE_DOCUMENTS": "900.00"}, past.proposal
    assert past.proposal["amount_eur"] == "2900.00", past.proposal
    decision = {
        "outcome": "REDUCED",
        "decided_on": "2026-01-20",
        "decided_by_name": "Direction de la commande publique",
        "reason": "Dix heures seulement, première défaillance",
    }
    decisions = f"/penalty-proposals/{past.proposal['id']}/decision"
    wrong = refused(facilitator, decisions, {**decision, "amount_eur": "2900.01"})
    assert [field for _, field in wrong] == ["amount_eur"], wrong
    facilitator.post(decisions, {**decision, "amount_eur": "1000.00"})
    (decided,) = past.company.get(f"{decisions}s")["items"]
    assert (decided["outcome"], decided["amount_eur"]) == ("REDUCED", "1000.00"), decided
    past.say("7b. penalties: 10.00 h × 200.00 € + 12 days × 75.00 € = 2900.00 €; the buyer asks for 1000.00 €")


def close_the_lot(past: Past) -> None:
    """7c. The final balance of a lot, read by its buyer."""
    path = f"{past.lot_path('works')}/final-balances"
    made = past.facilitator.post(path, {"remark": "Deux embauches à l'issue du chantier"})
    (seen,) = past.buyer.get(path)["items"]
    figures = (seen["outcome"], seen["hours_owed"], seen["hours_credited"], seen["balance"])
    assert figures == ("SHORTFALL", "900.00", "890.00", "-10.00"), seen
    assert [one["hours_owed"] for one in seen["obligations"]] == ["833.00", "900.00", "950.00", "900.00"], seen
    by_mode = {one["mode"]: one["hours_credited"] for one in seen["by_mode"]}
    assert by_mode == {"DIRECT_HIRE": "590.00", "STAFF_SUPPLY": "300.00"}, seen
    assert seen["content_hash"] == made["content_hash"]
    past.say(f"7c. final balance: {seen['outcome_label']}, -10.00 h; {by_mode}")


def _certificate(past: Past, path: str, body: Found) -> Found:
    answer = past.facilitator.call("POST", path, body, expect=202)
    past.facilitator.wait(answer)
    made: Found = past.company.get(f"/certificates/{answer.json()['id']}")
    content = past.company.call("GET", f"/certificates/{made['id']}/pdf").content
    assert content.startswith(b"%PDF-")
    past.keep(f"{made['number']}.pdf", content)
    return made


def _standing(anyone: ApiClient, certificate: Found) -> str:
    """What someone without an account is told of a certificate, by the API and on the page."""
    code = certificate["verification_code"].lower().replace("-", "")
    page = anyone.http.get(f"/verify/{code}", follow_redirects=True)
    assert page.status_code == 200, page.text
    assert certificate["number"] in page.text
    told = anyone.get(f"/verify/{code}")
    assert "Kervella" not in f"{page.text}{told}"
    standing: str = told["standing"]
    return standing


def issue_certificates(past: Past) -> None:
    """8. Progress, final and yearly certificates; one made anew, one taken back; anyone may check them."""
    path = f"{past.lot_path('works')}/certificates"
    progress = _certificate(past, path, {"kind": "PROGRESS", "as_of": "2025-03-31"})
    final = _certificate(past, path, {"kind": "FINAL", "as_of": LAST_DAY})
    yearly = _certificate(past, f"/companies/{past.org_ids['company']}/certificates", {"year": 2025})
    assert progress["figures"]["hours_credited"] == "340.00", progress["figures"]
    shown = final["figures"]
    assert (shown["hours_credited"], shown["hours_pooled_out"], shown["gap"]) == ("890.00", "40.00", "10.00"), shown
    assert yearly["year"] == 2025, (yearly["figures"], yearly["breakdown"])
    by_lot = {one["lot_label"]: one["hours_credited"] for one in yearly["breakdown"]["lots"]}
    assert by_lot == {"Lot 1 : works": "890.00", "Lot 2 : group": "200.00", "Lot 3 : offer": "40.00"}, by_lot
    shown = yearly["figures"]
    assert (shown["hours_credited"], shown["hours_validated"], shown["lasting_hires"]) == ("1130.00", None, None), shown
    numbers = [int(one["number"].rsplit("-", 1)[-1]) for one in (progress, final, yearly)]
    assert numbers == [1, 2, 3], numbers
    anew = _certificate(past, f"/certificates/{progress['id']}/reissue", {"as_of": "2025-06-30"})
    assert anew["replaces_number"] == progress["number"], anew
    past.facilitator.post(f"/certificates/{final['id']}/revoke", {"reason": "Heures à vérifier"})
    past.certificates = {"progress": progress, "final": final, "yearly": yearly, "anew": anew}
    told = {name: _standing(past.anyone, one) for name, one in past.certificates.items()}
    assert told == {"progress": "SUPERSEDED", "final": "REVOKED", "yearly": "VALID", "anew": "VALID"}, told
    past.anyone.call("GET", "/verify/0000-0000-0000-0000", expect=404)
    past.second_company.call("GET", f"/certificates/{anew['id']}", expect=404)
    past.say(f"8. certificates {numbers} and {anew['number']}; checked without an account: {told}")


def consolidate_the_year(past: Past) -> None:
    """9. The year as JSON, CSV and a workbook; small groups are withheld from what leaves the organisation."""
    path = "/stats/consolidation?year=2025"
    for source, amount in (("LOCAL", "12000.00"), ("FSE", "36000.00"), ("STATE", "6000.00")):
        financing = {"year": 2025, "source": source, "amount_eur": amount, "posts_fte": "0.50"}
        past.facilitator.post("/post-financings", financing)
    year = past.facilitator.get(path)
    tables = {table["code"]: table for table in year["tables"]}
    total = tables["SEX"]["total"]["values"]
    # 930.00 h on the works, 40.00 of them pooled, and 280.50 h in the consortium; 1210.50 ÷ 1600 = 0.7566.
    assert (total["people"], total["hours_credited"], total["fte"]) == (5, "1210.50", "0.76"), total
    figures = {figure["code"]: figure["value"] for figure in year["figures"]}
    assert (figures["fse_per_local_euro"], figures["public_per_local_euro"]) == ("3.0000", "0.5000"), figures
    women = next(row for row in tables["SEX"]["rows"] if row["code"] == "F")["values"]
    assert (women["people"], women["hours_credited"]) == (3, "790.50"), women
    modes = {row["code"]: row["values"]["hours_credited"] for row in tables["MODE"]["rows"] if row["values"]["people"]}
    assert modes == {
        "DIRECT_HIRE": "630.00",
        "STAFF_SUPPLY": "300.00",
        "SUBCONTRACT": "200.00",
        "CO_CONTRACT": "80.50",
    }, modes
    published = past.facilitator.get(f"{path}&publication=true")
    sex = next(table for table in published["tables"] if table["code"] == "SEX")
    assert {row["values"]["people"] for row in sex["rows"]} == {None}, sex
    of_buyer = past.buyer.get(path)
    assert of_buyer["publication"] is True, of_buyer
    text = past.facilitator.call("GET", f"{path}&format=csv").content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert any("1210,50" in cell for row in rows for cell in row), rows
    book = past.facilitator.call("GET", f"{path}&format=xlsx").content
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    past.keep("2025.csv", text)
    past.keep("2025.xlsx", book)
    past.say(
        f"9. 2025: 5 people, 1210.50 h, 0.76 FTE; JSON, CSV, XLSX of {len(sheets)} sheets; groups under five withheld"
    )


STEPS = (read_compliance, propose_penalties, close_the_lot, issue_certificates, consolidate_the_year)
