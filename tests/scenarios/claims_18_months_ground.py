"""Steps 1 to 4 of the eighteen months: operations and advances, people and letters, payroll, time."""

from calendar import monthrange
from datetime import date
from typing import Any

from clause.rules.calendar import Month
from clause.rules.working_days import public_holidays
from tests.scenarios.claims_18_months_people import take_part
from tests.scenarios.claims_18_months_world import BODY_NAME, FIRST, LAST, Found, Months

FIRST_DAY, LAST_DAY = "2024-07-01", "2025-12-31"
# name: number, planned cost, grant
OPERATIONS = {"A": ("202400018", "64000.00", "38400.00"), "B": ("202400019", "60000.00", "36000.00")}
ADVANCES = {"A": "11520.00", "B": "10800.00"}
"""30 % of each grant: 0.30 × 38 400.00 and 0.30 × 36 000.00."""
RESOURCES = "20000.00"
MONTHS = [str(month) for month in Month.range(Month.parse(FIRST), Month.parse(LAST))]


def cost_of(staff_number: str, month: str) -> str:
    """What a month costs the employer: Camille earns more from January 2025 on, Dominique the same all along."""
    if staff_number == "E-02":
        return "3000.00"
    return "3500.00" if month < "2025-01" else "3584.00"


def open_operations(months: Months) -> None:
    """1. Two operations of eighteen months with their agreements, at 60 %; a rate above the ceiling is refused."""
    bodies = months.manager.get("/intermediate-bodies")["items"]
    body_id = next(one["id"] for one in bodies if one["name"] == BODY_NAME)
    for name, (number, planned, grant) in OPERATIONS.items():
        body = _operation(body_id, number, planned, grant)
        body["agreement"]["rate"] = "0.6001"
        refused = months.manager.call("POST", "/operations", body, expect=422).json()
        assert [one["field"] for one in refused["findings"]] == ["agreement.rate"], refused
        body["agreement"]["rate"] = "0.6000"
        if name == "B":
            body["participant_mode"] = "participants"
        months.operations[name] = months.manager.post("/operations", body)
    months.say("1. operations A and B, July 2024 to December 2025, 60 %; 60,01 % refused")


def _operation(body_id: str, number: str, planned: str, grant: str) -> Found:
    return {
        "intermediate_body_id": body_id,
        "number": number,
        "title": f"Développer la clause sociale {number}",
        "priority": "1",
        "specific_objective": "H",
        "region_category": "TRANSITION",
        "beneficiary_kind": "association",
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "agreement": {
            "reference": f"CONV-{number}",
            "signed_on": "2024-06-14",
            "planned_total_cost": planned,
            "grant_amount": grant,
            "rate": "0.6000",
            "rate_decimals": 2,
            "cost_plan": "P40",
        },
    }


def pay_advances(months: Months) -> None:
    """1b. The intermediate body pays 30 % in advance; one cent more is refused, and another body sees no operation."""
    for name, amount in ADVANCES.items():
        path = f"/oi{months.operation(name)}/payments"
        body = {"kind": "ADVANCE", "paid_on": "2024-08-01", "reference": f"AVANCE-{name}"}
        start = {"action": "certify_start", "at": "2024-07-01T08:00:00Z", "reference": f"Attestation {name}"}
        months.manager.post(f"{months.operation(name)}/moves", start)
        cent_more = f"{float(amount) + 0.01:.2f}"
        months.body.call("POST", path, {**body, "amount": cent_more}, expect=422)
        months.other_body.call("POST", path, {**body, "amount": amount}, expect=404)
        months.body.post(path, {**body, "amount": amount})
    months.say(f"1b. advances {ADVANCES['A']} € and {ADVANCES['B']} €, a cent more refused")


def employ(months: Months) -> None:
    """2. Camille works for A by the hours she records (M2), Dominique for B six tenths of the time (M1, accepted)."""
    people = {"E-01": months.camille, "E-02": months.dominique}
    for number, person in people.items():
        months.employments[number] = months.manager.post(
            "/employments",
            {
                "person_id": person.get("/me")["id"],
                "staff_number": number,
                "job_title": "Facilitateur ou facilitatrice de la clause sociale",
                "working_time_share": "1",
                "weekly_hours": "35.00",
                "first_day": "2024-01-01",
            },
        )
    months.manager.post(f"{months.operation('A')}/assignments", _letter(months, "E-01", "M2"))
    copy = {"file": ("lettre.pdf", b"%PDF-1.7\n% lettre de mission\n%%EOF\n", "application/pdf")}
    sent = months.manager.call("POST", "/evidence-files", data={"kind": "MISSION_LETTER"}, files=copy).json()
    fixed = {**_letter(months, "E-02", "M1"), "time_share": "0.6000", "missions": "Suivi des clauses."}
    fixed["document_id"] = sent["id"]
    letter = months.manager.post(f"{months.operation('B')}/assignments", fixed)
    accepted = {"outcome": "accepted", "decided_on": "2024-06-28", "reference": "OI-2024-0042"}
    months.body.post(f"/oi/assignments/{letter['id']}/acceptance", accepted)
    months.say("2. E-01 on A by recorded hours, E-02 on B at 60 % of the time, letter accepted")


def _letter(months: Months, number: str, method: str) -> dict[str, Any]:
    employment_id = months.employments[number]["id"]
    return {"employment_id": employment_id, "method": method, "first_day": FIRST_DAY, "issued_on": "2024-06-20"}


def record_payroll(months: Months) -> None:
    """3. Eighteen months of payroll for both, each paid on its 28th."""
    for number, employment in months.employments.items():
        for month in MONTHS:
            cost = {"employer_cost": cost_of(number, month), "paid_on": f"{month}-28"}
            months.manager.put(f"/employments/{employment['id']}/payroll/{month}", cost)
    months.say(f"3. payroll of {len(MONTHS)} months for two people")


def working_days(month: str) -> list[date]:
    """Weekdays of a month without the public holidays of mainland France."""
    year, number = Month.parse(month).year, Month.parse(month).number
    days = (date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1))
    return [day for day in days if day.weekday() < 5 and day not in public_holidays(year)]


def _entries(operation_id: str, month: str) -> list[dict[str, Any]]:
    on_operation = {"operation_id": operation_id, "activity": "COMPANY_SUPPORT", "hours": "5.00"}
    elsewhere = {"activity": "INTERNAL", "hours": "2.00"}
    return [{"day": day.isoformat(), **part} for day in working_days(month) for part in (on_operation, elsewhere)]


def sign_time(months: Months) -> None:
    """4. Eighteen months of Camille's time, five of seven hours each day for A, signed by her, approved by another."""
    operation_id, person_id = months.operations["A"]["id"], months.camille.get("/me")["id"]
    for month in MONTHS:
        path = f"/timesheets/{person_id}/{month}"
        months.camille.put(f"{path}/entries", {"entries": _entries(operation_id, month)})
        months.camille.post(f"{path}/sign", {"late_reason": "Recueil des heures terminé tard"})
        months.camille.call("POST", f"{path}/approve", {}, expect=403)
        approved = months.manager.post(f"{path}/approve")
        assert approved["state"] == "approved", approved
    months.say(f"4. {len(MONTHS)} months of time signed by E-01, refused to herself, approved by the manager")


STEPS = (open_operations, pay_advances, employ, take_part, record_payroll, sign_time)
