"""Steps 2b and 13b of the eighteen months: who takes part in B, and what the body reads of them."""

from tests.scenarios.claims_18_months_world import Found, Months

# first name, sex, birth, labour status, unemployed since
PEOPLE = (
    ("Ana", "F", "1990-05-04", "UNEMPLOYED", "2023-01-09"),
    ("Paul", "M", "1966-02-11", "INACTIVE", None),
)
LEFT = {"Ana": "2025-10-31", "Paul": "2025-12-19"}
ENTRY_ON = "2024-09-02"
QUESTIONS = ("third_country", "foreign_background", "homeless", "rural")


def take_part(months: Months) -> None:
    """2b. Two people enter B on 2 September 2024; the same person twice is refused, and nobody takes part in A."""
    for name, sex, birth, status, since in PEOPLE:
        facts = {"first_name": name, "last_name": "Récit", "birth_date": birth, "sex": sex}
        person = months.dominique.post("/participants", facts)
        path = f"{months.operation('B')}/participants"
        body = {"participant_id": person["id"], **_record(status, since)}
        months.people[name] = months.dominique.post(path, body)
        months.dominique.call("POST", path, body, expect=409)
        months.dominique.call("POST", f"{months.operation('A')}/participants", body, expect=409)
    months.say(f"2b. {len(PEOPLE)} people take part in B")


def leave(months: Months) -> None:
    """9b. Both leave: Ana with a job, Paul looking for one."""
    for name, _, _, status, since in PEOPLE:
        works = name == "Ana"
        out = {
            "observed_on": LEFT[name],
            "employment": "YES" if works else "NO",
            "job_search": "NO" if works else "YES",
            "training": "NO",
            "qualification": "NO",
        }
        record = {**_record(status, since), "exit_on": LEFT[name], "exit": out}
        path = f"{months.operation('B')}/participants/{months.people[name]['id']}"
        months.dominique.put(path, record, headers={"if-match": '"1"'})
    months.say("9b. both have left B: one with a job, one looking for one")


def _record(status: str, since: str | None) -> Found:
    return {
        "entry_on": ENTRY_ON,
        "questionnaire_on": ENTRY_ON,
        "contact": {"email": "referent@dixhuit.example"},
        "entry": {
            "labour_status": status,
            "unemployed_since": since,
            "attainment": "ISCED_3_4",
            "disability": "REFUSED",
            "minority": "REFUSED",
            **dict.fromkeys(QUESTIONS, "NO"),
        },
    }


def read_indicators(months: Months) -> None:
    """13b. The body reads the indicators frozen in each claim of B, without a name and without special answers."""
    # On 30 June 2025 two are in, one of them jobless for more than a year on entry; by 31 December both have left.
    expected = {
        "B-interim": {"EECO01": 2, "EECO02": 1, "EECO03": 1, "EECO04": 1, "EECO08": 1, "EECR01": 0, "EECR04": 0},
        "B-final": {"EECO01": 2, "EECO02": 1, "EECO03": 1, "EECO04": 1, "EECO08": 1, "EECR01": 1, "EECR04": 1},
    }
    for claim, totals in expected.items():
        answer = months.body.call("GET", f"/oi{months.claim(claim)}/indicators")
        found = {row["code"]: row["total"] for row in answer.json()["indicators"]["indicators"]}
        assert {code: found[code] for code in totals} == totals, found
        for secret in ("Récit", "1990-05-04", '"disability":"', '"minority":"', "dixhuit.example"):
            assert secret not in answer.text, secret
    assert months.body.get(f"/oi{months.claim('A-final')}/indicators")["indicators"] is None
    months.say("13b. indicators of B: 2 people, 1 long-term unemployed, 1 in employment on leaving; no name")
