"""What else finances an operation: who promised and paid what, and how much of it counts by a day."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.operations import Operation
from clause.rules.quantities import Euros

NOTHING = Decimal("0.00")


class ResourceKind(StrEnum):
    """Where money other than the FSE+ comes from."""

    EU = "EU"
    STATE = "STATE"
    REGION = "REGION"
    DEPARTEMENT = "DEPARTEMENT"
    COMMUNE_EPCI = "COMMUNE_EPCI"
    SOCIAL_SECURITY = "SOCIAL_SECURITY"
    PRIVATE = "PRIVATE"
    OWN_FUNDS = "OWN_FUNDS"
    IN_KIND = "IN_KIND"


class ResourceTerms(BaseModel):
    """Money of one funder: what was promised, what came, and what of it goes to the operation.

    ``amount_allocated`` is the operation's part of ``amount_received``, by ``allocation_key`` where that is less.
    ``same_post`` says that the money is for a post that the FSE+ pays too.
    """

    model_config = ConfigDict(frozen=True)

    funder: str
    kind: ResourceKind
    act_reference: str | None = None
    act_on: date | None = None
    amount_committed: Euros
    amount_received: Euros = NOTHING
    amount_allocated: Euros = NOTHING
    received_on: date | None = None
    allocation_key: str | None = None
    same_post: bool = False
    document_id: UUID | None = None


class Resource(ResourceTerms):
    """A resource as recorded; a correction is a new row that replaces another, a cancelled one counts no more."""

    id: UUID
    operation_id: UUID
    replaces_id: UUID | None
    cancelled: bool
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime

    def counts_on(self, on: date) -> bool:
        """True for money of others that has come by a day: neither own funds, nor what is only promised."""
        is_of_others = self.kind is not ResourceKind.OWN_FUNDS
        has_come = self.received_on is not None and self.received_on <= on
        return is_of_others and has_come and not self.cancelled


def in_force(resources: Iterable[Resource]) -> list[Resource]:
    """The resources that hold: neither replaced nor cancelled."""
    kept = list(resources)
    replaced = {resource.replaces_id for resource in kept}
    return [resource for resource in kept if resource.id not in replaced and not resource.cancelled]


def resources_total(resources: Iterable[Resource], on: date) -> Decimal:
    """Euros that others have paid for an operation by a day: the parts allocated to it of what holds (R of CR-FSE).

    Own funds do not count. Interpretation: what is given in kind counts, for its value is declared as a cost too.
    """
    return sum((one.amount_allocated for one in in_force(resources) if one.counts_on(on)), NOTHING)


def check_resource(terms: ResourceTerms, today: date) -> None:
    """Refuses amounts and days that do not fit, all reasons at once (Refused RES-001 with its findings)."""
    findings = []
    if terms.amount_committed == terms.amount_received == NOTHING:
        findings.append(Finding(code="RES-101", field="amount_committed"))
    if terms.amount_allocated > terms.amount_received:
        received = {"received": format(terms.amount_received, "f")}
        raw = format(terms.amount_allocated, "f")
        findings.append(Finding(code="RES-102", field="amount_allocated", raw=raw, values=received))
    if terms.amount_allocated < terms.amount_received and terms.allocation_key is None:
        findings.append(Finding(code="RES-103", field="allocation_key"))
    if (terms.received_on is None) != (terms.amount_received == NOTHING):
        findings.append(Finding(code="RES-104", field="received_on"))
    if terms.received_on is not None and terms.received_on > today:
        findings.append(Finding(code="RES-105", field="received_on", raw=terms.received_on.isoformat()))
    if findings:
        raise Refused("RES-001", findings=tuple(findings))


def resource_warnings(resources: Iterable[Resource], operation: Operation) -> list[Finding]:
    """What is worth a look in what finances an operation: nothing left for the FSE+, another EU fund, the same post.

    Assumption: resources that reach the whole planned cost before the FSE+ are a sign of double funding.
    """
    found = []
    held = in_force(resources)
    others = [resource for resource in held if resource.kind is not ResourceKind.OWN_FUNDS]
    promised = sum((max(one.amount_committed, one.amount_allocated) for one in others), NOTHING)
    planned, grant = operation.agreement.planned_total_cost, operation.agreement.grant_amount
    values = {"resources": format(promised, "f"), "planned": format(planned, "f"), "grant": format(grant, "f")}
    if promised >= planned:
        found.append(_warning("RES-110", values))
    elif promised + grant > planned:
        found.append(_warning("RES-111", values))
    found += [_warning("RES-112", {"funder": one.funder}) for one in others if one.kind is ResourceKind.EU]
    found += [_warning("RES-113", {"funder": one.funder}) for one in others if one.same_post]
    return found


def _warning(code: str, values: dict[str, str]) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, field="resources", values=values)
