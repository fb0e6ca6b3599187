"""Modes, contracts and employers that rarely go together deserve a look and forbid nothing."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from clause.domain.findings import Severity
from clause.domain.hire_coherence import coherence_findings
from clause.domain.hires import HireLot, HireTerms
from clause.rules.codes import ContractType, StructureKind
from tests.domain.test_eligibility import eligibility
from tests.domain.test_hires import setting, terms


def codes(given: HireTerms, kind: str | None, **around: Any) -> list[str]:
    employer = StructureKind(kind) if kind else None
    found = coherence_findings(given, replace(setting(), employer_kind=employer, **around))
    assert all(finding.severity is Severity.WARNING for finding in found)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("kind", "contract_type", "told"),
    [
        ("ETTI", "TEMPORARY", []),
        ("ETTI", "PERMANENT_I", []),
        ("ETTI", "FIXED_TERM_I", ["HIR-052"]),
        ("AI", "FIXED_TERM_USAGE", []),
        ("AI", "TEMPORARY", ["HIR-052"]),
        ("GEIQ", "APPRENTICESHIP", []),
        ("GEIQ", "PROFESSIONAL_TRAINING", []),
        ("GEIQ", "FIXED_TERM", ["HIR-052"]),
        ("EATT", "TEMPORARY", []),
        ("ETT", "TEMPORARY", ["HIR-050"]),
        ("NONE", "FIXED_TERM", ["HIR-050"]),
        ("NONE", "FIXED_TERM_I", ["HIR-050", "HIR-053"]),
        ("EI", "FIXED_TERM_I", ["HIR-051"]),
        (None, "TEMPORARY", []),
    ],
)
def test_who_supplies_staff_and_by_which_contract(kind: str | None, contract_type: str, told: list[str]) -> None:
    supplied = terms(mode="STAFF_SUPPLY", contract_type=contract_type)
    assert codes(supplied, kind) == told


@pytest.mark.parametrize(
    ("kind", "contract_type", "told"),
    [
        ("NONE", "PERMANENT", []),
        ("NONE", "APPRENTICESHIP", []),
        ("NONE", "FIXED_TERM_TREMPLIN", ["HIR-053"]),
        ("NONE", "TEMPORARY", ["HIR-053"]),
        (None, "TEMPORARY", ["HIR-054"]),
        (None, "FIXED_TERM", []),
        ("EA", "FIXED_TERM_TREMPLIN", []),
        ("ACI", "FIXED_TERM_I", []),
        ("RQ", "FIXED_TERM_I", []),
    ],
)
def test_which_contracts_an_employer_signs(kind: str | None, contract_type: str, told: list[str]) -> None:
    assert codes(terms(contract_type=contract_type, tutor_name="C. Le Goff"), kind) == told


def test_every_kind_of_contract_can_be_told_about() -> None:
    for contract_type in ContractType:
        for kind in StructureKind:
            assert len(codes(terms(contract_type=contract_type, tutor_name="X"), kind)) <= 1


@pytest.mark.parametrize(
    ("mode", "tutor_name", "told"),
    [("DIRECT_HIRE", None, ["HIR-055"]), ("DIRECT_HIRE", "C. Le Goff", []), ("STAFF_SUPPLY", None, [])],
)
def test_a_direct_hire_names_its_tutor(mode: str, tutor_name: str | None, told: list[str]) -> None:
    assert codes(terms(mode=mode, tutor_name=tutor_name), None) == told


@pytest.mark.parametrize(
    ("is_reserved", "kind", "told"),
    [(True, "EI", []), (True, "ESAT", []), (True, "NONE", ["HIR-056"]), (True, None, ["HIR-056"]), (False, None, [])],
)
def test_a_reserved_lot_is_for_insertion_and_adapted_structures(
    is_reserved: bool, kind: str | None, told: list[str]
) -> None:
    lot = HireLot(id=UUID(int=5), last_day=None, holder_ids=frozenset(), is_reserved=is_reserved)
    assert [code for code in codes(terms(tutor_name="X"), kind, lot=lot) if code == "HIR-056"] == told


@pytest.mark.parametrize(("kind", "told"), [("ETTI", []), ("AI", ["HIR-057"]), (None, [])])
def test_a_ground_by_structure_is_that_of_the_employer(kind: str | None, told: list[str]) -> None:
    ground = eligibility(ground="IAE_ETTI", state="ACCEPTED")
    found = codes(terms(mode="STAFF_SUPPLY", contract_type="TEMPORARY"), kind, eligibility=ground)
    assert [code for code in found if code == "HIR-057"] == told
