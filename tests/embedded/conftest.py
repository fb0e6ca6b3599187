"""A data folder prepared once, and no socket folder of a killed server left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.support import SOCKET_FOLDERS, clause


@pytest.fixture(scope="package", autouse=True)
def socket_folders() -> Iterator[None]:
    """Those that the tests used are removed at the end."""
    yield
    for folder in SOCKET_FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database ``clause migrate`` has made and left stopped: to be copied."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    done = clause(folder, "migrate")
    assert done.returncode == 0, done.stderr
    assert "(0 migration(s)" not in done.stdout
    assert not (folder / "postgres" / "postmaster.pid").exists()
    return folder


@pytest.fixture
def migrated(migrated_once: Path, tmp_path: Path) -> Path:
    """The same, for one test."""
    return shutil.copytree(migrated_once, tmp_path / "data")
