"""Who plays the story: organisations and accounts made with the command line, and one client for each."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from clause.rules.calendar import FRANCE
from tests.builders.territory import fictional_siret
from tests.scenarios.client import ApiClient

ORG_SIRET, BODY_SIRET, BUYER_SIRET, COMPANY_SIRET = (fictional_siret(number) for number in (80, 81, 70, 71))

ORGANISATIONS = (
    ("facilitator_org", ORG_SIRET, "Maison de l'emploi du récit"),
    ("intermediate_body", BODY_SIRET, "Organisme intermédiaire du récit"),
    ("buyer", BUYER_SIRET, "Ville du récit"),
    ("company", COMPANY_SIRET, "Bâtisseurs du récit"),
)
PEOPLE = (("Camille Le Goff", "facilitator"), ("Dominique Prat", "manager"))
CLIENTS = (
    (
        "facilitator_org",
        ORG_SIRET,
        "facilitator's program",
        ("contracts:read", "contracts:write", "hours:validate", "certificates:read"),
    ),
    ("company", COMPANY_SIRET, "company's program", ("contracts:read", "hours:declare", "certificates:read")),
    ("buyer", BUYER_SIRET, "buyer's program", ("contracts:read", "certificates:read")),
    ("intermediate_body", BODY_SIRET, "OI's program", ("oi:read", "oi:verify")),
)


@dataclass
class World:
    """The clients, and what the story has made so far."""

    facilitator: ApiClient
    company: ApiClient
    buyer: ApiClient
    intermediate_body: ApiClient
    facilitator_person: ApiClient
    manager_person: ApiClient
    anyone: ApiClient
    folder: Path
    today: date = field(default_factory=lambda: datetime.now(UTC).astimezone(FRANCE).date())
    lines: list[str] = field(default_factory=list)
    lot: dict[str, Any] = field(default_factory=dict)
    company_id: str = ""
    hire: dict[str, Any] = field(default_factory=dict)
    operation: dict[str, Any] = field(default_factory=dict)
    person_id: str = ""
    claim: dict[str, Any] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """Tell one thing that was done."""
        self.lines.append(line)
        print(line, flush=True)

    def close(self) -> None:
        """Close every client's connections."""
        for value in vars(self).values():
            if isinstance(value, ApiClient):
                value.http.close()

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file of the story, to look at."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)


def register(data_dir: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """Everyone of the plan, as the operator adds them; their secrets by name."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scenarios.register"],
        env={**os.environ, "CLAUSE_DATA_DIR": str(data_dir)},
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def build_world(base_url: str, data_dir: Path, folder: Path) -> World:
    """Everyone, registered by the operator and signed in over HTTP."""
    people = [(f"{role}@recit.example", name, ORG_SIRET, role) for name, role in PEOPLE]
    made = register(data_dir, {"organisations": ORGANISATIONS, "people": people, "clients": CLIENTS})

    def machine(name: str) -> ApiClient:
        return ApiClient.of_machine(name, base_url, *made["clients"][name])

    def person(email: str) -> ApiClient:
        return ApiClient.of_person(email, base_url, email, made["people"][email])

    return World(
        facilitator=machine("facilitator's program"),
        company=machine("company's program"),
        buyer=machine("buyer's program"),
        intermediate_body=machine("OI's program"),
        facilitator_person=person("facilitator@recit.example"),
        manager_person=person("manager@recit.example"),
        anyone=ApiClient.of_anyone(base_url),
        folder=folder,
    )


def as_bytes(body: object) -> bytes:
    """Canonical JSON, to compare what two pulls gave."""
    return json.dumps(body, sort_keys=True).encode()
