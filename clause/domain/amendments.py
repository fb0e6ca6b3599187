"""Amendments of agreements: proposed, then signed as a new version, or withdrawn; nothing agreed is overwritten."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.agreements import AgreementTerms, GrantAgreement
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.domain.transitions import Transitions


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    PENDING = "pending"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


AMENDMENT_MOVES = Transitions(
    "AGR-004",
    {
        "sign": {AmendmentState.PENDING: AmendmentState.SIGNED},
        "withdraw": {AmendmentState.PENDING: AmendmentState.WITHDRAWN},
    },
)


class AmendmentTerms(BaseModel):
    """What an amendment would change: the whole agreement as it would be, and the end of the operation if it moves."""

    model_config = ConfigDict(frozen=True)

    effective_on: date
    reason: str
    terms: AgreementTerms
    last_day: date | None = None


class Amendment(AmendmentTerms):
    """An amendment as recorded."""

    id: UUID
    operation_id: UUID
    number: int
    state: AmendmentState
    agreement_version_no: int | None = None
    signed_on: date | None = None
    close_reason: str | None = None
    recorded_by: UUID | None
    created_at: datetime
    version: int


def agreement_on(versions: Sequence[GrantAgreement], day: date) -> GrantAgreement:
    """The version of an agreement that holds on a day: the latest one in effect; the first one before any other."""
    in_effect = [one for one in versions if one.effective_on is None or one.effective_on <= day]
    return max(in_effect or versions[:1], key=lambda one: one.version_no)


def check_amendment(terms: AmendmentTerms, operation: Operation, claimed_until: date | None, today: date) -> None:
    """Refuses an amendment out of the operation's days, all reasons at once (Refused AGR-001 with its findings).

    It is proposed before the end of the operation, takes effect on one of its days, up to the end as it would be, and
    moves that end to no day before the last of the claims signed.
    """
    findings = []
    last_day = terms.last_day or operation.last_day
    if operation.last_day < today:
        findings.append(_finding("AGR-130", "effective_on", today, last_day=operation.last_day))
    if not operation.first_day <= terms.effective_on <= last_day:
        days = {"first_day": operation.first_day, "last_day": last_day}
        findings.append(_finding("AGR-131", "effective_on", terms.effective_on, **days))
    if claimed_until is not None and terms.last_day is not None and terms.last_day < claimed_until:
        findings.append(_finding("AGR-132", "last_day", terms.last_day, claimed_until=claimed_until))
    if findings:
        raise Refused("AGR-001", findings=tuple(findings))


def check_signature(amendment: Amendment, operation: Operation, signed_on: date, today: date) -> None:
    """Refuses a signature out of the validity of the agreement (Refused AGR-005 with its findings).

    Source: doubs.fr: an amendment is signed within the validity of the agreement.
    """
    findings = []
    if signed_on > operation.last_day:
        findings.append(_finding("AGR-133", "signed_on", signed_on, last_day=operation.last_day))
    if signed_on > today or signed_on < operation.agreement.signed_on:
        findings.append(_finding("AGR-134", "signed_on", signed_on, first=operation.agreement.signed_on))
    if findings:
        raise Refused("AGR-005", findings=tuple(findings))


def _finding(code: str, field: str, raw: date, **values: date) -> Finding:
    told = {name: day.isoformat() for name, day in values.items()}
    return Finding(code=code, field=field, raw=raw.isoformat(), values=told)
