"""What a month of an employment really cost the employer (CR-10 to CR-13)."""

from clause.rules.errors import Reason, RuleError
from clause.rules.quantities import Euros, Unit, amount, as_text, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_DECREE = LegalReference(
    text="Décret n° 2022-608 du 21 avril 2022",
    article="annexe",
    source="rémunérations, charges, traitements accessoires et avantages réellement supportés",
)
_COST = Formula(
    "CR-11",
    "employer_cost = gross + employer_contributions + taxes + benefits − reimbursements",
    Unit.EURO,
    reference=_DECREE,
    confidence=Confidence.PROBABLE,
)


def employer_cost(
    gross: Euros, employer_contributions: Euros, taxes: Euros, benefits: Euros, reimbursements: Euros
) -> Figure:
    """Euros that a month of an employment really cost the employer; a sum, not rounded.

    ``taxes`` are those on pay; ``benefits`` the eligible ones; ``reimbursements`` what came back for the month: sick
    pay subrogated, insurance, aid tied to the contract.
    Source: décret n° 2022-608, annex ("really borne"); CR-10, CR-11 (probable).
    Raises RuleError NEGATIVE when more came back than was paid, or for a part that is negative.
    """
    parts = {
        "gross": gross,
        "employer_contributions": employer_contributions,
        "taxes": taxes,
        "benefits": benefits,
        "reimbursements": reimbursements,
    }
    paid = sum(amount(parts[name], name) for name in parts if name != "reimbursements")
    borne = paid - amount(reimbursements, "reimbursements")
    if borne < 0:
        raise RuleError(Reason.NEGATIVE, input="employer_cost", value=as_text(borne))
    return _COST.figure(unrounded(borne), parts)
