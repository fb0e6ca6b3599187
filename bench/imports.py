"""`python -m bench.imports`: a spreadsheet of hours read, matched and reported, against the least that it could cost.

See ``bench/README.md``.
"""

import argparse
import asyncio
import io
import resource
import sys
import time
from collections.abc import Awaitable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import xlsxwriter
from python_calamine import CalamineWorkbook
from stdnum import luhn

from bench.commands import add_folder
from bench.plan import Plan, Sizes, last_month
from bench.stage import Servers, own_folder, running_servers
from bench.story import Story, register_program, tell
from clause.db.migrate import migrate
from clause.domain.findings import Severity
from clause.domain.hours_import import HoursRow, HoursRowStatus
from clause.domain.imports import ImportReport
from clause.runtime import open_runtime
from clause.services import hours_imports, imports
from clause.services.context import Context

HEADINGS = ("SIRET", "Marché", "Nom", "Prénom", "Date de naissance", "Mois", "Heures", "Du", "Au")
COMPANIES, MONTHS, ERRORS = 20, 10, 100
_FAR = 20_000
_TO_COME = "a month to come"
_ERRORS: tuple[tuple[str, int, object, str], ...] = (
    ("a SIRET with a wrong digit", 0, "99000024200019", "A"),
    ("an unknown contract", 1, "2099X", "B"),
    ("an unknown name", 2, "Inconnu", "C"),
    ("another birth date", 4, "01/01/1970", "E"),
    ("no month", 5, "mois dernier", "F"),
    ("a month to come", 5, _TO_COME, "F"),
    ("text for hours", 6, "trente", "G"),
    ("negative hours", 6, "-7,00", "G"),
    ("400 hours", 6, 400, "G"),
    ("a day that does not exist", 7, "31/02/2026", "H"),
)


@dataclass
class Corpus:
    """A spreadsheet, and the cells that are wrong in it."""

    content: bytes
    rows: int
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ground:
    """What the files speak of."""

    context: Context
    token: str
    sirets: list[str]
    reference: str
    people: int
    months: list[date]


@dataclass
class Figures:
    """Seconds of each round."""

    floor: list[float] = field(default_factory=list)
    clause: list[float] = field(default_factory=list)
    corrected: list[float] = field(default_factory=list)
    memory: float = 0
    """MiB of this process at most, during an import before all rounds."""


class _FloorRow(msgspec.Struct, array_like=True):
    siret: str
    contract: str
    last_name: str
    first_name: str
    birth_date: str
    month: str
    hours: float
    first_day: str
    last_day: str


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when every seeded error was found at its cell and nothing else was."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rows and one round: does it run at all?")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (3)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    sizes = [200, 1_000] if given.quick else [10_000, 100_000]
    with own_folder(given.folder), running_servers() as servers:
        return asyncio.run(_run(servers, sizes, 1 if given.quick else given.rounds))


