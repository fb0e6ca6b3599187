"""Bodies about the hours that lots owe."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, EurosIn, FindingOut, HoursIn, HoursOut, InstantOut, RateIn, Schema, Text
from clause.domain.obligations import Obligation, ObligationInputs, ObligationTerms
from clause.rules.codes import Sector
from clause.rules.obligation import ObligationMethod
from clause.rules.trace import Figure, Trace
from clause.services.obligations import ObligationSet

_AMOUNT_INPUTS: JsonDict = {
    "amount_excl_vat": "1000000.00",
    "labour_share": "0.5000",
    "insertion_rate": "0.0500",
    "loaded_hourly_cost": "30.00",
}


class ObligationInputsIn(Schema):
    """What the formula is filled with: ``hours_owed`` for FIXED, the other four for AMOUNT."""

    hours_owed: HoursIn | None = Field(None, description="FIXED: the hours that the contract's documents state")
    amount_excl_vat: EurosIn | None = Field(None, description="AMOUNT: the price without VAT; the lot's when left out")
    labour_share: RateIn | None = Field(None, description="AMOUNT: the share of labour in the price")
    insertion_rate: RateIn | None = Field(None, description="AMOUNT: the share of labour set aside for insertion")
    loaded_hourly_cost: EurosIn | None = Field(None, description="AMOUNT: the cost of an hour, charges included")

    def inputs(self) -> ObligationInputs:
        """As the domain knows them."""
        return ObligationInputs.model_validate(dict(self))


class ObligationIn(Schema):
    """A decision on the hours of a lot; it becomes a new version."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "method": "AMOUNT",
                    "inputs": _AMOUNT_INPUTS,
                    "effective_on": "2026-01-15",
                    "reason": "Article 4.3 du CCAP",
                }
            ]
        }
    )

    method: ObligationMethod
    inputs: ObligationInputsIn
    effective_on: DayIn = Field(description="The day from which the lot owes these hours")
    reason: Text | None = Field(None, description="Needed from the second version on")

    def terms(self) -> ObligationTerms:
        """As the domain knows them."""
        return ObligationTerms(method=self.method, inputs=self.inputs.inputs(), effective_on=self.effective_on)


class ObligationOut(Schema):
    """A version of the hours owed, with the account of its figure."""

    id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    method: ObligationMethod
    hours_owed: HoursOut
    reason: str | None
    decided_by: UUID | None
    recorded_at: InstantOut
    trace: Trace

    @classmethod
    def of(cls, obligation: Obligation) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in obligation if name in cls.model_fields})


class ObligationSetOut(ObligationOut):
    """The version just recorded, with what deserves a look."""

    findings: list[FindingOut]

    @classmethod
    def of_set(cls, made: ObligationSet) -> Self:
        """As the API shows it."""
        shown = dict(ObligationOut.of(made.obligation))
        return cls(**shown, findings=[FindingOut(**found) for found in findings_as_json(made.findings)])


class CalculatorIn(Schema):
    """A calculation that stores nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"method": "AMOUNT", "inputs": {"amount_excl_vat": "1000000.00"}, "sector": "BUILDING"},
            ]
        }
    )

    method: ObligationMethod
    inputs: ObligationInputsIn
    effective_on: DayIn | None = Field(None, description="Today when left out")
    sector: Sector | None = Field(None, description="With AMOUNT: what is left out takes the sector's usual value")


class CalculationOut(Schema):
    """The hours that the inputs give; usual values that were used stand under ``trace.parameters``."""

    method: ObligationMethod
    hours_owed: HoursOut
    trace: Trace

    @classmethod
    def of(cls, method: ObligationMethod, figure: Figure) -> Self:
        """As the API shows it."""
        return cls(method=method, hours_owed=figure.value, trace=figure.trace)
