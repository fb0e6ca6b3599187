"""Claims as they are handed over, frozen from plain values whose figures tie."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind
from clause.domain.claim_narrative import Facilitation
from clause.domain.claim_snapshot import ClaimFile, ClaimRecords, ClaimSnapshot, freeze
from clause.domain.claim_snapshot_parts import LineEvidence, SnapshotSignature
from clause.domain.claims import Claim, ClaimAccount, ClaimAmounts, ClaimLine, ClaimLineKind, ClaimState
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from tests.builders.claim_inputs import an_operation, named
from tests.builders.plain_claims import AT, TRACE, a_claim, a_line, claim_amounts

SIGNATURE = SnapshotSignature(name="Maëlle Direction", capacity="Présidente", signed_on=AT.date(), signed_at=AT)

FACILITATION = Facilitation(
    contracts=3,
    lots=7,
    buyers=2,
    hours_owed=Decimal("1200.00"),
    hours_validated=Decimal("984.50"),
    companies=5,
    people_at_work=11,
    hires=13,
)


def an_organisation(name: str = "Brisemer", kind: OrgKind = OrgKind.FACILITATOR_ORG, **changes: Any) -> Organisation:
    """An organisation of the directory under a SIRET."""
    organisation = Organisation(
        id=named(name),
        kind=kind,
        name=name,
        identifier_kind="SIRET",
        identifier="12345678200002",
        created_by_org_id=None,
        created_at=AT,
        version=1,
    )
    return organisation.model_copy(update=changes)


def a_staff_line(position: int, amount: str = "2897.51", person: str = "P1", **changes: Any) -> ClaimLine:
    """A person's May 2026 under M2, 98.50 h of 133.00 h."""
    fields: dict[str, Any] = {
        "staff_number": person,
        "job_title": "Facilitatrice",
        "month": Month(2026, 5),
        "method": "M2",
        "employer_cost": Decimal("3912.37"),
        "hours_on_operation": Decimal("98.50"),
        "hours_worked": Decimal("133.00"),
    }
    return a_line(position, amount, **{**fields, **changes})


def tying_amounts(lines: tuple[ClaimLine, ...], **changes: str) -> ClaimAmounts:
    """Amounts that tie with these lines: 100.00 € due and asked for, the rest own funds."""
    zero = Decimal("0.00")
    staff = sum((line.amount for line in lines if line.kind is ClaimLineKind.STAFF), zero)
    flat = sum((line.amount for line in lines if line.kind is ClaimLineKind.FLAT_RATE), zero)
    total = sum((line.amount for line in lines), zero)
    fields = {
        "staff_cost": str(staff),
        "other_costs": str(total - staff - flat),
        "flat_rate_amount": str(flat),
        "total_cost": str(total),
        "cost_to_date": str(total),
        "by_grant": "36000.00",
        "by_rate": "100.00",
        "amount_due": "100.00",
        "amount_requested": "100.00",
        "own_funds": str(total - Decimal("100.00")),
    }
    return claim_amounts(**{**fields, **changes})


def a_claim_file(
    *lines: ClaimLine,
    claim: Claim | None = None,
    operation: Operation | None = None,
    records: ClaimRecords | None = None,
    evidence: Mapping[UUID, LineEvidence] | None = None,
    **changes: Any,
) -> ClaimFile:
    """What is known of a computed and signed claim with these lines; ``changes`` go to the claim."""
    known = {
        "state": ClaimState.SIGNED,
        "figures": tying_amounts(lines),
        "account": ClaimAccount(inputs_hash="a" * 64, figures={"staff_cost": TRACE}),
    }
    return ClaimFile(
        claim=(claim or a_claim()).model_copy(update={**known, **changes}),
        operation=operation or an_operation(),
        beneficiary=an_organisation("Brisemer"),
        intermediate_body=an_organisation("Département", OrgKind.INTERMEDIATE_BODY),
        lines=lines,
        evidence=evidence or {},
        records=records or ClaimRecords(),
    )


def a_snapshot(*lines: ClaimLine, records: ClaimRecords | None = None, **changes: Any) -> ClaimSnapshot:
    """The claim with these lines as it is handed over; ``changes`` go to the claim."""
    return freeze(a_claim_file(*lines, records=records, **changes), SIGNATURE, ("Exact.",), AT)
