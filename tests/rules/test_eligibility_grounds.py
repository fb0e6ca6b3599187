"""The list of grounds, and what makes a list of grounds unusable."""

from datetime import date
from pathlib import Path

import pytest

from clause.rules.codes import ContractType
from clause.rules.eligibility import (
    FreshnessRule,
    GroundFamily,
    ground,
    grounds,
    load_grounds,
    proof_fresh_until,
)
from clause.rules.eligibility_windows import eligibility_window
from clause.rules.errors import UnknownValue
from clause.rules.parameter import FOLDER, GROUNDS_FILE, BadParameterFile

STRUCTURES = "IAE_AI IAE_ETTI IAE_EI IAE_ACI GEIQ EA EATT ESAT RQ EPIDE E2C PRISON_WORK"
PERSONS = (
    "DELD DETLD RSA ASS AAH OTHER_MIN_INCOME INVALIDITY BOETH YOUTH_UNQUALIFIED YOUTH_INACTIVE_GRADUATE YOUTH_SUPPORT "
    "SENIOR QPV ZRR REFUGEE JUSTICE ASE SINGLE_PARENT HOMELESS FRENCH_BELOW_A1 MOBILITY PLIE REASONED_OPINION"
)


def test_both_families_are_complete_and_in_order() -> None:
    by_family = {family: [g.code for g in grounds().values() if g.family is family] for family in GroundFamily}
    assert by_family == {GroundFamily.STRUCTURE: STRUCTURES.split(), GroundFamily.PERSON: PERSONS.split()}


def test_every_ground_has_a_french_label_a_proof_and_a_reference() -> None:
    assert len({item.label for item in grounds().values()}) == len(grounds())
    for item in grounds().values():
        assert item.proofs
        assert all(proof.label for proof in item.proofs)
        assert item.reference.text


def test_the_freshness_of_proofs_is_that_of_the_published_table() -> None:
    months = {code: item.freshness.months for code, item in grounds().items() if item.freshness.months}
    assert months == {
        **dict.fromkeys(("DELD", "DETLD", "RSA", "ASS", "AAH", "YOUTH_UNQUALIFIED", "SINGLE_PARENT", "HOMELESS"), 3),
        **dict.fromkeys(("QPV", "ZRR", "JUSTICE", "FRENCH_BELOW_A1", "MOBILITY"), 6),
        "ASE": 12,
    }
    on_hire = {code for code, item in grounds().items() if item.freshness.rule is FreshnessRule.VALID_ON_HIRE}
    assert on_hire == {"BOETH", "REFUGEE"}


def test_platform_codes_name_one_ground_each() -> None:
    codes = [code for item in grounds().values() for code in item.platform_codes]
    assert len(codes) == len(set(codes))
    assert ground("JUSTICE").platform_codes == ("DETENTION_MJ",)


def test_an_unknown_ground_is_refused() -> None:
    with pytest.raises(UnknownValue, match="UNKNOWN_NAME"):
        ground("EVERYBODY")


def test_the_last_day_of_a_proof_can_be_told() -> None:
    assert proof_fresh_until(ground("DELD"), date(2025, 11, 30)) == date(2026, 2, 27)
    assert proof_fresh_until(ground("BOETH"), date(2025, 11, 30), valid_until=date(2030, 1, 1)) == date(2030, 1, 1)
    assert proof_fresh_until(ground("PLIE"), date(2025, 11, 30), valid_until=date(2030, 1, 1)) is None


def test_only_contracts_without_a_term_are_cdi() -> None:
    assert {kind for kind in ContractType if kind.is_cdi} == {ContractType.PERMANENT, ContractType.PERMANENT_I}


def test_the_window_says_which_parameter_gave_it() -> None:
    trace = eligibility_window(date(2025, 3, 10), ContractType.PERMANENT, date(2026, 1, 1)).trace
    assert (trace.formula_id, trace.result) == ("ELG-WINDOW", "2025-03-10/2029-03-09")
    assert [(use.name, use.value, use.confidence.value) for use in trace.parameters] == [
        ("eligibility_duration_cdi", "48", "assumption")
    ]


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("proofs: [RSA_ATTESTATION]", "proofs: [LETTER]"),
        ("proofs: [RSA_ATTESTATION]", "proofs: []"),
        ("code: DETLD", "code: DELD"),
        ("applies_to: [ADDRESS_PROOF]", "applies_to: [IDENTITY]"),
        ("{rule: months, months: 12}", "{rule: months}"),
        ("{rule: months, months: 12}", "{rule: months, months: 0}"),
        ("{rule: valid_on_hire}", "{rule: valid_on_hire, months: 3}"),
        ("family: A", "family: C"),
        ("reference: practice", "reference: hearsay"),
        ("checked_on: 2026-11-22", "checked: never"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(tmp_path: Path, given: str, instead: str) -> None:
    lines = (FOLDER / GROUNDS_FILE).read_text().splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    assert given in text
    (tmp_path / "grounds.yaml").write_text(text.replace(given, instead, 1))
    with pytest.raises(BadParameterFile, match=r"grounds\.yaml"):
        load_grounds(tmp_path / "grounds.yaml")
