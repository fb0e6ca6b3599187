"""An operation of 17 months with an interim claim for April and a final one for May, each of a chosen staff cost."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from clause.domain.agreements import AgreementOptions
from clause.domain.claims import Claim, ClaimKind
from clause.domain.employments import Employment
from clause.domain.operation_moves import MoveTerms, OperationAction
from clause.domain.operations import Operation
from clause.services import operation_moves, operations
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_submitted_claim,
    agreement_terms,
    an_approved_month,
    an_assignment,
    an_employment,
    operation_terms,
)
from tests.builders.territory import Caller, Territory

INTERIM, FINAL = "2026-04", "2026-05"
STARTED = datetime(2025, 2, 3, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Settling:
    """The operation and who works on it."""

    territory: Territory
    operation: Operation
    employment: Employment

    async def claim(self, month: str, **changes: object) -> Claim:
        """The submitted claim of a month; May is the final one."""
        kind = ClaimKind.FINAL if month == FINAL else ClaimKind.INTERIM
        manager = self.territory.manager
        computed = await a_claim(manager, self.operation, month, month, **{"kind": kind, **changes})
        assert computed.figures is not None, computed.findings
        return await a_submitted_claim(manager, computed)


async def an_operation_to_settle(
    territory: Territory,
    costs: dict[str, str],
    *,
    options: AgreementOptions | None = None,
    agreement: dict[str, object] | None = None,
    worker: Caller | None = None,
    **terms: object,
) -> Settling:
    """36 000 € at 60 %, plan of 40 %; one person wholly on it, whose months cost what ``costs`` says."""
    manager, worker = territory.manager, worker or territory.facilitator
    days = {"first_day": date(2025, 1, 1), "last_day": date(2026, 5, 31)}
    signed = agreement_terms(
        **{"signed_on": date(2025, 1, 5), "options": options or AgreementOptions(), **(agreement or {})}
    )
    number = str(terms.pop("number", "202500123"))
    operation = await operations.add_operation(
        manager.context, operation_terms(territory, number, **{**days, **terms}), signed
    )
    started = MoveTerms(action=OperationAction.CERTIFY_START, at=STARTED, reference="Attestation de démarrage")
    await operation_moves.move(manager.context, operation.id, started)
    employment = await an_employment(manager, worker, f"F-{number}")
    await an_assignment(manager, operation, employment, first_day=date(2026, 4, 1))
    for month, cost in costs.items():
        await an_approved_month(worker, manager, month, {operation.id: "98.50"})
        await a_payroll(manager, employment, month, cost)
    return Settling(territory, operation, employment)


def euros(value: object) -> str:
    """An amount as text."""
    assert isinstance(value, Decimal)
    return f"{value:.2f}"
