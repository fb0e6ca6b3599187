"""Secrets under lock: opened by the same key for the same owner, and by nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.errors import Unavailable
from clause.gateways.locker import Locker


@pytest.fixture(scope="module")
def locker(tmp_path_factory: pytest.TempPathFactory) -> Locker:
    made = Locker()
    made.open(tmp_path_factory.mktemp("data"))
    return made


@given(text=st.text(max_size=80), owner=st.text(max_size=40))
def test_what_is_locked_opens_for_its_owner_alone(locker: Locker, text: str, owner: str) -> None:
    kept = locker.lock(text, owner)
    assert locker.is_locked(kept)
    assert locker.unlock(kept, owner) == text
    with pytest.raises(Unavailable):
        locker.unlock(kept, owner + "x")


def test_nothing_of_the_text_is_seen_and_no_two_are_alike(locker: Locker) -> None:
    one, other = (locker.lock("JBSWY3DPEHPK3PXP", "a") for _ in range(2))
    assert one != other
    assert "JBSWY3DP" not in one
    assert len(one) <= 200


def test_a_changed_sign_is_noticed(locker: Locker) -> None:
    kept = locker.lock("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "a")
    middle = len(kept) // 2
    changed = kept[:middle] + ("A" if kept[middle] != "A" else "B") + kept[middle + 1 :]
    with pytest.raises(Unavailable):
        locker.unlock(changed, "a")


def test_another_key_opens_nothing_and_the_same_file_gives_the_same_key(tmp_path: Path) -> None:
    one, same, other = Locker(), Locker(), Locker()
    one.open(tmp_path / "a")
    same.open(tmp_path / "a")
    other.open(tmp_path / "b")
    kept = one.lock("secret", "a")
    assert same.unlock(kept, "a") == "secret"
    with pytest.raises(Unavailable) as refused:
        other.unlock(kept, "a")
    assert refused.value.code == "ACC-101"
    assert (tmp_path / "a" / "keys" / "secrets.key").stat().st_mode & 0o077 == 0


def test_what_was_kept_before_the_locks_is_given_as_it_is(locker: Locker) -> None:
    assert locker.unlock("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "a") == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_without_a_key_nothing_is_locked() -> None:
    with pytest.raises(RuntimeError):
        Locker().lock("secret", "a")
