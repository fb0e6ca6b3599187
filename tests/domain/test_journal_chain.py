"""The journal as a chain: each way of tampering with it shows, at its line."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from clause.domain.journal_chain import (
    NO_HASH,
    Audit,
    ChainLine,
    Damage,
    Damaged,
    Head,
    Part,
    Seal,
    seal_text,
    split,
)

A, B, C = (UUID(int=number) for number in (1, 2, 3))
DAY = datetime(2026, 3, 31, 2, tzinfo=UTC)


def _line(org: UUID, seq: int, previous: str, text: str) -> ChainLine:
    link = hashlib.sha256(f"{seq}|{previous}|{text}".encode()).hexdigest()
    return ChainLine(org, seq, previous, link, text, reason_holds=True, is_erased=False, erases=None)


def _chain(org: UUID, count: int = 4) -> list[ChainLine]:
    lines: list[ChainLine] = []
    for seq in range(1, count + 1):
        lines.append(_line(org, seq, lines[-1].hash if lines else NO_HASH, f"line {seq}"))
    return lines


def _head(lines: list[ChainLine]) -> Head:
    return Head(lines[-1].org_id, lines[-1].seq, lines[-1].hash)


def _audit(lines: Iterable[ChainLine], *heads: Head, marks: Iterable[tuple[Head, Damage]] = ()) -> Audit:
    audit = Audit(heads, marks)
    for line in lines:
        audit.follow(line)
    audit.end()
    return audit


def test_whole_chains_hold() -> None:
    one, two = _chain(A), _chain(B, 2)
    marks = [(Head(A, 2, one[1].hash), Damage.SEAL_NOT_HELD), (Head(B, 2, two[1].hash), Damage.KEPT_NOT_HELD)]
    audit = _audit([*one, *two], _head(one), _head(two), Head(C, 0, NO_HASH), marks=marks)
    assert (audit.damages, audit.lines, audit.chains, audit.erased) == ([], 6, 2, 0)


TAMPERINGS: list[tuple[str, Callable[[list[ChainLine]], list[ChainLine]], list[tuple[Damage, int]]]] = [
    ("text", lambda lines: [lines[0], lines[1]._replace(text="other"), *lines[2:]], [(Damage.LINE_CHANGED, 2)]),
    (
        "reason",
        lambda lines: [*lines[:2], lines[2]._replace(reason_holds=False), lines[3]],
        [(Damage.REASON_CHANGED, 3)],
    ),
    ("removed", lambda lines: [lines[0], *lines[2:]], [(Damage.LINE_MISSING, 2)]),
    ("first removed", lambda lines: lines[1:], [(Damage.LINE_MISSING, 1)]),
    ("end removed", lambda lines: lines[:-1], [(Damage.END_CHANGED, 3)]),
    (
        "made anew",
        lambda lines: [lines[0], _line(A, 2, lines[0].hash, "other"), *lines[2:]],
        [(Damage.LINE_MOVED, 3)],
    ),
    ("erased", lambda lines: [lines[0], lines[1]._replace(is_erased=True), *lines[2:]], [(Damage.REASON_GONE, 2)]),
    ("added", lambda lines: [*lines, _line(A, 5, lines[-1].hash, "more")], [(Damage.END_CHANGED, 5)]),
]


@pytest.mark.parametrize(
    ("tamper", "found"), [(how, found) for _, how, found in TAMPERINGS], ids=[n for n, *_ in TAMPERINGS]
)
def test_tampering_shows_at_its_line(
    tamper: Callable[[list[ChainLine]], list[ChainLine]], found: list[tuple[Damage, int]]
) -> None:
    lines = _chain(A)
    audit = _audit(tamper(lines), _head(lines))
    assert audit.damages == [Damaged(damage, A, number) for damage, number in found]


def test_a_reason_that_a_later_line_says_was_erased_may_be_gone() -> None:
    lines = _chain(A)
    lines[1] = lines[1]._replace(is_erased=True)
    lines[2] = lines[2]._replace(is_erased=True)
    lines[3] = lines[3]._replace(erases="2 3")
    audit = _audit(lines, _head(lines))
    assert (audit.damages, audit.erased) == ([], 2)


def test_a_chain_without_head_or_a_head_without_chain_shows() -> None:
    lines = _chain(A)
    assert _audit(lines).damages == [Damaged(Damage.END_CHANGED, A, 4)]
    assert _audit([], Head(B, 7, "0"), Head(C, 0, NO_HASH)).damages == [Damaged(Damage.END_CHANGED, B, 7)]


def test_a_line_that_was_sealed_or_kept_bears_that_hash() -> None:
    lines = _chain(A)
    marks = [
        (Head(A, 2, "0" * 64), Damage.SEAL_NOT_HELD),
        (Head(A, 9, lines[1].hash), Damage.KEPT_NOT_HELD),
        (Head(A, 3, lines[2].hash), Damage.KEPT_NOT_HELD),
    ]
    assert _audit(lines, _head(lines), marks=marks).damages == [
        Damaged(Damage.SEAL_NOT_HELD, A, 2),
        Damaged(Damage.KEPT_NOT_HELD, A, 9),
    ]


def test_what_parts_found_is_told_together() -> None:
    one, two = _chain(A), _chain(B)
    audit, other = _audit(one, _head(one)), _audit(two[1:], _head(two))
    audit.take(other)
    assert (audit.lines, audit.chains, audit.erased) == (7, 2, 0)
    assert audit.damages == [Damaged(Damage.LINE_MISSING, B, 1)]


def _sign(text: str) -> str:
    return hashlib.sha256(b"key" + text.encode()).hexdigest()


def _seals(count: int = 3) -> list[Seal]:
    seals: list[Seal] = []
    for number in range(1, count + 1):
        previous = seals[-1].signature if seals else NO_HASH
        text = seal_text(number, previous, Head(A, number, "h"), DAY)
        seals.append(
            Seal(
                number=number,
                previous=previous,
                org_id=A,
                seq=number,
                hash="h",
                sealed_at=DAY,
                key_id="k",
                signature=_sign(text),
            )
        )
    return seals


def _seals_found(seals: Iterable[Seal], **keys: Callable[[str], str]) -> list[tuple[Damage, int]]:
    audit = Audit((), ())
    audit.check_seals(seals, keys)
    assert {damaged.org_id for damaged in audit.damages} <= {A}
    return [(damaged.damage, damaged.number) for damaged in audit.damages]


def test_seals_follow_one_another_under_a_known_key() -> None:
    seals = _seals()
    assert seals[0].signed_text == f"1|{NO_HASH}|{A}|1|h|2026-03-31T02:00:00+00:00"
    assert _seals_found(seals, k=_sign) == []
    assert _seals_found(seals) == [(Damage.KEY_UNKNOWN, number) for number in (1, 2, 3)]
    changed = [seals[0], seals[1].model_copy(update={"seq": 9}), seals[2]]
    assert _seals_found(changed, k=_sign) == [(Damage.SEAL_CHANGED, 2)]
    assert _seals_found([seals[0], seals[2]], k=_sign) == [(Damage.SEAL_MISSING, 2)]
    assert _seals_found(seals[1:], k=_sign) == [(Damage.SEAL_MISSING, 1)]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_parts_hold_every_organisation_once(count: int) -> None:
    heads = [Head(UUID(int=number * 10), seq, "h") for number, seq in enumerate((5, 1, 9, 0, 40, 3), 1)]
    parts = split(reversed(heads), count)
    assert 1 <= len(parts) <= count
    for number in range(80):
        assert sum(part.holds(UUID(int=number)) for part in parts) == 1


def test_parts_have_about_as_many_lines_each() -> None:
    heads = [Head(UUID(int=number), 10, "h") for number in range(1, 5)]
    assert split(heads, 2) == [Part(None, UUID(int=3)), Part(UUID(int=3), None)]
    assert split(heads, 1) == [Part()]
    assert split([], 4) == [Part()]
