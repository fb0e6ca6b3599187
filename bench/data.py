"""The data of a run: one story told through the services, then copied by SQL with other ids as often as needed.

A copy takes every column of its model that is not named here, so that a new column needs no change. Copies are made as
the superuser with triggers off: validated statements and booked hours could not be inserted in one go otherwise.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from bench.plan import Kind, Plan, Sizes, last_month, made_id_sql
from bench.story import Program, Story, register_program, tell
from clause.db import bulk
from clause.db.migrate import migrate
from clause.runtime import open_runtime
from clause.settings import Settings


@dataclass(frozen=True)
class Prepared:
    """The data as the run uses it; the programs of the facilitator organisations stand by organisation number."""

    plan: Plan
    programs: list[Program]
    story: Story

    @property
    def tokens(self) -> list[str]:
        """Their bearer tokens."""
        return [program.token for program in self.programs]


@dataclass(frozen=True)
class Kept:
    """What is in the database: hours statements, and journal chains that do not verify."""

    statements: int
    broken_chains: int

    def since(self, before: "Kept") -> "Kept":
        """The statements that came after ``before``; chains as they are now."""
        return Kept(self.statements - before.statements, self.broken_chains)


def ask(superuser: dict[str, object], *queries: str) -> list[object]:
    """The first value that each query gives."""

    async def answers() -> list[object]:
        connection = await asyncpg.connect(**superuser)
        try:
            return [await connection.fetchval(query) for query in queries]
        finally:
            await connection.close()

    return asyncio.run(answers())


def count_kept(superuser: dict[str, object]) -> Kept:
    """Counted now, each journal chain recomputed from its first line."""
    statements, broken = ask(
        superuser,
        "SELECT count(*) FROM hours_statement",
        "SELECT count(*) FROM journal_head h, clause_journal_verify(h.org_id)",
    )
    return Kept(int(str(statements)), int(str(broken)))


def prepare(settings: Settings, superuser: dict[str, object], sizes: Sizes) -> Prepared:
    """Migrate, tell the story, copy it, and let the database learn its new sizes."""
    return asyncio.run(_prepare(settings, superuser, sizes))


async def _prepare(settings: Settings, superuser: dict[str, object], sizes: Sizes) -> Prepared:
    await migrate(settings.asyncpg_owner_config())
    now = datetime.now(UTC)
    plan = Plan(sizes, last_month(now.date()))
    async with open_runtime(settings):
        programs = [await register_program(number, now) for number in range(sizes.organisations)]
        story = await tell(programs[0].context, plan)
    connection = await asyncpg.connect(**superuser)
    try:
        await _copy_all(connection, story, plan, [program.organisation_id for program in programs])
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
    return Prepared(plan, programs, story)


async def _copy_all(
    connection: "asyncpg.Connection[asyncpg.Record]", story: Story, plan: Plan, organisation_ids: list[UUID]
) -> None:
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("CREATE TEMP TABLE org (o int, id uuid)")
    await connection.copy_records_to_table("org", records=list(enumerate(organisation_ids)))
    # A crew is one person of each company; ``o`` is the organisation that it works for, ``p`` numbers the crews.
    await connection.execute("CREATE TEMP TABLE crew AS SELECT o AS p, o, id FROM org")
    further = [(number, 0, organisation_ids[0]) for number in range(plan.sizes.organisations, plan.sizes.crews)]
    await connection.copy_records_to_table("crew", records=further)
    entry = story.rows["ledger_entry"]
    credited = await connection.fetchval("SELECT id FROM allocation WHERE ledger_entry_id = $1", entry)
    models = {**story.rows, "allocation": credited}
    await connection.execute("SET maintenance_work_mem = '512MB'")
    async with bulk.unindexed(connection, ("hours_statement_line", "ledger_entry", "allocation")):
        for table, rows, values in _directory(plan.sizes) + _people(plan) + _booked_hours(plan):
            await copy_rows(connection, table, models[table], rows, values)
    await connection.execute("SELECT clause_recount_totals(current_date)")
    await connection.execute("RESET session_replication_role")


_COLUMNS = """
SELECT attname, quote_ident(attname), format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


async def copy_rows(
    connection: "asyncpg.Connection[asyncpg.Record]", table: str, model: UUID, rows: str, values: dict[str, str]
) -> None:
    """Add a copy of the model for each of ``rows`` (a FROM list), with ``values`` (SQL) in some of its columns."""
    columns = await connection.fetch(_COLUMNS, table)
    taken = ", ".join(
        f"({values[name]})::{type_name}" if name in values else f"t.{quoted}" for name, quoted, type_name in columns
    )
    names = ", ".join(quoted for _, quoted, _ in columns)
    await connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} t CROSS JOIN {rows} WHERE t.id = $1",  # noqa: S608
        model,
    )


