"""Steps 7 and 8 of the story: a facilitator's months of time, and the FSE+ claim that the intermediate body pulls."""

import hashlib
from datetime import date
from typing import Any

from clause.rules.calendar import Month, add_months
from clause.rules.working_days import public_holidays
from tests.scenarios.world import World, as_bytes

COST = "3912.37"


def _months(world: World) -> tuple[Month, Month]:
    """The last two months that are over."""
    this = world.today.replace(day=1)
    return Month.of(add_months(this, -2)), Month.of(add_months(this, -1))


def _working_days(month: Month) -> list[date]:
    """Monday to Friday without the public holidays of mainland France."""
    off = public_holidays(month.year)
    days = (date(month.year, month.number, number) for number in range(1, month.last_day.day + 1))
    return [day for day in days if day.weekday() < 5 and day not in off]


def open_operation(world: World) -> None:
    """8a. An operation with its agreement, an employment, a mission letter and the payroll of two months."""
    first, last = _months(world)
    bodies = world.manager_person.get("/intermediate-bodies")["items"]
    body_id = next(one["id"] for one in bodies if one["name"] == "Organisme intermédiaire du récit")
    world.operation = world.manager_person.post(
        "/operations",
        {
            "intermediate_body_id": body_id,
            "number": "202600042",
            "title": "Développer la clause sociale",
            "priority": "1",
            "specific_objective": "H",
            "region_category": "TRANSITION",
            "first_day": first.first_day.isoformat(),
            "last_day": add_months(first.first_day, 12).isoformat(),
            "agreement": {
                "reference": "CONV-42",
                "signed_on": first.first_day.isoformat(),
                "planned_total_cost": "60000.00",
                "grant_amount": "36000.00",
                "rate": "0.6000",
                "rate_decimals": 2,
                "cost_plan": "P40",
            },
        },
    )
    world.person_id = world.facilitator_person.get("/me")["id"]
    employment = world.manager_person.post(
        "/employments",
        {
            "person_id": world.person_id,
            "staff_number": "E-12",
            "job_title": "Facilitatrice de la clause sociale",
            "working_time_share": "1",
            "weekly_hours": "35.00",
            "first_day": first.first_day.isoformat(),
        },
    )
    letter = {"employment_id": employment["id"], "method": "M2", "first_day": first.first_day.isoformat()}
    issued = {"issued_on": first.first_day.isoformat()}
    world.manager_person.post(f"/operations/{world.operation['id']}/assignments", {**letter, **issued})
    for month in (first, last):
        world.manager_person.put(f"/employments/{employment['id']}/payroll/{month}", {"employer_cost": COST})
    world.say(f"8a. operation {world.operation['number']}, grant 36000.00 €, payroll {COST} € a month")


def _entries(world: World, month: Month) -> list[dict[str, Any]]:
    on_operation = {"operation_id": world.operation["id"], "activity": "COMPANY_SUPPORT", "hours": "5.00"}
    elsewhere = {"activity": "INTERNAL", "hours": "2.00"}
    return [{"day": day.isoformat(), **part} for day in _working_days(month) for part in (on_operation, elsewhere)]


def sign_months(world: World) -> None:
    """7. Two months of time: recorded and signed by the facilitator, approved by someone else, then frozen."""
    for month in _months(world):
        path = f"/timesheets/{world.person_id}/{month}"
        world.facilitator_person.put(f"{path}/entries", {"entries": _entries(world, month)})
        late = {"late_reason": "Recueil des heures terminé tard"}
        signed = world.facilitator_person.post(f"{path}/sign", late)
        world.facilitator_person.call("POST", f"{path}/approve", {}, expect=403)
        approved = world.manager_person.post(f"{path}/approve")
        assert (signed["state"], approved["state"]) == ("signed", "approved")
        frozen = {"if-match": f'"{approved["version"]}"'}
        refused = world.facilitator_person.call("PUT", f"{path}/entries", {"entries": []}, expect=409, headers=frozen)
        world.say(f"7. {month}: signed, approved by another, then frozen ({refused.json()['code']})")


def file_claim(world: World) -> None:
    """8b. A claim computed by the worker from approved months, signed by a person, submitted."""
    first, last = _months(world)
    manager = world.manager_person
    terms = {"first_month": str(first), "last_month": str(last), "kind": "interim", "other_resources": "0.00"}
    answer = manager.call("POST", f"/operations/{world.operation['id']}/claims", terms, expect=202)
    manager.wait(answer)
    claim_id = answer.json()["id"]
    claim = manager.get(f"/claims/{claim_id}")
    assert claim["state"] == "computed", claim
    manager.post(f"/claims/{claim_id}/sign")
    world.intermediate_body.call("GET", f"/oi/claims/{claim_id}", expect=404)
    submitted = manager.post(f"/claims/{claim_id}/submit")
    manager.wait_for(f"/jobs/{submitted['job_id']}")
    world.claim = manager.get(f"/claims/{claim_id}")
    amounts = world.claim["figures"]
    # By hand: two months at 5/7 of 3912.37 = 2794.55 each (half up), 40 % cut to the cent, 60 % cut to the cent.
    assert amounts["staff_cost"] == "5589.10", amounts
    assert amounts["flat_rate_amount"] == "2235.64", amounts
    assert amounts["total_cost"] == "7824.74", amounts
    assert amounts["amount_due"] == "4694.84", amounts
    world.say(
        f"8b. claim {first} to {last}: staff {amounts['staff_cost']} €, flat rate {amounts['flat_rate_amount']} €, "
        f"total {amounts['total_cost']} €, due {amounts['amount_due']} € ({amounts['binding']})"
    )


def pull_claim(world: World) -> None:
    """8c. The intermediate body pulls the claim, JSON and PDF, the same at each pull, and posts its receipt."""
    body = world.intermediate_body
    listed = body.get("/oi/claims")["items"]
    assert [one["id"] for one in listed] == [world.claim["id"]]
    path = f"/oi/claims/{world.claim['id']}"
    first, again = body.call("GET", path), body.call("GET", path)
    assert first.content == again.content
    unchanged = body.call("GET", path, headers={"if-none-match": first.headers["etag"]}, expect=304)
    assert unchanged.content == b""
    trace = body.get(f"{path}/trace")
    assert "4694.84" in as_bytes(trace).decode()
    pdf = body.call("GET", f"{path}/pdf").content
    assert pdf == body.call("GET", f"{path}/pdf").content
    assert pdf.startswith(b"%PDF-")
    receipt = body.post(f"{path}/receipt", {"reference": "AR-2026-1", "comment": "Bien reçu"})
    body.call("POST", f"{path}/receipt", {"reference": "AR-2026-2"}, expect=409)
    world.keep("claim.pdf", pdf)
    digest = hashlib.sha256(first.content).hexdigest()[:12]
    world.say(f"8c. pulled twice, {len(first.content)} bytes, sha256 {digest}…; receipt {receipt['reference']}")


STEPS = (open_operation, sign_months, file_claim, pull_claim)
