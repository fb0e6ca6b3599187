"""Passwords: slow to hash, salted, and as slow to refuse for an account that does not exist."""

import importlib.util
from types import ModuleType

import pytest

from clause.gateways import secrets

# RFC 9106, second recommended option: what a machine without gigabytes to spare should use at least.
LEAST = {"m": 65_536, "t": 3, "p": 4}


@pytest.fixture(scope="module")
def as_installed() -> ModuleType:
    """The module as the service loads it: these tests hash faster than it does."""
    assert secrets.__spec__ is not None
    assert secrets.__spec__.loader is not None
    module = importlib.util.module_from_spec(secrets.__spec__)
    secrets.__spec__.loader.exec_module(module)
    return module


def _cost(password_hash: str) -> dict[str, int]:
    _, kind, _, parameters, *_ = password_hash.split("$")
    assert kind == "argon2id"
    return {name: int(value) for name, value in (one.split("=") for one in parameters.split(","))}


def test_a_password_costs_who_guesses_it_memory_and_time(as_installed: ModuleType) -> None:
    cost = _cost(as_installed.hash_password("correct horse battery staple"))
    assert {name: cost[name] >= least for name, least in LEAST.items()} == dict.fromkeys(LEAST, True)


def test_an_account_that_does_not_exist_is_refused_at_the_same_cost(as_installed: ModuleType) -> None:
    assert _cost(as_installed._nobody()) == _cost(as_installed.hash_password("x"))
    assert not as_installed.password_matches("x", None)


def test_a_password_is_known_again_and_no_two_hashes_are_alike() -> None:
    first, second = secrets.hash_password("x"), secrets.hash_password("x")
    assert first != second
    assert secrets.password_matches("x", first)
    assert not secrets.password_matches("y", first)
    assert not secrets.password_matches("x", "no hash at all")
