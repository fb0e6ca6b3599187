"""Steps 1 to 3 of the complete clause: rules, what is owed by every method and on any day, and by whom."""

from datetime import UTC, datetime, timedelta

from clause.rules.calendar import FRANCE
from tests.builders.territory import fictional_siret
from tests.scenarios.complete_world import BUYER, COMPANY, SECOND_BUYER, SECOND_COMPANY, Found, Past, refused

FIRST_DAY, LAST_DAY = "2025-01-01", "2025-12-31"
ETTI, EI = fictional_siret(95), fictional_siret(96)


def open_contracts(past: Past) -> None:
    """0. Buyers, companies, two contracts and their lots."""
    facilitator = past.facilitator
    directory = {
        "buyer": ("buyers", BUYER),
        "second_buyer": ("buyers", SECOND_BUYER),
        "company": ("companies", COMPANY),
        "second_company": ("companies", SECOND_COMPANY),
    }
    for name, (kind, siret) in directory.items():
        (found,) = facilitator.get(f"/{kind}?siret={siret}")["items"]
        past.org_ids[name] = found["id"]
    for name, siret, kind in (("etti", ETTI, "ETTI"), ("ei", EI, "EI")):
        made = facilitator.post("/companies", {"siret": siret, "name": f"Structure {kind} de l'an passé"})
        change = {"structure_kind": kind, "company_size": "FROM_10_TO_49"}
        facilitator.call("PATCH", f"/companies/{made['id']}", change, headers={"if-match": f'"{made["version"]}"'})
        past.org_ids[name] = made["id"]
    for name, reference in (("buyer", "2025M001"), ("second_buyer", "2025D001")):
        body = {"buyer_id": past.org_ids[name], "reference": reference, "object": "Travaux et services de 2025"}
        past.contracts[name] = facilitator.post("/contracts", body)
    _add_lot(past, "works", "buyer", "1000000.00")
    _add_lot(past, "group", "buyer", "250000.00", consortium_kind="CONJOINT")
    _add_lot(past, "offer", "second_buyer", "400000.00")
    _add_lot(past, "framework", "second_buyer", "6000000.00")
    _add_lot(past, "cleaning", "second_buyer", "600000.00")
    past.say(f"0. {len(past.contracts)} contracts of 2025, {len(past.lots)} lots, {len(past.org_ids)} organisations")


def _add_lot(past: Past, name: str, buyer: str, amount: str, **more: str) -> None:
    number = str(len(past.lots) + 1)
    body: Found = {
        "label": f"Lot {number} : {name}",
        "number": number,
        "amount_excl_vat": amount,
        "notified_on": "2024-12-16",
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        **more,
    }
    past.lots[name] = past.facilitator.post(f"/contracts/{past.contracts[buyer]['id']}/lots", body)
    role = "LEAD_HOLDER" if name == "group" else "HOLDER"
    past.facilitator.post(f"{past.lot_path(name)}/holders", {"company_id": past.org_ids["company"], "role": role})
    if name == "group":
        member = {"company_id": past.org_ids["second_company"], "role": "CO_HOLDER"}
        past.facilitator.post(f"{past.lot_path(name)}/holders", member)


def fix_rules(past: Past) -> None:
    """1. The rules of a lot with its penalties; a value that is no rule is named; a second version keeps the first."""
    path = f"{past.lot_path('works')}/rule-sets"
    values = {"labour_share": "0.50", "insertion_rate": "0.05", "loaded_hourly_cost": "30.00"}
    penalties: list[Found] = [
        {"kind": "MISSING_HOURS", "rate_eur": "200.00", "article": "CCAP 8.2.2"},
        {"kind": "LATE_DOCUMENTS", "rate_eur": "75.00", "counted_from": "FORMAL_NOTICE", "article": "CCAP 8.2.2"},
    ]
    first: Found = {"values": values, "penalties": penalties, "effective_on": FIRST_DAY}
    wrong = refused(past.facilitator, path, {**first, "values": {**values, "insertion_rate": "5"}})
    assert [field for _, field in wrong] == ["values.insertion_rate"], wrong
    past.facilitator.post(path, first)
    cadence = {**values, "statement_cadence": "QUARTERLY", "statement_due_day": 15}
    past.facilitator.post(path, {**first, "values": cadence, "reason": "Relevés trimestriels, article 1.4"})
    versions = past.facilitator.get(path)["items"]
    assert [version["version_no"] for version in versions] == [1, 2]
    assert "statement_cadence" not in versions[0]["values"]
    rules = past.buyer.get(f"{past.lot_path('works')}/rules?on={FIRST_DAY}")["items"]
    own = {rule["name"]: rule["value"]["value"] for rule in rules if rule["is_own"]}
    assert own["statement_cadence"] == "QUARTERLY", own
    assert own["insertion_rate"] in ("0.05", "0.0500"), own
    past.say(f"1. rules: {len(own)} of {len(rules)} fixed by the lot, 200.00 € an hour, 75.00 € a day; two versions")


