"""What forbids a hire, what only deserves a look, and the days whose hours may be credited."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.eligibility import EligibilityState
from clause.domain.errors import Refused
from clause.domain.findings import Severity
from clause.domain.hires import (
    Hire,
    HireLot,
    HireSetting,
    HireTerms,
    check_end,
    check_hire,
    findings_about,
    window_of,
)
from clause.rules.codes import ContractType, HireMode
from tests.domain.test_eligibility import eligibility

PERSON, LOT, COMPANY, OTHER_COMPANY = UUID(int=3), UUID(int=5), UUID(int=6), UUID(int=7)
FIRST_DAY = date(2026, 3, 16)
AT = datetime(2026, 3, 15, tzinfo=UTC)


def terms(**changes: Any) -> HireTerms:
    usual = {
        "participant_id": PERSON,
        "eligibility_id": UUID(int=1),
        "lot_id": LOT,
        "company_id": COMPANY,
        "mode": HireMode.DIRECT_HIRE,
        "contract_type": ContractType.FIXED_TERM,
        "first_day": FIRST_DAY,
        "planned_last_day": date(2026, 9, 15),
        "weekly_hours": Decimal("35.00"),
    }
    return HireTerms.model_validate({**usual, **changes})


def hire(**changes: Any) -> Hire:
    known = terms(**{name: value for name, value in changes.items() if name in HireTerms.model_fields})
    window = window_of(known, known.first_day)
    recorded = {
        "id": UUID(int=9),
        "facilitator_org_id": UUID(int=2),
        "eligible_first_day": window.period.first_day,
        "eligible_last_day": window.period.last_day,
        "eligibility_trace": window.trace,
        "created_at": AT,
        "version": 1,
    }
    return Hire.model_validate({**dict(known), **recorded, **changes})


def setting(**changes: Any) -> HireSetting:
    accepted = eligibility(state=EligibilityState.ACCEPTED)
    lot = HireLot(id=LOT, last_day=date(2026, 12, 31), holder_ids=frozenset({COMPANY}))
    usual = HireSetting(
        participant_is_known=True, eligibility=accepted, lot=lot, company_is_known=True, hires_of_participant=()
    )
    return replace(usual, **changes)


def refused(wanted: HireTerms, around: HireSetting) -> dict[str, str]:
    with pytest.raises(Refused) as refusal:
        check_hire(wanted, around)
    assert refusal.value.code == "HIR-004"
    return {finding.code: finding.field for finding in refusal.value.findings}


def test_a_hire_in_order_is_allowed() -> None:
    check_hire(terms(), setting())
    assert findings_about(hire(), HireLot(id=LOT, last_day=None, holder_ids=frozenset())) == ()


def test_everything_unknown_is_told_at_once() -> None:
    around = setting(participant_is_known=False, eligibility=None, lot=None, company_is_known=False)
    assert refused(terms(), around) == {
        "HIR-010": "participant_id",
        "HIR-011": "eligibility_id",
        "HIR-015": "lot_id",
        "HIR-016": "company_id",
    }


def test_the_eligibility_of_somebody_else_is_refused() -> None:
    theirs = eligibility(state=EligibilityState.ACCEPTED, participant_id=UUID(int=99))
    assert "HIR-011" in refused(terms(), setting(eligibility=theirs))


@pytest.mark.parametrize("state", ["SUBMITTED", "INCOMPLETE", "REFUSED"])
def test_only_an_accepted_eligibility_allows_a_hire(state: str) -> None:
    assert refused(terms(), setting(eligibility=eligibility(state=state))) == {"HIR-012": "eligibility_id"}


@pytest.mark.parametrize(("days", "allowed"), [(-1, True), (0, True), (1, False)])
def test_the_assessment_comes_before_the_work(days: int, allowed: bool) -> None:
    assessed_on = FIRST_DAY + timedelta(days=days)
    around = setting(eligibility=eligibility(state=EligibilityState.ACCEPTED, assessed_on=assessed_on))
    if allowed:
        check_hire(terms(), around)
    else:
        assert refused(terms(), around) == {"HIR-013": "first_day"}


@pytest.mark.parametrize(("first_day", "allowed"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False)])
def test_the_proof_is_fresh_on_the_first_day_under_a_clause(first_day: date, allowed: bool) -> None:
    if allowed:
        check_hire(terms(first_day=first_day), setting())
    else:
        assert refused(terms(first_day=first_day), setting()) == {"HIR-014": "first_day"}


def test_a_later_hire_goes_on_with_the_proof_of_the_first() -> None:
    before = hire(first_day=date(2026, 3, 12), planned_last_day=date(2026, 3, 31))
    check_hire(terms(first_day=date(2027, 1, 4), planned_last_day=None), setting(hires_of_participant=(before,)))


def test_a_hire_before_all_others_needs_a_fresh_proof_again() -> None:
    after = hire(first_day=date(2026, 10, 1), planned_last_day=None, lot_id=UUID(int=55))
    assert "HIR-014" in refused(terms(first_day=date(2026, 6, 1)), setting(hires_of_participant=(after,)))


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [("DIRECT_HIRE", False), ("CO_CONTRACT", False), ("STAFF_SUPPLY", True), ("SUBCONTRACT", True)],
)
def test_a_company_that_does_not_hold_the_lot_only_supplies_or_subcontracts(mode: str, allowed: bool) -> None:
    wanted = terms(mode=HireMode(mode), company_id=OTHER_COMPANY)
    if allowed:
        check_hire(wanted, setting())
    else:
        assert refused(wanted, setting()) == {"HIR-017": "company_id"}


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (1, True)])
def test_the_planned_end_does_not_precede_the_beginning(days: int, allowed: bool) -> None:
    wanted = terms(planned_last_day=FIRST_DAY + timedelta(days=days))
    if allowed:
        check_hire(wanted, setting())
    else:
        assert refused(wanted, setting()) == {"HIR-018": "planned_last_day"}


@pytest.mark.parametrize(
    ("weekly_hours", "allowed"), [("0.00", False), ("0.01", True), ("48.00", True), ("48.01", False), ("-1", False)]
)
def test_a_week_holds_at_most_48_hours(weekly_hours: str, allowed: bool) -> None:
    wanted = terms(weekly_hours=Decimal(weekly_hours))
    if allowed:
        check_hire(wanted, setting())
    else:
        assert refused(wanted, setting()) == {"HIR-019": "weekly_hours"}


def test_a_contract_without_a_term_has_no_planned_end() -> None:
    assert refused(terms(contract_type=ContractType.PERMANENT), setting()) == {"HIR-020": "planned_last_day"}
    check_hire(terms(contract_type=ContractType.PERMANENT, planned_last_day=None), setting())


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"first_day": date(2026, 9, 15), "planned_last_day": None}, False),
        ({"first_day": date(2026, 9, 16), "planned_last_day": None}, True),
        ({"first_day": date(2026, 3, 10), "planned_last_day": date(2026, 3, 15)}, True),
        ({"first_day": date(2026, 3, 10), "planned_last_day": date(2026, 3, 16)}, False),
        ({"lot_id": UUID(int=50)}, True),
        ({"company_id": OTHER_COMPANY, "mode": HireMode.STAFF_SUPPLY}, True),
    ],
)
def test_nobody_is_hired_twice_for_the_same_days_of_the_same_post(changes: dict[str, Any], allowed: bool) -> None:
    around = setting(hires_of_participant=(hire(),))
    if allowed:
        check_hire(terms(**changes), around)
    else:
        assert "HIR-021" in refused(terms(**changes), around)


def test_a_contract_that_ended_early_frees_the_days_after_it() -> None:
    ended = hire(last_day=date(2026, 4, 30))
    check_hire(terms(first_day=date(2026, 5, 1)), setting(hires_of_participant=(ended,)))


@pytest.mark.parametrize(
    ("contract_type", "last_day"), [("FIXED_TERM", date(2028, 3, 15)), ("PERMANENT", date(2030, 3, 15))]
)
def test_the_clock_runs_from_the_first_hire_for_24_months_or_48(contract_type: str, last_day: date) -> None:
    later = terms(contract_type=ContractType(contract_type), first_day=date(2027, 6, 1), planned_last_day=None)
    window = window_of(later, FIRST_DAY)
    assert (window.period.first_day, window.period.last_day) == (FIRST_DAY, last_day)
    assert window.trace.inputs["first_clause_start"] == FIRST_DAY.isoformat()


@pytest.mark.parametrize("first_day", [date(2000, 12, 31), date(9999, 1, 1)])
def test_days_that_no_rule_knows_are_refused(first_day: date) -> None:
    with pytest.raises(Refused) as refusal:
        window_of(terms(first_day=first_day), first_day)
    assert refusal.value.code == "HIR-005"


@pytest.mark.parametrize(("first_day", "codes"), [(date(2026, 12, 31), []), (date(2027, 1, 1), ["HIR-031"])])
def test_a_hire_after_the_end_of_the_lot_deserves_a_look(first_day: date, codes: list[str]) -> None:
    lot = HireLot(id=LOT, last_day=date(2026, 12, 31), holder_ids=frozenset())
    found = findings_about(hire(first_day=first_day, planned_last_day=None), lot)
    assert [(finding.code, finding.severity) for finding in found] == [(code, Severity.WARNING) for code in codes]


@pytest.mark.parametrize(("until", "codes"), [(FIRST_DAY, []), (FIRST_DAY - timedelta(days=1), ["HIR-030"])])
def test_a_hire_after_the_end_of_the_eligibility_deserves_a_look(until: date, codes: list[str]) -> None:
    late = hire(eligible_first_day=date(2024, 1, 1), eligible_last_day=until)
    found = findings_about(late, HireLot(id=LOT, last_day=None, holder_ids=frozenset()))
    assert [finding.code for finding in found] == codes


@pytest.mark.parametrize(
    ("last_day", "booked", "codes"),
    [
        (FIRST_DAY - timedelta(days=1), None, ["HIR-040"]),
        (FIRST_DAY, None, []),
        (date(2026, 4, 29), date(2026, 4, 30), ["HIR-041"]),
        (date(2026, 4, 30), date(2026, 4, 30), []),
        (date(2026, 5, 1), date(2026, 4, 30), []),
        (FIRST_DAY - timedelta(days=1), date(2026, 4, 30), ["HIR-040", "HIR-041"]),
    ],
)
def test_a_contract_ends_neither_before_it_begins_nor_before_its_hours(
    last_day: date, booked: date | None, codes: list[str]
) -> None:
    if not codes:
        check_end(hire(), last_day, booked)
        return
    with pytest.raises(Refused) as refusal:
        check_end(hire(), last_day, booked)
    assert refusal.value.code == "HIR-006"
    assert [finding.code for finding in refusal.value.findings] == codes
