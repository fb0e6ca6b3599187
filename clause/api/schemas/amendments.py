"""Bodies about amendments of agreements."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.agreements import EXAMPLE_AGREEMENT, AgreementIn, OptionsOut, Reference
from clause.api.schemas.base import EurosOut, InstantOut, RateOut, Schema, Text
from clause.domain.agreements import AgreementTerms
from clause.domain.amendments import Amendment, AmendmentState, AmendmentTerms
from clause.rules.cost_codes import CostPlan


class AmendmentIn(Schema):
    """A change of the agreement to be signed: the whole agreement as it would be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "effective_on": "2026-07-01",
                    "reason": "Recrutement décalé de trois mois.",
                    "agreement": {**EXAMPLE_AGREEMENT, "planned_total_cost": "50000.00", "grant_amount": "30000.00"},
                }
            ]
        }
    )

    effective_on: date
    reason: Text
    agreement: AgreementIn = Field(description="Its reference and day of signature come with the signatures")
    last_day: date | None = Field(default=None, description="The end of the operation, when it moves")

    def to_domain(self) -> AmendmentTerms:
        """As the service takes it."""
        return AmendmentTerms(
            effective_on=self.effective_on,
            reason=self.reason,
            terms=self.agreement.to_domain(),
            last_day=self.last_day,
        )


class AmendmentSignatureIn(Schema):
    """That both parties have signed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"signed_on": "2026-06-12", "reference": "CONV-2026-018-AV1"}]}
    )

    signed_on: date
    reference: Reference


class AmendmentWithdrawalIn(Schema):
    """Why an amendment is given up."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Le plan initial est maintenu."}]})

    reason: Text


class AmendedOut(Schema):
    """The agreement as an amendment makes it."""

    planned_total_cost: EurosOut
    grant_amount: EurosOut
    rate: RateOut
    rate_decimals: int
    cost_plan: CostPlan
    options: OptionsOut

    @classmethod
    def of(cls, terms: AgreementTerms) -> Self:
        """As the API shows it."""
        fields = {name: getattr(terms, name) for name in cls.model_fields}
        return cls(**{**fields, "options": OptionsOut.of(terms.options)})


class AmendmentOut(Schema):
    """An amendment; signed, it names the version of the agreement that it made."""

    id: UUID
    operation_id: UUID
    number: int
    state: AmendmentState
    effective_on: date
    reason: str
    agreement: AmendedOut
    last_day: date | None
    agreement_version_no: int | None
    signed_on: date | None
    close_reason: str | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, amendment: Amendment) -> Self:
        """As the API shows it."""
        fields = {name: getattr(amendment, name) for name in cls.model_fields if name != "agreement"}
        return cls(**fields, agreement=AmendedOut.of(amendment.terms))
