"""`python -m bench.certificates`: certificates a second in one process, drawn, and drawn and sealed.

See ``bench/README.md``.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from bench.certificate_queue import measure
from clause.documents.certificate import render_certificate
from clause.domain.certificates import (
    CertificateContent,
    CertificateKind,
    GroundLine,
    ModeLine,
    ObligationLine,
    Party,
    Signatory,
)
from clause.domain.seals import SealState
from clause.gateways.seals import Sealer, examine

_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main(arguments: Sequence[str]) -> int:
    """Draw, seal, print; the status is 0 when every seal is intact."""
    parser = argparse.ArgumentParser(prog="python -m bench.certificates", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each (5); the median is printed")
    parser.add_argument("--count", type=int, default=100, help="certificates a round (100)")
    parser.add_argument("--queue", type=int, metavar="COUNT", help="instead: this many through queue and worker")
    given = parser.parse_args(arguments)
    if given.queue:
        return measure(given.queue)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), given.rounds, given.count))


async def _measure(folder: Path, rounds: int, count: int) -> int:
    sealer = Sealer()
    sealer.open(folder, None, None)
    octets = await sealer.octets()
    contents = [_content(number) for number in range(1, count + 1)]

    async def drawn() -> list[bytes]:
        return [render_certificate(content) for content in contents]

    async def sealed() -> list[bytes]:
        return [(await sealer.seal(render_certificate(content, octets), _AT)).content for content in contents]

    times: dict[str, list[float]] = {"drawn": [], "drawn and sealed": []}
    cpu: dict[str, list[float]] = {"drawn": [], "drawn and sealed": []}
    for number in range(rounds):
        works: list[tuple[str, Callable[[], Awaitable[list[bytes]]]]] = [("drawn", drawn), ("drawn and sealed", sealed)]
        for name, work in works if number % 2 else reversed(works):
            began, used = time.perf_counter(), time.process_time()
            await work()
            times[name].append(time.perf_counter() - began)
            cpu[name].append(time.process_time() - used)
    made = await sealed()
    intact = sum(1 for pdf in made if (found := examine(pdf)) and found.state is SealState.INTACT)
    print(f"{count} certificates a round, {rounds} rounds, medians; one file: {len(made[-1])} bytes")
    for name in times:
        rate, spent = count / statistics.median(times[name]), 1000 * statistics.median(cpu[name]) / count
        print(f"{name:18}{rate:8.1f} a second{spent:8.2f} ms of processor each")
    share = statistics.median(cpu["drawn"]) / statistics.median(cpu["drawn and sealed"])
    print(f"sealed over drawn, by processor time: {share:.0%}; intact: {intact} of {count}")
    return 0 if intact == count else 1


def _content(number: int) -> CertificateContent:
    holder = Party(name="Bâtisseurs de l’Estuaire SARL", identifier="99000003800010")
    return CertificateContent(
        kind=CertificateKind.PROGRESS,
        number=f"2026-{number:06d}",
        verification_code="7K3M-9QXR-2D4F-8HTW",
        verify_url="https://clause.example.fr/verify/7K3M-9QXR-2D4F-8HTW",
        issued_on=date(2026, 11, 22),
        facilitator_org=Party(name="Maison de l’emploi du Pays de Brisemer", identifier="99000001200017"),
        signatory=Signatory(name="Maëlle Kervran", capacity="Facilitatrice de la clause sociale"),
        buyer=Party(name="Communauté d’agglomération de Brisemer", identifier="99000002000018"),
        holder=holder,
        contract_reference="2025TRX014",
        contract_object="Réhabilitation énergétique du groupe scolaire Simone-Veil",
        lot_label="Lot 2 – Gros œuvre",
        execution_first_day=date(2025, 3, 1),
        execution_last_day=date(2026, 12, 31),
        figures_on=date(2026, 11, 15),
        obligations=(
            ObligationLine(version=1, effective_on=date(2025, 3, 1), hours_owed=Decimal("833.00"), basis="CCAP"),
        ),
        hours_owed=Decimal("833.00"),
        hours_declared=Decimal("700.00"),
        hours_validated=Decimal("700.00"),
        hours_not_credited=Decimal("0.00"),
        hours_credited=Decimal("700.00"),
        gap=Decimal("133.00"),
        ratio=Decimal("0.8403"),
        by_mode=(ModeLine(mode="DIRECT_HIRE", hours_credited=Decimal("700.00")),),
        by_ground=(GroundLine(ground="LONG_TERM", label="Longue durée", hours_credited=Decimal("700.00")),),
        number_of_people=6,
        number_of_hires=8,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
