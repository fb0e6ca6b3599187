"""The grounds on which people are eligible, and the decision on each.

A ground is decided before work starts. Its proof and the person's age are judged on the day of the assessment; the
limits come from ``clause.rules.eligibility``. A ground that has expired says nothing that its dates did not say: it
is again accepted when the dates say so.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.participants import age_on
from clause.domain.transitions import Transitions
from clause.rules.codes import StructureKind
from clause.rules.eligibility import (
    FreshnessRule,
    GroundFamily,
    ground,
    grounds,
    proof_fresh_until,
    proof_is_fresh,
)

WRITTEN_OPINION = "REASONED_OPINION"
"""The ground whose proof is what somebody wrote: it is not accepted without that text."""


class EligibilityState(StrEnum):
    """Where a ground stands."""

    SUBMITTED = "SUBMITTED"
    INCOMPLETE = "INCOMPLETE"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"


ELIGIBILITY_MOVES = Transitions(
    "ELG-002",
    {
        "add_proof": {
            EligibilityState.SUBMITTED: EligibilityState.SUBMITTED,
            EligibilityState.INCOMPLETE: EligibilityState.SUBMITTED,
        },
        "accept": {EligibilityState.SUBMITTED: EligibilityState.ACCEPTED},
        "refuse": {
            EligibilityState.SUBMITTED: EligibilityState.REFUSED,
            EligibilityState.INCOMPLETE: EligibilityState.REFUSED,
        },
        "reopen": {
            EligibilityState.ACCEPTED: EligibilityState.SUBMITTED,
            EligibilityState.REFUSED: EligibilityState.SUBMITTED,
        },
    },
)


class ExpiryCause(StrEnum):
    """Why an accepted ground has expired."""

    WINDOW_OVER = "WINDOW_OVER"
    """Every window of the person's hires has ended."""
    PROOF_STALE = "PROOF_STALE"
    """The person was never hired, and the proof proves nothing any more."""


class Proof(BaseModel):
    """A document that was seen: its kind, the day it was issued, and the last day it is valid where it says one."""

    model_config = ConfigDict(frozen=True)

    kind: str
    issued_on: date
    valid_until: date | None = None


class Opinion(BaseModel):
    """A reasoned opinion: what was written, by whom and when."""

    model_config = ConfigDict(frozen=True)

    text: str
    author: str
    written_on: date


class EligibilityTerms(BaseModel):
    """A ground put forward for a person; ``proof`` is None when it has still to be brought."""

    model_config = ConfigDict(frozen=True)

    ground: str
    proof: Proof | None
    is_principal: bool
    assessed_on: date
    structure_id: UUID | None = None
    """The structure that employs or accompanies the person, for the grounds of that family."""
    opinion: Opinion | None = None


class Eligibility(BaseModel):
    """A ground of a person, its proof, and the decision."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    participant_id: UUID
    ground: str
    is_principal: bool
    proof_kind: str | None
    proof_issued_on: date | None
    assessed_on: date
    state: EligibilityState
    decided_by: UUID | None
    decided_at: datetime | None
    decision_reason: str | None
    structure_id: UUID | None = None
    structure_kind: StructureKind | None = None
    """What the directory says of the structure."""
    birth_date: date
    """The person's, for the ages that grounds admit."""
    proof_valid_until: date | None = None
    proof_fresh_until: date | None = None
    """The last day on which the proof proves the ground; None when nothing limits it."""
    opinion_text: str | None = None
    opinion_author: str | None = None
    opinion_on: date | None = None
    expired_on: date | None = None
    expiry_cause: ExpiryCause | None = None
    created_at: datetime
    version: int

    @property
    def was_accepted(self) -> bool:
        """True for a ground accepted, be it expired since: its dates say on which days it serves."""
        return self.state in {EligibilityState.ACCEPTED, EligibilityState.EXPIRED}

    @property
    def terms(self) -> EligibilityTerms:
        """As it would be put forward again."""
        return EligibilityTerms(
            ground=self.ground,
            proof=self.proof,
            is_principal=self.is_principal,
            assessed_on=self.assessed_on,
            structure_id=self.structure_id,
            opinion=self.opinion,
        )

    @property
    def opinion(self) -> Opinion | None:
        """The reasoned opinion, when there is one."""
        if self.opinion_text is None or self.opinion_author is None or self.opinion_on is None:
            return None
        return Opinion(text=self.opinion_text, author=self.opinion_author, written_on=self.opinion_on)

    @property
    def proof(self) -> Proof | None:
        """The document seen, when there is one."""
        if self.proof_kind is None or self.proof_issued_on is None:
            return None
        return Proof(kind=self.proof_kind, issued_on=self.proof_issued_on, valid_until=self.proof_valid_until)


