"""Steps 4 and 5 of the complete clause: people, their grounds and proofs, hires by every mode, a suspended window."""

from tests.builders.eligibility import A_PDF
from tests.scenarios.complete_contracts import FIRST_DAY, LAST_DAY
from tests.scenarios.complete_world import Found, Past, refused

ASSESSED_ON = "2025-01-02"
PEOPLE = {
    "nadia": ("Nadia", "Kervella", "1989-04-17", "F"),
    "lucas": ("Lucas", "Morvan", "2005-02-11", "M"),
    "ibrahim": ("Ibrahim", "Sow", "1978-09-30", "M"),
    "solene": ("Solène", "Pichon", "1971-12-05", "F"),
    "mina": ("Mina", "Haddad", "1996-06-21", "F"),
    "yann": ("Yann", "Tanguy", "1992-01-08", "M"),
}
OPINION = {
    "text": "Sans emploi stable depuis deux ans, suivie par le service social.",
    "author": "Mme Le Goff, service social",
    "written_on": "2024-12-20",
}


def _proof(ground: str, kind: str, **more: object) -> Found:
    return {"ground": ground, "proof_kind": kind, "proof_issued_on": "2024-12-15", **more}


def establish_grounds(past: Past) -> None:
    """4a. Six people and their grounds: a proof, a structure, an opinion; a stale proof proves nothing."""
    facilitator = past.facilitator
    grounds: dict[str, Found] = {
        "nadia": _proof("RSA", "RSA_ATTESTATION"),
        "lucas": _proof("DELD", "FRANCE_TRAVAIL_ATTESTATION"),
        "ibrahim": _proof("IAE_ETTI", "PASS_IAE", structure_id=past.org_ids["etti"]),
        "solene": _proof("IAE_EI", "PASS_IAE", structure_id=past.org_ids["ei"]),
        "mina": {"ground": "REASONED_OPINION", "opinion": OPINION},
        "yann": {"ground": "DELD"},
    }
    for name, (first, last, born, sex) in PEOPLE.items():
        facts = {"first_name": first, "last_name": last, "birth_date": born, "sex": sex}
        person = facilitator.post("/participants", facts)
        body = {**grounds[name], "assessed_on": ASSESSED_ON}
        past.grounds[name] = facilitator.post(f"/participants/{person['id']}/eligibility", body)
    states = [past.grounds[name]["state"] for name in PEOPLE]
    assert states == ["SUBMITTED"] * 5 + ["INCOMPLETE"], states
    stale = {"proof_kind": "FRANCE_TRAVAIL_ATTESTATION", "proof_issued_on": "2024-09-01", "assessed_on": ASSESSED_ON}
    shown = facilitator.post(f"/eligibility/{past.grounds['yann']['id']}/proof", stale)
    assert shown["findings"], shown
    assert shown["proof_fresh_until"] < ASSESSED_ON, shown
    facilitator.call("POST", f"/eligibility/{past.grounds['yann']['id']}/accept", {}, expect=(409, 422))
    reason = {"reason": "Attestation de plus de trois mois, non renouvelée"}
    assert facilitator.post(f"/eligibility/{past.grounds['yann']['id']}/refuse", reason)["state"] == "REFUSED"
    past.say("4a. six people: five grounds with what proves them, one refused for a proof of more than three months")


def look_at_a_proof(past: Past) -> None:
    """4b. A copy of a proof is kept, looked at for a purpose, and who looked is listed; then grounds are accepted."""
    facilitator, ground = past.facilitator, past.grounds["nadia"]["id"]
    path = f"/eligibility/{ground}/proof-documents"
    files = {"file": ("attestation.pdf", A_PDF, "application/pdf")}
    copy = facilitator.call("POST", path, files=files).json()
    facilitator.call("POST", path, files={"file": ("a.pdf", b"MZ\x90\x00", "application/pdf")}, expect=422)
    views = f"/proof-documents/{copy['id']}/views"
    assert facilitator.call("POST", views, {"purpose": "Décision à prendre"}).content == A_PDF
    assert [one["purpose"] for one in facilitator.get(views)["items"]] == ["Décision à prendre"]
    past.company.call("GET", views, expect=403)
    for name in ("nadia", "lucas", "ibrahim", "solene", "mina"):
        accepted = facilitator.post(f"/eligibility/{past.grounds[name]['id']}/accept", {})
        assert accepted["state"] == "ACCEPTED", accepted
    past.say(f"4b. a copy kept until {copy['keep_until']}, looked at once for a purpose; five grounds accepted")


def _hire(past: Past, key: str, lot: str, company: str, mode: str, contract_type: str, **more: object) -> None:
    ground = past.grounds[key.split("-")[0]]
    body = {
        "participant_id": ground["participant_id"],
        "eligibility_id": ground["id"],
        "lot_id": past.lots[lot]["id"],
        "company_id": past.org_ids[company],
        "mode": mode,
        "contract_type": contract_type,
        "first_day": "2025-01-06",
        "planned_last_day": LAST_DAY,
        "weekly_hours": "35.00",
        **more,
    }
    past.hires[key] = past.facilitator.post("/hires", body)


