"""What a published record becomes, compared with what is known: no database."""

from typing import Any
from uuid import UUID

import pytest

from clause.domain.actors import OrgKind
from clause.domain.contracts import FollowUpState
from clause.domain.decp import DecpRecord
from clause.domain.identifiers import IdentifierKind
from clause.domain.import_decisions import (
    Decision,
    KnownContent,
    KnownContract,
    KnownLot,
    already_known,
    decide,
    initial_values,
    refused_as_read,
)
from clause.domain.imports import (
    LONGEST_IDENTIFIER,
    OrgKey,
    RowStatus,
    common_object,
    companies_of,
    comparable,
    group_of,
    key_of_buyer,
    placeholder_name,
    short,
    storable_name,
)
from clause.gateways.decp import read_decp
from tests.builders.decp import MARCHE, file_of, read_one


def _lot_of(record: DecpRecord, **changes: Any) -> KnownLot:
    """The lot that an earlier file made of a record, and that the file at hand does not contain as it was."""
    values = {
        "id": UUID(int=7),
        "label": record.object or "",
        "match_key": record.match_key,
        "occurrence": 1,
        "is_published": True,
        "is_absent": True,
        "values": initial_values(record),
        "objects": {comparable(record.object)},
        "modifications": {modification.content_hash for modification in record.modifications},
    }
    return KnownLot(**{**values, **changes})


def _decide(record: DecpRecord, *lots: KnownLot) -> Decision:
    contract = KnownContract(UUID(int=1), UUID(int=2))
    for lot in lots:
        contract.add(lot)
    return decide(record, contract)


def _codes(decision: Decision) -> list[str]:
    return [finding.code for finding in decision.findings if finding.code.startswith("IMP")]


def _modification(rank: int) -> dict[str, Any]:
    day = f"2025-0{rank}-01"
    return {"id": rank, "dateNotificationModification": day, "datePublicationDonneesModification": day}


def test_a_declared_clause_preselects_the_lot() -> None:
    decision = _decide(read_one())
    assert (decision.status, decision.follow_up) == (RowStatus.IMPORTED, FollowUpState.PRESELECTED)
    assert [reason.code for reason in decision.reasons] == ["DEC-401"]


def test_without_any_sign_of_a_clause_the_lot_is_set_aside_but_accounted_for() -> None:
    record = read_one(considerationsSociales={"considerationSociale": ["Pas de considération sociale"]})
    decision = _decide(record)
    assert (decision.status, decision.follow_up) == (RowStatus.IMPORTED, FollowUpState.SET_ASIDE)
    assert _codes(decision) == ["IMP-016"]


@pytest.mark.parametrize("consideration", ["Critère social", "Marché réservé"])
def test_another_social_consideration_is_to_review(consideration: str) -> None:
    decision = _decide(read_one(considerationsSociales={"considerationSociale": [consideration]}))
    assert (decision.status, decision.follow_up) == (RowStatus.TO_REVIEW, FollowUpState.TO_REVIEW)


def test_a_declared_clause_on_doubtful_data_is_to_review_and_says_both() -> None:
    decision = _decide(read_one(montant=1))
    assert decision.follow_up is FollowUpState.TO_REVIEW
    assert [reason.code for reason in decision.reasons] == ["DEC-401", "DEC-214"]


def test_a_content_that_was_imported_before_is_known() -> None:
    decision = already_known(read_one(), KnownContent(UUID(int=7), UUID(int=1), "Écoles"))
    assert (decision.status, _codes(decision)) == (RowStatus.ALREADY_KNOWN, ["IMP-010"])


def test_a_lot_that_a_record_turned_out_to_be_is_no_version_of_another_record() -> None:
    contract = KnownContract(UUID(int=1), UUID(int=2))
    lot = _lot_of(read_one())
    contract.add(lot)
    contract.join(lot, read_one(modifications=[_modification(6)]).modifications)
    assert contract.absent_lots() == []
    assert _codes(decide(read_one(montant=5), contract)) == []


def test_new_modifications_join_the_lot() -> None:
    before, record = read_one(), read_one(modifications=[_modification(6), _modification(7)])
    decision = _decide(record, _lot_of(before))
    assert (decision.status, len(decision.modifications)) == (RowStatus.IMPORTED, 2)
    assert decision.follow_up is None, "no second lot"
    assert _codes(decision) == ["IMP-011"]


def test_only_the_modifications_that_the_lot_lacks_are_added() -> None:
    before = read_one(modifications=[_modification(6)])
    record = read_one(modifications=[_modification(6), _modification(7)])
    decision = _decide(record, _lot_of(before))
    assert [modification.number for modification in decision.modifications] == [7]


