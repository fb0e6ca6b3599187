"""DECP files as they are published: what a file gives, what tells its records apart, what is refused."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.decp import Reading, RecordKind, SocialConsideration
from clause.domain.errors import Unreadable
from clause.domain.identifiers import SiretVerdict
from clause.gateways.decp import read_decp
from tests.builders.decp import AIFE, AWS, CROIX, MARCHE, SHARED, codes, file_of, read_one, shared_file


@pytest.mark.parametrize(
    ("name", "format_", "readings"),
    [
        (AWS, "1.5.0", {"READABLE": 317, "REVIEW": 80}),
        (AIFE, "1.5.0", {"READABLE": 60, "REVIEW": 203, "REFUSED": 1}),
        (CROIX, "1.5.0", {"READABLE": 90, "REVIEW": 69}),
        ("official-example-v1.5.0-paquet.json", "1.5.0", {"READABLE": 2}),
        ("official-example-v2.0.3-concessions_avec_modifications.json", "2.0", {"REVIEW": 2}),
        ("official-example-v2.0.3-marches_avec_modifications.json", "2.0", {"REVIEW": 2}),
        ("official-example-v2.0.3-marches_concessions.json", "2.0", {"REVIEW": 4}),
    ],
)
def test_every_record_of_a_published_file_ends_in_a_known_reading(
    name: str, format_: str, readings: dict[str, int]
) -> None:
    file = shared_file(name)
    print(name, dict(Counter(code for record in file.records for code in codes(record))))
    assert (file.format, Counter(record.reading for record in file.records)) == (format_, Counter(readings))
    assert [record.position.index for record in file.records] == list(range(sum(readings.values())))


@pytest.mark.parametrize("name", [AWS, AIFE, CROIX])
def test_all_records_under_one_buyer_and_id_stay_apart_unless_wholly_identical(name: str) -> None:
    records = shared_file(name).records
    keys = {(r.buyer.identifier.cleaned, r.group_key, r.match_key, r.occurrence) for r in records}
    contents = {(r.buyer.identifier.cleaned, r.group_key, r.content_hash) for r in records}
    originals = [record for record in records if record.repeat_of is None]
    assert len(keys) == len(contents) == len(originals)
    assert all(records[r.repeat_of].raw_json == r.raw_json for r in records if r.repeat_of is not None)


@pytest.mark.parametrize("name", [AWS, AIFE, CROIX])
def test_reading_a_file_twice_gives_the_same_records(name: str) -> None:
    assert shared_file(name) == shared_file(name)


@pytest.mark.parametrize("name", [AWS, AIFE, CROIX])
def test_the_raw_record_is_kept_whole(name: str) -> None:
    file = shared_file(name)
    published = json.loads((SHARED / name).read_bytes())["marches"]
    assert [json.loads(record.raw_json) for record in file.records] == published


def test_a_record_is_refused_when_nothing_tells_it_from_another() -> None:
    assert read_one(id="", objet="", titulaires=[]).reading is Reading.REFUSED
    assert read_one(id="", objet="", titulaires=MARCHE["titulaires"]).reading is Reading.REVIEW
    assert read_one(id="", titulaires=[]).reading is Reading.REVIEW
    assert read_one(objet="", titulaires=[]).reading is Reading.REVIEW


def test_lots_under_one_id_have_their_own_match_key_or_occurrence() -> None:
    other_holder = [{"typeIdentifiant": "SIRET", "id": "99000025900012"}]
    same_terms = {**MARCHE, "objet": "Nettoyage des écoles - lot 2"}
    lots = [MARCHE, {**MARCHE, "montant": 5000}, {**MARCHE, "titulaires": other_holder}, same_terms, dict(MARCHE)]
    records = read_decp(file_of(*lots)).records
    keys = [(record.match_key, record.occurrence) for record in records]
    assert len(set(keys[:4])) == 4
    assert [record.occurrence for record in records] == [1, 1, 1, 2, 1]
    assert ([record.repeat_of for record in records], keys[4]) == ([None, None, None, None, 0], keys[0])
    assert codes(records[4]) == ["DEC-315"]


def test_the_match_key_does_not_depend_on_how_a_value_is_written_nor_on_what_gets_corrected() -> None:
    two = [{"typeIdentifiant": "SIRET", "id": "99000025900012"}, {"typeIdentifiant": "SIRET", "id": "99000024200018"}]
    first = read_one(titulaires=two)
    again = read_one(
        titulaires=[{"titulaire": {**holder, "typeIdentifiant": "siret"}} for holder in reversed(two)],
        montant="120000.000",
        dateNotification="2025-03-10+01:00",
        objet="Nettoyage des écoles et des gymnases",
        dureeMois=36,
        modifications=[{"modification": {"id": 1, "dateNotificationModification": "2025-06-01"}}],
    )
    assert first.match_key == again.match_key
    assert first.content_hash != again.content_hash


def test_equal_contents_have_one_hash_whatever_the_order_and_the_zeros() -> None:
    written = file_of(MARCHE)
    shuffled = file_of(dict(reversed(MARCHE.items()))).replace(b"120000", b"1.200E5")
    assert read_decp(written).records[0].content_hash == read_decp(shuffled).records[0].content_hash
    assert read_one(montant="120000").content_hash != read_one().content_hash


def test_a_record_without_id_makes_a_group_of_its_own() -> None:
    nameless = [read_one(id=value, montant=amount) for value, amount in (("", 10), ("", 20), ("0000000000", 30))]
    assert len({record.group_key for record in nameless}) == 3
    assert all(record.source_id is None and "DEC-202" in codes(record) for record in nameless)
    assert read_one().group_key == "2025001"


def test_concessions_are_records_with_their_own_field_names() -> None:
    file = shared_file("official-example-v2.0.3-marches_concessions.json")
    concession = next(record for record in file.records if record.position.kind is RecordKind.CONCESSION)
    assert concession.position.path == "marches.contrat-concession[0]"
    assert (concession.amount_excl_vat, concession.notified_on) == (Decimal("10.30"), date(2024, 4, 2))
    assert [holder.identifier.value for holder in concession.holders] == ["38103128500491", "38103128500574"]
    assert concession.social_considerations == (
        SocialConsideration.SOCIAL_CLAUSE,
        SocialConsideration.SOCIAL_CRITERION,
    )
    (modification,) = concession.modifications
    assert (modification.amount_stated, modification.notified_on) == (Decimal(25), date(2023, 4, 19))
    assert [r.position.kind for r in shared_file("official-example-v1.5.0-paquet.json").records] == [
        RecordKind.MARCHE,
        RecordKind.CONCESSION,
    ]


def test_the_official_buyer_that_fails_luhn_is_kept_for_review() -> None:
    record = shared_file("official-example-v2.0.3-marches_avec_modifications.json").records[0]
    assert record.buyer.identifier.verdict is SiretVerdict.INVALID_LUHN
    assert (record.reading, record.uid) == (Reading.REVIEW, "21750001630066TEST2022")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DEC-001"),
        (b"id;objet\n1;x", "DEC-001"),
        (b"PK\x03\x04\xff", "DEC-001"),
        (b'{"marches": [}', "DEC-001"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><marches/>", "DEC-002"),
        (b"  <marches/>", "DEC-002"),
        (b"{}", "DEC-003"),
        (b"[]", "DEC-003"),
        (b"null", "DEC-003"),
        (b'{"marches": null}', "DEC-003"),
        (b'{"marches": "x"}', "DEC-003"),
        (b'{"marches": {"autre": []}}', "DEC-003"),
        (b"[" * 100_000, "DEC-004"),
    ],
)
def test_a_file_with_nothing_to_read_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_decp(content)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "content",
    [
        b'{"marches":{"marche":[],"contrat-concession":[]}}',
        b'{"marches":{}}',
        b'{"marches":{"marche":null}}',
        b'{"marches":[]}',
        b'\xef\xbb\xbf{"marches":[]}',
        '{"marches":[]}'.encode("utf-16"),
    ],
)
def test_a_file_without_contracts_has_no_records_and_nothing_is_wrong(content: bytes) -> None:
    file = read_decp(content)
    assert (file.records, file.file_findings) == ((), ())


def test_parts_of_a_file_that_are_not_read_are_told() -> None:
    file = read_decp(b'{"marches":{"marche":"x","contrat-concession":[],"autres":[1]}}')
    assert [(f.code, f.field) for f in file.file_findings] == [
        ("DEC-012", "marches.autres"),
        ("DEC-013", "marches.marche"),
    ]


def test_a_file_in_windows_1252_is_read_and_told() -> None:
    content = json.dumps({"marches": {"marche": [MARCHE]}}, ensure_ascii=False).encode("cp1252")
    file = read_decp(content)
    assert [f.code for f in file.file_findings] == ["DEC-011"]
    assert file.records[0].object == "Nettoyage des écoles"


def test_a_single_contract_that_is_not_in_a_list_is_read() -> None:
    (record,) = read_decp(json.dumps({"marches": {"marche": MARCHE}}).encode()).records
    assert record.reading is Reading.READABLE


@pytest.mark.parametrize("junk", [None, 3, "x", True, [], [[MARCHE]], 1.5])
def test_an_entry_that_is_no_object_is_refused_alone(junk: object) -> None:
    before, refused, after = read_decp(file_of(MARCHE, junk, {**MARCHE, "id": "2025002"})).records
    assert (codes(refused), refused.reading) == (["DEC-101"], Reading.REFUSED)
    assert json.loads(refused.raw_json) == junk
    assert before.reading is after.reading is Reading.READABLE
