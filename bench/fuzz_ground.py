"""What the fuzzing stands on: the demonstration behind a web process, who calls, and the ids that exist."""

from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from bench.stage import Servers
from clause.devdata.cast import ACCOUNTS
from clause.devdata.report import FILE_NAME, StoredDemo
from clause.domain.actors import ORG_SCOPES, OrgKind
from clause.edge.authentication import CSRF_HEADER, SESSION_COOKIE
from clause.runtime import open_runtime
from clause.services import accounts
from clause.services.context import Context, operator_context
from clause.services.opening import OpenSession
from clause.settings import Settings

IDS_OF_EACH = 6
"""Of every kind: enough to meet several states, few enough to come back to the same one."""

Headers = dict[str, str]

TABLES = {
    "absence_id": "meeting_absence",
    "agreement_id": "pooling_agreement",
    "amendment_id": "agreement_amendment",
    "balance_id": "final_balance",
    "buyer_id": "organisation WHERE kind = 'buyer'",
    "call_id": "funding_call",
    "company_id": "organisation WHERE kind = 'company'",
    "entity_id": "operation_entity",
    "entry_id": "ledger_entry",
    "import_id": "import_run",
    "intermediate_body_id": "organisation WHERE kind = 'intermediate_body'",
    "message_file_id": "claim_message_file",
    "notice_id": "formal_notice",
    "org_id": "organisation",
    "person_id": "app_user",
    "proposal_id": "penalty_proposal",
    "record_id": "operation_participant",
    "resource_id": "operation_resource",
    "scheme_id": "funding_scheme",
    "statement_id": "hours_statement",
    "suspension_id": "eligibility_suspension",
    "webhook_id": "webhook_subscription",
}
"""Whose ids a parameter takes, where the name of the parameter does not say it."""


_ORGANISATIONS = """
SELECT DISTINCT ON (o.kind) o.kind, o.identifier FROM organisation o JOIN membership m ON m.org_id = o.id
JOIN app_user u ON u.id = m.user_id WHERE u.email = ANY($1) AND o.kind <> 'buyer' ORDER BY o.kind, u.email
"""


@dataclass(frozen=True)
class Ground:
    """Who calls, with which headers, and the ids that exist by the name of their parameter."""

    callers: dict[str, Headers]
    ids: dict[str, list[str]]


async def the_ground(settings: Settings, servers: Servers, named: set[str]) -> Ground:
    """The callers signed in, and ids for the parameters of these names."""
    database = await asyncpg.connect(**servers.superuser())
    try:
        ids = {name: await _some_ids(database, name) for name in sorted(named)}
        emails = [account.email for account in ACCOUNTS]
        organisations = {row["kind"]: row["identifier"] for row in await database.fetch(_ORGANISATIONS, emails)}
    finally:
        await database.close()
    async with open_runtime(settings):
        people, programs = await signed_in(settings), await _programs(organisations)
    return Ground({"anonymous": {}, **people, **programs}, {name: found for name, found in ids.items() if found})


async def _some_ids(database: "asyncpg.Connection[asyncpg.Record]", name: str) -> list[str]:
    table = TABLES.get(name, name.removesuffix("_id"))
    if await database.fetchval("SELECT to_regclass($1)", table.split()[0]) is None:
        raise RuntimeError(f"no table holds what {name} names: add it to TABLES")
    rows = await database.fetch(f"SELECT id FROM {table} ORDER BY random() LIMIT {IDS_OF_EACH}")  # noqa: S608
    return [str(row["id"]) for row in rows]


async def signed_in(settings: Settings) -> dict[str, Headers]:
    """Everyone of the demonstration with an account, by role and key; to be asked for in an open runtime."""
    stored = StoredDemo.model_validate_json((settings.data_dir / FILE_NAME).read_bytes())
    found = {}
    for account in ACCOUNTS:
        context = Context(accounts.sign_in_actor(), datetime.now(UTC))
        opened = await accounts.sign_in(context, account.email, stored.password)
        if not isinstance(opened, OpenSession):
            raise TypeError(f"{account.key} is asked a code: fuzz without second factors")
        cookie = f"{SESSION_COOKIE}={opened.token}"
        found[f"{account.role.value} {account.key}"] = {"cookie": cookie, CSRF_HEADER: opened.csrf_token}
    return found


async def _programs(organisations: dict[str, str]) -> dict[str, Headers]:
    found = {}
    for name, siret in organisations.items():
        kind, now = OrgKind(name), datetime.now(UTC)
        scopes = tuple(ORG_SCOPES[kind])
        client_id, secret = await accounts.add_client(operator_context(now), kind, siret, "mise à l’épreuve", scopes)
        issued = await accounts.issue_token(Context(accounts.sign_in_actor(), now), client_id, secret, ())
        found[f"program {name}"] = {"authorization": f"Bearer {issued.token}"}
    return found
