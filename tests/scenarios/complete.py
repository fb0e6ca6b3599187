"""The complete clause over HTTP, against a running ``clause serve``, told line by line.

    python -m tests.scenarios.complete             starts a service of its own in a temporary folder, plays, stops it
    python -m tests.scenarios.complete --keep DIR  the same, and leaves the files in DIR to be looked at

Six callers take part: programs of a facilitator organisation, of two buyers and of two companies (OAuth 2.0 client
credentials), and someone who has not signed in. All contracts ended with 2025: the figures are the same on any day.
"""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

from tests.scenarios import complete_contracts, complete_hours, complete_people, complete_results
from tests.scenarios.complete_world import build_past
from tests.scenarios.serving import Serving

STEPS = (
    *complete_contracts.STEPS,
    *complete_people.STEPS,
    *complete_hours.STEPS,
    *complete_results.STEPS,
)


def play(base_url: str, data_dir: Path, folder: Path) -> list[str]:
    """What was done, in order; AssertionError at the first thing that is not as told."""
    with closing(build_past(base_url, data_dir, folder)) as past:
        for step in STEPS:
            step(past)
        return past.lines


def main() -> None:
    """Start a service, play, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="where to leave the files")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clause-complete-") as folder, Serving(Path(folder) / "data") as service:
        play(service.base_url, service.data_dir, arguments.keep or Path(folder) / "files")
        assert "Traceback" not in service.said(), service.said()
    print("The clause is complete: everything happened as told.")


if __name__ == "__main__":
    main()