def _owe(past: Past, name: str, method: str, inputs: Found) -> str:
    body = {"method": method, "inputs": inputs, "effective_on": FIRST_DAY}
    hours: str = past.facilitator.post(f"{past.lot_path(name)}/obligations", body)["hours_owed"]
    return hours


def owe_by_every_method(past: Past) -> None:
    """2a. Amount, brackets, offer, staff take-over with its two refusals, and a ratio on invoices."""
    assert _owe(past, "works", "AMOUNT", {}) == "833.00"
    assert _owe(past, "group", "BRACKETS", {}) == "450.00"
    assert _owe(past, "offer", "OFFER", {"minimum_hours": "100.00", "offered_hours": "120.00"}) == "120.00"
    cleaning = {"months": 24, "transferable_monthly_hours": "400.00", "insertion_rate": "0.10"}
    path = f"{past.lot_path('cleaning')}/obligations"
    impossible = {**cleaning, "amount_excl_vat": "240000.00", "transferable_monthly_hours": "500.00"}
    too_few = {**cleaning, "insertion_rate": "0.01"}
    reasons = []
    for inputs in (impossible, too_few):
        body = {"method": "STAFF_TAKEOVER", "inputs": inputs, "effective_on": FIRST_DAY}
        answer = past.facilitator.call("POST", path, body, expect=422).json()
        reasons.append(answer["findings"][0]["code"] if answer.get("findings") else answer["code"])
    assert len(set(reasons)) == 2, reasons
    assert past.facilitator.get(path)["items"] == []
    assert _owe(past, "cleaning", "STAFF_TAKEOVER", cleaning) == "1440.00"
    past.say(f"2a. owed: amount 833.00, brackets 450.00, offer 120.00, take-over 1440.00, refused twice ({reasons})")


def follow_invoices(past: Past) -> None:
    """2b. A framework agreement: nothing up to the threshold, then an hour a full step; orders give the forecast."""
    lot = past.lot_path("framework")
    ratio = {"threshold": "2700000.00", "euros_per_step": "2000.00", "hours_per_step": "1.00"}
    assert _owe(past, "framework", "INVOICE_RATIO", ratio) == "0.00"
    invoices = (("2025-03-31", "2701999.00"), ("2025-04-30", "1.00"), ("2025-06-30", "298000.00"))
    due = []
    for number, (day, amount) in enumerate(invoices, 1):
        body = {"number": f"F-{number}", "issued_on": day, "amount_excl_vat": amount}
        past.facilitator.post(f"{lot}/invoices", body)
        due.append(past.second_buyer.get(f"{lot}/obligations/forecast?on={day}")["due"]["hours"])
    assert due == ["0.00", "1.00", "150.00"], due
    again = {"number": "F-1", "issued_on": "2025-07-01", "amount_excl_vat": "5.00"}
    past.facilitator.call("POST", f"{lot}/invoices", again, expect=409)
    order = {"number": "BC-1", "ordered_on": "2025-02-01", "amount_excl_vat": "5000000.00"}
    past.facilitator.post(f"{lot}/purchase-orders", {**order, "first_day": "2025-02-01", "last_day": LAST_DAY})
    forecast = past.facilitator.get(f"{lot}/obligations/forecast?on={LAST_DAY}")
    assert (forecast["due"]["hours"], forecast["forecast"]["hours"]) == ("150.00", "1150.00"), forecast
    past.say("2b. invoices: due 0.00, 1.00, then 150.00 h; orders of 5 000 000 € let expect 1150.00 h")


