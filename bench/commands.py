"""What the command lines of the benches share."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.data import Prepared, prepare
from bench.plan import Sizes
from bench.stage import Servers, own_folder, running_servers

_SIZES = Sizes(organisations=17, companies=4000, lots=40, declared_months=36, booked_months=16, booked_companies=4000)
_QUICK = Sizes(organisations=5, companies=400, lots=40, declared_months=36, booked_months=16, booked_companies=400)


def say(text: str) -> None:
    """Tell at once how far a run has come, beside its figures."""
    print(text, file=sys.stderr, flush=True)


def add_folder(parser: argparse.ArgumentParser) -> None:
    """`--folder`, where a bench puts its data; None for the system's folder for temporary files."""
    parser.add_argument("--folder", type=Path, help="where to put the data (the system's folder for temporary files)")


def add_stand(parser: argparse.ArgumentParser, *, writers: int) -> None:
    """How much stands in a service that writers work on, how many they are, and for how long."""
    parser.add_argument("--writers", type=int, default=writers, help=f"writers at work ({writers})")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they write (20)")
    parser.add_argument("--companies", type=int, default=400, help="companies (400)")
    parser.add_argument("--booked", type=int, default=20_000, help="months booked before (20000)")


@contextmanager
def everybody_booked(given: argparse.Namespace) -> Iterator[tuple[Servers, Prepared]]:
    """Servers with the data of `bench.hours`, each company with its booked months; few of them with ``--quick``."""
    with own_folder(given.folder), running_servers() as servers:
        say("Preparing data…")
        yield servers, prepare(servers.settings, servers.superuser(), _QUICK if given.quick else _SIZES)
