"""Step 6 of the complete clause: hours by quarter and by spreadsheet, validated, corrected, and pooled between lots."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from python_calamine import CalamineWorkbook

from clause.rules.calendar import FRANCE
from tests.builders.spreadsheets import an_xlsx
from tests.scenarios.client import ApiClient
from tests.scenarios.complete_world import COMPANY, Found, Past, refused

HEADINGS = ("Heures effectuées", "Prénom", "Nom", "Mois", "N° de marché", "Lot", "SIRET")
JANUARY_TO_MARCH = {"first_month": "2025-01", "last_month": "2025-03"}
APRIL_TO_JUNE = {"first_month": "2025-04", "last_month": "2025-06"}
JULY_TO_SEPTEMBER = {"first_month": "2025-07", "last_month": "2025-09"}
TRAINING = "TRAINING_IN_CONTRACT"
GIVEN_UP_ON = date(2027, 3, 1)
"""From when a statement of February 2025 that never came is not looked for any more: after 24 months."""


def _line(past: Past, hire: str, month: str, hours: str, **more: str) -> Found:
    return {"hire_id": past.hires[hire]["id"], "month": f"2025-{month}", "hours_declared": hours, **more}


def _hand_over(client: ApiClient, body: Found) -> Found:
    made = client.post("/hours-statements", body)
    handed: Found = client.post(f"/hours-statements/{made['id']}/submit")
    assert handed["state"] == "SUBMITTED", handed
    return handed


def refuse_bad_hours(past: Past) -> None:
    """6a. Hours that cannot be are refused by their field, and nothing is kept."""
    company = past.company
    before = {"first_day": "2025-01-03", "last_day": "2025-01-03"}
    day = {"first_day": "2025-01-14", "last_day": "2025-01-14"}
    cases: tuple[tuple[list[Found], int, str], ...] = (
        ([_line(past, "nadia", "02", "400.00")], 422, "lines[0].hours_declared"),
        ([_line(past, "nadia", "02", "-7.00")], 400, "lines[0].hours_declared"),
        ([_line(past, "nadia", "01", "7.00", **before)], 422, "lines[0].first_day"),
        (
            [_line(past, "nadia", "01", "8.00", **day), _line(past, "nadia-offer", "01", "8.00", **day)],
            422,
            "lines[1].hours_declared",
        ),
    )
    codes = []
    for lines, status, field in cases:
        found = refused(company, "/hours-statements", {"period": JANUARY_TO_MARCH, "lines": lines}, status=status)
        assert field in [named for _, named in found], found
        codes.append(found[0][0])
    assert company.get("/hours-statements")["items"] == []
    past.say(
        f"6a. 400 h, negative hours, hours before the hire, two sites at once: each refused by its field ({codes})"
    )


def declare_quarters(past: Past) -> None:
    """6b. A quarter with training in one statement; a supplier's, a subcontractor's; a month of a co-contractor."""
    lines = [
        _line(past, "nadia", "01", "120.00"),
        _line(past, "nadia", "02", "120.00"),
        _line(past, "nadia", "02", "20.00", nature=TRAINING),
        _line(past, "nadia", "03", "120.00"),
        _line(past, "lucas", "01", "70.00"),
        _line(past, "lucas", "01", "50.00", nature=TRAINING, evidence="ATTENDANCE_SHEET"),
    ]
    quarter = _hand_over(past.company, {"period": JANUARY_TO_MARCH, "lines": lines, "evidence": "PAYSLIP"})
    assert len(quarter["lines"]) == 6
    suspended = [_line(past, "lucas", "09", "10.00")]
    _hand_over(past.company, {"period": JULY_TO_SEPTEMBER, "lines": suspended})
    supplied = [_line(past, "ibrahim", month, "100.00") for month in ("04", "05", "06")]
    of_etti = {"company_id": past.org_ids["etti"], "period": APRIL_TO_JUNE, "lines": supplied}
    _hand_over(past.facilitator, of_etti)
    subcontracted = [_line(past, "solene", month, "100.00") for month in ("02", "03")]
    of_ei = {"company_id": past.org_ids["ei"], "period": JANUARY_TO_MARCH, "lines": subcontracted}
    _hand_over(past.facilitator, of_ei)
    _hand_over(past.second_company, {"month": "2025-01", "lines": [_line(past, "mina", "01", "90.50")]})
    past.say("6b. statements: 500.00 h of a quarter, 70.00 of them training; 10.00, 300.00, 200.00 and 90.50 h")


def _rows(hours: Sequence[Any]) -> list[Sequence[Any]]:
    months = ("avril 2025", "05/2025", "2025-06")
    person = ("Nadia", "Kervella")
    return [
        HEADINGS,
        *([done, *person, month, "2025M001", "1", COMPANY] for done, month in zip(hours, months, strict=True)),
    ]


def _send(past: Past, content: bytes) -> Found:
    files = {"file": ("heures.xlsx", content)}
    answer = past.company.call("POST", "/imports", data={"kind": "hours"}, files=files, expect=202)
    past.company.wait(answer)
    found: Found = past.company.get(f"/imports/{answer.json()['id']}")
    return found


def import_spreadsheet(past: Past) -> None:
    """6c. A spreadsheet: a preview, the file to correct, the corrected one applied; the same again is unchanged."""
    company = past.company
    first = _send(past, an_xlsx(("T2", _rows(("50,00", 50.5, "trente")))))
    assert first["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}, first
    (row,) = company.get(f"/imports/{first['id']}/rows?status=refused")["items"]
    assert row["findings"][0]["field"] == "T2!A4", row
    back = company.call("GET", f"/imports/{first['id']}/corrected-file").content
    past.keep("corrected.xlsx", back)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    assert [str(line[0]).split()[0] for line in rows[1:]] == ["Nouveau", "Nouveau", "Refusé"], rows
    rows[3][rows[0].index(HEADINGS[0])] = "29,50"
    corrected = _send(past, an_xlsx(("T2", rows)))
    assert corrected["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0}, corrected
    company.wait(company.call("POST", f"/imports/{corrected['id']}/apply", {"submit": True}, expect=202))
    applied = company.get(f"/imports/{corrected['id']}")["application"]["statements"]
    assert sum(one["lines_declared"] for one in applied) == 3, applied
    again = _send(past, an_xlsx(("T2", _rows(("50,00", 50.5, 29.5)))))
    assert again["counts"] == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}, again
    past.say(f"6c. spreadsheet: 2 new, 1 refused ({row['findings'][0]['field']}); corrected: 3 new, applied, unchanged")


def validate_everything(past: Past) -> None:
    """6d. Everything handed over is validated; one line for fewer hours, with its reason."""
    facilitator = past.facilitator
    waiting = facilitator.get("/hours-statements?state=SUBMITTED&limit=50")["items"]
    for one in waiting:
        statement = facilitator.get(f"/hours-statements/{one['id']}")
        fewer = [
            {"line_id": line["id"], "hours_validated": "80.50", "reason": "Dix heures d'absence"}
            for line in statement["lines"]
            if line["hours_declared"] == "90.50"
        ]
        facilitator.post(f"/hours-statements/{one['id']}/validate", {"lines": fewer, "evidence_seen": "PAYSLIP"})
    assert facilitator.get("/hours-statements?state=SUBMITTED")["items"] == []
    sums = {}
    for name in ("works", "group"):
        entries = facilitator.get(f"/ledger-entries?lot={past.lots[name]['id']}&limit=100")["items"]
        sums[name] = f"{sum(float(entry['hours_credited']) for entry in entries):.2f}"
        left_out = {entry["not_credited_reason"] for entry in entries} - {None}
        assert left_out == ({"ELIGIBILITY_SUSPENDED"} if name == "works" else set()), left_out
    assert sums == {"works": "930.00", "group": "280.50"}, sums
    past.buyer.call("GET", f"/ledger-entries?lot={past.lots['works']['id']}", expect=403)
    positions = facilitator.get(f"/lots/{past.lots['group']['id']}/holder-positions?on=2025-12-31")
    through = [(one["hours_credited"], one["gap"]["value"]) for one in positions["members"]]
    assert through == [("200.00", "100.00"), ("80.50", "69.50")], through
    past.say(f"6d. {len(waiting)} statements validated: {sums['works']} and {sums['group']} h credited, 10.00 h not")


def _entry(past: Past, hire: str, month: str, hours: str) -> Found:
    entries = past.facilitator.get(f"/ledger-entries?hire={past.hires[hire]['id']}&month=2025-{month}")["items"]
    found: Found = next(entry for entry in entries if entry["hours_credited"] == hours)
    return found


def correct_an_entry(past: Past) -> None:
    """6e. An entry of March belongs to July: reversed and re-dated in one action, with its trail."""
    entry = _entry(past, "nadia", "03", "120.00")
    july = {"hours_validated": "120.00", "first_day": "2025-07-01", "last_day": "2025-07-31"}
    path = f"/ledger-entries/{entry['id']}"
    body = {"reason": "Heures de juillet, déclarées en mars", "replacement": july}
    done = past.facilitator.post(f"{path}/reverse", body)
    assert (done["reversal"]["hours_credited"], done["replacement"]["month"]) == ("-120.00", "2025-07"), done
    past.facilitator.call("POST", f"{path}/reverse", body, expect=409)
    trail = past.company.get(f"{path}/history")["items"]
    assert [one["hours_credited"] for one in trail] == ["120.00", "-120.00", "120.00"], trail
    past.say("6e. 120.00 h of March reversed and booked in July, the three entries in one trail")


def pool_hours(past: Past) -> None:
    """6f. A pooling agreement: no move before both buyers consent, never more than the entry holds."""
    facilitator = past.facilitator
    lots = [past.lots["works"]["id"], past.lots["offer"]["id"]]
    days = {"first_day": "2025-01-01", "last_day": "2025-12-31"}
    terms = {"company_id": past.org_ids["company"], "lot_ids": lots, "reference": "Convention 2025-1", **days}
    agreement = facilitator.post("/pooling-agreements", terms)
    assert (agreement["state"], len(agreement["awaited_buyers"])) == ("AWAITING_CONSENTS", 2), agreement
    path = f"/ledger-entries/{_entry(past, 'nadia', '02', '120.00')['id']}/allocations"
    move = {"lot_id": lots[1], "hours": "40.00", "reason": "Convention 2025-1"}
    early = refused(facilitator, path, move)
    for buyer in ("buyer", "second_buyer"):
        consent = {"buyer_id": past.org_ids[buyer], "given_on": "2025-01-10", "reference": "Courriel de l'acheteur"}
        agreement = facilitator.post(f"/pooling-agreements/{agreement['id']}/consents", consent)
    assert agreement["state"] == "AGREED", agreement
    moved = facilitator.post(path, move)
    assert {one["lot_id"]: one["hours_credited"] for one in moved["by_lot"]} == dict(
        zip(lots, ("80.00", "40.00"), strict=True)
    ), moved
    too_many = refused(facilitator, path, {**move, "hours": "80.01"})
    assert "hours" in [field for _, field in too_many], too_many
    for client, lot, credited in ((past.buyer, lots[0], "890.00"), (past.second_buyer, lots[1], "40.00")):
        seen = client.get(f"/lots/{lot}/compliance?on=2025-12-31")
        assert seen["hours_credited"] == credited, seen
    past.say(f"6f. pooling: refused before the consents ({early[0][0]}), then 40.00 h moved: 890.00 and 40.00 h")


def remind_the_late(past: Past) -> None:
    """6g. What has not come is listed as late; a reminder is issued once, and the company reads it."""
    member = past.org_ids["second_company"]
    late = past.second_company.get("/statements-due?state=LATE&on=2025-03-20&limit=50")["items"]
    listed = [(one["period"]["first_month"], one["due_on"], one["state"]) for one in late]
    assert ("2025-02", "2025-03-15", "LATE") in listed, listed
    period = {"first_month": "2025-02", "last_month": "2025-02"}
    asked = {"company_id": member, "period": period, "level": "FIRST", "contact": {"name": "Service paie"}}
    if datetime.now(UTC).astimezone(FRANCE).date() >= GIVEN_UP_ON:
        given_up = refused(past.facilitator, "/statements-due/reminders", {"reminders": [asked]})
        assert given_up == [("DUE-002", "reminders[0].company_id")], given_up
        past.say(f"6g. late: {listed}; today what is so old is given up")
        return
    past.facilitator.post("/statements-due/reminders", {"reminders": [asked]})
    again = refused(past.facilitator, "/statements-due/reminders", {"reminders": [asked]})
    assert [field for _, field in again] == ["reminders[0].level"], again
    (reminder,) = past.second_company.get("/statement-reminders?level=FIRST")["items"]
    assert "février 2025" in reminder["body"], reminder
    past.say(f"6g. late: {listed}; a reminder issued once: {reminder['subject']}")


STEPS = (
    refuse_bad_hours,
    declare_quarters,
    import_spreadsheet,
    validate_everything,
    correct_an_entry,
    pool_hours,
    remind_the_late,
)
