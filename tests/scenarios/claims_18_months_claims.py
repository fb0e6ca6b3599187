"""Steps 5 to 12 of the eighteen months: claims, what the intermediate body retains of them, payments and a recovery.

By hand. Camille's key is 5 ÷ 7 each month: 3 500.00 € make 2 500.00 €, 3 584.00 € make 2 560.00 €.
Dominique's share is 0.60: 3 000.00 € make 1 800.00 €. The flat rate is 40 % of staff, the fund's share 60 % of all.
"""

from datetime import datetime
from typing import Any

from clause.rules.calendar import FRANCE
from tests.scenarios.claims_18_months_ground import ADVANCES, RESOURCES
from tests.scenarios.claims_18_months_people import leave
from tests.scenarios.claims_18_months_world import FINAL_FIRST, FIRST, INTERIM_LAST, LAST, Found, Months

REJECTED, PARKED, REGULARISED = "2024-11", "2025-03", "2024-09"
OBSERVATIONS = "Les heures de novembre figurent bien sur la fiche signée ; nous prenons acte."


def _file(months: Months, name: str, operation: str, terms: Found, expected: dict[str, str]) -> Found:
    """A claim computed by the worker, signed and submitted; AssertionError when a figure is not the one expected."""
    answer = months.manager.call("POST", f"{months.operation(operation)}/claims", terms, expect=202)
    months.manager.wait(answer)
    claim: Found = months.manager.get(f"/claims/{answer.json()['id']}")
    assert claim["state"] == "computed", claim["findings"]
    months.claims[name] = claim
    figures = claim["figures"]
    assert {key: figures[key] for key in expected} == expected, figures
    months.manager.post(f"{months.claim(name)}/sign")
    submitted = months.manager.post(f"{months.claim(name)}/submit")
    if submitted["job_id"]:
        months.manager.wait_for(f"/jobs/{submitted['job_id']}")
    months.claims[name] = months.manager.get(months.claim(name))
    return months.claims[name]


def _lines(months: Months, name: str) -> list[Found]:
    lines: list[Found] = months.manager.get(f"{months.claim(name)}/lines")["items"]
    return lines


def _conclude(months: Months, name: str, stage: str, decisions: list[Found], expected: dict[str, str]) -> None:
    body = {"stage": stage, "scope": "full", "checklist_id": "CSF-18", "decisions": decisions}
    found = months.body.post(f"/oi{months.claim(name)}/verification", body)
    assert {key: found["figures"][key] for key in expected} == expected, found["figures"]


def _settle(months: Months, name: str, kind: str, amount: str, state: str) -> None:
    """The movement of money that settles a claim; a cent more is refused before."""
    path = f"/oi{months.claim(name)}/payments"
    submitted_at = datetime.fromisoformat(months.claims[name]["submitted_at"])
    paid_on = submitted_at.astimezone(FRANCE).date().isoformat()
    body = {"kind": kind, "paid_on": paid_on, "reference": f"{kind}-{name}"}
    euros, cents = amount.split(".")
    months.body.call("POST", path, {**body, "amount": f"{euros}.{int(cents) + 1:02d}"}, expect=422)
    months.body.post(path, {**body, "amount": amount})
    months.claims[name] = months.manager.get(months.claim(name))
    assert months.claims[name]["state"] == state, months.claims[name]["state"]


def file_interim_of_a(months: Months) -> None:
    """5. The interim claim of A, twelve months."""
    # 6 × 2 500.00 + 6 × 2 560.00 = 30 360.00; × 0.40 = 12 144.00; total 42 504.00; × 0.60 = 25 502.40.
    expected = {
        "staff_cost": "30360.00",
        "flat_rate_amount": "12144.00",
        "total_cost": "42504.00",
        "amount_due": "25502.40",
        "amount_requested": "25502.40",
        "binding": "RATE",
    }
    terms = {"first_month": FIRST, "last_month": INTERIM_LAST, "kind": "interim"}
    _file(months, "A-interim", "A", terms, expected)
    months.manager.call("POST", f"{months.operation('A')}/claims", terms, expect=(409, 422))
    months.say("5. interim claim of A: staff 30360.00 €, total 42504.00 €, requested 25502.40 €; a second one refused")


