"""Who plays the story: organisations and accounts made with the command line, and one client for each."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from clause.services.context import FRANCE
from tests.builders.territory import fictional_siret
from tests.scenarios.client import ApiClient

ORG_SIRET, BODY_SIRET, BUYER_SIRET, COMPANY_SIRET = (fictional_siret(number) for number in (80, 81, 70, 71))

ORGANISATIONS = (
    ("facilitator_org", ORG_SIRET, "Maison de l'emploi du récit"),
    ("intermediate_body", BODY_SIRET, "Organisme intermédiaire du récit"),
    ("buyer", BUYER_SIRET, "Ville du récit"),
    ("company", COMPANY_SIRET, "Bâtisseurs du récit"),
)
FACILITATOR_SCOPES = ("contracts:read", "contracts:write", "hours:validate", "certificates:read", "claims:read")
COMPANY_SCOPES = ("contracts:read", "hours:declare", "certificates:read")


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


class CommandLine:
    """``clause …`` against the service that runs on this data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._environment = {**os.environ, "CLAUSE_DATA_DIR": str(data_dir)}

    def run(self, *arguments: str) -> str:
        """What the command printed; AssertionError with its words when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "clause", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"clause {' '.join(arguments)}: {done.stdout} {done.stderr}"
        return done.stdout

    def add_client(self, kind: str, siret: str, name: str, *scopes: str) -> tuple[str, str]:
        """Client id and secret."""
        wanted = [part for scope in scopes for part in ("--scope", scope)]
        said = self.run("client", "add", "--kind", kind, "--siret", siret, "--name", name, *wanted)
        found = re.search(r"client_id : (\S+)\s+client_secret : (\S+)", said)
        assert found, said
        return found[1], found[2]

    def add_person(self, email: str, name: str, siret: str, role: str) -> str:
        """The password."""
        said = self.run("user", "add", "--email", email, "--name", name, "--siret", siret, "--role", role)
        return said.rsplit(" ", 1)[-1].strip()


def build_world(base_url: str, data_dir: Path, folder: Path) -> World:
    """Everyone, registered by the operator and signed in over HTTP."""
    command = CommandLine(data_dir)
    for kind, siret, name in ORGANISATIONS:
        command.run("org", "add", "--kind", kind, "--siret", siret, "--name", name)

    def machine(name: str, kind: str, siret: str, *scopes: str) -> ApiClient:
        return ApiClient.of_machine(name, base_url, *command.add_client(kind, siret, name, *scopes))

    def person(name: str, role: str) -> ApiClient:
        email = f"{role}@recit.example"
        return ApiClient.of_person(name, base_url, email, command.add_person(email, name, ORG_SIRET, role))

    return World(
        facilitator=machine("facilitator's program", "facilitator_org", ORG_SIRET, *FACILITATOR_SCOPES),
        company=machine(
            "company's program", "company", COMPANY_SIRET, "hours:declare", "certificates:read", "contracts:read"
        ),
        buyer=machine("buyer's program", "buyer", BUYER_SIRET, "contracts:read", "certificates:read"),
        intermediate_body=machine("OI's program", "intermediate_body", BODY_SIRET, "oi:read", "oi:verify"),
        facilitator_person=person("Camille, facilitator", "facilitator"),
        manager_person=person("Dominique, manager", "manager"),
        anyone=ApiClient.of_anyone(base_url),
        folder=folder,
    )


def as_bytes(body: object) -> bytes:
    """Canonical JSON, to compare what two pulls gave."""
    return json.dumps(body, sort_keys=True).encode()