class WaitingEligibility(Eligibility):
    """A ground that waits for a decision or for its proof, with the person's names and the copies of proofs kept."""

    first_name: str
    last_name: str
    copies: int


def fresh_until(ground_code: str, proof: Proof | None) -> date | None:
    """The last day on which a proof proves a ground; None without a proof, or when nothing limits it."""
    if proof is None:
        return None
    return proof_fresh_until(ground(ground_code), proof.issued_on, proof_kind=proof.kind, valid_until=proof.valid_until)


def with_opinion_as_proof(terms: EligibilityTerms) -> EligibilityTerms:
    """The same, with the opinion itself as the proof where it is one and no other was given."""
    if terms.ground != WRITTEN_OPINION or terms.opinion is None or terms.proof is not None:
        return terms
    return terms.model_copy(update={"proof": Proof(kind=WRITTEN_OPINION, issued_on=terms.opinion.written_on)})


def check_terms(terms: EligibilityTerms, today: date, *, structure_is_known: bool = True) -> None:
    """Raises Refused ELG-003 with a finding per field.

    An unknown ground, a proof of another ground or valid until before it was issued, a structure for a ground of the
    person or not in the directory, an opinion for another ground, days to come.
    """
    findings = [*_ground_findings(terms.ground), *_day_findings("assessed_on", terms.assessed_on, today)]
    if terms.proof is not None:
        findings += _proof_findings(terms.ground, terms.proof, today)
    if terms.structure_id is not None:
        findings += _structure_findings(terms, structure_is_known)
    if terms.opinion is not None:
        findings += _opinion_findings(terms.ground, terms.opinion, today)
    if findings:
        raise Refused("ELG-003", findings=tuple(findings))


def assessment_findings(eligibility: Eligibility) -> tuple[Finding, ...]:
    """What an acceptance would stumble on, as warnings, and what only deserves a look, as information."""
    return (
        *proof_findings(eligibility),
        *_age_findings(eligibility),
        *_kind_of_structure_findings(eligibility),
        *_written_opinion_findings(eligibility),
    )


def proof_findings(eligibility: Eligibility) -> tuple[Finding, ...]:
    """What is wrong with the proof on the day of the assessment: none, issued later, or no longer worth anything.

    Source: ``clause.rules.eligibility``, the limits of insertion structures taken as the yardstick for clauses.
    """
    rule, proof, on = ground(eligibility.ground), eligibility.proof, eligibility.assessed_on
    if proof is None:
        expected = ", ".join(kind.label for kind in rule.proofs)
        return (_warning("ELG-020", "proof_kind", None, expected=expected),)
    if proof.issued_on > on:
        return (_warning("ELG-021", "proof_issued_on", proof.issued_on, on=on.isoformat()),)
    until = fresh_until(eligibility.ground, proof)
    if until is not None and on > until:
        return (_warning("ELG-022", "proof_issued_on", proof.issued_on, until=until.isoformat(), on=on.isoformat()),)
    if rule.freshness.rule is FreshnessRule.VALID_ON_HIRE and proof.valid_until is None:
        return (_information("ELG-026", "proof_valid_until"),)
    return ()


def check_acceptable(eligibility: Eligibility) -> None:
    """Raises Refused ELG-004 with one finding per thing that forbids the acceptance.

    The proof does not stand on the day of the assessment, the age is not that of the ground, the structure is of
    another kind, or a reasoned opinion comes without its text, its author and its day.
    """
    blocking = tuple(
        finding.model_copy(update={"severity": Severity.BLOCKING})
        for finding in assessment_findings(eligibility)
        if finding.severity is Severity.WARNING
    )
    if blocking:
        raise Refused("ELG-004", findings=blocking)