async def _run(servers: Servers, sizes: list[int], rounds: int) -> int:
    await migrate(servers.settings.asyncpg_owner_config())
    is_sound = True
    async with open_runtime(servers.settings):
        ground = await prepare(servers, max(sizes) // MONTHS)
        print("| rows | floor, s | Clause, s | ratio | rows/s | corrected file, s | most memory, MiB | errors found |")
        print("|---|---|---|---|---|---|---|---|")
        for rows in sizes:
            corpus = await _corpus_made_apart(ground, rows)
            figures = Figures(memory=await _peak_memory(ground.context, corpus.content))
            found, false = 0, 0
            for _ in range(rounds):
                figures.floor.append(await _timed(_floor(servers, corpus)))
                report, seconds = await _import(ground.context, corpus.content)
                figures.clause.append(seconds)
                found, false = await _compare(ground.context, report, corpus)
                figures.corrected.append(await _timed(_corrected(ground.context, report.run.id)))
            is_sound = is_sound and (found, false) == (len(corpus.wrong), 0)
            print(_line(corpus, figures, found, false))
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nMost memory of a child (the reader, or what made the file): {child:.0f} MiB.")
    return 0 if is_sound else 1


def _line(corpus: Corpus, figures: Figures, found: int, false: int) -> str:
    floor, clause = median(figures.floor), median(figures.clause)
    cells = [
        f"{corpus.rows:,}".replace(",", " "),
        f"{floor:.2f}",
        f"{clause:.2f} ({min(figures.clause):.2f}–{max(figures.clause):.2f})",
        f"{clause / floor:.1f}",
        f"{corpus.rows / clause:,.0f}".replace(",", " "),
        f"{median(figures.corrected):.2f}",
        f"{figures.memory:.0f}",
        f"{found}/{len(corpus.wrong)}, {false} false",
    ]
    return f"| {' | '.join(cells)} |"


async def _corpus_made_apart(ground: Ground, rows: int) -> Corpus:
    """The corpus, made by a process of its own so that what it costs is not taken for Clause's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return await asyncio.get_running_loop().run_in_executor(apart, partial(make_corpus, ground, rows, seed=rows))


async def _peak_memory(context: Context, content: bytes) -> float:
    """The most memory in use here while a file is imported, in MiB: what a worker needs, with all its code."""
    _begin_peak_anew()
    await _import(context, content)
    return _peak()


def _begin_peak_anew() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    return int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024


async def _timed(work: Awaitable[object]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


async def _import(context: Context, content: bytes) -> tuple[ImportReport, float]:
    """The report of a file, and the seconds of work that a worker spends on it."""
    run = await hours_imports.start_hours_import(context, "heures.xlsx", content, {}, None)
    started = time.perf_counter()
    while (outcome := await hours_imports.import_chunk(context.now, run.job_id)) is not None and not outcome.done:
        pass
    seconds = time.perf_counter() - started
    return await imports.load_import(context, run.id), seconds


async def _corrected(context: Context, import_id: UUID) -> object:
    return await hours_imports.corrected_file(context, import_id)


async def _compare(context: Context, report: ImportReport, corpus: Corpus) -> tuple[int, int]:
    """How many seeded errors were reported at their cell, and how many rows were refused without one."""
    refused: list[HoursRow] = []
    after = 0
    while page := await hours_imports.list_rows(
        context, report.run.id, status=HoursRowStatus.REFUSED, after=after, limit=1_000
    ):
        refused += page
        after = page[-1].position
    blocking = Severity.BLOCKING
    cells = {finding.field for row in refused for finding in row.findings if finding.severity is blocking}
    rows = {f"{row.sheet}!{row.row}" for row in refused}
    seeded_rows = {f"{cell.split('!')[0]}!{cell.split('!')[1][1:]}" for cell in corpus.wrong}
    return len(cells & corpus.wrong.keys()), len(rows - seeded_rows) + len(cells - corpus.wrong.keys())


async def _floor(servers: Servers, corpus: Corpus) -> None:
    """Read, validate the types, copy into a bare table: no matching, no rule, no report."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(corpus.content)).get_sheet_by_index(0)
    good: list[tuple[Any, ...]] = []
    bad = 0
    for row in sheet.to_python()[1:]:
        try:
            good.append(msgspec.structs.astuple(msgspec.convert(row, _FloorRow)))
        except msgspec.ValidationError:
            bad += 1
    connection = await asyncpg.connect(**servers.superuser())
    try:
        columns = ", ".join(f"c{index} text" if index != 6 else "c6 float8" for index in range(len(HEADINGS)))
        await connection.execute(f"CREATE TABLE IF NOT EXISTS bench_floor ({columns})")
        await connection.copy_records_to_table("bench_floor", records=good)
    finally:
        await connection.close()


def make_corpus(ground: Ground, rows: int, *, seed: int) -> Corpus:
    """Rows of different people and months, 100 of them (or a tenth) with one error at a known cell."""
    random = Random(seed)
    wrong_rows = sorted(random.sample(range(rows), min(ERRORS, rows // 10)))
    errors = {row: _ERRORS[rank % len(_ERRORS)] for rank, row in enumerate(wrong_rows)}
    output = io.BytesIO()
    corpus = Corpus(b"", rows)
    with xlsxwriter.Workbook(output, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Heures")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            values = _row(ground, number, random)
            if number in errors:
                _, column, value, letter = errors[number]
                # The same person twice in one month would be another error.
                values[column] = f"12/{2050 + number // ground.people}" if value == _TO_COME else value
                corpus.wrong[f"Heures!{letter}{number + 2}"] = errors[number][0]
            sheet.write_row(number + 1, 0, values)
    corpus.content = output.getvalue()
    return corpus


def _row(ground: Ground, number: int, random: Random) -> list[object]:
    person, month = number % ground.people, ground.months[number // ground.people % len(ground.months)]
    return [
        ground.sirets[person % len(ground.sirets)],
        ground.reference,
        f"NOM {person}",
        "Claude",
        "12/04/1990",
        f"{month.month:02d}/{month.year}",
        round(random.uniform(10, 150), 2),
        "",
        "",
    ]


async def prepare(servers: Servers, people: int) -> Ground:
    """A facilitator organisation with a lot, companies and this many people under contract."""
    now = datetime.now(UTC)
    sizes = Sizes(organisations=1, companies=1, lots=1, declared_months=36, booked_months=1, booked_companies=0)
    plan = Plan(sizes, last_month(now.date()))
    program = await register_program(1, now)
    story = await tell(program.context, plan)
    connection = await asyncpg.connect(**servers.superuser())
    try:
        sirets = await _copy_people(connection, story, plan, people)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    months = [_months_before(last_month(now.date()).first_day, rank) for rank in range(MONTHS)]
    return Ground(program.context, program.token, sirets, "2026M00001", people, months)


def _months_before(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


async def _copy_people(
    connection: "asyncpg.Connection[asyncpg.Record]", story: Story, plan: Plan, people: int
) -> list[str]:
    """Companies and hires like those of the story, under ids of their own."""

    def siret(number: int) -> str:
        siren = f"990{number:05d}"
        start = f"{siren}{luhn.calc_check_digit(siren)}0001"
        return f"{start}{luhn.calc_check_digit(start)}"

    sirets = [siret(_FAR + number) for number in range(COMPANIES)]
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("CREATE TEMP TABLE firm (n int, id uuid, siret text)")
    await connection.execute(
        "INSERT INTO firm SELECT n - 1, gen_random_uuid(), s FROM unnest($1::text[]) WITH ORDINALITY AS w(s, n)", sirets
    )
    await connection.execute("CREATE TEMP TABLE somebody (n int, person uuid, hire uuid)")
    await connection.execute(
        "INSERT INTO somebody SELECT n, gen_random_uuid(), gen_random_uuid() FROM generate_series(0, $1::int - 1) n",
        people,
    )
    await _copy(connection, "organisation", story, "firm f", "'id', f.id, 'identifier', f.siret, 'name', 'F ' || f.n")
    await _copy(
        connection,
        "participant",
        story,
        "somebody s",
        "'id', s.person, 'last_name', 'Nom ' || s.n, 'first_name', 'Claude'",
    )
    await _copy(
        connection,
        "hire",
        story,
        f"(somebody s JOIN firm f ON f.n = s.n % {COMPANIES})",
        f"'id', s.hire, 'participant_id', s.person, 'company_id', f.id, 'eligible_last_day', date '{plan.last_day}'",
    )
    await connection.execute("RESET session_replication_role")
    return sirets


async def _copy(
    connection: "asyncpg.Connection[asyncpg.Record]", table: str, story: Story, rows: str, values: str
) -> None:
    await connection.execute(
        f"INSERT INTO {table} SELECT r.* FROM {table} t CROSS JOIN {rows}"  # noqa: S608
        f" CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object({values})) r WHERE t.id = $1",
        story.rows[table],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