_Copies = list[tuple[str, str, dict[str, str]]]


def _directory(sizes: Sizes) -> _Copies:
    """Companies; one contract an organisation, with its lots."""
    company = {
        "id": made_id_sql(Kind.COMPANY, "c"),
        "name": "'Entreprise ' || c",
        "identifier": "'991' || lpad(c::text, 11, '0')",
    }
    contract = {
        "id": made_id_sql(Kind.CONTRACT, "o"),
        "facilitator_org_id": "org.id",
        "reference": "'2026M1000' || o",
        "group_key": "'2026M1000' || o",
    }
    lot = {
        "id": made_id_sql(Kind.LOT, f"o * {sizes.lots} + l"),
        "facilitator_org_id": "org.id",
        "contract_id": made_id_sql(Kind.CONTRACT, "o"),
        "occurrence": "l",
    }
    return [
        ("organisation", f"generate_series(0, {sizes.companies - 1}) c", company),
        ("contract", "org", contract),
        ("lot", f"(org CROSS JOIN generate_series(0, {sizes.lots - 1}) l)", lot),
    ]


def _people(plan: Plan) -> _Copies:
    """One person, ground and hire for each crew and company; contract and eligibility cover every month."""
    sizes = plan.sizes
    rows = f"(crew CROSS JOIN generate_series(0, {sizes.companies - 1}) c)"
    number = f"p * {sizes.companies} + c"
    common = {"facilitator_org_id": "crew.id"}
    person = {"participant_id": made_id_sql(Kind.PARTICIPANT, number)}
    hire = {
        "id": made_id_sql(Kind.HIRE, number),
        "eligibility_id": made_id_sql(Kind.ELIGIBILITY, number),
        "company_id": made_id_sql(Kind.COMPANY, "c"),
        "lot_id": made_id_sql(Kind.LOT, f"o * {sizes.lots} + c % {sizes.lots}"),
        "first_day": f"date '{plan.first_day}'",
        "eligible_first_day": f"date '{plan.first_day}'",
        "eligible_last_day": f"date '{plan.last_day}'",
    }
    name = {"id": made_id_sql(Kind.PARTICIPANT, number), "last_name": f"'Nom ' || ({number})"}
    return [
        ("participant", rows, {**common, **name}),
        ("eligibility", rows, {**common, **person, "id": made_id_sql(Kind.ELIGIBILITY, number)}),
        ("hire", rows, {**common, **person, **hire}),
    ]


def _booked_hours(plan: Plan) -> _Copies:
    """The statements of the booked months, oldest first, with their lines, ledger entries and allocations."""
    sizes = plan.sizes
    companies = f"CASE o WHEN 0 THEN {sizes.booked_companies} ELSE {sizes.booked_elsewhere} END"
    months = f"generate_series(0, {sizes.booked_months - 1}) m"
    of_each = f"CROSS JOIN LATERAL generate_series(0, {companies} - 1) c"
    statements, lines = f"({months} CROSS JOIN org {of_each})", f"({months} CROSS JOIN crew {of_each})"
    statement_id = made_id_sql(Kind.STATEMENT, f"(m * {sizes.organisations} + o) * {sizes.companies} + c")
    number = f"(m * {sizes.crews} + p) * {sizes.companies} + c"
    month = f"(date '{plan.first_day}' + m * interval '1 month')::date"
    month_end = f"({month} + interval '1 month - 1 day')::date"
    company = {"company_id": made_id_sql(Kind.COMPANY, "c")}
    common = {"facilitator_org_id": "crew.id", **company}
    days = {"first_day": month, "last_day": month_end}
    work = {
        "hire_id": made_id_sql(Kind.HIRE, f"p * {sizes.companies} + c"),
        "lot_id": made_id_sql(Kind.LOT, f"o * {sizes.lots} + c % {sizes.lots}"),
    }
    ids = {kind: made_id_sql(kind, number) for kind in Kind}
    position = f"t.position + greatest(p - {sizes.organisations - 1}, 0)"
    line = {"id": ids[Kind.LINE], "statement_id": statement_id, "position": position, **days, **work}
    entry = {"id": ids[Kind.ENTRY], "statement_line_id": ids[Kind.LINE], "month": month, **days, **work}
    allocation = {"id": ids[Kind.ALLOCATION], "ledger_entry_id": ids[Kind.ENTRY], "worked_on": month_end}
    return [
        (
            "hours_statement",
            statements,
            {"facilitator_org_id": "org.id", **company, "id": statement_id, "month": month},
        ),
        ("hours_statement_line", lines, {**common, **line}),
        ("ledger_entry", lines, {**common, **entry}),
        ("allocation", lines, {**common, **allocation, "lot_id": work["lot_id"]}),
    ]
