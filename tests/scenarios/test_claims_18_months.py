"""The eighteen months as a test: every step is played, in order, and the service never stumbles."""

from pathlib import Path

import pytest

from tests.scenarios.claims import STEPS, play
from tests.scenarios.serving import Serving

pytestmark = pytest.mark.real_processes

TOLD = "1 1b 2 2b 3 4 5 6 7 8 9 9b 10 11 12 13 13b 13c 14"


def test_eighteen_months_of_claims_play_over_http(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as service:
        told = play(service.base_url, service.data_dir, tmp_path / "files")
    assert [line.split(".")[0] for line in told] == TOLD.split()
    assert len(told) == len(STEPS)
    assert "Traceback" not in service.said()
