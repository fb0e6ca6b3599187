"""People followed towards employment, the grounds on which they are eligible, and the decision on each ground.

A ground is decided before work starts. Its proof is judged on the day of the assessment; the limits on its age come
from ``clause.rules.eligibility``.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.transitions import Transitions
from clause.rules.eligibility import ground, grounds, proof_fresh_until, proof_is_fresh

YOUNGEST, OLDEST = 14, 99
"""Ages outside which a birth date is a typing mistake: younger than any work placement, older than any worker."""

WRITTEN_OPINION = "REASONED_OPINION"
"""The ground whose proof is what somebody wrote: it is not accepted without that text."""


class Sex(StrEnum):
    """As it stands in the person's papers; U when it was not asked."""

    F = "F"
    M = "M"
    X = "X"
    U = "U"


class ParticipantFacts(BaseModel):
    """What is known of a person."""

    model_config = ConfigDict(frozen=True)

    first_name: str
    last_name: str
    birth_date: date
    sex: Sex
    postal_code: str | None = None

    def corrected(self, changes: dict[str, Any]) -> "ParticipantFacts":
        """The same with some of them replaced."""
        return ParticipantFacts.model_validate({**dict(self), **changes})


class Participant(ParticipantFacts):
    """A person as recorded by a facilitator organisation."""

    id: UUID
    facilitator_org_id: UUID
    created_at: datetime
    version: int


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
    },
)


class Proof(BaseModel):
    """A document that was seen: its kind and the day it was issued. The document itself is not kept."""

    model_config = ConfigDict(frozen=True)

    kind: str
    issued_on: date


class EligibilityTerms(BaseModel):
    """A ground put forward for a person; ``proof`` is None when it has still to be brought."""

    model_config = ConfigDict(frozen=True)

    ground: str
    proof: Proof | None
    is_principal: bool
    assessed_on: date


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
    created_at: datetime
    version: int

    @property
    def proof(self) -> Proof | None:
        """The document seen, when there is one."""
        if self.proof_kind is None or self.proof_issued_on is None:
            return None
        return Proof(kind=self.proof_kind, issued_on=self.proof_issued_on)


def age_on(birth_date: date, day: date) -> int:
    """Full years lived on a day; a birthday of 29 February falls on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def check_facts(facts: ParticipantFacts, today: date) -> None:
    """Raises Refused PAR-010 when the birth date makes the person younger than 14 or older than 99 on the day."""
    if not YOUNGEST <= age_on(facts.birth_date, today) <= OLDEST:
        # The date itself stays out of the error: errors are logged, and nothing of a person may be.
        raise Refused("PAR-010", youngest=YOUNGEST, oldest=OLDEST)


def namesakes(facts: ParticipantFacts, others: Iterable[Participant]) -> tuple[Finding, ...]:
    """People with the same names, whatever their case, accents and hyphens, born the same day: one finding each."""
    return tuple(
        Finding(code="PAR-020", severity=Severity.WARNING, field="last_name", values={"id": str(other.id)})
        for other in others
        if other.birth_date == facts.birth_date and _name_key(other) == _name_key(facts)
    )


def _name_key(facts: ParticipantFacts) -> tuple[str, str]:
    return _letters(facts.first_name), _letters(facts.last_name)


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())


def check_terms(terms: EligibilityTerms, today: date) -> None:
    """Raises Refused ELG-003 with a finding per field: unknown ground, proof of another ground, days to come."""
    findings = [*_ground_findings(terms.ground), *_day_findings("assessed_on", terms.assessed_on, today)]
    if terms.proof is not None:
        findings += _proof_findings(terms.ground, terms.proof, today)
    _refuse(findings)


def proof_findings(eligibility: Eligibility) -> tuple[Finding, ...]:
    """What is wrong with the proof on the day of the assessment: none, issued later, or too old.

    Source: ``clause.rules.eligibility``, the limits of insertion structures taken as the yardstick for clauses.
    """
    rule, proof, on = ground(eligibility.ground), eligibility.proof, eligibility.assessed_on
    if proof is None:
        expected = ", ".join(kind.label for kind in rule.proofs)
        return (_proof_warning("ELG-020", "proof_kind", None, expected=expected),)
    if proof.issued_on > on:
        return (_proof_warning("ELG-021", "proof_issued_on", proof, on=on.isoformat()),)
    until = proof_fresh_until(rule, proof.issued_on, proof_kind=proof.kind)
    if until is not None and on > until:
        return (_proof_warning("ELG-022", "proof_issued_on", proof, until=until.isoformat(), on=on.isoformat()),)
    return ()


def check_acceptable(eligibility: Eligibility, reason: str | None) -> None:
    """Raises Refused ELG-004 when the proof does not stand, or when a reasoned opinion comes without its text."""
    findings = list(proof_findings(eligibility))
    if eligibility.ground == WRITTEN_OPINION and not (reason or "").strip():
        findings.append(Finding(code="ELG-023", field="reason"))
    if findings:
        blocking = (finding.model_copy(update={"severity": Severity.BLOCKING}) for finding in findings)
        raise Refused("ELG-004", findings=tuple(blocking))


def proof_stands_on(eligibility: Eligibility, day: date) -> bool:
    """True when the proof still proves the ground on a day, such as that of the first hire."""
    rule, proof = ground(eligibility.ground), eligibility.proof
    if proof is None:
        return False
    return proof_is_fresh(rule, proof.issued_on, day, proof_kind=proof.kind)


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
    return findings


def _day_findings(field: str, day: date, today: date) -> list[Finding]:
    return [Finding(code="ELG-012", field=field, raw=day.isoformat())] if day > today else []


def _proof_warning(code: str, field: str, proof: Proof | None, **values: str) -> Finding:
    raw = proof.issued_on.isoformat() if proof else None
    return Finding(code=code, severity=Severity.WARNING, field=field, raw=raw, values=values)


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise Refused("ELG-003", findings=tuple(findings))
