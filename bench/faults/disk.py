"""A disk that fills up: writes are refused cleanly, and go on by themselves once there is room again."""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from bench.faults import report
from bench.faults.ground import Ground, lay_out
from bench.faults.harm import Recovery
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.verdict import compare
from clause.embedded.processes import wait_until

_SIZE_MIB = 700
_FULL_SECONDS = 20.0
_BEFORE_SECONDS = 5.0


def run_on_full_disk(writers: int) -> int:
    """The whole run; 0 when nothing was lost, 2 when this machine lets nobody mount a small disk."""
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="clause-disk-") as folder, contextlib.ExitStack() as at_the_end:
        disk = Path(folder) / "disk"
        try:
            at_the_end.enter_context(_small_disk(disk))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"Not tried: no small disk can be mounted here ({error}).", file=sys.stderr)
            return 2
        stand = Stand(disk / "data")
        stand.log = Path(folder) / "serve.log"
        at_the_end.callback(stand.stop)
        stand.start()
        ground = lay_out(stand, 60)
        recovery, checks = asyncio.run(_run(stand, ground, ledger, writers, disk / "filler"))
    print(report.text(ledger, [recovery], checks))
    return 0 if report.is_sound(ledger, [recovery], checks, timed=True) else 1


@contextlib.contextmanager
def _small_disk(path: Path) -> Iterator[None]:
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE_MIB}m", "tmpfs", str(path)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


async def _run(
    stand: Stand, ground: Ground, ledger: Ledger, writers: int, filler: Path
) -> tuple[Recovery, list[report.Check]]:
    stop = asyncio.Event()
    people = ground.writers(writers, stand, ledger, 0.3)
    work = [asyncio.create_task(writer.work(stop)) for writer in people]
    await asyncio.sleep(_BEFORE_SECONDS)
    ledger.phase = "disk full"
    await asyncio.to_thread(_fill, filler)
    await _use_up_what_is_reserved(stand)
    await asyncio.sleep(_FULL_SECONDS)
    await asyncio.to_thread(filler.unlink)
    freed = time.monotonic()
    await asyncio.to_thread(wait_until, lambda: ledger.last_write > freed, 120.0, 0.05)
    recovery = Recovery("disk full", time.monotonic() - freed)
    ledger.phase = "nothing"
    await asyncio.sleep(_BEFORE_SECONDS)
    stop.set()
    await asyncio.gather(*work)
    return recovery, await compare(stand, ground, ledger)


def _fill(filler: Path) -> None:
    """Write until there is no room for one more byte."""
    block = bytes(1 << 20)
    with filler.open("wb", buffering=0) as file:
        while block:
            try:
                if file.write(block) < len(block):
                    block = block[: len(block) // 2]
            except OSError:
                block = block[: len(block) // 2]


async def _use_up_what_is_reserved(stand: Stand) -> None:
    """PostgreSQL keeps room for its log in advance: switch files until there is none, which ends the server itself."""
    try:
        connection = await asyncpg.connect(**stand.superuser(), timeout=10)
        for _ in range(200):
            await connection.execute("SELECT pg_logical_emit_message(false, 'fill', 'x')")
            await connection.execute("SELECT pg_switch_wal()", timeout=10)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return  # it has happened
