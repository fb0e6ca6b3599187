"""What the claim PDF shows, read from the frozen bytes of a claim and from nothing else."""

from clause.domain.certificates import FrozenContent, Party
from clause.domain.claim_document import (
    ClaimAgreement,
    ClaimDocument,
    ClaimOperation,
    ClaimSignature,
    DueBounds,
    FlatRateLine,
    OtherLine,
    ResourceLine,
    StaffMonthLine,
    WaivedFinding,
)
from clause.domain.claim_document import ClaimKind as PrintedKind
from clause.domain.claim_snapshot import ClaimSnapshot, read_snapshot, snapshot_hash
from clause.domain.claim_snapshot_parts import SnapshotLine, SnapshotResource, SnapshotWaiver
from clause.domain.claims import ClaimLineKind
from clause.rules.calendar import FRANCE


def document_of(content: bytes) -> ClaimDocument:
    """What the PDF shows, read from the stored bytes of a snapshot and from nothing else."""
    snapshot = read_snapshot(content)
    amounts, agreement = snapshot.amounts, snapshot.agreement
    return ClaimDocument(
        number=snapshot.number,
        version=snapshot.version,
        kind=PrintedKind[snapshot.kind.name],
        first_day=snapshot.first_month.first_day,
        last_day=snapshot.last_month.last_day,
        operation=ClaimOperation(**_only(snapshot.operation, ClaimOperation)),
        beneficiary=Party(**_only(snapshot.beneficiary, Party)),
        intermediate_body=snapshot.intermediate_body.name,
        agreement=ClaimAgreement(
            reference=agreement.reference,
            planned_total_cost=agreement.planned_total_cost,
            grant=agreement.grant_amount,
            rate=agreement.rate,
            rate_decimals=agreement.rate_decimals,
            cost_plan=agreement.cost_plan,
        ),
        lines=tuple(_printed_line(line) for line in snapshot.lines if line.kind is ClaimLineKind.STAFF),
        other_lines=_other_lines(snapshot),
        staff_cost=amounts.staff_cost,
        other_costs=amounts.other_costs,
        flat_rate=amounts.flat_rate,
        flat_rates=tuple(FlatRateLine(**_only(flat, FlatRateLine)) for flat in amounts.flat_rates),
        flat_rate_amount=amounts.flat_rate_amount,
        total_eligible_cost=amounts.total_cost,
        cost_claimed_before=amounts.cost_claimed_before,
        cost_to_date=amounts.cost_to_date,
        other_resources=amounts.other_resources,
        due=DueBounds(**_only(amounts, DueBounds)),
        requested_before=amounts.requested_before,
        amount_requested=amounts.amount_requested,
        own_funds=amounts.own_funds,
        resources=tuple(_resource(resource) for resource in snapshot.resources),
        resources_typed=snapshot.typed.other_resources is not None,
        narrative=snapshot.narrative,
        facilitation=snapshot.facilitation,
        waivers=tuple(_waived(waiver, snapshot) for waiver in snapshot.waivers),
        declarations=snapshot.declarations,
        signature=ClaimSignature(**_only(snapshot.signature, ClaimSignature)),
        snapshot_hash=snapshot_hash(content),
        eu_mention=snapshot.eu_mention,
    )


def _other_lines(snapshot: ClaimSnapshot) -> tuple[OtherLine, ...]:
    """Costs, adjustments and lines that return; flat rates stand among the amounts."""
    bought = {item.id: item.label for item in snapshot.cost_items}
    return tuple(
        OtherLine(
            kind=line.kind.value,
            person_ref=line.staff_number,
            month=line.month,
            label=bought.get(line.cost_item_id) if line.cost_item_id else None,
            amount=line.amount,
        )
        for line in snapshot.lines
        if line.kind not in (ClaimLineKind.STAFF, ClaimLineKind.FLAT_RATE)
    )


def _printed_line(line: SnapshotLine) -> StaffMonthLine:
    fields = {name: getattr(line, name) for name in StaffMonthLine.model_fields if name not in ("person_ref", "method")}
    return StaffMonthLine(person_ref=line.staff_number, method=line.method, **fields)


def _resource(resource: SnapshotResource) -> ResourceLine:
    shared = {name: getattr(resource, name) for name in ResourceLine.model_fields if name != "has_document"}
    return ResourceLine(**shared, has_document=resource.document_id is not None)


def _waived(waiver: SnapshotWaiver, snapshot: ClaimSnapshot) -> WaivedFinding:
    """The waiver with what its finding said: the finding stands in the snapshot, as a warning."""
    about = (waiver.code, waiver.field)
    told = next((finding for finding in snapshot.findings if (finding.code, finding.field) == about), None)
    values = None if told is None else {"field": told.field, "raw": told.raw or "", **told.values}
    waived_on = waiver.waived_at.astimezone(FRANCE).date()
    return WaivedFinding(code=waiver.code, field=waiver.field, values=values, reason=waiver.reason, waived_on=waived_on)


def _only(source: FrozenContent, target: type[FrozenContent]) -> dict[str, object]:
    return {name: getattr(source, name) for name in target.model_fields}
