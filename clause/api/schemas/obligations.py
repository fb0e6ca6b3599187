"""Bodies about the hours that lots owe."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, EurosIn, FindingOut, HoursIn, HoursOut, InstantOut, RateIn, Schema, Text
from clause.domain.obligation_timeline import Forecast
from clause.domain.obligations import ObligationCause, ObligationInputs, ObligationTerms, ObligationVersion
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.legal_basis import LegalBasis, basis_of_article
from clause.rules.obligation import ObligationMethod
from clause.rules.trace import Figure, Trace
from clause.services.obligations import ObligationSet, OwedThen

_AMOUNT_INPUTS: JsonDict = {
    "amount_excl_vat": "1000000.00",
    "labour_share": "0.5000",
    "insertion_rate": "0.0500",
    "loaded_hourly_cost": "30.00",
}


def _basis(given: object) -> object:
    return (basis_of_article(given) or given) if isinstance(given, str) else given


_LegalBasisIn = Annotated[
    LegalBasis,
    BeforeValidator(_basis),
    WithJsonSchema({"anyOf": [{"enum": [*LegalBasis]}, {"type": "string", "examples": ["L2112-2", "art. 14"]}]}),
]


class BracketIn(Schema):
    """A line of a table of brackets: from this amount on, up to the next line, so many hours."""

    amount_from: EurosIn
    hours: HoursIn


class ObligationInputsIn(Schema):
    """What the formula of the method is filled with; a value of another method is refused."""

    hours_owed: HoursIn | None = Field(None, description="FIXED: the hours that the contract's documents state")
    quantity_owed: EurosIn | None = Field(None, description="FIXED in another unit than HOURS: what is stated")
    amount_excl_vat: EurosIn | None = Field(
        None, description="AMOUNT, BRACKETS, STAFF_TAKEOVER: the price without VAT; the lot's when left out"
    )
    labour_share: RateIn | None = Field(None, description="AMOUNT: the share of labour in the price")
    insertion_rate: RateIn | None = Field(
        None, description="AMOUNT, STAFF_TAKEOVER, HOURS_SHARE: the share set aside for insertion"
    )
    loaded_hourly_cost: EurosIn | None = Field(None, description="AMOUNT: the cost of an hour, charges included")
    threshold: EurosIn | None = Field(None, description="INVOICE_RATIO: nothing is owed up to this amount invoiced")
    euros_per_step: EurosIn | None = Field(None, description="INVOICE_RATIO: each full step beyond it counts")
    hours_per_step: HoursIn | None = Field(None, description="INVOICE_RATIO: hours of a full step")
    amount_invoiced: EurosIn | None = Field(None, description="INVOICE_RATIO, in the calculator alone")
    brackets: tuple[BracketIn, ...] | None = Field(
        None, max_length=50, description="BRACKETS: the contract's own table; the indicative one when left out"
    )
    months: int | None = Field(None, ge=1, le=1200, description="STAFF_TAKEOVER: months that the price pays for")
    transferable_monthly_hours: HoursIn | None = Field(
        None, description="STAFF_TAKEOVER: monthly hours of the staff that is taken over"
    )
    hour_price: EurosIn | None = Field(None, description="STAFF_TAKEOVER: price of an hour; the branch's when left out")
    hours_worked: HoursIn | None = Field(None, description="HOURS_SHARE, in the calculator alone")
    minimum_hours: HoursIn | None = Field(None, description="OFFER: what the contract asks for at least")
    offered_hours: HoursIn | None = Field(None, description="OFFER: what the company offered")

    def inputs(self) -> ObligationInputs:
        """As the domain knows them."""
        given = dict(self)
        if self.brackets is not None:
            given["brackets"] = [dict(row) for row in self.brackets]
        return ObligationInputs.model_validate(given)


class ModifiedObligationIn(Schema):
    """What a lot owes from a day on: the method and what goes into it."""

    method: ObligationMethod
    unit: ObligationUnit = Field(ObligationUnit.HOURS, description="Other units than HOURS know FIXED alone")
    inputs: ObligationInputsIn
    sector: Sector | None = Field(
        None, description="Rates that neither the inputs nor the lot's rules give are then the usual ones of the sector"
    )
    legal_basis: _LegalBasisIn | None = Field(
        None,
        description="What the contract's documents rest on: its name, or the article that they cite, of today's code"
        " (`L2112-2`) or of the repealed one (`art. 14`)",
    )
    effective_on: DayIn = Field(description="The day from which the lot owes this; all that came before is inside it")

    def terms(self) -> ObligationTerms:
        """As the domain knows them."""
        return ObligationTerms(
            method=self.method,
            inputs=self.inputs.inputs(),
            effective_on=self.effective_on,
            unit=self.unit,
            sector=self.sector,
            legal_basis=self.legal_basis,
        )


class ObligationIn(ModifiedObligationIn):
    """A decision on what a lot owes; it becomes a new version."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "method": "AMOUNT",
                    "inputs": _AMOUNT_INPUTS,
                    "effective_on": "2026-01-15",
                    "legal_basis": "PERFORMANCE_CONDITION",
                    "reason": "Article 4.3 du CCAP",
                },
                {
                    "method": "INVOICE_RATIO",
                    "inputs": {"threshold": "2700000.00", "euros_per_step": "2000.00", "hours_per_step": "1.00"},
                    "effective_on": "2026-01-15",
                },
                {
                    "method": "FIXED",
                    "unit": "PERSONS",
                    "inputs": {"quantity_owed": "3"},
                    "effective_on": "2026-01-15",
                },
            ]
        }
    )

    reason: Text | None = Field(None, description="Needed from the second decision on")


