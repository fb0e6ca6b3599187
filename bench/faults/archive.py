"""`python -m bench.faults.archive`: the machine dies under writers, and the database comes back from its archive.

See ``bench/README.md``.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.commands import add_folder, add_stand
from bench.faults.drill import require, serves
from bench.faults.ground import Ground, lay_out
from bench.faults.ledger import Ledger, digest
from bench.faults.stand import Stand
from bench.faults.verdict import Check, chains, kept_figures
from clause.embedded.postgres import start_postgres

MOST_SECONDS_LOST = 300.0
MOST_SECONDS_OF_RESTORE = 900.0
_ROWS = "SELECT coalesce(sum(n_live_tup), 0)::bigint FROM pg_stat_user_tables"


@dataclass
class Taken:
    """How long the copy took, how many rows there were about then, and when everything was killed."""

    copy_seconds: float
    rows: int
    crashed: float


def main(arguments: Sequence[str]) -> int:
    """Archive, kill, restore, compare; the status is 0 when five minutes were lost at most, and the rest is whole."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.archive", description=__doc__)
    add_stand(parser, writers=8)
    add_folder(parser)
    given = parser.parse_args(arguments)
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="clause-archive-", dir=given.folder, ignore_cleanup_errors=True) as name:
        place = Path(name)
        archive = place / "archive"
        archive.mkdir()
        stand = Stand(place / "data", archive=archive)
        try:
            stand.start()
            ground = lay_out(stand, given.companies, booked=given.booked)
            taken = asyncio.run(_lose(stand, ground, ledger, given.writers, given.seconds))
        finally:
            stand.stop()
        shutil.rmtree(stand.settings.data_dir)
        restored = Stand(place / "restored")
        began = time.monotonic()
        require(restored.command("archive", "restore", str(archive)))
        seconds = time.monotonic() - began
        lost, checks = _compare(restored, ledger, taken)
        checks += serves(restored)
        size = sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())
    print(f"{taken.rows:,} rows; copied under writers in {taken.copy_seconds:.1f} s; archive {size / 1e6:.0f} MB")
    print(f"everything killed at once; restored in {seconds:.1f} s; acknowledged and lost: the last {lost:.2f} s")
    print("\n".join(line for check in checks for line in check.lines()))
    sound = all(check.wrong == 0 and check.compared for check in checks) and not ledger.surprises
    return 0 if sound and lost <= MOST_SECONDS_LOST and seconds <= MOST_SECONDS_OF_RESTORE else 1


async def _lose(stand: Stand, ground: Ground, ledger: Ledger, writers: int, seconds: float) -> Taken:
    """The copy is made while they write; they go on; then every process is killed, and the work with it."""
    stop = asyncio.Event()
    work = [asyncio.create_task(writer.work(stop)) for writer in ground.writers(writers, stand, ledger, 0.2)]
    await asyncio.sleep(1.0)
    began = time.monotonic()
    require(await asyncio.to_thread(stand.command, "archive", "copy"))
    took = time.monotonic() - began
    await asyncio.sleep(seconds)
    connection = await asyncpg.connect(**stand.superuser())
    rows = await connection.fetchval(_ROWS)
    await connection.close()
    stand.crash()
    crashed = time.monotonic()
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    return Taken(took, int(rows), crashed)


def _compare(restored: Stand, ledger: Ledger, taken: Taken) -> tuple[float, list[Check]]:
    """Seconds from the first answer that is missing to the end; what is there is as it was acknowledged, and whole."""

    async def checks() -> tuple[float, list[Check]]:
        connection = await asyncpg.connect(**restored.superuser())
        try:
            rows = await connection.fetch("SELECT key, body FROM idempotency_key")
            kept = {row["key"]: digest(bytes(row["body"])) for row in rows}
            missing = [answer.at for answer in ledger.acknowledged if answer.key not in kept]
            lost = taken.crashed - min(missing) if missing else 0.0
            before = [answer for answer in ledger.acknowledged if answer.at < taken.crashed - lost]
            wrong = sum(kept[answer.key] != answer.digest for answer in before)
            answers = Check("answers acknowledged before, to the byte", len(before), wrong)
            told = Check("answers acknowledged, of which lost", len(ledger.acknowledged), 0, (f"{len(missing)} lost",))
            return lost, [answers, told, await chains(connection), *await kept_figures(connection)]
        finally:
            await connection.close()

    server = start_postgres(restored.settings)
    try:
        return asyncio.run(checks())
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
