"""The whole story over HTTP, against a running ``clause serve``, told line by line.

    python -m tests.scenarios.story             starts a service of its own in a temporary folder, plays, stops it
    python -m tests.scenarios.story --keep DIR  the same, and leaves the PDFs in DIR to be looked at

Seven callers take part: programs of the facilitator organisation, of a company, of a buyer and of an intermediate body
(OAuth 2.0 client credentials), a facilitator and a manager signed in as people, and someone who has not signed in.
"""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

from tests.scenarios import claim_steps, clause_steps
from tests.scenarios.serving import Serving
from tests.scenarios.world import build_world


def play(base_url: str, data_dir: Path, folder: Path) -> list[str]:
    """What was done, in order; AssertionError at the first thing that is not as the story says."""
    with closing(build_world(base_url, data_dir, folder)) as world:
        for step in (*clause_steps.STEPS, *claim_steps.STEPS):
            step(world)
        return world.lines


def main() -> None:
    """Start a service, play, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="where to leave the PDFs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clause-story-") as folder, Serving(Path(folder) / "data") as service:
        play(service.base_url, service.data_dir, arguments.keep or Path(folder) / "pdf")
    print("The story is over: everything happened as told.")


if __name__ == "__main__":
    main()
