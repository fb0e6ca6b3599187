"""The commands as a person types them, with the database they start for themselves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.real_processes


def clause(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """One command, ended."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "CLAUSE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "clause", "--data-dir", str(folder), *arguments],
        capture_output=True,
        text=True,
        env={**ours, **variables},
        timeout=120,
    )


def test_a_bad_variable_is_a_sentence_and_not_a_trace(tmp_path: Path) -> None:
    done = clause(tmp_path, "serve", CLAUSE_PORT="http")
    assert done.returncode == 1
    assert "CLAUSE_PORT vaut « http »" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_migrating_starts_a_database_and_leaves_it_stopped_and_up_to_date(tmp_path: Path) -> None:
    first, second = clause(tmp_path, "migrate"), clause(tmp_path, "migrate")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "(0 migration(s)" not in first.stdout
    assert "(0 migration(s)" in second.stdout
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_doctor_says_what_is_missing_then_that_all_is_well(tmp_path: Path) -> None:
    before = clause(tmp_path, "doctor")
    assert before.returncode == 1
    assert [line for line in before.stdout.splitlines() if line.startswith("ERREUR")] == [
        line for line in before.stdout.splitlines() if "clause migrate" in line
    ]
    clause(tmp_path, "migrate")
    after = clause(tmp_path, "doctor")
    assert after.returncode == 0, after.stdout
    assert "clause_app, soumis à la sécurité par ligne" in after.stdout


def test_doctor_finds_a_queue_that_does_not_answer(tmp_path: Path) -> None:
    done = clause(tmp_path, "doctor", REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 1
    assert "REDIS_URL, ou lancez" in done.stdout


def test_a_database_that_refuses_is_a_sentence_and_not_a_trace(tmp_path: Path) -> None:
    done = clause(tmp_path, "migrate", DATABASE_URL="postgresql://someone:s3cret@127.0.0.1:1/clause")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr


@pytest.mark.parametrize("process", ["web", "worker"])
def test_a_process_alone_without_a_running_database_is_refused(tmp_path: Path, process: str) -> None:
    done = clause(tmp_path, process)
    assert done.returncode == 1
    assert "clause serve" in done.stderr
    assert "Traceback" not in done.stderr
