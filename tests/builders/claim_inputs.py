"""What a claim is computed from, made by hand for tests of the computation and of the checks."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from clause.domain.agreements import AgreementOptions, GrantAgreement
from clause.domain.claim_inputs import AssignedPerson, ClaimInputs, ExpectedMonth, MonthOfPay, MonthOfTime
from clause.domain.claim_snapshot_parts import SnapshotCostItem, SnapshotEarlierClaim, SnapshotHourlyRate
from clause.domain.claims import ClaimKind, ClaimState, ClaimTerms
from clause.domain.operations import Assignment, Operation, OperationState
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostMethod, CostPlan, CostPost
from tests.builders.territory import NOW

SPACE = UUID(int=7)
OPERATION_ID = UUID(int=2)


def named(text: str) -> UUID:
    """The same id for the same text."""
    return uuid5(SPACE, text)


def an_agreement(*, options: AgreementOptions | None = None, **changes: object) -> GrantAgreement:
    """36 000 € at 60 % of 60 000 €, plan P40."""
    agreement = GrantAgreement(
        id=UUID(int=3),
        version_no=1,
        reference="C",
        signed_on=date(2025, 1, 1),
        planned_total_cost=Decimal("60000.00"),
        grant_amount=Decimal("36000.00"),
        rate=Decimal("0.6"),
        rate_decimals=2,
        cost_plan=CostPlan.P40,
        options=options or AgreementOptions(),
    )
    return agreement.model_copy(update=changes)


def an_operation(
    first_day: date = date(2025, 1, 1), last_day: date = date(2026, 6, 30), agreement: GrantAgreement | None = None
) -> Operation:
    """An operation in force."""
    return Operation(
        id=OPERATION_ID,
        facilitator_org_id=UUID(int=1),
        intermediate_body_id=UUID(int=1),
        number="1",
        title="T",
        programme_cci="2021FR05SFPR001",
        priority="1",
        specific_objective="H",
        region_category=RegionCategory.TRANSITION,
        first_day=first_day,
        last_day=last_day,
        state=OperationState.IN_FORCE,
        created_at=NOW,
        version=1,
        agreement=agreement or an_agreement(),
    )


def a_letter(
    person: str,
    method: CostMethod = CostMethod.M2,
    *,
    first_day: date = date(2025, 1, 1),
    time_share: str | None = None,
    version_no: int = 1,
    operation_id: UUID = OPERATION_ID,
) -> Assignment:
    """A mission letter without an end."""
    return Assignment(
        id=named(f"{person} {method} {version_no} {operation_id}"),
        operation_id=operation_id,
        employment_id=named(person),
        version_no=version_no,
        method=method,
        first_day=first_day,
        last_day=None,
        issued_on=first_day,
        time_share=Decimal(time_share) if time_share else None,
        created_at=NOW,
    )


def a_person(
    number: str = "P1",
    *letters: Assignment,
    accepted: bool = True,
    elsewhere: tuple[Assignment, ...] = (),
    share: str = "1",
) -> AssignedPerson:
    """Someone of variable time unless letters say otherwise; the letters accepted unless told."""
    own = letters or (a_letter(number),)
    return AssignedPerson(
        employment_id=named(number),
        staff_number=number,
        job_title="Facilitatrice",
        letters=own,
        working_time_share=Decimal(share),
        accepted=tuple(letter.id for letter in own) if accepted else (),
        elsewhere=elsewhere,
    )


def a_rate(number: str, method: CostMethod, rate: str, cap: str = "1720.00") -> SnapshotHourlyRate:
    """A rate in effect since the start."""
    return SnapshotHourlyRate(
        id=named(f"rate {number} {method} {rate}"),
        employment_id=named(number),
        staff_number=number,
        version_no=1,
        method=method,
        hourly_rate=Decimal(rate),
        hours_cap=Decimal(cap),
        employer_cost=Decimal("48000.00"),
        first_month=Month(2024, 1),
        last_month=Month(2024, 12),
        documented_months=12,
        effective_on=date(2025, 1, 1),
    )


def a_month(
    text: str,
    person: AssignedPerson | None = None,
    *,
    cost: str | None = "3912.37",
    hours: str | None = "98.50",
    elsewhere: str = "0.00",
    worked: str = "133.00",
    state: TimesheetState = TimesheetState.APPROVED,
    rate: SnapshotHourlyRate | None = None,
    shares: dict[str, str] | None = None,
) -> ExpectedMonth:
    """A month that is approved and paid; no time record with ``hours=None``, no pay with ``cost=None``."""
    who, month = person or a_person(), Month.parse(text)
    time = MonthOfTime(
        timesheet_id=named(f"sheet {who.staff_number} {text}"),
        employment_id=who.employment_id,
        month=month,
        state=state,
        content_hash="0" * 64,
        signed_at=NOW,
        approved_at=NOW,
        minutes_on_operation=int(Decimal(hours or "0") * 60),
        minutes_on_other_operations=int(Decimal(elsewhere) * 60),
        minutes_worked=int(Decimal(worked) * 60),
    )
    pay = MonthOfPay(
        payroll_month_id=named(f"pay {who.staff_number} {text}"),
        employment_id=who.employment_id,
        month=month,
        version_no=1,
        employer_cost=Decimal(cost or "0.00"),
    )
    return ExpectedMonth(
        person=who,
        month=month,
        time=time if hours is not None else None,
        pay=pay if cost is not None else None,
        rate=rate,
        shares_elsewhere=shares or {},
    )


def an_item(label: str, amount: str, post: CostPost = CostPost.OPERATING, **changes: object) -> SnapshotCostItem:
    """A cost other than staff, paid."""
    item = SnapshotCostItem(
        id=named(label),
        post=post,
        label=label,
        incurred_on=date(2026, 6, 1),
        paid_on=date(2026, 6, 2),
        amount_declared=Decimal(amount),
        document_sha256="1" * 64,
    )
    return item.model_copy(update=changes)


def an_earlier_claim(number: int, kind: ClaimKind = ClaimKind.INTERIM, **amounts: str) -> SnapshotEarlierClaim:
    """A claim handed over before: 20.00 of cost, 10.00 asked for and not paid yet."""
    values = {name: Decimal(text) for name, text in amounts.items()}
    fields = {
        "cost_declared": Decimal("20.00"),
        "cost_retained": Decimal("20.00"),
        "amount_requested": Decimal("10.00"),
        "still_requested": Decimal("10.00"),
        **values,
    }
    return SnapshotEarlierClaim(
        id=named(f"claim {number}"),
        number=number,
        kind=kind,
        state=ClaimState.SUBMITTED,
        first_month=Month(2025, number),
        last_month=Month(2025, number),
        **fields,
    )


def claim_inputs(
    *months: ExpectedMonth,
    first_month: str = "2026-05",
    last_month: str = "2026-06",
    kind: ClaimKind = ClaimKind.FINAL,
    resources: str = "0.00",
    paid: str | None = None,
    operation: Operation | None = None,
    **more: object,
) -> ClaimInputs:
    """A final claim of two months."""
    inputs = ClaimInputs(
        terms=ClaimTerms(
            first_month=Month.parse(first_month),
            last_month=Month.parse(last_month),
            kind=kind,
            already_paid=Decimal(paid) if paid is not None else None,
        ),
        operation=operation or an_operation(),
        months=months,
        other_resources=Decimal(resources),
    )
    return inputs.model_copy(update=more)