def change_what_is_owed(past: Past) -> None:
    """2c. A tranche, a modification and a relief each make a version; the past stays as it was known."""
    facilitator, lot = past.facilitator, past.lot_path("works")
    tranche = facilitator.post(f"{lot}/tranches", {"kind": "OPTIONAL", "label": "Aile nord", "hours": "67.00"})
    affirmed = facilitator.post(f"/tranches/{tranche['id']}/affirm", {"affirmed_on": "2025-03-01"})
    assert [one["owed"] for one in affirmed["versions"]] == ["900.00"], affirmed
    fixed = {"method": "FIXED", "inputs": {"hours_owed": "950.00"}, "effective_on": "2025-06-01"}
    facilitator.post(
        f"/contracts/{past.contracts['buyer']['id']}/modifications",
        {
            "lot_id": past.lots["works"]["id"],
            "number": "1",
            "notified_on": "2025-05-20",
            "amount_stated": "1100000.00",
            "obligation": fixed,
        },
    )
    notice = {"received_on": "2025-08-18", "is_registered_letter": True, "content": "Chantier ralenti"}
    facilitator.post(f"{lot}/difficulty-notices", notice)
    relief = {
        "kind": "REDUCTION",
        "hours_delta": "50.00",
        "first_day": "2025-09-01",
        "ground": "SHORT_TIME_WORK",
        "decided_by_name": "Direction des bâtiments",
        "decided_on": "2025-08-28",
    }
    decided = facilitator.post(f"{lot}/relief-decisions", relief)
    assert [one["owed"] for one in decided["versions"]] == ["900.00"], decided
    owed = {}
    for day in ("2025-02-28", "2025-03-01", "2025-06-01", LAST_DAY):
        owed[day] = past.company.get(f"{lot}/obligations/in-effect?on={day}")["hours"]["hours_owed"]
    assert list(owed.values()) == ["833.00", "900.00", "950.00", "900.00"], owed
    earlier = datetime.now(UTC).astimezone(FRANCE).date() - timedelta(days=2)  # a play may pass midnight
    before = past.company.get(f"{lot}/obligations/in-effect?on={LAST_DAY}&known_on={earlier.isoformat()}")
    assert before["hours"] is None, before
    past.say(f"2c. tranche, modification, relief: {', '.join(owed.values())} h; two days ago nothing was known")


def share_between_holders(past: Past) -> None:
    """3. A consortium with its split and a transfer, and a subcontractor; who owes what on a day."""
    facilitator, lot = past.facilitator, past.lot_path("group")
    lead, member = past.org_ids["company"], past.org_ids["second_company"]
    shares = [{"company_id": lead, "share": "0.6000"}, {"company_id": member, "share": "0.3000"}]
    wrong = refused(facilitator, f"{lot}/holder-splits", {"effective_on": FIRST_DAY, "shares": shares})
    assert [field for _, field in wrong] == ["shares"], wrong
    shares[1]["share"] = "0.4000"
    facilitator.post(f"{lot}/holder-splits", {"effective_on": FIRST_DAY, "shares": shares})
    transfer = {"from_company_id": member, "to_company_id": lead, "hours": "30.00", "effective_on": "2025-05-01"}
    facilitator.post(f"{lot}/holder-transfers", {**transfer, "reason": "Accord du 28 avril 2025"})
    positions = {}
    for day in ("2025-04-30", "2025-05-01"):
        found = facilitator.get(f"{lot}/holder-positions?on={day}")
        assert found["hours_owed"] == "450.00"
        positions[day] = [one["hours_owed"]["value"] for one in found["members"]]
    assert positions == {"2025-04-30": ["270.00", "180.00"], "2025-05-01": ["300.00", "150.00"]}, positions
    past.company.call("GET", f"{lot}/holder-splits", expect=403)
    subcontract = {
        "company_id": past.org_ids["ei"],
        "holder_company_id": lead,
        "declared_on": "2025-01-15",
        "first_day": "2025-02-01",
    }
    facilitator.post(f"{lot}/subcontractors", subcontract)
    past.say("3. consortium: 270.00 + 180.00 h, after the transfer 300.00 + 150.00 h; one subcontractor")


STEPS = (
    open_contracts,
    fix_rules,
    owe_by_every_method,
    follow_invoices,
    change_what_is_owed,
    share_between_holders,
)
