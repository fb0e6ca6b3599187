"""People, grounds and proofs: ages, namesakes, what a proof is worth on a day, which moves are legal."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Severity
from clause.domain.participants import (
    ELIGIBILITY_MOVES,
    Eligibility,
    EligibilityState,
    EligibilityTerms,
    Participant,
    ParticipantFacts,
    Proof,
    Sex,
    age_on,
    check_acceptable,
    check_facts,
    check_terms,
    namesakes,
    proof_findings,
    proof_stands_on,
)

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, tzinfo=UTC)


def facts(first_name: str = "Amina", last_name: str = "Berthier", born: date = date(1994, 3, 8)) -> ParticipantFacts:
    return ParticipantFacts(first_name=first_name, last_name=last_name, birth_date=born, sex=Sex.F)


def person(known: ParticipantFacts) -> Participant:
    return Participant(**dict(known), id=UUID(int=1), facilitator_org_id=UUID(int=2), created_at=AT, version=1)


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
        "created_at": AT,
        "version": 1,
    }
    return Eligibility.model_validate({**usual, **changes})


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 6, 16), TODAY, 25),
        (date(2000, 6, 15), TODAY, 26),
        (date(2000, 6, 14), TODAY, 26),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
    ],
)
def test_a_year_is_lived_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "possible"),
    [
        (date(2012, 6, 16), False),
        (date(2012, 6, 15), True),
        (date(2012, 6, 14), True),
        (date(1926, 6, 16), True),
        (date(1926, 6, 15), False),
        (date(2027, 1, 1), False),
        (date(1, 1, 1), False),
    ],
)
def test_ages_from_14_to_99_are_possible(born: date, possible: bool) -> None:
    if possible:
        check_facts(facts(born=born), TODAY)
    else:
        with pytest.raises(Refused) as refusal:
            check_facts(facts(born=born), TODAY)
        assert refusal.value.code == "PAR-010"
        assert born.isoformat() not in str(refusal.value.values)


@pytest.mark.parametrize(
    ("first_name", "last_name", "born", "same"),
    [
        ("Amina", "Berthier", date(1994, 3, 8), True),
        ("AMINA", "berthier", date(1994, 3, 8), True),
        ("Amína", "Ber-thier", date(1994, 3, 8), True),
        ("Amina", "Berthier", date(1994, 3, 9), False),
        ("Amine", "Berthier", date(1994, 3, 8), False),
        ("Berthier", "Amina", date(1994, 3, 8), False),
    ],
)
def test_who_is_taken_for_the_same_person(first_name: str, last_name: str, born: date, same: bool) -> None:
    found = namesakes(facts(first_name, last_name, born), [person(facts())])
    assert bool(found) is same
    assert all("Berthier" not in str(finding) for finding in found)


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
        check_acceptable(eligibility(assessed_on=date(2026, 6, 1)), None)
    assert refusal.value.code == "ELG-004"
    assert [finding.severity for finding in refusal.value.findings] == [Severity.BLOCKING]


@pytest.mark.parametrize(("reason", "accepted"), [(None, False), ("  ", False), ("Avis du 3 mars, A. Morel.", True)])
def test_a_reasoned_opinion_needs_its_text(reason: str | None, accepted: bool) -> None:
    opinion = eligibility(ground="REASONED_OPINION", proof_kind="REASONED_OPINION")
    if accepted:
        check_acceptable(opinion, reason)
    else:
        with pytest.raises(Refused) as refusal:
            check_acceptable(opinion, reason)
        assert [finding.code for finding in refusal.value.findings] == ["ELG-023"]


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
