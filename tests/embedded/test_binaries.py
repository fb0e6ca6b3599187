"""The packages that carry the servers keep their programs where we look for them, and these run here."""

import subprocess

import pytest

from clause.embedded.binaries import postgres_programs, valkey_program
from clause.settings import EMBEDDED_VERSIONS


@pytest.mark.parametrize("version", EMBEDDED_VERSIONS)
@pytest.mark.parametrize("program", ["postgres", "initdb", "psql", "pg_dump", "pgbench"])
def test_each_postgres_program_is_there_in_the_version_asked_for(version: int, program: str) -> None:
    said = subprocess.run(
        [postgres_programs(version) / program, "--version"], capture_output=True, text=True, check=True
    )
    assert f"(PostgreSQL) {version}." in said.stdout


def test_the_queue_server_is_there() -> None:
    said = subprocess.run([valkey_program(), "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("Valkey server v=9.")