def verify_interim_of_a(months: Months) -> None:
    """6. One month is rejected, one parked; the beneficiary is heard; what remains is paid."""
    months.other_body.call("POST", f"/oi{months.claim('A-interim')}/verification/open", {}, expect=404)
    months.body.post(f"/oi{months.claim('A-interim')}/verification/open")
    by_month = {line["month"]: line["id"] for line in _lines(months, "A-interim") if line["month"]}
    decisions = [
        {
            "claim_line_id": by_month[REJECTED],
            "outcome": "deducted",
            "amount_deducted": "2500.00",
            "reason_code": "MISSING_EVIDENCE",
            "comment": "Bulletin illisible",
        },
        {"claim_line_id": by_month[PARKED], "outcome": "parked", "reason_code": "NOT_PAID"},
    ]
    # 30 360.00 − 2 500.00 − 2 560.00 = 25 300.00; × 0.40 = 10 120.00; total 35 420.00; × 0.60 = 21 252.00.
    # The advance of 11 520.00 is taken back with the balance: all of 21 252.00 is to be paid.
    expected = {
        "deducted": "2500.00",
        "parked": "2560.00",
        "retained_cost": "35420.00",
        "due_total": "21252.00",
        "to_settle": "21252.00",
    }
    _conclude(months, "A-interim", "interim", decisions, expected)
    final = {"stage": "final", "scope": "full", "decisions": []}
    early = months.body.call("POST", f"/oi{months.claim('A-interim')}/verification", final, expect=409).json()
    months.manager.post(f"{months.claim('A-interim')}/messages", {"text": OBSERVATIONS})
    _conclude(months, "A-interim", "final", [], expected)
    _settle(months, "A-interim", "PAYMENT", "21252.00", "paid")
    months.say(
        f"6. {REJECTED} rejected, {PARKED} parked, contradictory period ({early['code']} before it ends), "
        "observations, 21252.00 € paid"
    )


def file_and_pay_interim_of_b(months: Months) -> None:
    """7. The interim claim of B is retained as it is, and paid."""
    # 12 × 1 800.00 = 21 600.00; × 0.40 = 8 640.00; total 30 240.00; × 0.60 = 18 144.00.
    expected = {"staff_cost": "21600.00", "total_cost": "30240.00", "amount_requested": "18144.00"}
    terms = {"first_month": FIRST, "last_month": INTERIM_LAST, "kind": "interim"}
    _file(months, "B-interim", "B", terms, expected)
    months.body.post(f"/oi{months.claim('B-interim')}/verification/open")
    retained = {"retained_cost": "30240.00", "due_total": "18144.00", "to_settle": "18144.00"}
    _conclude(months, "B-interim", "interim", [], retained)
    _conclude(months, "B-interim", "final", [], retained)
    _settle(months, "B-interim", "PAYMENT", "18144.00", "paid")
    months.say("7. interim claim of B retained whole, 18144.00 € paid")


def regularise_pay(months: Months) -> None:
    """8. September 2024 cost 140.00 € more: the ordinary way is closed, a regularisation is recorded."""
    path = f"/employments/{months.employments['E-01']['id']}/payroll/{REGULARISED}"
    cost = {"employer_cost": "3640.00", "paid_on": "2025-10-28", "reason": "Rappel de prime"}
    current = months.manager.call("GET", path)
    version = {"if-match": current.headers.get("etag", '"1"')}
    refused = months.manager.call("PUT", path, cost, headers=version, expect=409).json()
    months.manager.post(f"{path}/regularise", cost, headers=version)
    months.say(f"8. payroll of {REGULARISED}: correction refused ({refused['code']}), regularised to 3640.00 €")


def record_resources(months: Months) -> None:
    """9. Other funders paid 20 000.00 € for each operation."""
    for name in months.operations:
        months.manager.post(f"{months.operation(name)}/resources", _resource(name))
    months.say(f"9. {RESOURCES} € of other resources for each operation")


def _resource(name: str) -> dict[str, Any]:
    return {
        "funder": "Communauté de communes",
        "kind": "COMMUNE_EPCI",
        "act_reference": f"DEL-2025-{name}",
        "act_on": "2025-03-10",
        "amount_committed": RESOURCES,
        "amount_received": RESOURCES,
        "amount_allocated": RESOURCES,
        "received_on": "2025-11-03",
    }


