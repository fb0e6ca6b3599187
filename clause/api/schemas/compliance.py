"""Bodies about compliance."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from clause.api.problems import findings_as_json
from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import FindingOut, HoursOut, RateOut, Schema
from clause.api.schemas.penalties import PenaltyAssessmentOut
from clause.domain.compliance import ContractCompliance, ContractFigures, LotCompliance
from clause.domain.findings import Finding
from clause.rules.compliance import ComplianceFigures, ComplianceStatus
from clause.rules.counting import NotCredited
from clause.rules.forecast import ForecastFigures
from clause.rules.quantities import Hours
from clause.rules.trace import ParameterUse, Trace


class NotCreditedOut(Schema):
    """Hours booked without counting, and why."""

    reason: NotCredited
    hours: HoursOut


class ComplianceTraceOut(Schema):
    """How each figure was computed; null for a figure that could not be."""

    hours_owed: Trace | None = Field(None, description="The account of the obligation in effect")
    gap: Trace | None = None
    surplus: Trace | None = None
    ratio: Trace | None = None
    expected: Trace | None = None
    forecast: Trace | None = None
    projected: Trace | None = None
    projected_gap: Trace | None = None
    qpv_share: Trace | None = None
    parameters: tuple[ParameterUse, ...] = Field((), description="The shares by which the status was read")


class FiguresOut(Schema):
    """Progress on a day. Figures that need an obligation and the days of execution are null without them."""

    on: date
    hours_owed: HoursOut | None
    hours_credited: HoursOut | None
    hours_declared: HoursOut | None = Field(description="Submitted, and waiting for a decision")
    hours_validated: HoursOut | None = Field(description="Booked, corrections included")
    hours_not_credited: list[NotCreditedOut] | None = Field(
        description="Booked without counting, by reason; null for a buyer"
    )
    expected: HoursOut | None = Field(description="Hours that an even pace would have reached by this day")
    gap: HoursOut | None = Field(description="owed − credited; negative when more was done than owed")
    surplus: HoursOut | None
    ratio: RateOut | None = Field(
        description="credited ÷ owed, as a fraction that may exceed 1; null if nothing is owed"
    )
    forecast: HoursOut | None = Field(description="Hours to come after the day from the people under contract")
    projected: HoursOut | None = Field(description="credited + declared + forecast: where it would end")
    projected_gap: HoursOut | None = Field(description="owed − projected; negative when more would be done than owed")
    status: ComplianceStatus | None
    trace: ComplianceTraceOut
    findings: list[FindingOut]


class LotComplianceOut(FiguresOut):
    """How a lot stands on a day."""

    lot_id: UUID
    contract_id: UUID
    buyer: OrgRef
    number: str | None
    label: str
    first_day: date | None = Field(description="First day of execution")
    last_day: date | None = Field(description="Last day of execution")
    obligation_version: int | None = Field(description="The version in effect on the day")
    elapsed_share: RateOut | None = Field(description="Part of the execution gone by, days of suspension left out")
    suspended_days: int | None = Field(description="Days of execution on which the clause is suspended")
    qpv_share: RateOut | None = Field(
        description="Part of the credited hours done by residents of priority districts, where the lot gives them"
        " priority; null in lists, and for readers to whom it would point at a person"
    )
    penalties: PenaltyAssessmentOut | None = Field(
        description="What the buyer may claim on the day, with its breakdown; null in lists"
    )

    @classmethod
    def of(cls, compliance: LotCompliance) -> Self:
        """As the API shows it."""
        hours, figures = compliance.hours, compliance.figures
        trace = ComplianceTraceOut(
            hours_owed=hours.owed_trace, **_traces(figures), **_traces_ahead(compliance.forecast)
        )
        if figures is not None:
            qpv = compliance.qpv_share.trace if compliance.qpv_share else None
            trace = trace.model_copy(update={"parameters": figures.parameters, "qpv_share": qpv})
        return cls(
            on=compliance.on,
            **hours.model_dump(
                exclude={"buyer", "owed_trace", "hours_not_credited", "amount_excl_vat", "obligation_method"}
            ),
            buyer=OrgRef.of(hours.buyer),
            hours_not_credited=_not_credited(hours.hours_not_credited),
            **_values(figures),
            **_values_ahead(compliance.forecast),
            elapsed_share=figures.elapsed_share.value if figures else None,
            suspended_days=figures.suspended_days if figures else None,
            qpv_share=compliance.qpv_share.value if compliance.qpv_share else None,
            penalties=PenaltyAssessmentOut.of(compliance.penalties) if compliance.penalties else None,
            trace=trace,
            findings=_findings(compliance.findings),
        )


class ContractComplianceOut(FiguresOut):
    """How a contract stands on a day: sums over its followed lots, and each of them."""

    contract_id: UUID
    lots: list[LotComplianceOut]

    @classmethod
    def of(cls, compliance: ContractCompliance) -> Self:
        """As the API shows it."""
        total = compliance.total
        return cls(
            on=compliance.on,
            contract_id=compliance.contract_id,
            hours_owed=total.hours_owed if total else None,
            hours_credited=total.hours_credited if total else None,
            hours_declared=total.hours_declared if total else None,
            hours_validated=total.hours_validated if total else None,
            hours_not_credited=_not_credited(total.hours_not_credited if total else None),
            **_values(total),
            **_values_ahead(total),
            trace=ComplianceTraceOut(**_traces(total), **_traces_ahead(total)),
            findings=_findings(compliance.findings),
            lots=[LotComplianceOut.of(lot) for lot in compliance.lots],
        )


def _values(figures: ComplianceFigures | ContractFigures | None) -> dict[str, Any]:
    if figures is None:
        return dict.fromkeys(("expected", "gap", "surplus", "ratio", "status"))
    return {
        "expected": figures.expected.value,
        "gap": figures.gap.value,
        "surplus": figures.surplus.value,
        "ratio": figures.ratio.value if figures.ratio else None,
        "status": figures.status,
    }


def _traces(figures: ComplianceFigures | ContractFigures | None) -> dict[str, Trace | None]:
    if figures is None:
        return {}
    return {
        "gap": figures.gap.trace,
        "surplus": figures.surplus.trace,
        "ratio": figures.ratio.trace if figures.ratio else None,
        "expected": figures.expected.trace,
    }


_AHEAD = ("forecast", "projected", "projected_gap")


def _values_ahead(figures: ForecastFigures | ContractFigures | None) -> dict[str, Any]:
    return {name: getattr(figures, name).value if figures else None for name in _AHEAD}


def _traces_ahead(figures: ForecastFigures | ContractFigures | None) -> dict[str, Trace]:
    return {name: getattr(figures, name).trace for name in _AHEAD} if figures else {}


def _not_credited(hours: Mapping[NotCredited, Hours] | None) -> list[NotCreditedOut] | None:
    if hours is None:
        return None
    return [NotCreditedOut(reason=reason, hours=value) for reason, value in sorted(hours.items())]


def _findings(findings: Iterable[Finding]) -> list[FindingOut]:
    return [FindingOut(**finding) for finding in findings_as_json(findings)]
