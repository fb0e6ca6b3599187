"""The frozen content of a certificate: what it refuses, its canonical bytes, its number and its code."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from clause.domain.certificates import (
    CertificateContent,
    ExactRate,
    NotCreditedLine,
    ObligationLine,
    Party,
    ReliefLine,
    Signatory,
    TwoDecimals,
    YearlyContent,
    canonical_bytes,
    certificate_number,
    content_hash,
    new_verification_code,
    normalise_code,
    read_content,
)
from clause.domain.errors import Unreadable
from clause.text.messages import sentence
from tests.documents.samples import certificate, nothing_done, yearly, yearly_line


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("gap", "131.50", "gap"),
        ("hours_validated", "976.49", "hours_validated"),
        ("not_credited", (), "not_credited"),
        ("by_mode", (), "by_mode"),
        ("by_ground", (), "by_ground"),
    ],
)
def test_a_certificate_whose_rows_do_not_add_up_is_never_built(field: str, value: object, named: str) -> None:
    with pytest.raises(ValidationError, match=rf"do not tie: (\w+, )*{named}\b"):
        certificate(**{field: value})


@pytest.mark.parametrize("value", [833.0, 833, True, None, "NaN", "Infinity", "833.001", "1E+15", "huit"])
def test_a_figure_that_is_not_an_exact_decimal_with_two_places_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="hours_owed"):
        certificate(hours_owed=value)


@pytest.mark.parametrize(
    ("value", "written"),
    [("833", "833.00"), ("833.5000", "833.50"), ("-0", "0.00"), ("999999999999999.99", "999999999999999.99")],
)
def test_a_figure_is_written_with_two_decimals_below_a_million_of_billions(value: str, written: str) -> None:
    assert str(TypeAdapter(TwoDecimals).validate_python(value)) == written


@pytest.mark.parametrize("value", ["1000000000000000", "-1000000000000000", "-Infinity", "0.001"])
def test_a_figure_that_is_too_large_or_too_fine_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(TwoDecimals).validate_python(value)


def test_a_rate_has_four_decimals_and_may_pass_one() -> None:
    assert str(certificate(ratio="1.5").ratio) == "1.5000"
    assert str(certificate(women_share="0.3333").women_share) == "0.3333"
    for wrong in ("0.33333", 0.5):
        with pytest.raises(ValidationError, match="women_share"):
            certificate(women_share=wrong)


def test_an_agreed_rate_keeps_its_decimals_between_nothing_and_the_whole() -> None:
    for rate in ("0", "0.123456789", "1"):
        assert str(TypeAdapter(ExactRate).validate_python(rate)) == rate
    for wrong in ("-0.01", "1.01", 0.5):
        with pytest.raises(ValidationError):
            TypeAdapter(ExactRate).validate_python(wrong)


@pytest.mark.parametrize("field", ["number_of_people", "number_of_hires"])
def test_a_number_that_is_kept_back_goes_with_the_size_below_which_it_is(field: str) -> None:
    kept_back = certificate(**{field: None, "fewer_than": 5})
    assert kept_back.fewer_than == 5
    with pytest.raises(ValidationError, match="without the size below which none is"):
        certificate(**{field: None})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "2" * 21),
        ("replaces_number", "2" * 21),
        ("replaces_number", " "),
        ("verification_code", "7K3M-9QXR-2D4F-8HTI"),
        ("verification_code", "7k3m-9qxr-2d4f-8htw"),
        ("verification_code", "7K3M-9QXR-2D4F"),
        ("verification_code", "7K3M-9QXR-2D4F-8HTW-0000"),
        ("verify_url", "ftp://clause.example/verify"),
        ("verify_url", "https://clause.example/a b"),
        ("verify_url", "https://clause.example/" + "a" * 178),
        ("number_of_people", -1),
        ("number_of_hires", -1),
        ("lasting_hires", -1),
        ("fewer_than", 1),
        ("obligations", ()),
        ("remark", "  "),
    ],
)
def test_a_value_that_no_certificate_shows_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        certificate(**{field: value})
    assert {error["loc"][0] for error in refusal.value.errors()} == {field}


def test_the_longest_number_and_address_are_admitted() -> None:
    address = "https://clause.example/" + "a" * 177
    shown = certificate(number="2" * 20, replaces_number="1" * 20, verify_url=address, fewer_than=2, lasting_hires=0)
    assert (len(shown.number), len(shown.verify_url), shown.replaces_number) == (20, 200, "1" * 20)


@pytest.mark.parametrize(("code", "is_one"), [("A", True), ("RSA_2", True), ("2RSA", False), ("rsa", False)])
def test_a_code_has_capitals_figures_and_underscores_and_begins_with_a_capital(code: str, is_one: bool) -> None:
    if is_one:
        assert ReliefLine(kind=code, decided_on=date(2026, 1, 1), first_day=date(2026, 1, 1)).kind == code
        return
    with pytest.raises(ValidationError, match="kind"):
        ReliefLine(kind=code, decided_on=date(2026, 1, 1), first_day=date(2026, 1, 1))


@pytest.mark.parametrize(("year", "is_one"), [(1999, False), (2000, True), (9999, True), (10_000, False)])
def test_a_yearly_certificate_is_of_a_year_of_four_figures_from_2000_on(year: int, is_one: bool) -> None:
    if is_one:
        assert yearly(year=year).year == year
        return
    with pytest.raises(ValidationError, match="year"):
        yearly(year=year)


def test_versions_and_booked_lines_are_counted_from_one() -> None:
    first = {"version": 1, "effective_on": date(2026, 1, 1), "hours_owed": "1.00", "basis": "CCAP"}
    lost = {"reason": "OUTSIDE_EXECUTION_WINDOW", "hours_not_credited": "1.00", "entries": 1}
    assert (ObligationLine.model_validate(first).version, NotCreditedLine.model_validate(lost).entries) == (1, 1)
    with pytest.raises(ValidationError, match="version"):
        ObligationLine.model_validate({**first, "version": 0})
    with pytest.raises(ValidationError, match="entries"):
        NotCreditedLine.model_validate({**lost, "entries": 0})


def test_the_yearly_certificate_of_a_company_needs_another_content() -> None:
    with pytest.raises(ValidationError, match="kind"):
        certificate(kind="COMPANY_YEARLY")


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("lines", (yearly_line(1, "1204.24"),), "lines"), ("by_mode", (), "by_mode"), ("by_ground", (), "by_ground")],
)
def test_a_year_whose_lots_do_not_add_up_is_never_built(field: str, value: object, named: str) -> None:
    with pytest.raises(ValidationError, match=rf"do not tie: (\w+, )*{named}\b"):
        yearly(**{field: value})


def test_training_is_a_part_of_the_hours_credited() -> None:
    assert certificate(hours_training="964.50").hours_training == Decimal("964.50")
    with pytest.raises(ValidationError, match="more hours of training"):
        certificate(hours_training="964.51")


def test_pooled_hours_tie_with_what_was_worked_here_and_what_is_credited_here() -> None:
    pooled = certificate(hours_pooled_in="100.00", hours_pooled_out="30.00", hours_validated="906.50")
    assert pooled.hours_credited == Decimal("964.50")
    with pytest.raises(ValidationError, match="hours_validated"):
        certificate(hours_pooled_in="100.00", hours_pooled_out="30.00")


@pytest.mark.parametrize("content", [certificate(), nothing_done(), yearly()], ids=["final", "progress", "yearly"])
def test_what_was_frozen_reads_back_as_the_same_content(content: CertificateContent | YearlyContent) -> None:
    assert read_content(canonical_bytes(content)) == content


def test_what_was_frozen_before_a_field_existed_keeps_its_bytes_and_its_hash() -> None:
    assert b"women_share" not in canonical_bytes(certificate())
    assert content_hash(certificate(women_share=None)) == content_hash(certificate())


def test_an_execution_period_cannot_end_before_it_starts() -> None:
    day = date(2025, 3, 1)
    assert certificate(execution_first_day=day, execution_last_day=day).execution_last_day == day
    with pytest.raises(ValidationError, match="ends before it starts"):
        certificate(execution_first_day=day, execution_last_day=date(2025, 2, 28))


def test_a_siret_has_fourteen_digits_and_another_identifier_keeps_its_kind() -> None:
    assert Party(name="Bouwers NV", identifier_kind="TVA", identifier="BE0123456789").identifier_kind == "TVA"
    for wrong in ("9900000120001", "990000012000170", "9900000120001A"):
        with pytest.raises(ValidationError, match="14 digits"):
            Party(name="Bâtisseurs", identifier=wrong)


def test_a_frozen_content_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        certificate().hours_owed = Decimal("1.00")  # type: ignore[misc]


def test_equal_figures_give_equal_bytes_however_they_were_written() -> None:
    written = certificate(hours_declared=Decimal("981.5"), gap=Decimal("-131.5"), remark="  Œuvre e\u0301tayée ")
    other = certificate(hours_declared="981.50", gap="-131.50", remark="Œuvre étayée")
    assert canonical_bytes(written) == canonical_bytes(other)
    assert content_hash(written) == content_hash(other)
    assert canonical_bytes(nothing_done(hours_declared="-0.00")) == canonical_bytes(nothing_done())


def test_canonical_bytes_are_sorted_json_that_reads_back_as_the_same_content() -> None:
    content = certificate(remark=None)
    frozen = canonical_bytes(content)
    fields = json.loads(frozen)
    assert list(fields) == sorted(fields)
    assert fields["hours_owed"] == "833.00"
    assert "remark" not in fields, "an absent value is left out"
    assert CertificateContent.model_validate_json(frozen) == content
    assert CertificateContent.model_validate(fields) == content


def test_canonical_bytes_hold_no_blank_and_accents_as_they_are() -> None:
    frozen = canonical_bytes(Signatory(name="Hélène", capacity="Facilitatrice"))
    assert frozen == '{"capacity":"Facilitatrice","name":"Hélène"}'.encode()


def test_any_other_content_has_another_hash() -> None:
    hashes = {
        content_hash(c)
        for c in (certificate(), certificate(number="2026-000013"), certificate(remark=None), nothing_done())
    }
    assert len(hashes) == 4


# What a certificate may say. Whoever adds a field decides here that it tells nothing about a single person.
SHOWN = {
    "kind", "number", "verification_code", "verify_url", "issued_on", "replaces_number",
    "facilitator_org.name", "facilitator_org.identifier", "facilitator_org.identifier_kind",
    "signatory.name", "signatory.capacity",
    "buyer.name", "buyer.identifier", "buyer.identifier_kind",
    "holder.name", "holder.identifier", "holder.identifier_kind", "consortium",
    "contract_reference", "contract_object", "lot_label",
    "execution_first_day", "execution_last_day", "figures_on",
    "obligations.version", "obligations.effective_on", "obligations.hours_owed", "obligations.basis",
    "hours_owed", "hours_declared", "hours_validated", "hours_credited", "hours_not_credited",
    "not_credited.reason", "not_credited.hours_not_credited", "not_credited.entries",
    "gap", "ratio", "by_mode.mode", "by_mode.hours_credited",
    "by_ground.ground", "by_ground.label", "by_ground.hours_credited",
    "number_of_people", "number_of_hires", "remark", "eu_mention",
    "hours_training", "women_share", "qpv_share", "lasting_hires", "fewer_than",
    "hours_pooled_in", "hours_pooled_out", "relief.kind", "relief.decided_on", "relief.first_day",
}  # fmt: skip
OF_A_YEAR = {
    "year", "lines.role", "lines.buyer.name", "lines.buyer.identifier", "lines.buyer.identifier_kind",
    "lines.contract_reference", "lines.contract_object", "lines.lot_label", "lines.hours_credited",
    "lines.hours_owed", "lines.hours_credited_to_date",
}  # fmt: skip


def _leaves(model: type[BaseModel], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, field in model.model_fields.items():
        nested = [part for part in _parts(field.annotation) if isinstance(part, type) and issubclass(part, BaseModel)]
        found |= _leaves(nested[0], f"{prefix}{name}.") if nested else {prefix + name}
    return found


def _parts(annotation: Any) -> list[Any]:
    return [annotation, *(part for inner in getattr(annotation, "__args__", ()) for part in _parts(inner))]


def test_a_certificate_has_no_field_about_a_single_person() -> None:
    assert _leaves(CertificateContent) == SHOWN
    assert _leaves(YearlyContent) - OF_A_YEAR < SHOWN
    assert _leaves(YearlyContent) > OF_A_YEAR


@pytest.mark.parametrize("field", ["participants", "participant_name", "birth_date", "people"])
def test_a_field_about_a_person_is_refused(field: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        certificate(**{field: "Camille Durand"})


def test_a_certificate_number_is_the_year_and_the_rank() -> None:
    assert certificate_number(2026, 1) == "2026-000001"
    assert certificate_number(2026, 999_999) == "2026-999999"
    assert certificate_number(2026, 1_000_000) == "2026-1000000"


@pytest.mark.parametrize(("year", "sequence"), [(2026, 0), (2026, -1), (1999, 1), (10_000, 1)])
def test_there_is_no_certificate_of_rank_zero_or_out_of_the_calendar(year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="no certificate number"):
        certificate_number(year, sequence)


def test_known_bytes_give_a_known_code() -> None:
    assert new_verification_code(bytes(10)) == "0000-0000-0000-0000"
    assert new_verification_code(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert new_verification_code(bytes([0] * 9 + [32])) == "0000-0000-0000-0010"


def test_a_code_needs_ten_bytes() -> None:
    assert new_verification_code(bytes(11)) == "0000-0000-0000-0000"
    with pytest.raises(ValueError, match="10 random bytes"):
        new_verification_code(bytes(9))


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_code_holds_every_bit_of_its_ten_bytes(one: bytes, other: bytes) -> None:
    assert (new_verification_code(one) == new_verification_code(other)) == (one == other)


@given(st.binary(min_size=10, max_size=10))
def test_an_issued_code_is_recognised_as_it_is(random_bytes: bytes) -> None:
    code = new_verification_code(random_bytes)
    assert normalise_code(code) == code
    assert normalise_code(code.lower().replace("-", "")) == code


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-9QXR-2D01-8HTW",
        "7k3m9qxr2d018htw",
        " 7k3m 9qxr\u00a02d01\u20118htw\n",
        "7K3M–9QXR–2DOI–8HTW",
        "7k3m_9qxr_2dol_8htw",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert normalise_code(typed) == "7K3M-9QXR-2D01-8HTW"


@pytest.mark.parametrize(
    "typed", ["", "-", "7K3M-9QXR-2D01-8HT", "7K3M-9QXR-2D01-8HTWX", "7K3M-9QXR-2D01-8HTU", "é" * 16]
)
def test_what_cannot_be_a_code_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        normalise_code(typed)
    assert refusal.value.code == "CRT-001"
    assert typed[:40] in sentence("CRT-001", refusal.value.values)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_code(typed: str) -> None:
    try:
        code = normalise_code(typed)
    except Unreadable:
        return
    assert normalise_code(code) == code


def test_a_refused_code_is_told_by_its_first_forty_characters() -> None:
    with pytest.raises(Unreadable) as refusal:
        normalise_code("x" * 41)
    assert refusal.value.values == {"typed": "x" * 40}


def test_a_number_is_of_a_year_from_2000_to_9999() -> None:
    assert certificate_number(2000, 1) == "2000-000001"
    assert certificate_number(9999, 12) == "9999-000012"
