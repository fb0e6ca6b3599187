"""Elements of a payslip, and which of them are eligible (CR-12): a dated list in ``parameters/pay_elements.yaml``."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from clause.rules.errors import Reason, RuleError, UnknownValue
from clause.rules.parameter import FOLDER, PAY_ELEMENTS_FILE, BadParameterFile, read_yaml
from clause.rules.quantities import Euros, Unit, amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula


class PayPart(StrEnum):
    """The part of an employer's cost that an element of the payslip belongs to."""

    GROSS = "gross"
    EMPLOYER_CONTRIBUTIONS = "employer_contributions"
    PAY_TAXES = "pay_taxes"
    BENEFITS = "benefits"
    REIMBURSEMENTS = "reimbursements"


class PayEligibility(StrEnum):
    """Whether an element counts: it does, it does not, or somebody must decide and say why."""

    ELIGIBLE = "eligible"
    EXCLUDED = "excluded"
    REVIEW = "review"


class PayElementKind(BaseModel):
    """A kind of element of a payslip."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: str
    part: PayPart
    eligibility: PayEligibility
    in_force_from: date
    reference: LegalReference
    confidence: Confidence
    checked_on: date


class PayElement(BaseModel):
    """An element of one month: its kind, its euros, and for what is in review the decision and its reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    amount: Euros
    decision: PayEligibility | None = None
    decision_reason: str | None = None


_ELIGIBLE = Formula(
    "CR-12",
    "eligible_part = Σ elements of the part that are eligible",
    Unit.EURO,
    reference=LegalReference(
        text="Décret n° 2022-608 du 21 avril 2022", article="annexe", source="rémunérations réellement supportées"
    ),
    confidence=Confidence.ASSUMPTION,
)


@cache
def pay_element_kinds() -> Mapping[str, PayElementKind]:
    """Every kind by code, in the order of the list; read and checked once per process."""
    return load_pay_element_kinds(FOLDER / PAY_ELEMENTS_FILE)


def load_pay_element_kinds(path: Path) -> dict[str, PayElementKind]:
    """The kinds of a file; raises BadParameterFile on the first thing that is wrong."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise BadParameterFile(f"{path.name}: not a list of named elements")
    try:
        return {code: PayElementKind.model_validate({"code": code, **entry}) for code, entry in content.items()}
    except (TypeError, ValidationError) as error:
        raise BadParameterFile(f"{path.name}: {error}") from error


def pay_element_kind(code: str, on: date) -> PayElementKind:
    """The kind of that code, known on a day; raises UnknownValue (UNKNOWN_NAME, NOT_IN_FORCE)."""
    kind = pay_element_kinds().get(code)
    if kind is None:
        raise UnknownValue(Reason.UNKNOWN_NAME, name=code[:200])
    if on < kind.in_force_from:
        raise UnknownValue(Reason.NOT_IN_FORCE, name=code, on=on.isoformat(), first=kind.in_force_from.isoformat())
    return kind


def eligibility_of(element: PayElement, on: date) -> PayEligibility:
    """Whether an element counts: what its kind says, or where that is in review what was decided."""
    listed = pay_element_kind(element.code, on).eligibility
    if listed is PayEligibility.REVIEW and element.decision is not None:
        return element.decision
    return listed


def eligible_part(elements: Sequence[PayElement], part: PayPart, on: date) -> Figure:
    """Euros of the eligible elements of one part of a month's cost.

    Each element stands in the trace with its rank and code; what is excluded has no part in it.
    Raises RuleError for what is negative or too precise, UNDECIDED for an element that somebody must still decide on.
    Source: claims.md CR-12; the list itself is an assumption that the agreement may settle otherwise.
    """
    counted: dict[str, Euros] = {}
    for rank, element in enumerate(elements, start=1):
        verdict = eligibility_of(element, on)
        if verdict is PayEligibility.REVIEW:
            raise RuleError(Reason.UNDECIDED, name=element.code)
        if verdict is PayEligibility.ELIGIBLE and pay_element_kind(element.code, on).part is part:
            counted[f"{rank:02d} {element.code}"] = element.amount
    total = sum((amount(euros, name) for name, euros in counted.items()), Fraction(0))
    return _ELIGIBLE.figure(unrounded(total), {"part": part.value, **counted})
