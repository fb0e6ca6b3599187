"""Each pitfall measured in published contracts, field by field."""

import json
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.decp import ConsortiumKind, DecpFormat, Reading
from clause.domain.identifiers import IdentifierKind
from clause.gateways.decp import read_decp
from tests.builders.decp import AIFE, AWS, CROIX, MARCHE, codes, file_of, read_one, shared_file


@pytest.mark.parametrize("written", ["2018-11-27", "2018-11-27+01:00", "2018-11-27-04:00", "2018-11-27T23:30:00Z"])
def test_a_day_stays_the_local_day_whatever_its_offset(written: str) -> None:
    assert read_one(dateNotification=written).notified_on == date(2018, 11, 27)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1989-12-31", None),
        ("1990-01-01", date(1990, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2101-01-01", None),
        ("0218-10-29", None),
        ("2025-02-30", None),
        (20250210, None),
    ],
)
def test_a_day_outside_any_contract_is_left_empty_and_told(written: object, day: date | None) -> None:
    record = read_one(dateNotification=written, datePublicationDonnees="2101-06-01" if day is None else str(day))
    assert record.notified_on == day
    assert ("DEC-211" in codes(record)) is (day is None)


def test_the_real_year_0218_is_told_with_its_raw_value() -> None:
    raws = [f.raw for record in shared_file(AWS).records for f in record.findings if f.code == "DEC-211"]
    assert raws == ["0218-10-29", "0218-12-26"]


@pytest.mark.parametrize(
    ("written", "amount", "told"),
    [
        (120000, "120000.00", []),
        ("30000.00", "30000.00", []),
        ("30 000,50 €", "30000.50", []),
        (2400000.0000, "2400000.00", []),
        (63206.605, "63206.61", ["DEC-307"]),
        (0, "0.00", ["DEC-214"]),
        (1, "1.00", ["DEC-214"]),
        (1.01, "1.01", []),
        (99999, "99999.00", []),
        (999999999, "999999999.00", ["DEC-214"]),
        (999999999999.99, "999999999999.99", ["DEC-214"]),
        (1000000000000, None, ["DEC-213"]),
        (1e17, None, ["DEC-213"]),
        (-0.01, None, ["DEC-213"]),
        ("1.234.567,00", None, ["DEC-213"]),
        ("gratuit", None, ["DEC-213"]),
        (True, None, ["DEC-213"]),
        ({"valeur": 3}, None, ["DEC-213"]),
        ("NC", None, ["DEC-212"]),
        (None, None, ["DEC-212"]),
    ],
)
def test_an_amount_is_exact_or_empty_and_said_so(written: object, amount: str | None, told: list[str]) -> None:
    record = read_one(montant=written)
    assert (record.amount_excl_vat, codes(record)) == (None if amount is None else Decimal(amount), told)


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", "1e999999999", "9" * 5000])
def test_numbers_that_are_none_or_endless_do_not_stop_the_file(token: str) -> None:
    (record,) = read_decp(file_of(MARCHE).replace(b"120000", token.encode())).records
    assert (record.amount_excl_vat, codes(record)) == (None, ["DEC-213"])
    assert json.loads(record.raw_json)["montant"] == token


def test_amounts_of_modifications_are_stated_and_a_small_one_may_be_a_difference() -> None:
    modifications = [
        {"modification": {"id": 7, "dateNotificationModification": "2025-09-01", "montant": 60000}},
        {"modification": {"dateSignatureModification": "2025-10-01", "montant": 59999.99, "dureeMois": 30}},
        {"modification": {"dateNotificationModification": "2025-11-01", "montant": -500, "titulaires": []}},
    ]
    record = read_one(modifications=modifications)
    assert record.amount_excl_vat == 120000
    assert [m.amount_stated for m in record.modifications] == [60000, Decimal("59999.99"), -500]
    assert [m.number for m in record.modifications] == [7, 2, 3]
    assert record.modifications[1].notified_on == date(2025, 10, 1)
    assert [(f.code, f.field) for f in record.findings] == [
        ("DEC-312", "modifications[1].montant"),
        ("DEC-312", "modifications[2].montant"),
    ]


def test_modifications_are_found_in_real_files_under_either_date_key() -> None:
    counts = {name: sum(len(r.modifications) for r in shared_file(name).records) for name in (AWS, AIFE, CROIX)}
    assert counts == {AWS: 69, AIFE: 33, CROIX: 51}
    assert all(m.notified_on for r in shared_file(CROIX).records for m in r.modifications)


