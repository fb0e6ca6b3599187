"""What the writers find: organisations with companies, people and hires, and months that nobody has declared yet."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from bench.data import Prepared, prepare
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.writers import Desk, Writer
from bench.plan import Plan, Sizes

ORGANISATIONS = 4
_MONTHS = 24


@dataclass(frozen=True)
class Ground:
    """The prepared data, and what the database held before the first writer."""

    plan: Plan
    prepared: Prepared
    statements: int
    journal: dict[str, int]

    def desk(self, number: int, writers: int) -> Desk:
        """The place of one writer; the pairs of two writers of one organisation never meet."""
        organisation = number % ORGANISATIONS
        program = self.prepared.programs[organisation]
        step = -(-writers // ORGANISATIONS)
        return Desk(number, organisation, str(program.organisation_id), program.token, number // ORGANISATIONS, step)

    def writers(self, count: int, stand: Stand, ledger: Ledger, thought: float) -> Sequence[Writer]:
        """That many writers, and one more for the faults to ask with."""
        desks = [self.desk(number, count) for number in range(count)]
        return [Writer(desk, stand.base_url, self.plan, ledger, thought) for desk in desks]


def sizes_for(companies: int, booked: int) -> Sizes:
    """Enough companies and months for the writers never to run out, and about ``booked`` months booked before."""
    companies_booked = min(companies, 4 + booked // ORGANISATIONS)
    months = max(booked * 4 // (companies_booked * (ORGANISATIONS + 3)), 1)
    return Sizes(
        organisations=ORGANISATIONS,
        companies=companies,
        lots=8,
        declared_months=_MONTHS,
        booked_months=months,
        booked_companies=companies_booked,
    )


def lay_out(stand: Stand, companies: int, *, booked: int = 0) -> Ground:
    """Prepare the data beside the running service."""
    prepared = prepare(stand.settings, stand.superuser(), sizes_for(companies, booked))
    statements, journal = asyncio.run(_finish(stand))
    return Ground(prepared.plan, prepared, statements, journal)


async def _finish(stand: Stand) -> tuple[int, dict[str, int]]:
    """Copied hours were not counted while they were copied; tokens last longer than the longest run."""
    connection = await asyncpg.connect(**stand.superuser())
    try:
        await connection.execute("SELECT clause_recount_totals(clause_day(now()))")
        await connection.execute("UPDATE access_token SET expires_at = now() + interval '2 days'")
        statements = await connection.fetchval("SELECT count(*) FROM hours_statement")
        rows = await connection.fetch("SELECT action, count(*) FROM journal GROUP BY action")
    finally:
        await connection.close()
    return int(statements), {row["action"]: row["count"] for row in rows}
