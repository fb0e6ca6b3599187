"""A sealed file as bytes: the room that its seal takes, what it covers, and reading it back without trusting it."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.seals import MOST_SEAL_OCTETS, Covered, covered, find_seal, unsealed_dictionary

AT = datetime(2026, 11, 22, 10, 30, 5, tzinfo=UTC)
HEAD, TAIL = b"%PDF-1.7\n", b"trailer\n%%EOF\n"
OCTETS = 40
SIGNATURE = bytes(range(1, 31))


def drawn(octets: int = OCTETS) -> bytes:
    return HEAD + unsealed_dictionary(octets) + TAIL


def sealed(signature: bytes = SIGNATURE, at: datetime = AT) -> bytes:
    return covered(drawn(), OCTETS, at).sealed_with(signature)


def test_the_room_for_a_seal_is_two_figures_for_each_octet_of_nothing() -> None:
    assert b"/Contents <" + b"00" * 3 + b">\n>>\n" in unsealed_dictionary(3)
    assert len(unsealed_dictionary(4)) - len(unsealed_dictionary(3)) == 2


def test_a_seal_covers_all_but_what_stands_between_its_brackets_brackets_included() -> None:
    frame = covered(drawn(), OCTETS, AT)
    gap = frame.pdf[frame.opens : frame.closes]
    assert (gap[:1], gap[-1:], len(gap)) == (b"<", b">", 2 * OCTETS + 2)
    assert frame.digest() == sha256(frame.pdf.replace(gap, b"")).digest()


def test_filling_in_the_seal_moves_no_byte_of_the_file() -> None:
    frame = covered(drawn(), OCTETS, AT)
    assert len(frame.pdf) == len(drawn()) == len(frame.sealed_with(SIGNATURE))
    assert frame.pdf.startswith(HEAD)
    assert frame.pdf[: frame.opens].endswith(b" ]\n/Contents ")
    assert frame.pdf.endswith(TAIL)
    reach = b"/ByteRange [ 0 %d %d %d " % (frame.opens, frame.closes, len(frame.pdf) - frame.closes)
    assert reach in frame.pdf
    assert b"/M (D:20261122103005Z)" in frame.pdf


def test_the_instant_of_a_seal_is_that_of_greenwich() -> None:
    paris = AT.astimezone(timezone(timedelta(hours=1)))
    assert sealed(at=paris) == sealed()


def test_a_signature_is_filled_up_with_noughts_and_one_too_large_is_refused() -> None:
    pdf = sealed(b"\xab" * OCTETS)
    assert b"<" + b"ab" * OCTETS + b">" in pdf
    assert b"<" + SIGNATURE.hex().encode() + b"00" * (OCTETS - len(SIGNATURE)) + b">" in sealed()
    with pytest.raises(RuntimeError, match="larger than the room"):
        covered(drawn(), OCTETS, AT).sealed_with(b"\xab" * (OCTETS + 1))


@pytest.mark.parametrize("pdf", [HEAD + TAIL, drawn(OCTETS - 1)])
def test_a_file_that_was_drawn_without_this_room_is_not_sealed(pdf: bytes) -> None:
    with pytest.raises(RuntimeError, match="without room for a seal"):
        covered(pdf, OCTETS, AT)


def test_what_was_sealed_is_found_again() -> None:
    pdf = sealed()
    found = find_seal(pdf)
    assert found is not None
    assert found.signature == SIGNATURE + bytes(OCTETS - len(SIGNATURE))
    assert found.digest == covered(drawn(), OCTETS, AT).digest()
    assert (found.covers, found.claimed_at) == (len(pdf), AT)


def test_what_stands_behind_a_seal_is_not_covered_and_changes_no_digest() -> None:
    found, more = find_seal(sealed()), find_seal(sealed() + b"% one line more")
    assert found == more


def test_a_byte_that_is_changed_outside_the_signature_changes_the_digest() -> None:
    pdf = sealed()
    before = find_seal(pdf)
    changed = find_seal(pdf.replace(b"trailer", b"traileR"))
    assert before is not None
    assert changed is not None
    assert changed.digest != before.digest


def test_the_last_of_several_seals_is_read() -> None:
    first = sealed()
    again = first + unsealed_dictionary(OCTETS) + TAIL
    found = find_seal(covered(again, OCTETS, AT + timedelta(seconds=1)).sealed_with(b"\x07" * OCTETS))
    assert found is not None
    assert (found.signature, found.claimed_at) == (b"\x07" * OCTETS, AT + timedelta(seconds=1))
    assert found.covers == len(again)


def at_places(gap: bytes, *, rest: int | None = None, said: bytes = b"/ByteRange [0 %d %d %d]") -> bytes:
    """A file that says of itself that its seal is this gap."""
    opens, closes = len(HEAD), len(HEAD) + len(gap)
    tail = said % (opens, closes, 40 if rest is None else rest)
    return HEAD + gap + tail.ljust(40)


def test_a_range_may_be_written_with_or_without_blanks() -> None:
    for said in (b"/ByteRange [0 %d %d %d]", b"/ByteRange[ 0  %d   %d %d  ]", b"/ByteRange [ 0 %d\n%d %d ]"):
        found = find_seal(at_places(b"<0aFF>", said=said))
        assert found is not None
        assert (found.signature, found.claimed_at) == (b"\x0a\xff", None)


@pytest.mark.parametrize("gap", [b"<>", b"<0>", b"<0a0>", b"[0a]", b"<0a)", b"<0a 0b>", b"<0g>", b"<0a><0b>"])
def test_anything_but_octets_between_two_brackets_is_no_signature(gap: bytes) -> None:
    assert find_seal(at_places(gap)) is None


def test_a_signature_has_an_octet_at_least_and_thirty_two_thousand_at_most() -> None:
    assert MOST_SEAL_OCTETS == 32_768
    assert find_seal(at_places(b"<0a>")) is not None
    assert find_seal(at_places(b"<" + b"0a" * MOST_SEAL_OCTETS + b">")) is not None
    assert find_seal(at_places(b"<" + b"0a" * (MOST_SEAL_OCTETS + 1) + b">")) is None


@pytest.mark.parametrize(("rest", "is_found"), [(0, True), (39, True), (40, True), (41, False)])
def test_a_seal_covers_nothing_beyond_the_end_of_the_file(rest: int, is_found: bool) -> None:
    found = find_seal(at_places(b"<0a0b>", rest=rest))
    assert (found is not None) is is_found
    if found is not None:
        assert found.covers == len(HEAD) + 6 + rest
        assert found.digest == sha256(HEAD + at_places(b"<0a0b>", rest=rest)[len(HEAD) + 6 :][:rest]).digest()


@pytest.mark.parametrize("places", [b"[0 9 9 5]", b"[0 12 9 5]", b"[0 0 0 0]", b"[1 0 4 5]", b"[0 9 13]"])
def test_places_in_the_wrong_order_are_no_seal(places: bytes) -> None:
    assert find_seal(HEAD + b"<0a>/ByteRange " + places + b" " * 40) is None


def test_a_file_without_a_range_has_no_seal() -> None:
    assert find_seal(b"") is None
    assert find_seal(HEAD + TAIL) is None


@pytest.mark.parametrize(
    ("said", "claimed"),
    [
        (b"/M (D:20260229120000Z)", None),
        (b"/M (D:20261122103005Z)", AT),
        (b"/M (D:20261122103005+01)", None),
        (b"/M (D:20261122103005Z)".ljust(64), AT),
        (b"/M (D:20261122103005Z)".ljust(65), None),
    ],
)
def test_the_instant_is_read_just_before_the_range_and_nowhere_else(said: bytes, claimed: datetime | None) -> None:
    gap = b"<0a>"
    places = b"/ByteRange [0 %d %d 0]" % (len(HEAD), len(HEAD) + len(gap))
    found = find_seal(HEAD + gap + said + places)
    assert found is not None
    assert found.claimed_at == claimed


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(noise: bytes) -> None:
    found = find_seal(noise + b"/ByteRange [0 1 9 1]" + noise)
    assert found is None or len(found.signature) == 3


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=OCTETS))
def test_every_signature_that_has_room_is_found_again(around: bytes, signature: bytes) -> None:
    pdf = around + unsealed_dictionary(OCTETS) + around
    frame = covered(pdf, OCTETS, AT)
    assert isinstance(frame, Covered)
    found = find_seal(frame.sealed_with(signature))
    assert found is not None
    assert found.signature == signature.ljust(OCTETS, b"\x00")
    assert found.digest == frame.digest()
