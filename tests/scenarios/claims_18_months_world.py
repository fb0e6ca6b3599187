"""Who plays the eighteen months: two facilitators and their manager, an intermediate body and another one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.builders.territory import fictional_siret
from tests.scenarios.client import ApiClient
from tests.scenarios.world import register

ORG, BODY, OTHER_BODY = (fictional_siret(number) for number in (96, 97, 98))
BODY_NAME = "Organisme intermédiaire des dix-huit mois"
ORGANISATIONS = (
    ("facilitator_org", ORG, "Maison de l'emploi des dix-huit mois"),
    ("intermediate_body", BODY, BODY_NAME),
    ("intermediate_body", OTHER_BODY, "Autre organisme intermédiaire"),
)
PEOPLE = (
    ("camille@dixhuit.example", "Camille Le Goff", ORG, "facilitator"),
    ("dominique@dixhuit.example", "Dominique Prat", ORG, "facilitator"),
    ("manager@dixhuit.example", "Sacha Morvan", ORG, "manager"),
)
OF_A_BODY = ("oi:read", "oi:verify")
CLIENTS = (
    ("intermediate_body", BODY, "OI's program", OF_A_BODY),
    ("intermediate_body", OTHER_BODY, "other OI's program", OF_A_BODY),
)
FIRST, LAST = "2024-07", "2025-12"
INTERIM_LAST, FINAL_FIRST = "2025-06", "2025-07"

Found = dict[str, Any]


@dataclass
class Months:
    """The clients, and what they have made so far; all happens from July 2024 to December 2025, on any day of play."""

    camille: ApiClient
    dominique: ApiClient
    manager: ApiClient
    body: ApiClient
    other_body: ApiClient
    folder: Path
    lines: list[str] = field(default_factory=list)
    operations: dict[str, Found] = field(default_factory=dict)
    employments: dict[str, Found] = field(default_factory=dict)
    claims: dict[str, Found] = field(default_factory=dict)
    people: dict[str, Found] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """Tell one thing that was done."""
        self.lines.append(line)
        print(line, flush=True)

    def keep(self, name: str, content: bytes) -> Path:
        """Keep a file, to look at and to replay."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(content)
        return path

    def operation(self, name: str) -> str:
        """The path of an operation made before."""
        return f"/operations/{self.operations[name]['id']}"

    def claim(self, name: str) -> str:
        """The path of a claim made before."""
        return f"/claims/{self.claims[name]['id']}"

    def close(self) -> None:
        """Close every client's connections."""
        for value in vars(self).values():
            if isinstance(value, ApiClient):
                value.http.close()


def build_months(base_url: str, data_dir: Path, folder: Path) -> Months:
    """Everyone, registered by the operator and signed in over HTTP."""
    made = register(data_dir, {"organisations": ORGANISATIONS, "people": PEOPLE, "clients": CLIENTS})

    def machine(name: str) -> ApiClient:
        return ApiClient.of_machine(name, base_url, *made["clients"][name])

    def person(email: str) -> ApiClient:
        return ApiClient.of_person(email, base_url, email, made["people"][email])

    camille, dominique, manager = (person(email) for email, *_ in PEOPLE)
    return Months(
        camille=camille,
        dominique=dominique,
        manager=manager,
        body=machine("OI's program"),
        other_body=machine("other OI's program"),
        folder=folder,
    )
