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
    with_opinion_as_proof,
)
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding, Severity

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


def refusals(terms: EligibilityTerms, *, structure_is_known: bool = True) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refusal:
        check_terms(terms, TODAY, structure_is_known=structure_is_known)
    assert refusal.value.code == "ELG-003"
    return refusal.value.findings


RSA = EligibilityTerms(ground="RSA", proof=None, is_principal=True, assessed_on=TODAY)
TOMORROW = date(2026, 6, 16)
STRUCTURE = UUID(int=8)


@pytest.mark.parametrize(
    ("changes", "field", "raw", "values"),
    [
        ({"assessed_on": TOMORROW}, "assessed_on", "2026-06-16", {}),
        ({"proof": Proof(kind="RSA_ATTESTATION", issued_on=TOMORROW)}, "proof_issued_on", "2026-06-16", {}),
        (
            {"proof": Proof(kind="RSA_ATTESTATION", issued_on=TODAY, valid_until=date(2026, 6, 14))},
            "proof_valid_until",
            "2026-06-14",
            {"issued": "2026-06-15"},
        ),
        ({"structure_id": STRUCTURE}, "structure_id", str(STRUCTURE), {}),
        (
            {"opinion": Opinion(text="A", author="B", written_on=TODAY)},
            "opinion",
            None,
            {"expected": "REASONED_OPINION"},
        ),
    ],
)
def test_each_refusal_names_what_was_read_and_what_was_expected(
    changes: dict[str, Any], field: str, raw: str | None, values: dict[str, str]
) -> None:
    (finding,) = refusals(RSA.model_copy(update=changes))
    assert (finding.field, finding.raw, finding.values) == (field, raw, values)
    assert finding.severity is Severity.BLOCKING


def test_a_structure_that_is_unknown_is_named() -> None:
    terms = RSA.model_copy(update={"ground": "IAE_EI", "structure_id": STRUCTURE})
    (finding,) = refusals(terms, structure_is_known=False)
    assert (finding.code, finding.raw) == ("ELG-014", str(STRUCTURE))


def test_an_unknown_ground_or_proof_is_cut_and_told_with_those_that_there_are() -> None:
    (finding,) = refusals(RSA.model_copy(update={"ground": "X" * 300}))
    assert (finding.raw, finding.severity) == ("X" * 200, Severity.BLOCKING)
    assert {"RSA", "QPV", "SENIOR"} <= set(finding.values["expected"].split(", "))
    (finding,) = refusals(RSA.model_copy(update={"proof": Proof(kind="Y" * 300, issued_on=TODAY)}))
    assert (finding.code, finding.field, finding.raw) == ("ELG-011", "proof_kind", "Y" * 200)
    assert "RSA_ATTESTATION (Attestation RSA" in finding.values["expected"]


def test_an_assessment_tells_the_days_and_the_bounds_it_looked_at() -> None:
    """Neither the age nor the birth date: findings are logged."""
    young = eligibility(ground="SENIOR", proof_kind="IDENTITY", birth_date=date(1976, 3, 11))
    old = eligibility(ground="YOUTH_UNQUALIFIED", proof_kind="IDENTITY", birth_date=date(2000, 3, 10))
    told = [
        (finding.code, finding.severity, finding.field, finding.raw, finding.values)
        for finding in (*assessment_findings(young), *assessment_findings(old))
    ]
    on = {"on": "2026-03-10"}
    assert told == [
        ("ELG-025", Severity.WARNING, "assessed_on", None, {"at_least": "50", **on}),
        ("ELG-024", Severity.WARNING, "assessed_on", None, {"under": "26", **on}),
    ]


def test_a_proof_that_no_longer_stands_is_told_with_its_last_day() -> None:
    early = proof_findings(eligibility(assessed_on=date(2026, 2, 28)))
    late = proof_findings(eligibility(assessed_on=date(2026, 6, 1)))
    told = [(one.code, one.field, one.raw, one.values) for one in (*early, *late)]
    assert told == [
        ("ELG-021", "proof_issued_on", "2026-03-01", {"on": "2026-02-28"}),
        ("ELG-022", "proof_issued_on", "2026-03-01", {"until": "2026-05-31", "on": "2026-06-01"}),
    ]


def test_a_structure_that_does_not_fit_is_told_with_the_kinds_that_do() -> None:
    usual = {"ground": "IAE_ETTI", "proof_kind": "PASS_IAE"}
    (unsaid,) = assessment_findings(eligibility(**usual))
    (other,) = assessment_findings(eligibility(**usual, structure_id=STRUCTURE, structure_kind="EI"))
    assert (unsaid.code, unsaid.severity, unsaid.values) == ("ELG-028", Severity.INFO, {"expected": "ETTI"})
    assert (other.code, other.raw, other.values) == ("ELG-027", None, {"kind": "EI", "expected": "ETTI"})
    assert (unsaid.field, other.field) == ("structure_id", "structure_id")


@pytest.mark.parametrize("proof", [None, Proof(kind="REASONED_OPINION", issued_on=date(2026, 3, 5))])
def test_a_reasoned_opinion_is_its_own_proof_unless_another_is_given(proof: Proof | None) -> None:
    opinion = Opinion(text="Reprise.", author="A. Morel", written_on=date(2026, 3, 3))
    terms = RSA.model_copy(update={"ground": "REASONED_OPINION", "opinion": opinion, "proof": proof})
    expected = proof or Proof(kind="REASONED_OPINION", issued_on=date(2026, 3, 3))
    assert with_opinion_as_proof(terms) == terms.model_copy(update={"proof": expected})


@pytest.mark.parametrize("changes", [{}, {"opinion": Opinion(text="A", author="B", written_on=TODAY)}])
def test_an_opinion_proves_no_other_ground(changes: dict[str, Any]) -> None:
    terms = RSA.model_copy(update=changes)
    assert with_opinion_as_proof(terms) == terms


def test_a_ground_is_put_forward_again_as_it_stands() -> None:
    recorded = eligibility(**OPINION, structure_id=STRUCTURE, proof_valid_until=date(2026, 5, 1))
    assert recorded.terms == EligibilityTerms(
        ground="RSA",
        proof=Proof(kind="RSA_ATTESTATION", issued_on=date(2026, 3, 1), valid_until=date(2026, 5, 1)),
        is_principal=True,
        assessed_on=date(2026, 3, 10),
        structure_id=STRUCTURE,
        opinion=Opinion(text="Reprise.", author="A. Morel, PLIE", written_on=date(2026, 3, 3)),
    )


@pytest.mark.parametrize("state", list(EligibilityState))
def test_a_ground_accepted_served_even_when_it_has_expired(state: EligibilityState) -> None:
    assert eligibility(state=state).was_accepted is (state in {EligibilityState.ACCEPTED, EligibilityState.EXPIRED})
