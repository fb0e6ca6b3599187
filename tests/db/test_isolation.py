"""Row-level security alone: with every filter of the application left out, nobody sees a row that is not theirs."""

from uuid import UUID

import asyncpg
import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.actors import Actor, ActorKind
from tests.builders.territory import Caller, Territory

# The rows of an organisation, however its table names it.
OWNER = {
    "membership": "org_id",
    "api_client": "org_id",
    "journal": "org_id",
    "job": "org_id",
    "webhook_subscription": "org_id",
    "webhook_delivery": "org_id",
    "mail": "org_id",
    "invitation": "invited_by_org_id",
}
TENANT_TABLES = """
SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND a.attname = 'facilitator_org_id' AND NOT a.attisdropped ORDER BY 1
"""
OBLIGATIONS = (
    "obligation_decision", "tranche", "tranche_affirmation", "relief_decision", "difficulty_notice", "invoice",
    "purchase_order", "worked_hours", "achievement",
)  # fmt: skip
POOLING = ("pooling_agreement", "pooling_agreement_lot", "pooling_consent")
SEEN_BY = {
    "facilitator": None,  # everything
    "facilitator_client": None,
    "manager": None,
    "buyer_agent": {
        "holder_split", "holder_transfer", "subcontractor",
        "social_condition_waiver", *OBLIGATIONS,
        "contract", "lot", "lot_holder", "contract_modification", "obligation", "rule_set", "allocation", "certificate",
        "document", "lot_day_total", "lot_standing", "lot_outlook", "lot_touch", "statement_reminder", *POOLING,
        "formal_notice", "meeting_absence", "penalty_proposal", "penalty_decision", "final_balance",
    },
    "company_agent": {
        "subcontractor", "contact",
        *OBLIGATIONS,
        "contract", "lot", "lot_holder", "contract_modification", "obligation", "rule_set", "allocation", "certificate",
        "document",
        "participant", "hire", "proof_document", "hours_statement", "hours_statement_line", "ledger_entry",
        "lot_day_total", "lot_standing", "lot_outlook", "lot_touch", "statement_reminder", "hire_total", "hire_touch",
        "import_run", "import_mapping", "hours_import_row", "hours_import_statement",
        *POOLING,
        "formal_notice", "meeting_absence", "penalty_proposal", "penalty_decision", "final_balance",
    },
    "oi_officer": {
        "operation", "grant_agreement", "assignment", "claim", "claim_line", "claim_receipt", "claim_event", "document",
        "claim_message", "claim_message_file", "verification", "verification_decision", "payment",
        "access_log",
        "assignment_decision", "operation_resource", "operation_event",
        "funding_scheme", "funding_call", "agreement_amendment", "site_visit",
    },
}  # fmt: skip
SEEN_BY["company_client"] = SEEN_BY["company_agent"]
SEEN_BY["oi_client"] = SEEN_BY["oi_officer"]
CLOSED = ("web_session", "access_token", "idempotency_key", "access_link", "sign_in_attempt", "mail_opt_out",
          "list_view", "journal_seal", "second_factor", "recovery_code", "sign_in_step")  # fmt: skip
SECRET = ("web_session", "access_token", "access_link", "sign_in_attempt", "second_factor", "recovery_code",
          "sign_in_step")  # fmt: skip
LOCKED_AWAY = ("journal_head", "counter")


async def _tables() -> dict[str, str]:
    tenant = {row["relname"]: "facilitator_org_id" for row in await sql.fetch(TENANT_TABLES)}
    return {**tenant, **OWNER}


async def _seen(caller: Caller, territory: Territory) -> set[str]:
    """Tables in which this caller sees at least one row of the first facilitator organisation."""
    await set_identity(caller.context.actor)
    seen = set()
    for table, owner in (await _tables()).items():
        query = f"SELECT count(*) FROM {table} WHERE {owner} = $1"
        if await sql.fetch_value(query, territory.facilitator_org.id):
            seen.add(table)
    return seen


async def test_the_facilitator_organisation_sees_a_row_in_every_table(
    territory: Territory, story: dict[str, UUID]
) -> None:
    assert await _seen(territory.facilitator, territory) == set(await _tables())


@pytest.mark.parametrize("name", sorted(SEEN_BY))
async def test_each_party_sees_what_names_it_and_no_more(
    territory: Territory, story: dict[str, UUID], name: str
) -> None:
    expected = SEEN_BY[name]
    seen = await _seen(territory.callers()[name], territory)
    assert seen - set(OWNER) == (set(await _tables()) - set(OWNER) if expected is None else expected)


async def test_nobody_foreign_sees_a_single_row(territory: Territory, story: dict[str, UUID]) -> None:
    foreign = {name: caller for name, caller in territory.callers().items() if name.startswith("other_")}
    assert len(foreign) == 6
    seen = {name: await _seen(caller, territory) for name, caller in foreign.items()}
    assert seen == {name: set() for name in foreign}


async def test_who_has_not_signed_in_sees_no_row_of_any_table(territory: Territory, story: dict[str, UUID]) -> None:
    await set_identity(Actor(kind=ActorKind.ANONYMOUS))
    for table in (*await _tables(), "organisation", "app_user", *CLOSED):
        assert await sql.fetch_value(f"SELECT count(*) FROM {table}") == 0, table


async def test_secrets_are_closed_to_everyone_who_acts_for_an_organisation(
    territory: Territory, transaction: None
) -> None:
    for caller in territory.callers().values():
        await set_identity(caller.context.actor)
        for table in SECRET:
            assert await sql.fetch_value(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.parametrize("table", LOCKED_AWAY)
async def test_heads_and_counters_are_read_by_their_functions_only(
    territory: Territory, transaction: None, table: str
) -> None:
    await set_identity(territory.facilitator.context.actor)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await sql.fetch(f"SELECT * FROM {table}")
