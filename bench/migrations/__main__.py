"""`python -m bench.migrations`: the last migrations applied to a full database while old code works on it.

See ``bench/README.md``.
"""

import argparse
import asyncio
import contextlib
import io
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.conf.apps import MigrationModule

from bench.commands import add_folder, say
from bench.migrations.ground import OLD, Filled, fill, last_migrations, make_old, tables_touched
from bench.migrations.load import Load, Seen
from bench.stage import own_folder, running_servers
from clause.db.migrate import apply_patiently, as_owner, migrate
from clause.db.migration import index_migration, sql_migration
from clause.devdata import demo
from clause.settings import Settings

LONGEST_WAIT_SECONDS = 0.2
_SHAPE = """
SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                 pg_get_expr(d.adbin, d.adrelid)) AS what
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conname <> 'bench_check'
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname <> 'bench_index'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' ', tablename, policyname, roles::text, cmd, qual, with_check) FROM pg_policies
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
"""
_CALM_SECONDS = 2.0


def main(arguments: Sequence[str]) -> int:
    """Fill, migrate one by one, print; 0 when no statement failed and none waited longer than promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.migrations", description=__doc__)
    parser.add_argument("--last", type=int, default=18, help="migrations to apply, the last ones (18)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each table that they touch (1000000)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    with own_folder(given.folder), running_servers() as servers:
        asyncio.run(demo.seed(servers.settings, say))
        names = asyncio.run(last_migrations(given.last))
        old = asyncio.run(make_old(servers.settings, servers.superuser(), names[0]))
        superuser = {**servers.superuser(), "database": OLD}
        filled = asyncio.run(_fill(superuser, names, given.rows))
        seen = _migrate(old, superuser, filled, names)
        differences = asyncio.run(_differences(servers.superuser(), superuser))
    print(_text(filled, seen, differences))
    sound = all(one.longest_wait <= LONGEST_WAIT_SECONDS and not one.failed for one in seen)
    return 0 if sound and not differences else 1


async def _fill(superuser: Mapping[str, object], names: Sequence[str], rows: int) -> list[Filled]:
    began = time.monotonic()
    filled = await fill(superuser, await tables_touched(names), rows)
    say(f"{sum(one.rows for one in filled)} rows in {len(filled)} tables: {time.monotonic() - began:.0f} s")
    return filled


def _migrate(
    old: Settings, superuser: Mapping[str, object], filled: Sequence[Filled], names: Sequence[str]
) -> list[Seen]:
    """Each migration, then the forms that the rule asks of new ones, on the first of the large tables."""
    load, seen = Load(superuser, filled), []
    with load.at_work():
        for name, step in [*_migrations(old, names), *_as_the_rule_wants(old, filled[0])]:
            load.now = Seen("between")
            time.sleep(_CALM_SECONDS)
            load.now = Seen(name)
            seen.append(load.now)
            began = time.monotonic()
            step()
            load.now.seconds = time.monotonic() - began
            say(_line(load.now))
    return seen


def _migrations(old: Settings, names: Sequence[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    for name in names:
        yield name, partial(_run, migrate, old.asyncpg_owner_config(), until=name)


def _run(work: Callable[..., Coroutine[Any, Any, object]], *values: object, **named: object) -> None:
    asyncio.run(work(*values, **named))


def _as_the_rule_wants(old: Settings, filled: Filled) -> Iterator[tuple[str, Callable[[], object]]]:
    table, column = filled.table, filled.column
    constraint = f"ALTER TABLE {table} ADD CONSTRAINT bench_check CHECK ({column} IS NOT NULL)"
    forms = {
        "a constraint NOT VALID": sql_migration("bench-1", "", f"{constraint} NOT VALID"),
        "its VALIDATE": sql_migration("bench-2", "", f"ALTER TABLE {table} VALIDATE CONSTRAINT bench_check"),
        "an index, CONCURRENTLY": index_migration("bench-3", "", {"bench_index": f"{table} ({column})"}),
    }
    for name, manager in forms.items():
        yield name, partial(_run, _apply, old, name, manager)


async def _apply(old: Settings, name: str, manager: MigrationManager) -> None:
    async def forwards() -> MigrationManager:
        return manager

    async with as_owner(old.asyncpg_owner_config()):
        with contextlib.redirect_stdout(io.StringIO()):
            await apply_patiently(name, cast(MigrationModule, SimpleNamespace(forwards=forwards)), 120.0)


async def _differences(new: Mapping[str, object], old: Mapping[str, object]) -> list[str]:
    """Columns, constraints, indexes, triggers and policies that the migrated database has otherwise than a new one."""
    shapes = []
    for address in (new, old):
        connection = await asyncpg.connect(**address)
        try:
            shapes.append({row["what"] for row in await connection.fetch(_SHAPE)})
        finally:
            await connection.close()
    return sorted(shapes[0] ^ shapes[1])


def _text(filled: Sequence[Filled], seen: Sequence[Seen], differences: Sequence[str]) -> str:
    lines = [f"{one.table}: {one.rows} rows" for one in filled]
    lines += [
        "",
        f"{'migration':<30} {'s':>6} {'statements':>10} {'failed':>6} {'slowest s':>9} {'longest wait for a lock':>24}",
    ]
    lines += [_line(one) for one in seen]
    lines += [f"FAILED: {line}" for one in seen for line in sorted(set(one.failed))]
    return "\n".join([*lines, *(f"DIFFERS: {line}" for line in differences)])


def _line(one: Seen) -> str:
    late = " LATE" if one.longest_wait > LONGEST_WAIT_SECONDS else ""
    told = f"{one.name:<30} {one.seconds:>6.2f} {one.statements:>10} {len(one.failed):>6} {one.slowest:>9.2f}"
    return f"{told} {one.longest_wait:>22.3f} s {one.waited_for}{late}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