def file_final_of_a(months: Months) -> None:
    """10. The final claim of A: six months, the parked month that returns, the adjustment; then the balance."""
    # 6 × 2 560.00 = 15 360.00; returned 2 560.00; adjustment 3 640.00 × 5 ÷ 7 − 2 500.00 = 100.00: base 18 020.00.
    # × 0.40 = 7 208.00; total 25 228.00; since the start 35 420.00 + 25 228.00 = 60 648.00; × 0.60 = 36 388.80,
    # below the grant of 38 400.00 and below 60 648.00 − 20 000.00 = 40 648.00.
    # Paid so far 11 520.00 + 21 252.00 = 32 772.00; requested 36 388.80 − 32 772.00 = 3 616.80.
    expected = {
        "total_cost": "25228.00",
        "cost_to_date": "60648.00",
        "amount_due": "36388.80",
        "amount_requested": "3616.80",
        "binding": "RATE",
    }
    terms = {"first_month": FINAL_FIRST, "last_month": LAST, "kind": "final"}
    _file(months, "A-final", "A", terms, expected)
    found = {(line["kind"], line["month"]): line["amount"] for line in _lines(months, "A-final")}
    assert found["RETURNED", PARKED] == "2560.00", found
    assert found["ADJUSTMENT", REGULARISED] == "100.00", found
    assert ("STAFF", REJECTED) not in found, found
    months.body.post(f"/oi{months.claim('A-final')}/verification/open")
    retained = {"cost_to_date": "60648.00", "due_total": "36388.80", "to_settle": "3616.80", "own_funds": "4259.20"}
    _conclude(months, "A-final", "interim", [], retained)
    _conclude(months, "A-final", "final", [], retained)
    _settle(months, "A-final", "PAYMENT", "3616.80", "paid")
    months.say(f"10. final claim of A: {PARKED} returned, {REGULARISED} adjusted by 100.00 €, balance 3616.80 € paid")


def file_final_of_b(months: Months) -> None:
    """11. The final claim of B: other funders paid so much that part of what was paid goes back."""
    # 6 × 1 800.00 = 10 800.00; × 0.40 = 4 320.00; total 15 120.00; since the start 30 240.00 + 15 120.00 = 45 360.00.
    # × 0.60 = 27 216.00; 45 360.00 − 20 000.00 = 25 360.00 is less: that is due.
    # Paid so far 10 800.00 + 18 144.00 = 28 944.00; to be paid back 28 944.00 − 25 360.00 = 3 584.00.
    expected = {"total_cost": "15120.00", "cost_to_date": "45360.00", "amount_due": "25360.00", "binding": "RESOURCES"}
    terms = {"first_month": FINAL_FIRST, "last_month": LAST, "kind": "final"}
    _file(months, "B-final", "B", terms, expected)
    months.body.post(f"/oi{months.claim('B-final')}/verification/open")
    retained = {"due_total": "25360.00", "to_settle": "-3584.00"}
    _conclude(months, "B-final", "interim", [], retained)
    _conclude(months, "B-final", "final", [], retained)
    _settle(months, "B-final", "RECOVERY", "3584.00", "recovered")
    months.say("11. final claim of B: resources limit it to 25360.00 €, 3584.00 € paid back")


def add_up_payments(months: Months) -> None:
    """12. What was paid since the start is what is due, to the cent."""
    paid = {name: months.manager.get(f"{months.operation(name)}/payments") for name in months.operations}
    assert paid["A"]["paid_to_date"] == "36388.80", paid["A"]
    assert paid["B"]["paid_to_date"] == "25360.00", paid["B"]
    assert {one["amount"] for one in paid["B"]["items"]} == {ADVANCES["B"], "18144.00", "-3584.00"}
    for name in months.operations:
        state = months.manager.get(months.operation(name))["state"]
        assert state in ("settled", "in_retention"), state
    again = {"stage": "final", "decisions": []}
    months.body.call("POST", f"/oi{months.claim('A-final')}/verification", again, expect=409)
    months.say("12. paid in all: 36388.80 € for A, 25360.00 € for B; both settled, a further verification refused")


STEPS = (
    file_interim_of_a,
    verify_interim_of_a,
    file_and_pay_interim_of_b,
    regularise_pay,
    record_resources,
    leave,
    file_final_of_a,
    file_final_of_b,
    add_up_payments,
)
