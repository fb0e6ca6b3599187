"""Leaves no socket folder of a killed server behind."""

import shutil
from collections.abc import Iterator

import pytest

from tests.embedded.support import SOCKET_FOLDERS


@pytest.fixture(scope="package", autouse=True)
def socket_folders() -> Iterator[None]:
    """Those that the tests used are removed at the end."""
    yield
    for folder in SOCKET_FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
