"""Passwords that people choose: their length, and those that would be guessed first."""

import pytest

from clause.domain.errors import Refused
from clause.domain.passwords import check_password, guessed_first
from clause.gateways.guessing import is_guessable

ABOUT = ("Camille Lefèvre", "camille@brisemer.example", "Plaine de Brisemer")


def _never(_: object, __: object) -> bool:
    return False


@pytest.mark.parametrize(("length", "is_taken"), [(11, False), (12, True), (200, True), (201, False)])
def test_a_password_is_long_enough_and_not_endless(length: int, is_taken: bool) -> None:
    if is_taken:
        check_password("x" * length, _never, ())
        return
    with pytest.raises(Refused) as refused:
        check_password("x" * length, _never, ())
    assert refused.value.code == "ACC-024"


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "motdepasse2026", "MotDePasse123!", "azertyuiop12", "AZERTYUIOP!!", "123456789012",
        "aaaaaaaaaaaaaaaa", "qwertyuiop123", "p@ssw0rd1234", "soleilsoleil", "Bonjour12345", "iloveyou1234",
        "abcdefghijkl", "facilitateur2026", "clauseclause", "camille2026!", "lefevrecamille", "plainedebrisemer",
        "brisemer2026", "Insertion2026", "01/02/199001/02/1990", "abc123abc123", "trustno1trustno1",
    ],
)  # fmt: skip
def test_common_passwords_and_words_of_here_are_refused(password: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password(password, is_guessable, ABOUT)
    assert refused.value.code == "ACC-099"


@pytest.mark.parametrize(
    "password",
    ["une phrase que personne ne devine", "correct horse battery staple", "chaussure verte 42", "xK7#pq2!vRtz",
     "Le chat dort sous l’escalier", "9f3c-77aa-02de-b1c4"],
)  # fmt: skip
def test_a_phrase_of_ones_own_is_taken(password: str) -> None:
    check_password(password, is_guessable, ABOUT)


def test_stolen_passwords_are_refused_whoever_chooses_them() -> None:
    """Those of the lists of the library that are long enough: none is taken, written twice neither."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    stolen = FREQUENCY_LISTS["passwords"]
    assert len(stolen) > 25_000
    long_enough = [password for password in stolen if len(password) >= 12]
    doubled = [password * 2 for password in stolen[:3_000:50] if len(password) >= 6]
    assert [password for password in (*long_enough, *doubled) if not is_guessable(password, ())] == []


def test_words_of_a_person_are_taken_apart_and_together_without_accents_too() -> None:
    words = guessed_first(ABOUT)
    assert {"camille", "lefèvre", "lefevre", "camillelefevre", "plainedebrisemer", "example"} <= set(words)
    assert "de" not in words


def test_a_very_long_password_is_looked_at_quickly() -> None:
    assert is_guessable("a" * 200, ())
