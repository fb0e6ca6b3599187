"""Where every page is in the demonstration: for each of its addresses, the first person who may open it."""

from dataclasses import dataclass

from litestar import Litestar

from tests.architecture.routes import Route, routes
from tests.browser.site import Site
from tests.browser.visits import Visit

NOT_PAGES = ("/api/", "/health", "/metrics")
PEOPLE = ("maelle", "helene", "thomas", "sophie", "lise", "bruno")
MOST_TRIED = 40
"""Ids tried for one address and one person: the first that opens is the one."""

TABLES = {
    "lot_id": "lot",
    "operation_id": "operation",
    "claim_id": "claim",
    "claim_line_id": "claim_line",
    "contract_id": "contract",
    "statement_id": "hours_statement",
    "participant_id": "participant",
    "certificate_id": "certificate",
    "eligibility_id": "eligibility",
    "import_id": "import_run",
    "employment_id": "employment",
    "hire_id": "hire",
    "entry_id": "ledger_entry",
    "scheme_id": "funding_scheme",
    "proposal_id": "penalty_proposal",
    "cost_item_id": "cost_item",
    "agreement_id": "pooling_agreement",
    "verification_id": "verification",
    "subcontractor_id": "subcontractor",
    "resource_id": "operation_resource",
    "record_id": "operation_participant",
    "proof_document_id": "proof_document",
    "evidence_file_id": "evidence_file",
    "contact_id": "contact",
    "call_id": "funding_call",
    "assignment_id": "assignment",
    "amendment_id": "agreement_amendment",
    "webhook_id": "webhook_subscription",
    "tranche_id": "tranche",
    "suspension_id": "eligibility_suspension",
    "payment_id": "payment",
    "notice_id": "formal_notice",
    "entity_id": "operation_entity",
    "balance_id": "final_balance",
    "absence_id": "meeting_absence",
    "job_id": "job",
    "mail_id": "mail",
    "membership_id": "membership",
    "invitation_id": "invitation",
    "client_id": "api_client",
}
STATEMENTS = {
    "person_id": "SELECT DISTINCT person_id FROM employment",
    "month": "SELECT DISTINCT to_char(month, 'YYYY-MM') FROM timesheet ORDER BY 1 DESC",
    "company_id": "SELECT id FROM organisation WHERE kind = 'company' ORDER BY id",
    "org_id": "SELECT id FROM organisation WHERE kind = 'company' ORDER BY id",
    "mail_kind": "SELECT unnest(ARRAY['statement_reminder', 'invitation'])",
    "token": "SELECT 'a-token-of-nothing'",
    "code": "SELECT code FROM certificate WHERE code IS NOT NULL LIMIT 3",
}


@dataclass(frozen=True)
class Place:
    """A page that somebody opened."""

    route: str
    path: str
    person: str


async def find_places(app: Litestar, site: Site, windows: dict[str, Visit]) -> tuple[list[Place], list[str]]:
    """The places found, and the addresses that nobody could open: the demonstration shows nothing there."""
    ids = {name: await site.column(f"SELECT id FROM {table} ORDER BY id DESC") for name, table in TABLES.items()}
    ids |= {name: await site.column(statement) for name, statement in STATEMENTS.items()}
    found, missing = [], []
    for route in (one for one in routes(app) if one.method == "GET" and not one.path.startswith(NOT_PAGES)):
        place = await _find(route, ids, site, windows)
        if place is None:
            missing.append(route.path)
        elif place.path:
            found.append(place)
    return found, missing


async def _find(route: Route, ids: dict[str, list[object]], site: Site, windows: dict[str, Visit]) -> Place | None:
    for person, window in windows.items():
        for path in _paths(route, ids):
            answer = await window.context.request.get(site.address + path, max_redirects=0)
            if answer.status in (200, 303):
                is_page = answer.status == 200 and "<html" in (await answer.text())[:300] if _is_text(answer) else False
                return Place(route.path, path if is_page else "", person)
            assert answer.status < 500, path
            if answer.status == 403:
                break
    return None


def _is_text(answer: object) -> bool:
    return str(getattr(answer, "headers", {}).get("content-type", "")).startswith("text/html")


def _paths(route: Route, ids: dict[str, list[object]]) -> list[str]:
    paths = [route.path]
    for name in route.parameters:
        paths = [path.replace(f"{{{name}}}", str(one)) for path in paths for one in ids[name][:MOST_TRIED]]
    return paths[:MOST_TRIED]
