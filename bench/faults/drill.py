"""`python -m bench.faults.drill`: a backup of the running service under writers, restored and compared row by row.

See ``bench/README.md``.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.commands import add_stand
from bench.faults.ground import Ground, lay_out
from bench.faults.ledger import Acknowledged, Ledger, digest
from bench.faults.stand import Stand
from bench.faults.verdict import Check, chains, kept_figures
from clause.backups import Manifest, read_backup
from clause.embedded.postgres import start_postgres


@dataclass(frozen=True)
class Taken:
    """A backup, what had been acknowledged when it was asked for, and how long it took."""

    before: tuple[Acknowledged, ...]
    meanwhile: int
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Back up, restore, compare; the status is 0 when nothing acknowledged before is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.drill", description=__doc__)
    add_stand(parser, writers=16)
    given = parser.parse_args(arguments)
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="clause-drill-", ignore_cleanup_errors=True) as place:
        stand, backup = Stand(Path(place) / "data"), Path(place) / "backup"
        try:
            stand.start()
            ground = lay_out(stand, given.companies, booked=given.booked)
            taken = asyncio.run(_take(stand, ground, ledger, given.writers, given.seconds, backup))
        finally:
            stand.stop()
        manifest = read_backup(backup)
        restored = Stand(Path(place) / "restored")
        began = time.monotonic()
        require(restored.command("restore", str(backup)))
        seconds = time.monotonic() - began
        checks = [*_compare(restored, taken), *serves(restored)]
        size = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file())
    print(_text(manifest, taken, seconds, size, checks))
    return 0 if all(check.wrong == 0 and check.compared for check in checks) and not ledger.surprises else 1


async def _take(stand: Stand, ground: Ground, ledger: Ledger, writers: int, seconds: float, backup: Path) -> Taken:
    stop = asyncio.Event()
    people = ground.writers(writers, stand, ledger, 0.2)
    work = [asyncio.create_task(writer.work(stop)) for writer in people]
    await asyncio.sleep(seconds)
    before, began = tuple(ledger.acknowledged), time.monotonic()
    require(await asyncio.to_thread(stand.command, "backup", str(backup)))
    took, meanwhile = time.monotonic() - began, len(ledger.acknowledged) - len(before)
    stop.set()
    await asyncio.gather(*work)
    return Taken(before, meanwhile, took)


def _compare(restored: Stand, taken: Taken) -> list[Check]:
    """In the restored database: every answer acknowledged before the backup, with the change that it reported."""

    async def checks() -> list[Check]:
        connection = await asyncpg.connect(**restored.superuser())
        try:
            rows = await connection.fetch("SELECT key, body FROM idempotency_key")
            kept = {row["key"]: digest(bytes(row["body"])) for row in rows}
            missing = sum(kept.get(answer.key) != answer.digest for answer in taken.before)
            answers = Check("answers acknowledged before the backup", len(taken.before), missing)
            return [answers, await chains(connection), *await kept_figures(connection)]
        finally:
            await connection.close()

    server = start_postgres(restored.settings)
    try:
        return asyncio.run(checks())
    finally:
        server.stop()


def serves(restored: Stand) -> list[Check]:
    """The service starts on what was restored, and its own examination finds nothing wrong."""
    try:
        restored.start()
        examined = restored.command("doctor")
    finally:
        restored.stop()
    wrong = [line for line in examined.stdout.splitlines() if line.startswith("ERREUR")]
    return [Check("points of clause doctor on the restored service", len(examined.stdout.splitlines()), len(wrong))]


def require(done: "subprocess.CompletedProcess[str]") -> None:
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)


def _text(manifest: Manifest, taken: Taken, seconds: float, size: int, checks: Sequence[Check]) -> str:
    lines = [
        f"{manifest.rows} rows of {len(manifest.tables)} tables, {size / 1e6:.1f} MB",
        f"backup {taken.seconds:.1f} s, while {taken.meanwhile} writes were acknowledged",
        f"restore, with every table compared row by row, {seconds:.1f} s"
        f" ({manifest.rows / seconds:,.0f} rows a second)",
        "",
    ]
    return "\n".join(lines + [line for check in checks for line in check.lines()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
