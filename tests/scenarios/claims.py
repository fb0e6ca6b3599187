"""Eighteen months of two facilitators and two operations over HTTP, from first entry to balance payment.

    python -m tests.scenarios.claims             starts a service of its own in a temporary folder, plays, stops it
    python -m tests.scenarios.claims --keep DIR  the same, and leaves the bundles in DIR to be looked at

An advance, an interim claim, a rejected month, a parked month that returns, a payroll regularisation, a contradictory
period, a balance and a recovery. All of it lies between July 2024 and December 2025: the figures are the same any day.
"""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

from tests.scenarios import claims_18_months_body, claims_18_months_claims, claims_18_months_ground
from tests.scenarios.claims_18_months_world import build_months
from tests.scenarios.serving import Serving

STEPS = (*claims_18_months_ground.STEPS, *claims_18_months_claims.STEPS, *claims_18_months_body.STEPS)


def play(base_url: str, data_dir: Path, folder: Path) -> list[str]:
    """What was done, in order; AssertionError at the first thing that is not as told."""
    with closing(build_months(base_url, data_dir, folder)) as months:
        for step in STEPS:
            step(months)
        return months.lines


def main() -> None:
    """Start a service, play, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="where to leave the bundles")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clause-claims-") as folder, Serving(Path(folder) / "data") as service:
        play(service.base_url, service.data_dir, arguments.keep or Path(folder) / "files")
        assert "Traceback" not in service.said(), service.said()
    print("Every claim is paid or paid back: everything happened as told.")


if __name__ == "__main__":
    main()
