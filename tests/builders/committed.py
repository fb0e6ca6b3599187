"""Data that is really committed, for tests with several connections at once, and taken away again afterwards."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count

import asyncpg

from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind, Role
from clause.gateways.identities import new_id
from clause.services import accounts
from clause.services.context import operator_context
from clause.settings import Settings
from tests.builders.territory import NOW, Territory, fictional_siret, person

_numbers = count(40_000)


@contextlib.asynccontextmanager
async def committed_territory(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """The territory with a facilitator organisation, a buyer and a company of its own; all that follows is removed.

    Ids grow with time: what is newer than the first of them goes, append-only rows included, which only the superuser
    of a test's own server can do.
    """
    first_id = new_id()
    try:
        yield await _own(territory)
    finally:
        connection = await asyncpg.connect(**{**settings.asyncpg_owner_config(), "user": "postgres"})
        await connection.execute("SET session_replication_role = replica")
        tables = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type = 'uuid' AND ordinal_position = 1"
        )
        for table, key in tables:
            await connection.execute(f"DELETE FROM {table} WHERE {key} > $1", first_id)
        await connection.execute("DELETE FROM counter WHERE org_id > $1", first_id)
        await connection.execute("DELETE FROM lot_day_total WHERE lot_id > $1", first_id)
        await connection.close()


async def _own(territory: Territory) -> Territory:
    number = next(_numbers)

    async def organisation(kind: OrgKind, name: str, offset: int) -> Organisation:
        siret = fictional_siret(number + 10_000 * offset)
        return await accounts.register_organisation(operator_context(NOW), kind, f"{name} {number}", siret)

    org = await organisation(OrgKind.FACILITATOR_ORG, "Structure", 0)
    buyer = await organisation(OrgKind.BUYER, "Acheteur", 1)
    company = await organisation(OrgKind.COMPANY, "Entreprise", 2)
    return replace(
        territory,
        facilitator_org=org,
        buyer=buyer,
        company=company,
        facilitator=await person(org, Role.FACILITATOR, "Andrea Le Roux", f"facilitator-{number}@clause.example"),
        manager=await person(org, Role.MANAGER, "Morgan Gall", f"manager-{number}@clause.example"),
        company_agent=await person(company, Role.COMPANY_AGENT, "Sam Riou", f"company-{number}@clause.example"),
    )