def test_an_older_publication_with_fewer_modifications_changes_nothing() -> None:
    before, record = read_one(modifications=[_modification(6)]), read_one()
    decision = _decide(record, _lot_of(before))
    assert (decision.status, decision.modifications, _codes(decision)) == (RowStatus.ALREADY_KNOWN, (), ["IMP-019"])


def test_an_amended_record_beside_the_first_one_in_the_same_file_is_the_same_lot() -> None:
    first, amended = read_one(), read_one(modifications=[_modification(6)])
    decision = _decide(amended, _lot_of(first, is_absent=False))
    assert (decision.status, decision.lot is not None) == (RowStatus.IMPORTED, True)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("dureeMois", 36, "duration_months"), ("codeCPV", "45000000", "cpv"), ("lieuExecution", None, "place")],
)
def test_another_initial_value_is_shown_and_nothing_is_overwritten(field: str, value: object, named: str) -> None:
    decision = _decide(read_one(**{field: value}), _lot_of(read_one()))
    assert (decision.status, decision.follow_up) == (RowStatus.TO_REVIEW, None)
    found = [finding for finding in decision.findings if finding.code == "IMP-012"]
    assert [finding.field for finding in found] == [named]


def test_a_publication_that_differs_in_nothing_that_is_kept_is_known() -> None:
    decision = _decide(read_one(datePublicationDonnees="2025-09-09"), _lot_of(read_one()))
    assert (decision.status, _codes(decision)) == (RowStatus.ALREADY_KNOWN, ["IMP-019"])


def test_case_and_spaces_do_not_make_another_object() -> None:
    decision = _decide(read_one(objet="NETTOYAGE  des écoles", dureeMois=36), _lot_of(read_one()))
    assert decision.lot is not None


def test_another_object_makes_another_lot_to_look_at() -> None:
    decision = _decide(read_one(objet="Nettoyage des crèches"), _lot_of(read_one()))
    assert (decision.status, decision.follow_up, _codes(decision)) == (
        RowStatus.TO_REVIEW,
        FollowUpState.TO_REVIEW,
        ["IMP-014"],
    )


@pytest.mark.parametrize(("field", "value"), [("montant", 130000), ("dateNotification", "2025-03-11")])
def test_another_amount_or_day_under_the_same_object_is_a_lot_to_look_at(field: str, value: object) -> None:
    decision = _decide(read_one(**{field: value}), _lot_of(read_one()))
    assert (decision.status, _codes(decision)) == (RowStatus.TO_REVIEW, ["IMP-013"])


@pytest.mark.parametrize(
    "changes", [{"montant": 130000}, {"objet": "Nettoyage des crèches"}, {"codeCPV": "45000000-7"}, {"dureeMois": 12}]
)
def test_a_lot_whose_content_is_in_the_same_file_leaves_the_other_alone(changes: dict[str, object]) -> None:
    first, record = read_one(), read_one(**changes)
    decision = _decide(record, _lot_of(first, is_absent=False))
    assert (decision.status, decision.follow_up) == (RowStatus.IMPORTED, FollowUpState.PRESELECTED)


def test_a_twin_in_the_same_file_survives_and_is_looked_at() -> None:
    first, record = read_one(), read_one(datePublicationDonnees="2025-09-09")
    decision = _decide(record, _lot_of(first, is_absent=False))
    assert (decision.status, decision.follow_up, _codes(decision)) == (
        RowStatus.TO_REVIEW,
        FollowUpState.TO_REVIEW,
        ["IMP-014"],
    )


def test_a_contract_typed_by_hand_makes_every_published_lot_one_to_look_at() -> None:
    typed = _lot_of(read_one(objet="Tout autre chose", montant=5), is_published=False)
    assert _codes(_decide(read_one(), typed)) == ["IMP-013"]


def test_several_holders_are_told() -> None:
    holders = [{"titulaire": {"typeIdentifiant": "SIRET", "id": one}} for one in ("99000024200018", "99000025900012")]
    assert _codes(_decide(read_one(titulaires=holders, typeGroupementOperateurs="Conjoint"))) == ["IMP-017"]


def test_a_repeat_says_of_which_record() -> None:
    first, again = read_decp(file_of(MARCHE, MARCHE)).records
    decision = already_known(again, KnownContent(UUID(int=7), UUID(int=1), first.object or ""))
    assert decision.status is RowStatus.ALREADY_KNOWN
    assert [(finding.code, finding.values) for finding in decision.findings] == [("DEC-315", {"first": "1"})]


# Who is who.


def test_a_buyer_without_a_valid_siret_keeps_the_text_it_came_with() -> None:
    record = read_one(acheteur={"id": "2175 0001"})
    assert key_of_buyer(record.buyer) == OrgKey(OrgKind.BUYER, IdentifierKind.UNKNOWN, "21750001")


