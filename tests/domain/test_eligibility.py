"""Grounds and proofs: what a proof is worth on a day, ages, structures, opinions, which moves are legal."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from clause.domain.eligibility import (
    ELIGIBILITY_MOVES,
    Eligibility,
    EligibilityState,
    EligibilityTerms,
    Opinion,
    Proof,
    assessment_findings,
    check_acceptable,
    check_terms,
    proof_findings,
    proof_stands_on,
)
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Severity

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, tzinfo=UTC)


def eligibility(**changes: Any) -> Eligibility:
    usual = {
        "id": UUID(int=1),
        "facilitator_org_id": UUID(int=2),
        "participant_id": UUID(int=3),
        "ground": "RSA",
        "is_principal": True,
        "proof_kind": "RSA_ATTESTATION",
        "proof_issued_on": date(2026, 3, 1),
        "assessed_on": date(2026, 3, 10),
        "state": EligibilityState.SUBMITTED,
        "decided_by": None,
        "decided_at": None,
        "decision_reason": None,
        "birth_date": date(1994, 3, 8),
        "created_at": AT,
        "version": 1,
    }
    return Eligibility.model_validate({**usual, **changes})


def test_an_unknown_ground_a_wrong_proof_and_days_to_come_are_told_at_once() -> None:
    tomorrow = date(2026, 6, 16)
    terms = EligibilityTerms(
        ground="AAH", proof=Proof(kind="IDENTITY", issued_on=tomorrow), is_principal=True, assessed_on=tomorrow
    )
    with pytest.raises(Refused) as refusal:
        check_terms(terms, TODAY)
    assert [(finding.field, finding.code) for finding in refusal.value.findings] == [
        ("assessed_on", "ELG-012"),
        ("proof_issued_on", "ELG-012"),
        ("proof_kind", "ELG-011"),
    ]
    unknown = terms.model_copy(update={"ground": "EVERYBODY", "proof": None, "assessed_on": TODAY})
    with pytest.raises(Refused) as refusal:
        check_terms(unknown, TODAY)
    assert [(finding.field, finding.code) for finding in refusal.value.findings] == [("ground", "ELG-010")]


def test_a_proof_that_cannot_be_looked_up_in_an_unknown_ground_does_not_hide_the_ground() -> None:
    terms = EligibilityTerms(
        ground="EVERYBODY", proof=Proof(kind="X", issued_on=TODAY), is_principal=False, assessed_on=TODAY
    )
    with pytest.raises(Refused) as refusal:
        check_terms(terms, TODAY)
    assert [finding.code for finding in refusal.value.findings] == ["ELG-010"]


@pytest.mark.parametrize(
    ("assessed_on", "code"),
    [
        (date(2026, 2, 28), "ELG-021"),
        (date(2026, 3, 1), None),
        (date(2026, 5, 31), None),
        (date(2026, 6, 1), "ELG-022"),
    ],
)
def test_an_attestation_of_1_march_proves_from_that_day_to_31_may(assessed_on: date, code: str | None) -> None:
    found = proof_findings(eligibility(assessed_on=assessed_on))
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.severity is Severity.WARNING for finding in found)
    assert proof_stands_on(eligibility(), assessed_on) is (code is None)


def test_a_missing_proof_is_asked_for_by_its_names() -> None:
    (found,) = proof_findings(eligibility(proof_kind=None, proof_issued_on=None))
    assert found.code == "ELG-020"
    assert "Attestation RSA" in found.values["expected"]
    assert not proof_stands_on(eligibility(proof_kind=None, proof_issued_on=None), TODAY)


def test_a_limit_on_one_kind_of_proof_spares_the_others() -> None:
    old = {"ground": "QPV", "proof_issued_on": date(2020, 1, 1)}
    assert [finding.code for finding in proof_findings(eligibility(**old, proof_kind="ADDRESS_PROOF"))] == ["ELG-022"]
    assert proof_findings(eligibility(**old, proof_kind="QPV_ZONING_CHECK")) == ()


def test_a_stale_proof_cannot_be_accepted() -> None:
    with pytest.raises(Refused) as refusal:
        check_acceptable(eligibility(assessed_on=date(2026, 6, 1)))
    assert refusal.value.code == "ELG-004"
    assert [finding.severity for finding in refusal.value.findings] == [Severity.BLOCKING]


OPINION = {"opinion_text": "Reprise.", "opinion_author": "A. Morel, PLIE", "opinion_on": date(2026, 3, 3)}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ["ELG-023"]),
        ({**OPINION, "opinion_author": None}, ["ELG-023"]),
        (OPINION, []),
        ({**OPINION, "opinion_on": date(2026, 3, 10)}, []),
        ({**OPINION, "opinion_on": date(2026, 3, 11)}, ["ELG-029"]),
    ],
)
def test_a_reasoned_opinion_needs_its_text_its_author_and_a_day_before_the_assessment(
    changes: dict[str, Any], codes: list[str]
) -> None:
    refused_with(codes, ground="REASONED_OPINION", proof_kind="REASONED_OPINION", **changes)


def refused_with(codes: list[str], **changes: Any) -> None:
    ground = eligibility(**changes)
    if not codes:
        check_acceptable(ground)
        return
    with pytest.raises(Refused) as refusal:
        check_acceptable(ground)
    assert [finding.code for finding in refusal.value.findings] == codes
    assert str(ground.birth_date) not in str(refusal.value.findings)


@pytest.mark.parametrize(
    ("ground", "birth_date", "codes"),
    [
        ("YOUTH_INACTIVE_GRADUATE", date(2000, 3, 11), []),
        ("YOUTH_INACTIVE_GRADUATE", date(2000, 3, 10), ["ELG-024"]),
        ("YOUTH_UNQUALIFIED", date(2000, 3, 11), []),
        ("YOUTH_UNQUALIFIED", date(2000, 3, 10), ["ELG-024"]),
        ("SENIOR", date(1976, 3, 11), ["ELG-025"]),
        ("SENIOR", date(1976, 3, 10), []),
        ("SENIOR", date(1976, 3, 9), []),
    ],
)
def test_ages_are_judged_on_the_day_of_the_assessment(ground: str, birth_date: date, codes: list[str]) -> None:
    refused_with(codes, ground=ground, birth_date=birth_date, proof_kind="IDENTITY")


@pytest.mark.parametrize(
    ("kind", "refused", "told"),
    [("ETTI", [], []), ("EI", ["ELG-027"], ["ELG-027"]), (None, [], ["ELG-028"])],
)
def test_a_structure_ground_asks_for_a_structure_of_its_kind(
    kind: str | None, refused: list[str], told: list[str]
) -> None:
    structure = {"structure_id": UUID(int=8), "structure_kind": kind, "ground": "IAE_ETTI", "proof_kind": "PASS_IAE"}
    assert [finding.code for finding in assessment_findings(eligibility(**structure))] == told
    refused_with(refused, **structure)


@pytest.mark.parametrize(
    ("valid_until", "codes"),
    [
        (date(2026, 3, 9), ["ELG-022"]),
        (date(2026, 3, 10), []),
        (date(2026, 3, 11), []),
        (None, []),
    ],
)
def test_a_title_is_valid_to_the_day_it_says_or_for_life(valid_until: date | None, codes: list[str]) -> None:
    permit = {"ground": "REFUGEE", "proof_kind": "RESIDENCE_PERMIT", "proof_valid_until": valid_until}
    refused_with(codes, **permit)
    informs = [finding.code for finding in proof_findings(eligibility(**permit)) if finding.severity is Severity.INFO]
    assert informs == (["ELG-026"] if valid_until is None else [])


@pytest.mark.parametrize(
    ("changes", "known", "code", "field"),
    [
        ({"structure_id": UUID(int=8), "ground": "IAE_EI"}, False, "ELG-014", "structure_id"),
        ({"structure_id": UUID(int=8)}, True, "ELG-015", "structure_id"),
        ({"opinion": Opinion(text="A", author="B", written_on=TODAY)}, True, "ELG-016", "opinion"),
        (
            {"opinion": Opinion(text="A", author="B", written_on=date(2026, 6, 16)), "ground": "REASONED_OPINION"},
            True,
            "ELG-012",
            "opinion.written_on",
        ),
        (
            {"proof": Proof(kind="RSA_ATTESTATION", issued_on=TODAY, valid_until=date(2026, 6, 14))},
            True,
            "ELG-013",
            "proof_valid_until",
        ),
    ],
)
def test_what_does_not_go_together_is_told_with_its_field(
    changes: dict[str, Any], known: bool, code: str, field: str
) -> None:
    usual = EligibilityTerms(ground="RSA", proof=None, is_principal=True, assessed_on=TODAY)
    with pytest.raises(Refused) as refusal:
        check_terms(usual.model_copy(update=changes), TODAY, structure_is_known=known)
    assert [(finding.code, finding.field) for finding in refusal.value.findings] == [(code, field)]


ALLOWED = {
    ("SUBMITTED", "add_proof"): "SUBMITTED",
    ("INCOMPLETE", "add_proof"): "SUBMITTED",
    ("SUBMITTED", "accept"): "ACCEPTED",
    ("SUBMITTED", "refuse"): "REFUSED",
    ("INCOMPLETE", "refuse"): "REFUSED",
}


@pytest.mark.parametrize("state", list(EligibilityState))
@pytest.mark.parametrize("action", ["add_proof", "accept", "refuse"])
def test_which_moves_a_decision_allows(state: EligibilityState, action: str) -> None:
    following = ALLOWED.get((state.value, action))
    if following is not None:
        assert ELIGIBILITY_MOVES.after(state, action) == following
    else:
        with pytest.raises(WrongState) as refusal:
            ELIGIBILITY_MOVES.after(state, action)
        assert refusal.value.code == "ELG-002"