@pytest.mark.parametrize(
    ("written", "cpv", "told"),
    [
        ("45000000", "45000000", []),
        ("45000000-7", "45000000", []),
        ("71315400-3 ", "71315400", ["DEC-306"]),
        ("66516 000", "66516000", ["DEC-306"]),
        ("INX 45000000-7", "45000000", ["DEC-306"]),
        (45000000, "45000000", []),
        ("9132100", None, ["DEC-216"]),
        ("031210005", None, ["DEC-216"]),
        ("12345678", None, ["DEC-216"]),
        ("99999 999", None, ["DEC-216"]),
        ("", None, ["DEC-215"]),
    ],
)
def test_a_cpv_is_cleaned_but_never_padded(written: object, cpv: str | None, told: list[str]) -> None:
    record = read_one(codeCPV=written)
    assert (record.cpv, codes(record)) == (cpv, told)


@pytest.mark.parametrize(
    ("written", "months", "told"),
    [
        (1, 1, []),
        ("36", 36, []),
        (36.0, 36, []),
        (120, 120, []),
        (121, 121, ["DEC-219"]),
        (1200, 1200, ["DEC-219"]),
        (1201, None, ["DEC-218"]),
        (0, None, ["DEC-218"]),
        (-4, None, ["DEC-218"]),
        (12.5, None, ["DEC-218"]),
        ("NC", None, ["DEC-217"]),
    ],
)
def test_a_duration_is_whole_months_or_empty(written: object, months: int | None, told: list[str]) -> None:
    record = read_one(dureeMois=written)
    assert (record.duration_months, codes(record)) == (months, told)


@pytest.mark.parametrize(
    ("written", "shown", "told"),
    [
        ("Travaux<br />de voirie<br/>", "Travaux de voirie", ["DEC-303"]),
        ("100 000 &euro; HT &#8211; lots", "100 000 € HT – lots", ["DEC-303"]),
        ("L&amp;#8217;école", "L’école", ["DEC-303"]),
        ("pompe de 3 < 5 m3 & accessoires", "pompe de 3 < 5 m3 & accessoires", []),
        ("carburants pour l'ann\ufffde", "carburants pour l'ann\ufffde", ["DEC-304"]),
        (" deux\nlignes\u00a0\x00ici ", "deux lignes \ufffdici", ["DEC-304"]),
        ("x" * 4001, "x" * 4000, ["DEC-225"]),
        (["objet"], None, ["DEC-224", "DEC-203"]),
        ("", None, ["DEC-203"]),
    ],
)
def test_an_object_is_cleaned_and_what_was_done_is_told(written: object, shown: str | None, told: list[str]) -> None:
    record = read_one(objet=written)
    assert (record.object, codes(record)) == (shown, told)


def test_no_html_is_left_in_the_objects_of_real_files() -> None:
    objects = [record.object or "" for record in shared_file(AWS).records]
    assert not [text for text in objects if "<br" in text or "&euro;" in text or "\u00a0" in text]


@pytest.mark.parametrize(("length", "told"), [(255, []), (256, ["DEC-305"]), (257, [])])
def test_an_object_of_the_old_format_at_its_limit_may_be_cut(length: int, told: list[str]) -> None:
    old = {key: MARCHE[key] for key in MARCHE if key not in ("considerationsSociales", "typesPrix")}
    old |= {"objet": "x" * length, "titulaires": [{"typeIdentifiant": "SIRET", "id": "99000024200018"}]}
    old |= {"formePrix": "Ferme"}
    (record,) = read_decp(json.dumps({"marches": [old]}).encode()).records
    assert (record.format, codes(record)) == (DecpFormat.V1_5_0, told)


def test_the_key_with_a_trailing_space_is_read() -> None:
    assert read_one(lieuExecution={"code": "59170", "typeCode": "Code Postal", "nom ": "Croix"}).place == (
        read_one(lieuExecution={"code": "59170", "typeCode": "Code postal", "nom": "Croix"}).place
    )
    assert {r.place.name for r in shared_file(CROIX).records if r.place} >= {"Croix"}


@pytest.mark.parametrize(
    ("identifier", "told", "reading"),
    [
        ("99000001000019", [], Reading.READABLE),
        (" 990 000 010 00019", ["DEC-301"], Reading.READABLE),
        ("21750001630066", ["DEC-201"], Reading.REVIEW),
        ("990000010", ["DEC-201"], Reading.REVIEW),
        ("1", ["DEC-201"], Reading.REVIEW),
        ("", ["DEC-102"], Reading.REFUSED),
        ("00000000000000", ["DEC-102"], Reading.REFUSED),
        ("NC", ["DEC-102"], Reading.REFUSED),
        (["99000001000019"], ["DEC-102"], Reading.REFUSED),
    ],
)
def test_only_a_buyer_without_any_identifier_refuses_the_record(
    identifier: object, told: list[str], reading: Reading
) -> None:
    record = read_one(acheteur={"id": identifier})
    assert (codes(record), record.reading) == (told, reading)


