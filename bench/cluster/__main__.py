"""`python -m bench.cluster`: restarts and failovers under load, and what the clients were told compared with the data.

See ``bench/README.md``.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.cluster.pair import Pair
from bench.cluster.parts import Line, Run
from bench.cluster.processes import Process, Proxy, proxy_program
from bench.commands import add_folder
from bench.data import prepare
from bench.plan import Sizes
from bench.processes import free_port
from clause.embedded.valkey import start_valkey
from clause.settings import OWNER_ROLE, SERVICE_ROLE, load_settings

_ORGANISATIONS, _MONTHS = 4, 24


def main(arguments: Sequence[str]) -> int:
    """Run the parts, print the table; the status is 0 when every promise was kept."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="clause-cluster-", dir=options.folder, ignore_cleanup_errors=True) as place:
        lines, surprises = _run(Path(place), options)
    print(_table(lines))
    for surprise in surprises:
        print(f"SURPRISE: {surprise}")
    return 0 if not surprises and all(line.is_sound for line in lines) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("--writers", type=int, default=16, help="writers at once (16)")
    parser.add_argument(
        "--thought", type=float, default=0.3, help="seconds that a writer thinks between two calls (0.3)"
    )
    parser.add_argument("--companies", type=int, default=200, help="companies, each with 24 months to declare (200)")
    parser.add_argument("--calm", type=float, default=10.0, help="seconds without any fault before and after each (10)")
    parser.add_argument(
        "--stall", type=float, default=1.0, help="seconds for which the replica hangs before a kill (1)"
    )
    parser.add_argument("--haproxy", help="the proxy's program (else the one on the path)")
    add_folder(parser)
    return parser


def _run(place: Path, options: argparse.Namespace) -> tuple[list[Line], list[str]]:
    pair = Pair(place)
    with contextlib.ExitStack() as at_the_end:
        at_the_end.callback(pair.stop)
        pair.start_primary()
        queue = start_valkey(pair.settings)
        at_the_end.callback(queue.stop)
        sizes = Sizes(_ORGANISATIONS, options.companies, 8, _MONTHS, 6, min(options.companies, 100))
        prepared = prepare(pair.settings, pair.superuser(), sizes)
        common = {
            "DATABASE_URL": pair.address(SERVICE_ROLE),
            "DATABASE_OWNER_URL": pair.address(OWNER_ROLE),
            "REDIS_URL": f"unix://{queue.socket_path}",
            "CLAUSE_LOG_FORMAT": "json",
            "CLAUSE_RATE_LIMIT": "0",
        }
        api = [_process(place, "web", number, common) for number in (1, 2)]
        workers = [_process(place, "worker", number, common) for number in (1, 2)]
        for process in (*api, *workers):
            at_the_end.callback(process.stop)
            process.start()
        addresses = [f"http://127.0.0.1:{process.settings.port}" for process in api]
        program = proxy_program(options.haproxy)
        if program:
            ports = (api[0].settings.port, api[1].settings.port)
            proxy = Proxy(program, ports, place / "proxy.log")
            at_the_end.callback(proxy.stop)
            addresses = [f"http://127.0.0.1:{proxy.port}"]
        run = Run(pair, api, workers, options)
        with run.load(addresses, prepared):
            run.calm()
            lines: list[Line] = []
            parts: list[Callable[[], list[Line]]] = [run.restart_one_after_another] if program else []
            parts += [partial(run.fail_over, synchronous=synchronous) for synchronous in (False, True)]
            for part in parts:
                lines += part()
                print(_table(lines), file=sys.stderr, flush=True)
        if not program:
            print("Restart without downtime: not tried, HAProxy is not on the path (--haproxy).", file=sys.stderr)
        return lines, run.ledger.surprises


def _process(place: Path, name: str, number: int, common: dict[str, str]) -> Process:
    folder = place / f"{name}-{number}"
    folder.mkdir(mode=0o700)
    variables = {**common, "CLAUSE_DATA_DIR": str(folder), "CLAUSE_PORT": str(free_port())}
    return Process(name, number, load_settings(variables), variables)


def _table(lines: Sequence[Line]) -> str:
    rows = [("part", "figure", "result", "at most", "")]
    for line in lines:
        value = f"{line.value:.2f} {line.unit}" if line.unit else f"{line.value:.0f}"
        most = "" if line.most is None else f"{line.most:g} {line.unit}".strip()
        verdict = "" if line.most is None else "ok" if line.is_sound else "BREACH"
        rows.append((line.part, line.figure, value, most, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
