"""What is looked at in the absences, the corrections, the pieces and the agreed days of a claim."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.checks.claims import findings_of, waivable, with_waivers
from clause.domain.checks.claims.corrections_are_signed import corrections_are_signed
from clause.domain.checks.claims.evidence_is_there import evidence_is_there
from clause.domain.checks.claims.interim_claim_is_on_time import interim_claim_is_on_time
from clause.domain.checks.claims.letter_is_on_file import letter_is_on_file
from clause.domain.checks.claims.long_absence_suspends import long_absence_suspends
from clause.domain.claim_inputs import ClaimInputs, DeclaredTime, ExpectedMonth, LongAbsence
from clause.domain.claim_narrative import Waiver
from clause.domain.claim_snapshot_parts import SnapshotDeclared
from clause.domain.claims import ClaimKind, blocks
from clause.domain.findings import Finding, Severity
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from tests.builders.claim_inputs import (
    a_letter,
    a_month,
    a_person,
    a_rate,
    an_agreement,
    an_earlier_claim,
    an_item,
    an_operation,
    claim_inputs,
    named,
)
from tests.builders.territory import NOW

TODAY = date(2026, 7, 1)
MAY = "employments.P1.2026-05"
OF_MAY = {"staff_number": "P1", "month": "2026-05"}
INFO = Severity.INFO


def month_by(method: CostMethod, **letter: object) -> ExpectedMonth:
    share = "0.60" if method is CostMethod.M1 else None
    return a_month("2026-05", a_person("P1", a_letter("P1", method, time_share=share).model_copy(update=letter)))


def away(days: int, number: str = "P1") -> LongAbsence:
    first_day = date(2026, 5, 1)
    return LongAbsence(staff_number=number, first_day=first_day, last_day=first_day + timedelta(days=days - 1))


def absent(method: CostMethod, *absences: LongAbsence) -> ClaimInputs:
    return claim_inputs(month_by(method, missions="Suivi", document_id=named("letter")), absences=absences)


# CLM-129: a long absence suspends a fixed share.


@pytest.mark.parametrize(("days", "is_told"), [(29, False), (30, False), (31, True)])
def test_an_absence_of_more_than_thirty_days_suspends_a_fixed_share(days: int, is_told: bool) -> None:
    found = list(long_absence_suspends(absent(CostMethod.M1, away(days)), TODAY))
    values = {"staff_number": "P1", "first_day": "2026-05-01", "last_day": "2026-05-31", "days": "30"}
    expected = [Finding(code="CLM-129", field="employments.P1", values=values)]
    assert found == (expected if is_told else [])
    assert expected[0].severity is Severity.BLOCKING


@pytest.mark.parametrize("method", [CostMethod.M2, CostMethod.M3A, CostMethod.M3B])
def test_counted_hours_are_not_suspended(method: CostMethod) -> None:
    assert list(long_absence_suspends(absent(method, away(31)), TODAY)) == []


def test_the_absence_of_somebody_else_suspends_nobody() -> None:
    assert list(long_absence_suspends(absent(CostMethod.M1, away(31, "P2")), TODAY)) == []


def test_a_long_absence_may_be_let_pass_with_a_reason() -> None:
    given = absent(CostMethod.M1, away(31))
    waiver = Waiver(code="CLM-129", field="employments.P1", reason="Congé payé", waived_by=UUID(int=9), waived_at=NOW)
    assert [finding.code for finding in waivable(given, TODAY)] == ["CLM-129"]
    found = with_waivers(waivable(given, TODAY), [waiver])
    assert [(finding.code, finding.severity) for finding in found] == [("CLM-129", Severity.WARNING)]
    elsewhere = with_waivers(waivable(given, TODAY), [waiver.model_copy(update={"field": "employments.P2"})])
    assert blocks(elsewhere)


# CLM-127: corrections of months that earlier claims hold.


def declared(month: ExpectedMonth, method: CostMethod = CostMethod.M2) -> ClaimInputs:
    told = SnapshotDeclared(
        line_id=named("line"),
        claim_number=1,
        employment_id=month.person.employment_id,
        staff_number="P1",
        method=method,
        months=(Month(2026, 5),),
        amount=Decimal("100.00"),
        computed_on=date(2026, 6, 1),
    )
    return claim_inputs(declared=(DeclaredTime(declared=told, months=(month,)),))


@pytest.mark.parametrize(
    "month",
    [a_month("2026-05", state=TimesheetState.SIGNED), a_month("2026-05", hours=None), a_month("2026-05", cost=None)],
    ids=["not approved", "no record", "no pay"],
)
def test_a_correction_that_is_not_finished_is_told(month: ExpectedMonth) -> None:
    values = {**OF_MAY, "number": "1"}
    expected = Finding(code="CLM-127", severity=Severity.WARNING, field=MAY, values=values)
    assert list(corrections_are_signed(declared(month), TODAY)) == [expected]


def test_a_month_that_is_signed_and_paid_is_corrected_silently() -> None:
    assert list(corrections_are_signed(declared(a_month("2026-05")), TODAY)) == []


# CLM-123 to CLM-125: §2.7, the pieces behind a claim.


@pytest.mark.parametrize("method", [CostMethod.M1, CostMethod.M2])
def test_pay_without_its_payslip_is_told(method: CostMethod) -> None:
    month = month_by(method, missions="Suivi", document_id=named("letter"))
    assert list(evidence_is_there(claim_inputs(month), TODAY)) == [
        Finding(code="CLM-123", severity=INFO, field=MAY, values=OF_MAY)
    ]
    assert month.pay is not None
    filed = month.model_copy(update={"pay": month.pay.model_copy(update={"document_sha256": "2" * 64})})
    assert list(evidence_is_there(claim_inputs(filed), TODAY)) == []


@pytest.mark.parametrize("method", [CostMethod.M3A, CostMethod.M3B])
def test_hours_at_a_rate_ask_for_no_payslip_of_the_month(method: CostMethod) -> None:
    month = month_by(method, missions="Suivi", document_id=named("letter"))
    given = claim_inputs(month.model_copy(update={"rate": a_rate("P1", method, "27.90")}))
    assert list(evidence_is_there(given, TODAY)) == []


@pytest.mark.parametrize(
    ("missions", "has_document", "is_told"),
    [(None, True, True), ("Suivi", False, True), (None, False, True), ("Suivi", True, False)],
)
def test_a_letter_tells_its_missions_and_has_its_document(
    missions: str | None, has_document: bool, is_told: bool
) -> None:
    document_id = named("letter") if has_document else None
    month = month_by(CostMethod.M3A, missions=missions, document_id=document_id)
    later = a_month("2026-06", month.person)
    expected = [
        Finding(code="CLM-124", severity=INFO, field=later.field, values={"staff_number": "P1", "version": "1"})
    ]
    assert list(evidence_is_there(claim_inputs(month, later), TODAY)) == (expected if is_told else [])


@pytest.mark.parametrize(
    ("missions", "has_document", "is_told"),
    [(None, True, True), ("", True, True), ("Suivi", False, True), (None, False, True), ("Suivi", True, False)],
)
def test_a_fixed_share_rests_on_a_letter_that_is_on_file(
    missions: str | None, has_document: bool, is_told: bool
) -> None:
    document_id = named("letter") if has_document else None
    month = month_by(CostMethod.M1, missions=missions, document_id=document_id)
    given = claim_inputs(month, a_month("2026-06", month.person))
    expected = [Finding(code="CLM-131", field=MAY, values={"staff_number": "P1", "version": "1"})]
    assert list(letter_is_on_file(given, TODAY)) == (expected if is_told else [])
    assert [finding.code for finding in waivable(given, TODAY)] == (["CLM-131"] if is_told else [])
    assert "CLM-124" not in {finding.code for finding in evidence_is_there(given, TODAY)}


@pytest.mark.parametrize("method", [CostMethod.M2, CostMethod.M3A, CostMethod.M3B])
def test_counted_hours_do_not_stop_for_their_letter(method: CostMethod) -> None:
    assert list(letter_is_on_file(claim_inputs(month_by(method)), TODAY)) == []


def test_each_letter_of_a_fixed_share_is_on_file() -> None:
    second = a_letter("P1", CostMethod.M1, time_share="0.50", version_no=2, first_day=date(2026, 6, 1))
    person = a_person("P1", a_letter("P1", CostMethod.M1, time_share="0.60"), second)
    found = letter_is_on_file(claim_inputs(a_month("2026-05", person), a_month("2026-06", person)), TODAY)
    assert [(one.field, one.values["version"]) for one in found] == [(MAY, "1"), ("employments.P1.2026-06", "2")]


def test_a_cost_without_its_document_is_told() -> None:
    bare, filed = an_item("Loyer", "10.00", document_sha256=None), an_item("Affiches", "10.00")
    expected = Finding(code="CLM-125", severity=INFO, field=f"cost_items.{bare.id}", values={"label": "Loyer"})
    assert list(evidence_is_there(claim_inputs(cost_items=(bare, filed)), TODAY)) == [expected]


# CLM-128: the agreed days of interim claims.

AGREED = an_agreement(options=AgreementOptions(interim_claims_due_on=(date(2025, 7, 31), date(2026, 1, 31))))


def interim(*before: ClaimKind, kind: ClaimKind = ClaimKind.INTERIM, postponed_to: date | None = None) -> ClaimInputs:
    earlier = tuple(an_earlier_claim(rank, kind) for rank, kind in enumerate(before, start=1))
    given = claim_inputs(kind=kind, operation=an_operation(agreement=AGREED), earlier=earlier)
    return given.model_copy(update={"terms": given.terms.model_copy(update={"postponed_to": postponed_to})})


@pytest.mark.parametrize(
    ("before", "due_on"), [((), date(2025, 7, 31)), ((ClaimKind.INTERIM,), date(2026, 1, 31))], ids=["first", "second"]
)
@pytest.mark.parametrize(("after", "is_late"), [(-1, False), (0, False), (1, True)])
def test_each_interim_claim_has_its_agreed_day(
    before: tuple[ClaimKind, ...], due_on: date, after: int, is_late: bool
) -> None:
    today = due_on + timedelta(days=after)
    expected = Finding(code="CLM-128", field="kind", raw=today.isoformat(), values={"due_on": due_on.isoformat()})
    assert list(interim_claim_is_on_time(interim(*before), today)) == ([expected] if is_late else [])


@pytest.mark.parametrize(
    ("today", "is_late"), [(date(2025, 9, 29), False), (date(2025, 9, 30), False), (date(2025, 10, 1), True)]
)
def test_a_postponement_is_the_new_day(today: date, is_late: bool) -> None:
    found = list(interim_claim_is_on_time(interim(postponed_to=date(2025, 9, 30)), today))
    assert [finding.values for finding in found] == ([{"due_on": "2025-09-30"}] if is_late else [])


def test_a_final_claim_and_one_more_than_agreed_have_no_agreed_day() -> None:
    assert list(interim_claim_is_on_time(interim(kind=ClaimKind.FINAL), date(2027, 1, 1))) == []
    third = interim(ClaimKind.INTERIM, ClaimKind.INTERIM)
    assert list(interim_claim_is_on_time(third, date(2027, 1, 1))) == []


# All of them together.


def test_everything_is_told_at_once_in_the_order_of_the_checks() -> None:
    person = a_person("P1", a_letter("P1", CostMethod.M1), accepted=False)
    month = a_month("2026-05", person, cost=None)
    given = claim_inputs(month, resources="60000.00", absences=(away(31),), last_month="2026-06")
    blocking = [found.code for found in findings_of(given, TODAY) if found.severity is Severity.BLOCKING]
    assert blocking == ["CLM-104", "CLM-110", "CLM-111", "CLM-131", "CLM-129"]
    assert [found.code for found in waivable(given, TODAY)] == ["CLM-131", "CLM-129"]
