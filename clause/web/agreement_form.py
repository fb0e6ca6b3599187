"""The agreement of an operation as a form: its figures, its cost plan, and what it fixes beside the usual rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from clause.domain.agreement_rules import AGREEMENT_RULES
from clause.domain.agreements import AgreementOptions, AgreementTerms, BudgetLine, Deliverable, UnitValue
from clause.domain.operations import MOST_RATE_DECIMALS
from clause.rules.cost_codes import AdvanceRecovery, CostPlan, CostPost, KeyPeriod, PenaltyBase, RateBasis
from clause.rules.parameter import value_in_force
from clause.text import formats
from clause.text.formulas import percentage
from clause.text.labels import LABELS
from clause.web.forms import Percent, Quantity

PLANS = tuple(LABELS["cost_plan"].items())
_SPACES = {ord(space): None for space in " \u00a0\u202f"}
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Days = Annotated[int, Field(ge=1, le=365)]


def _days(value: object) -> object:
    """Days written one on each line, as 31/12/2026 or as 2026-12-31."""
    return tuple(_day(line.strip()) for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


def _day(text: str) -> date:
    for pattern in DAY_FORMATS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError("not a day")


def _priced(value: object) -> object:
    """Lines of ``code ; label ; amount``."""
    if not isinstance(value, str):
        return value
    found = []
    for line in value.splitlines():
        if line.strip():
            code, label, amount = (part.strip() for part in line.split(";"))
            number = Decimal(amount.translate(_SPACES).rstrip("€").replace(",", "."))
            if not (code and label and number.is_finite()) or len(code) > 40 or len(label) > 200:
                raise ValueError("not a line of code, label and amount")
            found.append((code, label, number.quantize(Decimal("0.01"))))
    return tuple(found)


DayList = Annotated[list[date], BeforeValidator(_days), Field(max_length=12)]
PricedList = Annotated[list[tuple[str, str, Decimal]], BeforeValidator(_priced), Field(max_length=50)]


class AgreementForm(BaseModel):
    """An agreement as typed; what is left empty follows the usual rules."""

    reference: Reference = Field(title="Référence de la convention")
    signed_on: date = Field(title="Signée le")
    planned_total_cost: Quantity = Field(gt=0, title="Coût total prévu")
    grant_amount: Quantity = Field(gt=0, title="Subvention FSE+")
    rate: Percent = Field(gt=0, le=1, title="Taux d’intervention")
    rate_decimals: int = Field(default=2, ge=0, le=MOST_RATE_DECIMALS, title="Décimales du taux")
    cost_plan: CostPlan = Field(title="Plan de coûts")
    rate_basis: RateBasis = Field(default=RateBasis.PRINTED, title="Taux du calcul")
    key_period: KeyPeriod = Field(default=KeyPeriod.MONTH, title="Clé du temps variable")
    calculated_flat_rate: Percent | None = Field(default=None, title="Taux calculé")
    state_aid: bool = Field(default=False, title="Aide d’État")
    contracts_above_eu_thresholds: bool = Field(default=False, title="Marchés au-dessus des seuils européens")
    draft_budget_agreed_on: date | None = Field(default=None, title="Projet de budget accepté le")
    interim_claims_due_on: DayList = Field(default=[], title="Dates des bilans intermédiaires")
    unit_values: PricedList = Field(default=[], title="Coûts unitaires")
    deliverables: PricedList = Field(default=[], title="Livrables")
    budget_staff: Quantity | None = Field(default=None, ge=0, title="Budget : personnel")
    budget_operating: Quantity | None = Field(default=None, ge=0, title="Budget : fonctionnement")
    budget_services: Quantity | None = Field(default=None, ge=0, title="Budget : prestations")
    budget_participants: Quantity | None = Field(default=None, ge=0, title="Budget : participants")
    budget_indirect: Quantity | None = Field(default=None, ge=0, title="Budget : coûts indirects")
    budget_remaining: Quantity | None = Field(default=None, ge=0, title="Budget : coûts restants")
    budget_units: Quantity | None = Field(default=None, ge=0, title="Budget : unités")
    budget_deliverables: Quantity | None = Field(default=None, ge=0, title="Budget : livrables")
    advance_rate: Percent | None = Field(default=None, ge=0, le=1, title="Taux de l’avance")
    advance_cap: Quantity | None = Field(default=None, ge=0, title="Plafond de l’avance")
    advance_recovery: AdvanceRecovery | None = Field(default=None, title="Reprise de l’avance")
    max_before_balance_rate: Percent | None = Field(default=None, ge=0, le=1, title="Payable avant le solde")
    resource_test_on_interim: bool | None = Field(default=None, title="Ressources dès les bilans intermédiaires")
    publicity_penalty_base: PenaltyBase | None = Field(default=None, title="Base de la réduction pour publicité")
    contradictory_days: Days | None = Field(default=None, title="Période contradictoire")
    clarification_days: Days | None = Field(default=None, title="Délai de réponse à un complément")
    min_time_share: Percent | None = Field(default=None, ge=0, le=1, title="Part de temps minimale")
    salary_cap_hourly: Quantity | None = Field(default=None, ge=0, title="Plafond de salaire horaire")
    salary_cap_annual: Quantity | None = Field(default=None, ge=0, title="Plafond de salaire annuel")
    min_grant_per_year: Quantity | None = Field(default=None, ge=0, title="Subvention minimale par an")

    def terms(self) -> AgreementTerms:
        """The agreement as the services take it."""
        named = set(AgreementOptions.model_fields) & set(type(self).model_fields)
        lists = {"interim_claims_due_on", "unit_values", "deliverables"}
        options = AgreementOptions(
            **{name: getattr(self, name) for name in named - lists},
            interim_claims_due_on=tuple(self.interim_claims_due_on),
            unit_values=tuple(UnitValue(code=code, label=name, value=value) for code, name, value in self.unit_values),
            deliverables=tuple(
                Deliverable(code=code, label=name, amount=amount) for code, name, amount in self.deliverables
            ),
            budget=tuple(BudgetLine(post=post, amount=amount) for post, amount in self._budget()),
        )
        own = {name: getattr(self, name) for name in AgreementTerms.model_fields if name in type(self).model_fields}
        return AgreementTerms(**own, options=options)

    def _budget(self) -> Iterable[tuple[CostPost, Decimal]]:
        for post in CostPost:
            amount = getattr(self, f"budget_{post.value.lower()}")
            if amount is not None:
                yield post, amount


def held(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What fields hold: None for those of which nothing is known."""
    return defaultdict(lambda: None, values)


