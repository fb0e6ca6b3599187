"""The run in words and figures."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from bench.data import Kept, Prepared, ask
from bench.load import CONNECTIONS, Measure
from bench.pgbench import THREADS
from bench.results import Results, spread
from bench.stage import Servers
from bench.works import Work

_HEADINGS: tuple[str, ...] = (
    "",
    "Clause, calls/s",
    "p95, ms",
    "pgbench, transactions/s",
    "p95, ms",
    "share of pgbench",
    "share of the bare INSERT",
)


def scripts(works: Sequence[Work], *, every: bool) -> str:
    """The pgbench scripts: all of them, or one of each kind of call."""
    shown: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for work in works:
        shown.append(_about_scripts(work))
        if every or work.queries not in seen:
            shown += [f"{script.explained()}\n" for script in (work.scripts if every else work.scripts[:1])]
        else:
            shown.append("-- as above, with the ids of each organisation\n")
        seen.add(work.queries)
    return "\n".join(shown)


def _about_scripts(work: Work) -> str:
    text = f"-- {work.title}: {len(work.queries)} statement{_s(work.queries)}"
    text += f", {len(work.scripts)} script{_s(work.scripts)}"
    if work.given_back:
        text += f"; left out: the driver's reset when a connection goes back to the pool ({work.given_back} a call)"
    return text


def _s(things: Sequence[object]) -> str:
    return "" if len(things) == 1 else "s"


def table(servers: Servers, prepared: Prepared, results: Sequence[Results]) -> str:
    """The figures: medians over the rounds (least–most)."""
    rows = [_HEADINGS, *(_row(result, bare=results[-1]) for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join([machine(servers), _data(prepared), _rounds(results), "", *(f"| {line} |" for line in lines)])


def _row(result: Results, bare: Results) -> tuple[str, ...]:
    share = spread(result.shares(result), _percent) if result.clause else ""
    share_of_bare = spread(result.shares(bare), _percent) if result.clause and result.work.is_post else ""
    return (result.work.title, *_rates(result.clause), *_rates(result.pgbench), share, share_of_bare)


def _rates(measures: Sequence[Measure]) -> tuple[str, str]:
    if not measures:
        return "", ""
    shown = measures[1:]
    return (
        spread([measure.per_second for measure in shown], lambda value: f"{value:,.0f}".replace(",", " ")),
        spread([measure.p95_ms for measure in shown], lambda value: f"{value:.1f}"),
    )


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def machine(servers: Servers) -> str:
    """What it ran on, and how busy that is."""
    queries = ("SHOW server_version", "SHOW fsync", "SHOW synchronous_commit")
    version, fsync, commit = ask(servers.superuser(), *queries)
    return (
        f"Machine: {os.cpu_count()} × {_processor()}, {platform.system()} {platform.release()},"
        f" load {os.getloadavg()[1]:.1f} over five minutes; Python {platform.python_version()}, PostgreSQL {version}"
        f" (fsync {fsync}, synchronous_commit {commit}), data on {_file_system(servers.settings.data_dir)}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _file_system(folder: Path) -> str:
    """Its kind: on one in memory, durable commits cost nothing."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return "an unknown file system"
    around = [mount for mount in mounts if folder.resolve().is_relative_to(mount[1])]
    return max(around, key=lambda mount: len(mount[1]))[2]


def _data(prepared: Prepared) -> str:
    sizes = prepared.plan.sizes
    return (
        f"Data: {sizes.organisations} facilitator organisations, {sizes.companies} companies,"
        f" {sizes.crews * sizes.companies} people with a hire, {sizes.booked_lines} hours rows validated and booked."
    )


def _rounds(results: Sequence[Results]) -> str:
    return (
        f"{len(results[0].clause) - 1} rounds after a warm-up, {CONNECTIONS} connections each; one web process; pgbench"
        f" with {THREADS} threads and prepared statements. Medians (least–most)."
    )


def answers(results: Sequence[Results], written: Kept) -> str:
    """What was answered, and whether it was kept."""
    lines = []
    for result in results:
        if result.work.call is not None:
            counts = ", ".join(f"{count} × {status}" for status, count in sorted(result.answers().items()))
            lines.append(f"{result.work.title}: {counts}")
    lines.append(f"Statements to be kept: {_expected(results)}; kept: {written.statements}.")
    lines.append(f"Journal chains that do not verify: {written.broken_chains}.")
    return "\n".join(["", *lines])


def is_sound(results: Sequence[Results], written: Kept) -> bool:
    """Whether every call was answered as it should be, every row kept, and every journal chain verifies."""
    as_they_should = all(set(result.answers()) <= {result.work.status} for result in results)
    return as_they_should and written.statements == _expected(results) and not written.broken_chains


def _expected(results: Sequence[Results]) -> int:
    return sum(result.rows_written() for result in results)