@pytest.mark.parametrize(
    ("holders", "values", "told"),
    [
        ([{"titulaire": {"typeIdentifiant": "SIRET", "id": "99000024200018"}}], ["99000024200018"], []),
        ([{"typeIdentifiant": "Siret", "id": " 990000242 00018"}], ["99000024200018"], ["DEC-301", "DEC-302"]),
        ([{"typeIdentifiant": "", "id": "99000024200018"}], ["99000024200018"], ["DEC-302"]),
        ([{"typeIdentifiant": "SIRET", "id": "99000024200019"}], ["99000024200019"], ["DEC-207"]),
        ([{"typeIdentifiant": "SIRET", "id": "990000242"}], ["990000242"], ["DEC-207"]),
        ([{"typeIdentifiant": "HORS_UE", "id": "CH 123"}], ["CH123"], ["DEC-302"]),
        ([{"typeIdentifiant": "RCS", "id": "B 123"}], ["B123"], ["DEC-208"]),
        ([{"titulaire": "typeIdentifiant"}, {"titulaire": "id"}], [], ["DEC-205", "DEC-205", "DEC-204"]),
        ([[{"titulaire": {"typeIdentifiant": "TVA", "id": "DE814864138"}}]], ["DE814864138"], []),
        ({"titulaire": [{"typeIdentifiant": "TVA", "id": "DE814864138"}]}, ["DE814864138"], []),
        ([{"typeIdentifiant": "SIRET", "id": "NC"}], [], ["DEC-206", "DEC-204"]),
        ([{"id": "99000024200018", "typeIdentifiant": "SIRET"}] * 2, ["99000024200018"], ["DEC-314"]),
        ([{"id": "99000001000019", "typeIdentifiant": "SIRET"}], ["99000001000019"], ["DEC-209"]),
        (None, [], ["DEC-204"]),
        ("99000024200018", [], ["DEC-205", "DEC-204"]),
    ],
)
def test_holders_are_taken_out_of_any_wrapping_and_kept_as_typed(
    holders: object, values: list[str], told: list[str]
) -> None:
    record = read_one(titulaires=holders)
    assert ([holder.identifier.value for holder in record.holders], codes(record)) == (values, told)


def test_a_holder_without_identifier_is_kept_by_its_name() -> None:
    (holder,) = read_one(titulaires=[{"denominationSociale": "Garami SARL"}]).holders
    assert (holder.name, holder.identifier.kind) == ("Garami SARL", IdentifierKind.UNKNOWN)


@pytest.mark.parametrize(
    ("uid", "told"), [(..., []), ("990000010000192025001", []), ("other", ["DEC-311"]), (["x"], ["DEC-311"])]
)
def test_the_uid_is_computed_and_compared(uid: object, told: list[str]) -> None:
    record = read_one(uid=uid)
    assert (record.uid, codes(record)) == ("990000010000192025001", told)


@pytest.mark.parametrize(
    ("group", "holders", "kind"),
    [
        ("Conjoint", 2, ConsortiumKind.CONJOINT),
        ("SOLIDAIRE", 2, ConsortiumKind.SOLIDAIRE),
        ("Pas de groupement", 1, ConsortiumKind.NONE),
        (..., 1, ConsortiumKind.NONE),
        (..., 2, ConsortiumKind.UNKNOWN),
        ("autre", 2, ConsortiumKind.UNKNOWN),
    ],
)
def test_how_holders_answer_together_is_declared_or_unknown(group: object, holders: int, kind: ConsortiumKind) -> None:
    two = [{"typeIdentifiant": "SIRET", "id": siret} for siret in ("99000024200018", "99000025900012")]
    assert read_one(typeGroupementOperateurs=group, titulaires=two[:holders]).consortium_kind is kind


def test_nesting_without_end_inside_a_record_is_cut_and_told() -> None:
    deep = "[" * 400 + "]" * 400
    (record,) = read_decp(file_of(MARCHE).replace(b'"Nettoyage des \\u00e9coles"', deep.encode())).records
    assert codes(record) == ["DEC-226", "DEC-224", "DEC-203"]
    assert len(record.raw_json) < 2000


def test_texts_that_a_database_cannot_store_are_made_storable() -> None:
    (record,) = read_decp(file_of(MARCHE).replace(b"2025001", b"\\ud800A\\u0000B")).records
    assert record.source_id == "\ufffdA\ufffdB"
    assert "\x00" not in record.raw_json
    assert record.raw_json.encode()
