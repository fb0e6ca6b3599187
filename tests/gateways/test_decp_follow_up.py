"""Which contracts are proposed for follow-up, and the lot numbers that objects and ids give away."""

from collections import Counter

import pytest

from clause.domain.decp import FollowUp, SocialConsideration
from clause.domain.decp_follow_up import assess_follow_up
from clause.gateways.decp_text import find_lot_number
from tests.builders.decp import AIFE, AWS, CROIX, MARCHE, codes, read_one, shared_file

CLAUSE = SocialConsideration.SOCIAL_CLAUSE
CRITERION = SocialConsideration.SOCIAL_CRITERION
RESERVED = SocialConsideration.RESERVED_CONTRACT
NOTHING = SocialConsideration.NONE


@pytest.mark.parametrize(
    ("declared", "follow_up", "reasons"),
    [
        ((CLAUSE,), FollowUp.PRESELECTED, ["DEC-401"]),
        ((CRITERION, CLAUSE), FollowUp.PRESELECTED, ["DEC-401", "DEC-402"]),
        ((CLAUSE, NOTHING), FollowUp.PRESELECTED, ["DEC-401"]),
        ((CRITERION,), FollowUp.REVIEW, ["DEC-402"]),
        ((RESERVED,), FollowUp.REVIEW, ["DEC-403"]),
        ((NOTHING,), FollowUp.NONE, []),
        ((), FollowUp.NONE, []),
    ],
)
def test_only_a_declared_social_clause_preselects(
    declared: tuple[SocialConsideration, ...], follow_up: FollowUp, reasons: list[str]
) -> None:
    found, why = assess_follow_up(declared, "Nettoyage des écoles")
    assert (found, [finding.code for finding in why]) == (follow_up, reasons)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Voirie, incluant une clause d'insertion sociale", ["DEC-404"]),
        ("Voirie avec clause sociale", ["DEC-404"]),
        ("Voirie (clause obligatoire d’insertion)", ["DEC-404"]),
        ("1 200 heures d'insertion à réaliser", ["DEC-404"]),
        ("DISPOSITIF DE PROMOTION DE L'EMPLOI DE PERSONNES EN INSERTION", ["DEC-404"]),
        ("insertion par l'activit\ufffd \ufffdconomique", ["DEC-404"]),
        ("Fournitures diverses - Marché réservé", ["DEC-405"]),
        ("Petit matériel réservé à une entreprise adaptée", ["DEC-405"]),
        ("MARCHE D'INSERTION ET DE QUALIFICATION PROFESSIONNELLE", ["DEC-406"]),
        ("Prestations de service de qualification et d'insertion", ["DEC-406"]),
        ("Accompagnement renforcé sur l'insertion professionnelle", ["DEC-406"]),
        ("PARCOURS ATELIERS ET CHANTIERS D'INSERTION", ["DEC-406"]),
    ],
)
def test_words_in_the_object_are_a_hint_to_review(text: str, reasons: list[str]) -> None:
    found, why = assess_follow_up((), text)
    assert (found, [finding.code for finding in why]) == (FollowUp.REVIEW, reasons)


@pytest.mark.parametrize(
    "text",
    [
        "Insertion d'un aménagement cyclable",
        "Etudes d'insertion urbaine et environnementale de l'autoroute",
        "Insertion paysagère du parking-relais",
        "Missions d'insertion urbaine du tramway",
        "Insertions publicitaires dans la presse",
        "Insertion d'annonces légales",
        "Formation de conseiller en insertion professionnelle",
        "Formation : conseillère en insertion sociale et professionnelle",
        "Réalisation d'un captage au réservoir",
        "Marché réservoir d'eau potable",
        "Réservation de berceaux",
        "Centre communal d'action sociale",
        "Clause de révision des prix",
        "",
        None,
    ],
)
def test_false_friends_of_insertion_are_no_hint(text: str | None) -> None:
    assert assess_follow_up((), text) == (FollowUp.NONE, ())


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        (AWS, {"DEC-404": 2, "DEC-405": 1, "DEC-406": 15}),
        (AIFE, {"DEC-404": 2, "DEC-406": 16}),
        (CROIX, {"DEC-405": 1}),
    ],
)
def test_hints_found_in_real_objects(name: str, hints: dict[str, int]) -> None:
    found = Counter(reason.code for record in shared_file(name).records for reason in record.follow_up_reasons)
    assert found == hints


