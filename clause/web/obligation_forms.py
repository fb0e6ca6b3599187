"""The forms of an obligation: one set of fields a method, the same for a lot's decision and for the calculator."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from clause.domain.errors import ClauseError
from clause.domain.obligations import BracketRow, ObligationInputs, ObligationTerms
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.legal_basis import LegalBasis
from clause.rules.obligation import ObligationMethod
from clause.text.labels import LABELS
from clause.text.readable import readable_sentence
from clause.web.forms import FreeText, Percent, Quantity
from clause.web.page import Problem

MOST_BRACKETS = 50
METHODS = tuple(LABELS["obligation_method"].items())
UNITS = tuple(LABELS["obligation_unit"].items())
SECTORS = tuple(LABELS["sector"].items())
LEGAL_BASES = tuple(LABELS["legal_basis"].items())
FIELDS: Mapping[ObligationMethod, tuple[str, ...]] = {
    ObligationMethod.FIXED: ("hours_owed",),
    ObligationMethod.AMOUNT: ("amount_excl_vat", "labour_share", "insertion_rate", "loaded_hourly_cost"),
    ObligationMethod.INVOICE_RATIO: ("threshold", "euros_per_step", "hours_per_step", "amount_invoiced"),
    ObligationMethod.BRACKETS: ("amount_excl_vat", "brackets"),
    ObligationMethod.STAFF_TAKEOVER: (
        "amount_excl_vat",
        "months",
        "transferable_monthly_hours",
        "insertion_rate",
        "hour_price",
    ),
    ObligationMethod.HOURS_SHARE: ("insertion_rate", "hours_worked"),
    ObligationMethod.OFFER: ("minimum_hours", "offered_hours"),
}
"""What each method asks for; a field of another method that stayed in an address is left out."""

TAKES_SECTOR = frozenset({ObligationMethod.AMOUNT, ObligationMethod.STAFF_TAKEOVER, ObligationMethod.HOURS_SHARE})


def _brackets(value: object) -> object:
    """A table typed one bracket a line: an amount, a semicolon (or a tab), hours."""
    if not isinstance(value, str):
        return value
    rows = [line.replace("\t", ";").split(";") for line in value.splitlines() if line.strip()]
    if len(rows) > MOST_BRACKETS or any(len(row) != 2 for row in rows):
        raise ValueError("not a table of brackets")
    return [{"amount_from": amount, "hours": hours} for amount, hours in rows]


class _Bracket(BaseModel):
    amount_from: Quantity
    hours: Quantity


class CalculationForm(BaseModel):
    """What the formula of a method is filled with."""

    method: ObligationMethod = Field(title="Méthode")
    sector: Sector | None = Field(default=None, title="Secteur")
    effective_on: date | None = Field(default=None, title="Date d’effet")
    hours_owed: Quantity | None = Field(default=None, title="Heures dues")
    amount_excl_vat: Quantity | None = Field(default=None, title="Montant hors taxes")
    labour_share: Percent | None = Field(default=None, title="Part de la main-d’œuvre")
    insertion_rate: Percent | None = Field(default=None, title="Taux d’insertion")
    loaded_hourly_cost: Quantity | None = Field(default=None, title="Coût horaire chargé")
    threshold: Quantity | None = Field(default=None, title="Seuil facturé")
    euros_per_step: Quantity | None = Field(default=None, title="Euros par palier")
    hours_per_step: Quantity | None = Field(default=None, title="Heures par palier")
    amount_invoiced: Quantity | None = Field(default=None, title="Montant facturé")
    brackets: Annotated[list[_Bracket] | None, BeforeValidator(_brackets)] = Field(
        default=None, title="Tranches du marché"
    )
    months: int | None = Field(default=None, ge=1, le=1200, title="Durée en mois")
    transferable_monthly_hours: Quantity | None = Field(default=None, title="Heures mensuelles reprises")
    hour_price: Quantity | None = Field(default=None, title="Prix d’une heure vendue")
    hours_worked: Quantity | None = Field(default=None, title="Heures travaillées")
    minimum_hours: Quantity | None = Field(default=None, title="Heures minimales du marché")
    offered_hours: Quantity | None = Field(default=None, title="Heures offertes")

    def inputs(self) -> ObligationInputs:
        """What the method asks for, as the domain knows it."""
        given: dict[str, Any] = {name: getattr(self, name) for name in FIELDS[self.method]}
        if given.get("brackets"):
            given["brackets"] = tuple(BracketRow(**dict(row)) for row in given["brackets"])
        return ObligationInputs(**given)

    @property
    def usual_of(self) -> Sector | None:
        """The sector whose usual values stand in, where the method takes any."""
        return self.sector if self.method in TAKES_SECTOR else None


class ObligationForm(CalculationForm):
    """A decision on what a lot owes."""

    unit: ObligationUnit = Field(default=ObligationUnit.HOURS, title="Unité")
    effective_on: date = Field(title="Date d’effet")
    legal_basis: LegalBasis | None = Field(default=None, title="Fondement")
    reason: FreeText | None = Field(default=None, title="Motif")

    def terms(self) -> ObligationTerms:
        """As the domain knows them: a quantity in another unit than hours is stated by the contract."""
        inputs, unit = self.inputs(), self.unit if self.method is ObligationMethod.FIXED else ObligationUnit.HOURS
        if unit is not ObligationUnit.HOURS:
            inputs = ObligationInputs(quantity_owed=self.hours_owed)
        # Invoices and hours worked are those recorded for the lot.
        inputs = inputs.model_copy(update={"amount_invoiced": None, "hours_worked": None})
        return ObligationTerms(
            method=self.method,
            inputs=inputs,
            effective_on=self.effective_on,
            unit=unit,
            sector=self.usual_of,
            legal_basis=self.legal_basis,
        )


def in_words(error: ClauseError, model: type[BaseModel]) -> list[Problem]:
    """What a refusal says, each value called by the title of its field in this form."""
    if not error.findings:
        return [Problem(readable_sentence(error.code, error.values))]
    problems = []
    for finding in error.findings:
        name = (finding.field or "").removeprefix("inputs.").replace("quantity_owed", "hours_owed")
        field = model.model_fields.get(name)
        words = {"raw": finding.raw, **finding.values, "field": field.title if field and field.title else name}
        problems.append(Problem(readable_sentence(finding.code, words), name if field else None))
    return problems


def method_of(text: str | None) -> ObligationMethod:
    """The method named in an address; by the amount, the usual one, when none is."""
    return ObligationMethod(text) if text in dict(METHODS) else ObligationMethod.AMOUNT
