"""Which grounds make a person count, at what age, through which structures, and how old a proof may be."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from clause.rules.calendar import add_months, days_after
from clause.rules.codes import StructureKind
from clause.rules.errors import Reason, RuleError, UnknownValue
from clause.rules.parameter import FOLDER, GROUNDS_FILE, BadParameterFile, read_yaml
from clause.rules.reference import Confidence, LegalReference


class GroundFamily(StrEnum):
    """A: by the structure that employs or accompanies the person. B: by a criterion of the person."""

    STRUCTURE = "A"
    PERSON = "B"


class FreshnessRule(StrEnum):
    """How the age of a proof is judged."""

    MONTHS = "months"
    VALID_ON_HIRE = "valid_on_hire"
    NONE = "none"


class ProofKind(BaseModel):
    """A kind of document that proves a ground, with its French label."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: str


class Freshness(BaseModel):
    """The limit on a proof's age; ``applies_to`` narrows it to some kinds of proof, none meaning all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: FreshnessRule
    months: int | None = None
    applies_to: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _months_where_needed(self) -> "Freshness":
        if (self.rule is FreshnessRule.MONTHS) != (self.months is not None and self.months > 0):
            raise ValueError("months are given if and only if the rule is in months")
        return self


class AgeLimit(BaseModel):
    """The ages that a ground admits, in full years: ``at_least`` included, ``under`` not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: int | None = None
    under: int | None = None

    def admits(self, age: int) -> bool:
        """True when the age lies within the limits."""
        return (self.at_least is None or age >= self.at_least) and (self.under is None or age < self.under)


class EligibilityGround(BaseModel):
    """A ground, with its French label, the codes of the State's platform, its proofs, and their freshness."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    family: GroundFamily
    label: str
    platform_codes: tuple[str, ...]
    proofs: tuple[ProofKind, ...]
    freshness: Freshness
    age: AgeLimit = AgeLimit()
    """Judged on the day of the assessment."""
    structure_kinds: tuple[StructureKind, ...] = ()
    """The kinds of structure whose people the ground makes eligible; empty where none has a kind of its own."""
    is_sensitive: bool = False
    """True when the proof tells of health, disability or justice: it is kept for a shorter time."""
    reference: LegalReference
    confidence: Confidence
    """How sure it is that clause documents admit the ground."""
    checked_on: date


@cache
def grounds() -> Mapping[str, EligibilityGround]:
    """Every ground by code, structures first, in the order of the list; read and checked once per process."""
    return load_grounds(FOLDER / GROUNDS_FILE)


def ground(code: str) -> EligibilityGround:
    """The ground of that code; raises UnknownValue (UNKNOWN_NAME)."""
    found = grounds().get(code)
    if found is None:
        raise UnknownValue(Reason.UNKNOWN_NAME, name=code[:200])
    return found


def proof_is_fresh(
    ground: EligibilityGround,
    issued_on: date,
    on: date,
    *,
    proof_kind: str | None = None,
    valid_until: date | None = None,
) -> bool:
    """True when a proof issued on one day still proves the ground on another (the hire date, or the decision's).

    A limit of three months is met up to the day before the same day three months after the issue. A proof issued later
    than ``on`` proves nothing yet. A document that must be valid on the hire date is so up to ``valid_until``
    inclusive; without an end date it is valid for life. Raises RuleError for a kind that does not prove this ground.
    Source: arrêté du 4 septembre 2025, annex: the limits of insertion structures, taken as the yardstick for clauses.
    """
    last_day = proof_fresh_until(ground, issued_on, proof_kind=proof_kind, valid_until=valid_until)
    is_issued = issued_on <= on
    is_not_too_old = last_day is None or on <= last_day
    return is_issued and is_not_too_old


def proof_fresh_until(
    ground: EligibilityGround,
    issued_on: date,
    *,
    proof_kind: str | None = None,
    valid_until: date | None = None,
) -> date | None:
    """The last day on which the proof still proves the ground, or None when nothing limits it."""
    if proof_kind is not None and proof_kind not in {proof.code for proof in ground.proofs}:
        raise RuleError(Reason.PROOF_NOT_OF_GROUND, ground=ground.code, proof_kind=proof_kind[:200])
    limit = ground.freshness
    if proof_kind is not None and limit.applies_to and proof_kind not in limit.applies_to:
        return None
    if limit.months is not None:
        return days_after(add_months(issued_on, limit.months), -1)
    return valid_until if limit.rule is FreshnessRule.VALID_ON_HIRE else None


def load_grounds(path: Path) -> dict[str, EligibilityGround]:
    """The grounds of a YAML file by code; raises BadParameterFile on the first thing that is wrong."""
    try:
        content = _GroundsFile.model_validate(read_yaml(path))
        found = [content.ground(raw) for raw in content.grounds]
    except (ValidationError, KeyError) as error:
        raise BadParameterFile(f"{path.name}: {error}") from error
    by_code = {item.code: item for item in found}
    if len(by_code) != len(found):
        raise BadParameterFile(f"{path.name}: a ground stands twice")
    return by_code


class _GroundEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    family: GroundFamily
    label: str
    platform_codes: tuple[str, ...] = ()
    proofs: tuple[str, ...]
    freshness: Freshness
    age: AgeLimit = AgeLimit()
    structure_kinds: tuple[StructureKind, ...] = ()
    is_sensitive: bool = False
    reference: str
    confidence: Confidence

    @model_validator(mode="after")
    def _limits_its_own_proofs(self) -> "_GroundEntry":
        if not self.proofs or not set(self.freshness.applies_to) <= set(self.proofs):
            raise ValueError(f"{self.code} needs a proof, and its freshness may only name its own proofs")
        return self


class _GroundsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    checked_on: date
    references: dict[str, LegalReference]
    proof_kinds: dict[str, str]
    grounds: tuple[_GroundEntry, ...]

    def ground(self, entry: _GroundEntry) -> EligibilityGround:
        fields: dict[str, Any] = dict(entry)
        fields["proofs"] = tuple(ProofKind(code=code, label=self.proof_kinds[code]) for code in entry.proofs)
        fields["reference"] = self.references[entry.reference]
        return EligibilityGround(checked_on=self.checked_on, **fields)
