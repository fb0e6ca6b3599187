"""Who plays the complete clause: programs of a facilitator organisation, two buyers, two companies, and anyone."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.builders.territory import fictional_siret
from tests.scenarios.client import ApiClient
from tests.scenarios.world import register

ORG, BUYER, SECOND_BUYER, COMPANY, SECOND_COMPANY = (fictional_siret(number) for number in (90, 91, 92, 93, 94))
ORGANISATIONS = (
    ("facilitator_org", ORG, "Maison de l'emploi de l'an passé"),
    ("buyer", BUYER, "Ville de l'an passé"),
    ("buyer", SECOND_BUYER, "Département de l'an passé"),
    ("company", COMPANY, "Bâtisseurs de l'an passé"),
    ("company", SECOND_COMPANY, "Peintres de l'an passé"),
)
OF_A_BUYER = ("contracts:read", "certificates:read", "stats:read")
OF_A_COMPANY = ("contracts:read", "hours:declare", "certificates:read")
CLIENTS = (
    (
        "facilitator_org",
        ORG,
        "facilitator's program",
        (
            "contracts:read",
            "contracts:write",
            "hours:declare",
            "hours:validate",
            "certificates:read",
            "stats:read",
            "claims:write",
        ),
    ),
    ("buyer", BUYER, "first buyer's program", OF_A_BUYER),
    ("buyer", SECOND_BUYER, "second buyer's program", OF_A_BUYER),
    ("company", COMPANY, "first company's program", OF_A_COMPANY),
    ("company", SECOND_COMPANY, "second company's program", OF_A_COMPANY),
)

Found = dict[str, Any]


@dataclass
class Past:
    """The clients, and what they have made so far; all happens in 2025, whatever the day of the play."""

    facilitator: ApiClient
    buyer: ApiClient
    second_buyer: ApiClient
    company: ApiClient
    second_company: ApiClient
    anyone: ApiClient
    folder: Path
    lines: list[str] = field(default_factory=list)
    org_ids: dict[str, str] = field(default_factory=dict)
    contracts: dict[str, Found] = field(default_factory=dict)
    lots: dict[str, Found] = field(default_factory=dict)
    grounds: dict[str, Found] = field(default_factory=dict)
    hires: dict[str, Found] = field(default_factory=dict)
    proposal: Found = field(default_factory=dict)
    certificates: dict[str, Found] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """Tell one thing that was done."""
        self.lines.append(line)
        print(line, flush=True)

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file, to look at."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)

    def lot_path(self, name: str) -> str:
        """The path of a lot made before."""
        return f"/lots/{self.lots[name]['id']}"

    def close(self) -> None:
        """Close every client's connections."""
        for value in vars(self).values():
            if isinstance(value, ApiClient):
                value.http.close()


def build_past(base_url: str, data_dir: Path, folder: Path) -> Past:
    """Everyone, registered by the operator and signed in over HTTP."""
    made = register(data_dir, {"organisations": ORGANISATIONS, "people": [], "clients": CLIENTS})

    def machine(name: str) -> ApiClient:
        return ApiClient.of_machine(name, base_url, *made["clients"][name])

    return Past(
        facilitator=machine("facilitator's program"),
        buyer=machine("first buyer's program"),
        second_buyer=machine("second buyer's program"),
        company=machine("first company's program"),
        second_company=machine("second company's program"),
        anyone=ApiClient.of_anyone(base_url),
        folder=folder,
    )


def refused(client: ApiClient, path: str, body: object, *, status: int = 422) -> list[tuple[str, str | None]]:
    """The codes and fields of the findings with which a POST is refused."""
    answer = client.call("POST", path, body, expect=status).json()
    return [(finding["code"], finding["field"]) for finding in answer["findings"]]