class ObligationOut(Schema):
    """A version of what is owed, with the account of its figure."""

    id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    method: ObligationMethod
    unit: ObligationUnit
    hours_owed: HoursOut | None = Field(description="null in another unit than HOURS")
    quantity_owed: HoursOut | None = Field(description="null for HOURS")
    legal_basis: LegalBasis | None = Field(description="That of the decision in effect")
    cause: ObligationCause = Field(description="What made this version be recorded")
    source_id: UUID | None = Field(description="The decision, modification, invoice, tranche… of that cause")
    reason: str | None
    decided_by: UUID | None
    recorded_at: InstantOut
    trace: Trace

    @classmethod
    def of(cls, version: ObligationVersion) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in version if name in cls.model_fields})


class ObligationSetOut(ObligationOut):
    """The version just recorded, with what deserves a look."""

    findings: list[FindingOut]

    @classmethod
    def of_set(cls, made: ObligationSet) -> Self:
        """As the API shows it."""
        shown = dict(ObligationOut.of(made.obligation))
        return cls(**shown, findings=[FindingOut(**found) for found in findings_as_json(made.findings)])


class VersionRef(Schema):
    """A version that something recorded led to; ``GET /lots/{id}/obligations`` gives its account."""

    version_no: int
    effective_on: date
    unit: ObligationUnit
    owed: HoursOut

    @classmethod
    def of(cls, version: ObligationVersion) -> Self:
        """As the API shows it."""
        return cls(
            version_no=version.version_no, effective_on=version.effective_on, unit=version.unit, owed=version.owed
        )


class OwedThenOut(Schema):
    """What a lot owed on a day as known at the end of another: one version a unit, none while nothing was owed."""

    on: date
    known_on: date
    hours: ObligationOut | None
    other_units: list[ObligationOut]

    @classmethod
    def of(cls, owed: OwedThen) -> Self:
        """As the API shows it."""
        shown = [ObligationOut.of(version) for version in owed.versions]
        hours = next((version for version in shown if version.unit is ObligationUnit.HOURS), None)
        return cls(
            on=owed.on,
            known_on=owed.known_on,
            hours=hours,
            other_units=[version for version in shown if version is not hours],
        )


class FigureOut(Schema):
    """Hours with their account."""

    hours: HoursOut
    trace: Trace

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """As the API shows it."""
        return cls(hours=figure.value, trace=figure.trace)


class ForecastOut(Schema):
    """What invoices make due by a day, and what purchase orders let expect."""

    on: date
    due: FigureOut | None = Field(description="null while nothing is decided")
    forecast: FigureOut | None = Field(description="null where the obligation does not follow invoices")

    @classmethod
    def of(cls, forecast: Forecast) -> Self:
        """As the API shows it."""
        due, expected = forecast.due, forecast.forecast
        return cls(
            on=forecast.on,
            due=FigureOut.of(due) if due else None,
            forecast=FigureOut.of(expected) if expected else None,
        )


class CalculatorIn(Schema):
    """A calculation that stores nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"method": "AMOUNT", "inputs": {"amount_excl_vat": "1000000.00"}, "sector": "BUILDING"},
                {
                    "method": "STAFF_TAKEOVER",
                    "inputs": {
                        "amount_excl_vat": "600000.00",
                        "months": 24,
                        "transferable_monthly_hours": "400.00",
                        "insertion_rate": "0.1000",
                    },
                },
            ]
        }
    )

    method: ObligationMethod
    inputs: ObligationInputsIn
    effective_on: DayIn | None = Field(None, description="Today when left out")
    sector: Sector | None = Field(None, description="What is left out takes the sector's usual value")


class CalculationOut(Schema):
    """The hours that the inputs give; usual values that were used stand under ``trace.parameters``."""

    method: ObligationMethod
    hours_owed: HoursOut
    trace: Trace

    @classmethod
    def of(cls, method: ObligationMethod, figure: Figure) -> Self:
        """As the API shows it."""
        return cls(method=method, hours_owed=figure.value, trace=figure.trace)