def test_holders_are_known_by_siret_by_register_by_text_or_by_name() -> None:
    listed = [
        {"typeIdentifiant": "SIRET", "id": "990 000 242 00018", "denominationSociale": "Bâti-Rivage"},
        {"typeIdentifiant": "HORS_UE", "id": "ch-123", "denominationSociale": "Alpes SA"},
        {"typeIdentifiant": "SIRET", "id": "99000026700018"},
        {"typeIdentifiant": "SIRET", "id": "", "denominationSociale": "Sans Numéro"},
        {"typeIdentifiant": "SIRET", "id": "00000000000000"},
    ]
    found = companies_of(read_one(titulaires=[{"titulaire": one} for one in listed]))
    keys = [(key.identifier_kind.value, key.identifier) for key in found]
    assert keys[:3] == [("SIRET", "99000024200018"), ("HORS-UE", "CH-123"), ("UNKNOWN", "99000026700018")]
    assert keys[3][0] == "UNKNOWN"
    assert keys[3][1].startswith("~"), "a name is no number"
    assert len(keys) == 4, "zeros name nobody"
    assert list(found.values()) == ["Bâti-Rivage", "Alpes SA", None, "Sans Numéro"]


def test_two_numbers_that_are_too_long_stay_two() -> None:
    first, second = short("1" * 60 + "2"), short("1" * 60 + "3")
    assert first != second
    assert {len(first), len(second)} == {LONGEST_IDENTIFIER}
    assert short("1" * LONGEST_IDENTIFIER) == "1" * LONGEST_IDENTIFIER


def test_a_name_for_want_of_any_is_never_blank() -> None:
    assert placeholder_name(OrgKey(OrgKind.COMPANY, IdentifierKind.SIRET, "99000024200018")) == "SIRET 99000024200018"
    assert placeholder_name(OrgKey(OrgKind.COMPANY, IdentifierKind.UNKNOWN, "12")) == "n° 12"


# What belongs together.


def test_lots_of_one_number_are_one_contract() -> None:
    assert group_of(read_one()) == group_of(read_one(montant=5, objet="Autre lot"))


@pytest.mark.parametrize("number", ["", "0000000000", "2018123456789100"])
def test_a_number_that_names_nothing_gathers_nothing(number: str) -> None:
    first = group_of(read_one(id=number))
    assert first == group_of(read_one(id=number, objet="Nettoyage des crèches")), "same holder, amount and day"
    assert first != group_of(read_one(id=number, montant=5))


@pytest.mark.parametrize(
    ("objects", "common"),
    [
        (["Piscine de Port-Aurel - Lot 1 : gros œuvre"], "Piscine de Port-Aurel - Lot 1 : gros œuvre"),
        (
            ["Piscine de Port-Aurel - Lot 1 : gros œuvre", "Piscine de Port-Aurel - Lot 2 : bardage"],
            "Piscine de Port-Aurel",
        ),
        (["Nettoyage des écoles du centre", "Nettoyage des écoles du port"], "Nettoyage des écoles"),
        (["Lot 1 : voirie", "Lot 2 : réseaux"], "Lot 1 : voirie"),
        (["Même objet", "Même objet"], "Même objet"),
    ],
)
def test_the_object_of_a_contract_is_what_its_lots_share(objects: list[str], common: str) -> None:
    assert common_object(objects) == common


def test_one_more_lot_with_the_same_key_has_the_next_rank() -> None:
    contract, record = KnownContract(UUID(int=1), UUID(int=2)), read_one()
    assert contract.next_occurrence(record.match_key) == 1
    for rank in (2, 1):
        contract.add(_lot_of(record, id=UUID(int=rank), occurrence=rank))
    assert contract.next_occurrence(record.match_key) == 3
    assert contract.next_occurrence("another key") == 1
    assert [lot.occurrence for lot in contract.lots_alike(record.match_key)] == [1, 2]


def test_a_record_that_cannot_be_read_keeps_what_its_reading_said() -> None:
    record = read_one(dureeMois="douze")
    decision = refused_as_read(record)
    assert record.findings
    assert (decision.status, decision.findings) == (RowStatus.REFUSED, record.findings)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("marches.json", "marches.json"),
        ("C:\\Données\\marches.json", "marches.json"),
        ("/etc/../marches\x00\n.json", "marches.json"),
        (" marches.json ", "marches.json"),
        ("é" * 256, "é" * 255),
        ("", "—"),
        ("\x07", "—"),
    ],
)
def test_a_file_is_kept_under_its_bare_name(sent: str, kept: str) -> None:
    assert storable_name(sent) == kept
