"""A claim computed from inputs made by hand, frozen, and put into a bundle as an intermediate body receives it."""

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from clause.domain.bundle import BundleFile, BundleParts, HandedEvidence, evidence_file, files_of
from clause.domain.claim_accounts import account_of, amounts_of, stored_lines
from clause.domain.claim_inputs import ClaimInputs, ExpectedMonth
from clause.domain.claim_snapshot import ClaimFile, ClaimRecords, freeze
from clause.domain.claim_snapshot_parts import (
    SnapshotAssignment,
    SnapshotEntry,
    SnapshotPayroll,
    SnapshotResource,
    SnapshotSignature,
    SnapshotTimesheet,
)
from clause.domain.claims import Claim, ClaimState, ClaimTerms, canonical_json
from clause.domain.claims_computation import compute_claim
from clause.domain.timesheets import Activity
from tests.builders.claim_inputs import OPERATION_ID, named
from tests.builders.frozen_claims import an_organisation
from tests.builders.territory import NOW

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
ELSEWHERE = UUID(int=99)
Content = dict[str, Any]


def frozen_claim(inputs: ClaimInputs, resources: tuple[SnapshotResource, ...] = ()) -> Content:
    """The content of claim.json for these inputs."""
    figures = compute_claim(inputs)
    numbers = iter(range(1, 1000))
    lines = stored_lines(figures, lambda: UUID(int=10_000 + next(numbers)))
    claim = Claim(
        **{name: getattr(inputs.terms, name) for name in ClaimTerms.model_fields},
        id=UUID(int=5000),
        facilitator_org_id=UUID(int=1),
        intermediate_body_id=UUID(int=1),
        operation_id=inputs.operation.id,
        number=len(inputs.earlier) + 1,
        state=ClaimState.SIGNED,
        figures=amounts_of(figures),
        account=account_of(inputs, figures),
        findings=(),
        job_id=None,
        prepared_by=None,
        signed_by=None,
        signed_at=None,
        submitted_at=None,
        snapshot_hash=None,
        document_id=None,
        oi_sequence=None,
        updated_at=NOW,
        created_at=NOW,
        version=1,
    )
    file = ClaimFile(
        claim,
        inputs.operation,
        an_organisation("A"),
        an_organisation("B"),
        tuple(lines),
        {},
        _records(inputs, resources),
    )
    signature = SnapshotSignature(name="Direction", capacity="Présidence", signed_on=AT.date(), signed_at=AT)
    content: Content = json.loads(freeze(file, signature, ("Exact.",), AT).canonical_bytes())
    return content


def write_bundle(folder: Path, claim: Mapping[str, Any]) -> Path:
    """A ZIP with this claim.json and a manifest that fits it, whatever the claim says."""
    parts = BundleParts(
        claim_id=UUID(str(claim["claim_id"])),
        claim=canonical_json(claim),
        pdf=b"%PDF-1.7 ...",
        trace=canonical_json(claim["traces"]),
        lines_csv=b"position;amount\n",
        staff_csv=b"person;month\n",
        declarations=("Exact.",),
        timesheets=(),
        evidence=(HandedEvidence("1" * 64, "payroll", evidence_file("application/pdf", b"%PDF-1.7 payslip")),),
    )
    return write_files(folder, files_of(parts))


def write_files(folder: Path, files: list[BundleFile]) -> Path:
    """A ZIP of these files."""
    path = folder / "bundle.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        for file in files:
            bundle.writestr(file.path, file.content)
    return path


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same ZIP with its files changed and its manifest left as it was."""
    with zipfile.ZipFile(path) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    change(files)
    return write_files(path.parent, [BundleFile(name, "", content) for name, content in files.items()])


def _records(inputs: ClaimInputs, resources: tuple[SnapshotResource, ...]) -> ClaimRecords:
    months = [*inputs.months, *(month for declared in inputs.declared for month in declared.months)]
    rates = {month.rate.id: month.rate for month in months if month.rate}
    letters = {month.letter.id: (month.person.staff_number, month.letter) for month in months}
    return ClaimRecords(
        assignments=tuple(
            SnapshotAssignment(
                staff_number=number,
                **{name: getattr(letter, name) for name in SnapshotAssignment.model_fields if hasattr(letter, name)},
            )
            for number, letter in letters.values()
        ),
        timesheets=tuple(_sheet(month) for month in months if month.time),
        payroll=tuple(_pay(month) for month in months if month.pay),
        hourly_rates=tuple(rates.values()),
        cost_items=inputs.cost_items,
        resources=resources,
        payments=inputs.payments,
        earlier=inputs.earlier,
        declared=tuple(one.declared for one in inputs.declared),
        returned=inputs.returned,
        hours_used=inputs.hours_used,
    )


def _sheet(month: ExpectedMonth) -> SnapshotTimesheet:
    time = month.time
    assert time
    other = time.minutes_worked - time.minutes_on_operation - time.minutes_on_other_operations
    spent = {OPERATION_ID: time.minutes_on_operation, ELSEWHERE: time.minutes_on_other_operations, None: other}
    return SnapshotTimesheet(
        id=time.timesheet_id,
        employment_id=time.employment_id,
        staff_number=month.person.staff_number,
        month=month.month,
        revision=time.revision,
        content_hash=time.content_hash,
        signed_by=None,
        signed_at=time.signed_at,
        approved_by=None,
        approved_at=time.approved_at,
        entries=tuple(
            SnapshotEntry(day=month.month.first_day, operation_id=operation, activity=Activity.PROMOTION, minutes=part)
            for operation, minutes in spent.items()
            for part in (minutes // 2, minutes - minutes // 2)
        ),
        minutes_on_operation=time.minutes_on_operation,
        minutes_on_other_operations=time.minutes_on_other_operations,
        minutes_worked=time.minutes_worked,
    )


def _pay(month: ExpectedMonth) -> SnapshotPayroll:
    pay = month.pay
    assert pay
    return SnapshotPayroll(
        id=pay.payroll_month_id,
        employment_id=pay.employment_id,
        staff_number=month.person.staff_number,
        month=pay.month,
        version_no=pay.version_no,
        employer_cost=pay.employer_cost,
    )


def a_resource(amount: str, received_on: date = date(2026, 5, 1), kind: str = "STATE") -> SnapshotResource:
    """Money of another funder, all of it for the operation."""
    euros = Decimal(amount)
    return SnapshotResource(
        id=named(f"resource {amount} {kind}"),
        funder="Préfecture",
        kind=kind,
        amount_committed=euros,
        amount_received=euros,
        amount_allocated=euros,
        received_on=received_on,
    )
