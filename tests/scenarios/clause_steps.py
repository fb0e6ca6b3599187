"""Steps 1 to 6 of the story: contracts, obligation, people, hours, compliance, certificate."""

import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

from clause.rules.calendar import Month, add_months
from tests.builders.territory import fictional_siret
from tests.scenarios.world import World

BUYER_SIRET, COMPANY_SIRET, SECOND_COMPANY_SIRET = (fictional_siret(number) for number in (70, 71, 72))
HOURS_OWED = "833.00"


def _record(number: str, today: date, company: str, amount: float, **more: object) -> dict[str, Any]:
    notified = add_months(today.replace(day=1), -10)
    return {
        "id": number,
        "acheteur": {"id": BUYER_SIRET},
        "nature": "Marché",
        "objet": "Réhabilitation de l'école du Port - Lot 2 : gros œuvre",
        "codeCPV": "45210000-2",
        "techniques": {"technique": ["Sans objet"]},
        "modalitesExecution": {"modaliteExecution": ["Sans objet"]},
        "marcheInnovant": False,
        "ccag": "Travaux",
        "offresRecues": 3,
        "attributionAvance": False,
        "typeGroupementOperateurs": "Pas de groupement",
        "sousTraitanceDeclaree": False,
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "99001", "typeCode": "Code commune"},
        "dureeMois": 24,
        "dateNotification": notified.isoformat(),
        "datePublicationDonnees": notified.isoformat(),
        "montant": amount,
        "typesPrix": {"typePrix": ["Définitif ferme"]},
        "formePrix": "Forfaitaire",
        "titulaires": [{"titulaire": {"id": company, "typeIdentifiant": "SIRET"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Pas de considération environnementale"]},
        "modifications": [],
        **more,
    }


def decp_file(today: date) -> bytes:
    """A file in format 2.0: two lots under one identifier, one record that cannot be used, an amended one."""
    amended = {
        "modification": {
            "id": 1,
            "dateNotificationModification": today.isoformat(),
            "datePublicationDonneesModification": today.isoformat(),
            "montant": 1080000,
        }
    }
    records = [
        _record("2026STORY01", today, COMPANY_SIRET, 1000000),
        _record("2026STORY01", today, SECOND_COMPANY_SIRET, 200000, objet="École du Port - Lot 5 : peinture"),
        _record("2026STORY02", today, SECOND_COMPANY_SIRET, 90000, modifications=[amended]),
        {"id": "2026STORY03", "objet": "ni acheteur ni titulaire"},
    ]
    return json.dumps({"marches": {"marche": records, "contrat-concession": []}}).encode()


def import_contracts(world: World) -> None:
    """1. Contracts come in from open data; the same file again changes nothing."""
    content = decp_file(world.today)
    for attempt in ("first", "again"):
        answer = world.facilitator.call(
            "POST", "/imports", data={"kind": "decp"}, files={"file": ("marches.json", content, "application/json")}
        )
        world.facilitator.wait(answer)
        rows = world.facilitator.get(f"/imports/{answer.json()['id']}/rows")["items"]
        states = Counter(row["status"] for row in rows)
        world.say(f"1. import, {attempt}: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items())))
        assert len(rows) == 4
        assert states["refused"] == 1
        assert states["imported"] == (3 if attempt == "first" else 0)
    lots = world.facilitator.get("/lots")["items"]
    assert len(lots) == 3
    world.lot = next(lot for lot in lots if lot["amount_excl_vat"] == "1000000.00")
    assert world.lot["follow_up"] == "preselected"
    world.company_id = world.lot["holders"][0]["company"]["id"]
    follow = {"follow_up": "followed", "reason": "Clause au CCAP, article 1.4"}
    world.facilitator.call(
        "PATCH", f"/lots/{world.lot['id']}", follow, headers={"if-match": f'"{world.lot["version"]}"'}
    )


def set_obligation(world: World) -> None:
    """2. The obligation of the lot, with its trace; a second version leaves the first in place."""
    path = f"/lots/{world.lot['id']}/obligations"
    first_day = world.lot["first_day"]
    inputs = {"labour_share": "0.50", "insertion_rate": "0.05", "loaded_hourly_cost": "30.00"}
    made = world.facilitator.post(path, {"method": "AMOUNT", "effective_on": first_day, "inputs": inputs})
    assert made["hours_owed"] == HOURS_OWED, made
    fixed = {"method": "FIXED", "effective_on": world.today.isoformat(), "inputs": {"hours_owed": "900.00"}}
    world.facilitator.post(path, {**fixed, "reason": "Avenant n° 1"})
    versions = world.facilitator.get(path)["items"]
    assert [version["hours_owed"] for version in sorted(versions, key=lambda one: one["version_no"])] == [
        HOURS_OWED,
        "900.00",
    ]
    world.say(f"2. obligation: {made['hours_owed']} h owed ({made['trace']['formula']}), then 900.00 h from today")


def hire_someone(world: World) -> None:
    """3. A participant, an eligibility with its proof and decision, a hire."""
    start = add_months(world.today.replace(day=1), -3)
    person = world.facilitator.post(
        "/participants", {"first_name": "Amina", "last_name": "Berthier", "birth_date": "1994-03-08", "sex": "F"}
    )
    ground = world.facilitator.post(
        f"/participants/{person['id']}/eligibility",
        {
            "ground": "RSA",
            "proof_kind": "RSA_ATTESTATION",
            "proof_issued_on": (start - timedelta(days=30)).isoformat(),
            "assessed_on": (start - timedelta(days=5)).isoformat(),
        },
    )
    accepted = world.facilitator.post(f"/eligibility/{ground['id']}/accept", {})
    assert accepted["state"] == "ACCEPTED"
    world.hire = world.facilitator.post(
        "/hires",
        {
            "participant_id": person["id"],
            "eligibility_id": ground["id"],
            "lot_id": world.lot["id"],
            "company_id": world.company_id,
            "mode": "DIRECT_HIRE",
            "contract_type": "FIXED_TERM",
            "first_day": start.isoformat(),
            "weekly_hours": "35.00",
        },
    )
    world.say(f"3. hire from {start}, eligible until {world.hire['eligible_last_day']}")


def _declare(world: World, month: Month, hours: str) -> str:
    body = {"month": str(month), "lines": [{"hire_id": world.hire["id"], "hours_declared": hours}]}
    statement: str = world.company.post("/hours-statements", body)["id"]
    world.company.post(f"/hours-statements/{statement}/submit")
    return statement


def declare_and_validate(world: World) -> None:
    """4. Hours declared, one month refused with a reason, validated, booked; one entry corrected by reversal."""
    first = Month.of(date.fromisoformat(world.hire["first_day"]))
    refused = _declare(world, first, "130.00")
    world.facilitator.post(f"/hours-statements/{refused}/reject", {"reason": "La feuille de présence manque"})
    for month, hours in ((first, "120.00"), (first.next, "110.50")):
        statement = _declare(world, month, hours)
        world.facilitator.post(f"/hours-statements/{statement}/validate", {})
    entries = world.facilitator.get(f"/ledger-entries?lot={world.lot['id']}")["items"]
    assert [entry["hours_credited"] for entry in entries] == ["120.00", "110.50"], entries
    correction = {"reason": "Une journée comptée deux fois", "replacement": {"hours_validated": "113.00"}}
    world.facilitator.post(f"/ledger-entries/{entries[0]['id']}/reverse", correction)
    seen = world.company.get(f"/ledger-entries?lot={world.lot['id']}")["items"]
    assert sum(float(entry["hours_credited"]) for entry in seen) == 223.5
    world.say("4. hours: 130.00 refused, 120.00 and 110.50 booked, 120.00 reversed and replaced by 113.00")


def read_compliance(world: World) -> None:
    """5. Compliance on any day, the same figures for the facilitator, the buyer and the company."""
    path = f"/lots/{world.lot['id']}/compliance"
    yesterday = (world.today - timedelta(days=1)).isoformat()
    for client in (world.facilitator, world.buyer, world.company):
        seen = client.get(f"{path}?on={yesterday}")
        assert (seen["hours_owed"], seen["hours_credited"], seen["gap"]) == (HOURS_OWED, "223.50", "609.50"), seen
    today = world.buyer.get(path)
    assert today["hours_owed"] == "900.00"
    world.buyer.call("GET", f"/ledger-entries?lot={world.lot['id']}", expect=403)
    world.say(f"5. compliance: yesterday 223.50 of {HOURS_OWED} h (ratio {seen['ratio']}), today of 900.00 h")


def issue_certificate(world: World) -> None:
    """6. A certificate: asked for, made by the worker, downloaded by the company, checked by anyone."""
    answer = world.facilitator.call("POST", f"/lots/{world.lot['id']}/certificates", {"kind": "PROGRESS"}, expect=202)
    world.facilitator.wait(answer)
    certificate = world.company.get(f"/certificates/{answer.json()['id']}")
    pdf = world.company.call("GET", f"/certificates/{certificate['id']}/pdf").content
    assert pdf.startswith(b"%PDF-")
    assert pdf == world.facilitator.call("GET", f"/certificates/{certificate['id']}/pdf").content
    code = certificate["verification_code"]
    page = world.anyone.http.get(f"/verify/{code.lower().replace('-', '')}", follow_redirects=True)
    assert page.status_code == 200, page.text
    assert certificate["number"] in page.text
    assert world.anyone.http.get("/verify/0000-0000-0000-0000").status_code == 404
    world.keep(f"certificate-{certificate['number']}.pdf", pdf)
    world.say(f"6. certificate {certificate['number']}, code {code}, {len(pdf)} bytes, {_short(pdf)}")


def _short(content: bytes) -> str:
    return f"sha256 {hashlib.sha256(content).hexdigest()[:12]}…"


STEPS = (import_contracts, set_obligation, hire_someone, declare_and_validate, read_compliance, issue_certificate)
