"""The complete clause as a test: every step is played, in order, and the service never stumbles."""

from pathlib import Path

import pytest

from tests.scenarios.complete import STEPS, play
from tests.scenarios.serving import Serving

pytestmark = pytest.mark.real_processes

TOLD = "0 1 2a 2b 2c 3 4a 4b 5a 5b 5c 6a 6b 6c 6d 6e 6f 6g 7a 7b 7c 8 9"


def test_the_complete_clause_plays_over_http(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as service:
        told = play(service.base_url, service.data_dir, tmp_path / "files")
    assert [line.split(".")[0] for line in told] == TOLD.split()
    assert len(told) == len(STEPS)
    assert "Traceback" not in service.said()