@pytest.mark.parametrize(
    ("written", "considerations", "told"),
    [
        ({"considerationSociale": ["Clause sociale"]}, (CLAUSE,), []),
        ({"considerationSociale": "Clause sociale"}, (CLAUSE,), []),
        (["clause sociale", "CRITERE SOCIAL"], (CLAUSE, CRITERION), []),
        ("['Clause sociale', 'Critère social']", (CLAUSE, CRITERION), []),
        ("Critère social, Marché réservé", (CRITERION, RESERVED), []),
        ({"considerationSociale": ["Concession réservée", "Marché réservé"]}, (RESERVED,), []),
        (["Pas de considération sociale"], (NOTHING,), []),
        (["Pas de considération sociale", "Clause sociale"], (NOTHING, CLAUSE), ["DEC-223"]),
        (["Clause verte"], (), ["DEC-222", "DEC-313"]),
        ([3, None, {"x": 1}], (), ["DEC-222", "DEC-222", "DEC-313"]),
        ("NC", (), ["DEC-313"]),
        (None, (), ["DEC-313"]),
    ],
)
def test_considerations_are_read_in_every_form_in_circulation(
    written: object, considerations: tuple[SocialConsideration, ...], told: list[str]
) -> None:
    record = read_one(considerationsSociales=written)
    assert (record.social_considerations, codes(record)) == (considerations, told)


def test_a_declared_nothing_on_a_bought_insertion_service_is_still_reviewed() -> None:
    considerations = {"considerationSociale": ["Pas de considération sociale"]}
    record = read_one(objet="Prestations d'insertion professionnelle", considerationsSociales=considerations)
    assert (record.follow_up, codes(record)) == (FollowUp.REVIEW, [])
    assert read_one(considerationsSociales=MARCHE["considerationsSociales"]).follow_up is FollowUp.PRESELECTED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("STADE - Lot n°13 : Ascenseur", "13"),
        ("Groupe scolaire - LOT 02 - Peinture", "2"),
        ("LOT3 TRAVAUX", "3"),
        ("Menuiseries lot06b", "6B"),
        ("Ascenseurs - lot n\ufffd1", "1"),
        ("Lot no 7 MOBILIER", "7"),
        ("(3 lots) Lot 2 - Développement", "2"),
        ("Relance du lot 10 Plomberie", "10"),
        ("L2 : Electricité", "2"),
        ("Relance des lots 6, 8 et 9", None),
        ("Lot 1 : Voirie Lot 2 : Eclairage", None),
        ("Fournitures en 11 lots", None),
        ("Lotissement les Coprins", None),
        ("Ballot 3 places", None),
        ("Lot 0", None),
        (None, None),
    ],
)
def test_a_lot_number_is_taken_from_the_object_when_it_names_one(text: str | None, number: str | None) -> None:
    assert find_lot_number(text, None, id_ends_with_sequence=False) == number


@pytest.mark.parametrize(
    ("text", "source_id", "with_sequence", "without"),
    [
        ("Centre d'hébergement", "2019S0098LOT500", "5", None),
        ("Voies - 8 lots", "2019183123L0700", "7", None),
        ("Relance des lots 2-10 et 11", "20191868TL1000", None, None),
        ("Assurances", "PA-LOT03", None, "3"),
        ("Centre - lot 4", "2019S0098LOT500", "4", "4"),
        ("Centre", "2019S0098500", None, None),
        ("Centre", "ALLOTI12", None, None),
    ],
)
def test_else_it_is_taken_from_the_end_of_the_id(
    text: str, source_id: str, with_sequence: str | None, without: str | None
) -> None:
    assert find_lot_number(text, source_id, id_ends_with_sequence=True) == with_sequence
    assert find_lot_number(text, source_id, id_ends_with_sequence=False) == without