def proof_stands_on(eligibility: Eligibility, day: date) -> bool:
    """True when the proof still proves the ground on a day, such as that of the first hire."""
    rule, proof = ground(eligibility.ground), eligibility.proof
    if proof is None:
        return False
    return proof_is_fresh(rule, proof.issued_on, day, proof_kind=proof.kind, valid_until=proof.valid_until)


def _age_findings(eligibility: Eligibility) -> tuple[Finding, ...]:
    limits, age = ground(eligibility.ground).age, age_on(eligibility.birth_date, eligibility.assessed_on)
    if limits.admits(age):
        return ()
    # Neither the age nor the birth date: findings are logged, and nothing of a person may be.
    on = eligibility.assessed_on.isoformat()
    if limits.under is not None and age >= limits.under:
        return (_warning("ELG-024", "assessed_on", None, under=str(limits.under), on=on),)
    return (_warning("ELG-025", "assessed_on", None, at_least=str(limits.at_least), on=on),)


def _kind_of_structure_findings(eligibility: Eligibility) -> tuple[Finding, ...]:
    kinds = ground(eligibility.ground).structure_kinds
    if not kinds:
        return ()
    expected = ", ".join(kinds)
    if eligibility.structure_id is None or eligibility.structure_kind is None:
        return (_information("ELG-028", "structure_id", expected=expected),)
    if eligibility.structure_kind not in kinds:
        return (_warning("ELG-027", "structure_id", None, kind=eligibility.structure_kind.value, expected=expected),)
    return ()


def _written_opinion_findings(eligibility: Eligibility) -> tuple[Finding, ...]:
    if eligibility.ground != WRITTEN_OPINION:
        return ()
    opinion, on = eligibility.opinion, eligibility.assessed_on
    if opinion is None:
        return (_warning("ELG-023", "opinion", None),)
    if opinion.written_on > on:
        return (_warning("ELG-029", "opinion.written_on", opinion.written_on, on=on.isoformat()),)
    return ()


def _ground_findings(code: str) -> list[Finding]:
    if code in grounds():
        return []
    return [Finding(code="ELG-010", field="ground", raw=code[:200], values={"expected": ", ".join(grounds())})]


def _proof_findings(ground_code: str, proof: Proof, today: date) -> list[Finding]:
    rule = grounds().get(ground_code)
    findings = _day_findings("proof_issued_on", proof.issued_on, today)
    if rule is not None and proof.kind not in {kind.code for kind in rule.proofs}:
        expected = ", ".join(f"{kind.code} ({kind.label})" for kind in rule.proofs)
        findings.append(
            Finding(code="ELG-011", field="proof_kind", raw=proof.kind[:200], values={"expected": expected})
        )
    if proof.valid_until is not None and proof.valid_until < proof.issued_on:
        values = {"issued": proof.issued_on.isoformat()}
        findings.append(
            Finding(code="ELG-013", field="proof_valid_until", raw=proof.valid_until.isoformat(), values=values)
        )
    return findings


def _structure_findings(terms: EligibilityTerms, is_known: bool) -> list[Finding]:
    raw, rule = str(terms.structure_id), grounds().get(terms.ground)
    if not is_known:
        return [Finding(code="ELG-014", field="structure_id", raw=raw)]
    if rule is not None and rule.family is GroundFamily.PERSON:
        return [Finding(code="ELG-015", field="structure_id", raw=raw)]
    return []


def _opinion_findings(ground_code: str, opinion: Opinion, today: date) -> list[Finding]:
    findings = _day_findings("opinion.written_on", opinion.written_on, today)
    if ground_code != WRITTEN_OPINION:
        findings.append(Finding(code="ELG-016", field="opinion", values={"expected": WRITTEN_OPINION}))
    return findings


def _day_findings(field: str, day: date, today: date) -> list[Finding]:
    return [Finding(code="ELG-012", field=field, raw=day.isoformat())] if day > today else []


def _warning(code: str, field: str, raw: date | None, **values: str) -> Finding:
    text = raw.isoformat() if raw else None
    return Finding(code=code, severity=Severity.WARNING, field=field, raw=text, values=values)


def _information(code: str, field: str, **values: str) -> Finding:
    return Finding(code=code, severity=Severity.INFO, field=field, values=values)