def shown_agreement(agreement: AgreementTerms) -> Mapping[str, Any]:
    """What the fields of the form hold for an agreement, as people type it."""
    options = agreement.options
    values: dict[str, Any] = {name: getattr(agreement, name) for name in AgreementTerms.model_fields}
    values |= {name: getattr(options, name) for name in AgreementOptions.model_fields}
    values |= {f"budget_{line.post.value.lower()}": line.amount for line in options.budget}
    values["interim_claims_due_on"] = "\n".join(f"{day:%d/%m/%Y}" for day in options.interim_claims_due_on)
    values["unit_values"] = "\n".join(f"{one.code} ; {one.label} ; {_typed(one.value)}" for one in options.unit_values)
    values["deliverables"] = "\n".join(
        f"{one.code} ; {one.label} ; {_typed(one.amount)}" for one in options.deliverables
    )
    shares = ("rate", "calculated_flat_rate", "advance_rate", "max_before_balance_rate", "min_time_share")
    written = {
        name: percentage(value) if name in shares and value is not None else _typed(value)
        for name, value in values.items()
        if name not in ("options", "budget")
    }
    return held(written)


def _typed(value: Any) -> Any:
    return formats.decimal(value) if isinstance(value, Decimal) else value


def usual_rules(on: date) -> Mapping[str, Any]:
    """What holds on a day for each option that an agreement leaves empty, in words; nothing where no rule speaks."""
    found = {}
    for name, spec in AGREEMENT_RULES.items():
        if spec.default is not None:
            value = value_in_force(spec.default, on).value
            found[name] = f"Si vous laissez vide : {_rule_text(name, value)}."
    return held(found)


def _rule_text(name: str, value: object) -> str:
    text = str(value)
    kinds = {
        "advance_recovery": "advance_recovery",
        "publicity_penalty_base": "penalty_base",
        "key_period": "key_period",
    }
    if name in kinds:
        return LABELS[kinds[name]].get(text, text).lower()
    if name.endswith("_days"):
        return f"{text} jours"
    if text in ("true", "false", "True", "False"):
        return "oui" if text.lower() == "true" else "non"
    return percentage(Decimal(text)) if name.endswith(("_rate", "_share")) else text