def hire_by_every_mode(past: Past) -> None:
    """5a. Direct hires with tutor and training, a person supplied, one of a subcontractor, one of a co-contractor."""
    training = {"hours_planned": "70.00", "mode": "IN_CENTRE", "targeted_qualification": "CAP maçon"}
    profile = {"education_level": "50", "lives_in_qpv": True, "referrer_kind": "MISSION_LOCALE"}
    of_post = {"tutor_name": "Alex Riou", "sector": "BUILDING", "profile": profile}
    lead = {"for_company_id": past.org_ids["company"]}
    _hire(past, "nadia", "works", "company", "DIRECT_HIRE", "FIXED_TERM", **of_post)
    _hire(past, "lucas", "works", "company", "DIRECT_HIRE", "APPRENTICESHIP", training=training, **of_post)
    _hire(past, "ibrahim", "works", "etti", "STAFF_SUPPLY", "TEMPORARY", host_company_id=past.org_ids["company"])
    _hire(past, "solene", "group", "ei", "SUBCONTRACT", "FIXED_TERM_I", first_day="2025-02-03", **lead)
    _hire(past, "mina", "group", "second_company", "CO_CONTRACT", "FIXED_TERM")
    _hire(past, "nadia-offer", "offer", "company", "DIRECT_HIRE", "FIXED_TERM")
    not_accepted = {
        **{name: past.hires["nadia"][name] for name in ("lot_id", "company_id", "mode", "contract_type", "first_day")},
        "participant_id": past.grounds["yann"]["participant_id"],
        "eligibility_id": past.grounds["yann"]["id"],
        "weekly_hours": "35.00",
    }
    wrong = refused(past.facilitator, "/hires", not_accepted)
    assert [field for _, field in wrong] == ["eligibility_id"], wrong
    seen = past.company.get(f"/hires/{past.hires['nadia']['id']}")
    assert seen["profile"] is None, seen
    assert past.hires["nadia"]["eligible_last_day"] == "2027-01-05", past.hires["nadia"]
    past.second_company.call("GET", f"/hires/{past.hires['nadia']['id']}", expect=404)
    past.say(f"5a. {len(past.hires)} hires by every mode, eligible until {past.hires['nadia']['eligible_last_day']}")


def suspend_a_window(past: Past) -> None:
    """5b. A window suspended for 30 days ends 30 days later."""
    person = past.grounds["lucas"]["participant_id"]
    path = f"/participants/{person}/eligibility-window?on=2025-09-15"
    before = past.facilitator.get(path)
    suspension = {"first_day": "2025-09-01", "last_day": "2025-09-30", "reason": "Demandée par le référent"}
    past.facilitator.post(f"/participants/{person}/suspensions", suspension)
    after = past.facilitator.get(path)
    assert (before["last_day"], after["last_day"]) == ("2027-01-05", "2027-02-04"), (before, after)
    assert (before["suspended"], after["suspended"]) == (False, True)
    assert after["first_clause_start"] == "2025-01-06" > FIRST_DAY
    past.say(f"5b. a window suspended in September ends on {after['last_day']} instead of {before['last_day']}")


def record_outcomes(past: Past) -> None:
    """5c. A hire ends; what is to be recorded is listed until it is, and a lasting job is one."""
    facilitator, hire = past.facilitator, past.hires["nadia"]
    path = f"/hires/{hire['id']}"
    exit_of = {"point": "EXIT", "outcome": "CDI", "observed_on": "2026-01-05"}
    facilitator.call("POST", f"{path}/outcomes", exit_of, expect=409)
    end = {"last_day": LAST_DAY, "reason": "Fin du chantier"}
    facilitator.call("PATCH", path, end, headers={"if-match": f'"{hire["version"]}"'})
    due = f"/outcomes-due?on=2026-07-15&lot={past.lots['works']['id']}&limit=50"
    waiting = next(one for one in facilitator.get(due)["items"] if one["hire_id"] == hire["id"])
    assert [one["point"] for one in waiting["points"]] == ["EXIT", "M3", "M6"], waiting
    early = refused(facilitator, f"{path}/outcomes", {**exit_of, "observed_on": "2025-12-30"})
    assert [field for _, field in early] == ["observed_on"], early
    recorded = facilitator.post(f"{path}/outcomes", exit_of)
    assert recorded["lasting"] is True, recorded
    left = next(one for one in facilitator.get(due)["items"] if one["hire_id"] == hire["id"])
    assert left["points"] == [{"point": "M3", "due_on": "2026-03-31"}, {"point": "M6", "due_on": "2026-06-30"}], left
    past.say("5c. a hire ended on its last day: a CDI at the exit, the situations at 3 and 6 months still to record")


STEPS = (establish_grounds, look_at_a_proof, hire_by_every_mode, suspend_a_window, record_outcomes)
