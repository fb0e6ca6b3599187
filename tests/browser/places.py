"""Where every page is in the demonstration: for each of its addresses, the first person who may open it."""

from dataclasses import dataclass

import httpx
from litestar import Litestar

from clause.devdata.cast import ACCOUNTS
from clause.edge.authentication import SESSION_COOKIE
from tests.architecture.routes import Route, routes
from tests.browser.site import Site

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
    "message_file_id": "claim_message_file",
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


OWN_LOT = """
SELECT l.id FROM lot l JOIN lot_holder h ON h.lot_id = l.id JOIN lot_standing s ON s.lot_id = l.id
WHERE l.follow_up = 'followed' AND l.last_day > now() AND s.hours_credited > 0
  AND EXISTS (SELECT FROM obligation o WHERE o.lot_id = l.id AND o.unit = 'HOURS')
  AND (SELECT count(*) FROM lot_holder x WHERE x.lot_id = l.id) = 1
  AND l.facilitator_org_id IN (
    SELECT m.org_id FROM membership m JOIN app_user u ON u.id = m.user_id WHERE u.email LIKE 'maelle%')
ORDER BY s.hours_credited DESC LIMIT 1
"""
# What others see of pages that the first person may open too, and pages of what shows more than the first of its kind.
BESIDE = {
    "maelle": {
        "/search?q=lot": "",
        "/statement-reminders?state=": "",
        "/lots/{}": OWN_LOT,
        "/lots/{}/obligations": OWN_LOT,
        "/lots/{}/invoices": OWN_LOT,
        "/lots/{}/penalties": OWN_LOT,
        "/lots/{}/report": OWN_LOT,
        "/lots/{}/holders": "SELECT lot_id FROM lot_holder WHERE role = 'CO_HOLDER' ORDER BY id LIMIT 1",
        "/lots/{}/shares": "SELECT lot_id FROM lot_holder WHERE role = 'CO_HOLDER' ORDER BY id LIMIT 1",
        "/participants/{}": "SELECT participant_id FROM hire ORDER BY first_day LIMIT 1",
        "/eligibility/{}": "SELECT id FROM eligibility WHERE state = 'INCOMPLETE' LIMIT 1",
        "/hires/{}": "SELECT id FROM hire ORDER BY first_day LIMIT 1",
    },
    "helene": dict.fromkeys(("/", "/timesheets", "/timesheets/team", "/claims", "/members", "/members/invite"), "")
    | {
        "/employments/{}": "SELECT id FROM employment ORDER BY id LIMIT 1",
        "/operations/{}/hourly-rates": "SELECT id FROM operation ORDER BY id LIMIT 1",
        "/operations/{}/cost-items": "SELECT id FROM operation ORDER BY id LIMIT 1",
    },
    "thomas": dict.fromkeys(("/", "/contracts", "/alerts", "/penalty-proposals", "/certificates"), ""),
    "sophie": dict.fromkeys(("/", "/hours?span=6", "/certificates", "/hires"), ""),
    "bruno": {"/": ""},
}
"""The statement gives the id that the address needs."""


async def places_beside(site: Site) -> list[Place]:
    """Further places, opened by others or showing more."""
    return [
        Place(path, path.format(await site.value(statement)) if statement else path, person)
        for person, paths in BESIDE.items()
        for path, statement in paths.items()
    ]


async def find_places(app: Litestar, site: Site) -> tuple[list[Place], list[str]]:
    """The places found, and the addresses that nobody could open: the demonstration shows nothing there."""
    ids = {name: await site.column(f"SELECT id FROM {table} ORDER BY id DESC") for name, table in TABLES.items()}
    ids |= {name: await site.column(statement) for name, statement in STATEMENTS.items()}
    cookies = {one.key: {"Cookie": f"{SESSION_COOKIE}={site.sessions[one.email]}"} for one in ACCOUNTS}
    found, missing = [], []
    async with httpx.AsyncClient(base_url=site.address, timeout=120) as http:
        for route in (one for one in routes(app) if one.method == "GET" and not one.path.startswith(NOT_PAGES)):
            place = await _find(route, ids, http, {person: cookies[person] for person in PEOPLE})
            if place is None:
                missing.append(route.path)
            elif place.path:
                found.append(place)
    return found, missing


async def _find(
    route: Route, ids: dict[str, list[object]], http: httpx.AsyncClient, cookies: dict[str, dict[str, str]]
) -> Place | None:
    for person, cookie in cookies.items():
        for path, named in _paths(route, ids):
            answer = await http.get(path, headers=cookie)
            if answer.status_code in (200, 303):
                for name, one in named.items():  # what opened one page opens others: it is tried first from now on
                    ids[name].remove(one)
                    ids[name].insert(0, one)
                is_text = answer.headers.get("content-type", "").startswith("text/html")
                is_page = answer.status_code == 200 and is_text and "<html" in answer.text[:300]
                return Place(route.path, path if is_page else "", person)
            assert answer.status_code < 500, path
            if answer.status_code == 403:
                break
    return None


def _paths(route: Route, ids: dict[str, list[object]]) -> list[tuple[str, dict[str, object]]]:
    """Addresses to try, each with the ids in it."""
    paths: list[tuple[str, dict[str, object]]] = [(route.path, {})]
    for name in route.parameters:
        paths = [
            (path.replace(f"{{{name}}}", str(one)), {**named, name: one})
            for path, named in paths
            for one in ids[name][:MOST_TRIED]
        ]
    return paths[:MOST_TRIED]
