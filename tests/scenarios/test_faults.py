"""The short form of the run with faults: each process killed once under writers, and nothing lost or doubled."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.real_processes


def test_nothing_acknowledged_is_lost_or_doubled_when_each_process_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.faults", "--short", "--writers", "4", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for fault in ("api", "worker", "queue", "database"):
        assert f"\n{fault} " in done.stdout
    assert "BREACH" not in done.stdout
