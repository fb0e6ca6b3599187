"""A hire that is corrected, for whom and where its hours count, and what each refusal of a hire says."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.hires import (
    LONGEST_WEEK,
    MODES_OF_ANY_COMPANY,
    Hire,
    HireLot,
    HireSetting,
    HireTerms,
    check_booked_days,
    check_end,
    check_hire,
    corrected,
    findings_about,
    window_of,
)
from clause.rules.calendar import Period
from clause.rules.codes import ContractType, HireMode
from clause.rules.eligibility_windows import DecidedEnd, Suspended
from tests.builders.hours import a_rulebook
from tests.domain.test_eligibility import eligibility
from tests.domain.test_hires import COMPANY, FIRST_DAY, LOT, OTHER_COMPANY, PERSON, hire, refused, setting, terms

PLANNED = date(2026, 9, 15)
DAY = timedelta(days=1)


def the_finding(wanted: HireTerms, around: HireSetting) -> Finding:
    with pytest.raises(Refused) as refusal:
        check_hire(wanted, around)
    [finding] = refusal.value.findings
    assert finding.severity is Severity.BLOCKING
    return finding


def test_a_hire_is_known_to_last_until_its_end_else_its_planned_end_else_for_ever() -> None:
    assert hire(last_day=date(2026, 4, 30)).known_last_day == date(2026, 4, 30)
    assert hire().known_last_day == PLANNED
    assert hire(planned_last_day=None).known_last_day == date.max


def test_the_days_that_count_are_those_recorded_with_the_hire() -> None:
    recorded = hire(eligible_first_day=date(2026, 1, 1), eligible_last_day=date(2026, 1, 31))
    assert recorded.eligible_period == Period(date(2026, 1, 1), date(2026, 1, 31))


def test_the_first_clause_day_is_that_of_the_earliest_hire() -> None:
    later, first = hire(first_day=date(2026, 4, 1)), hire(first_day=date(2026, 2, 1))
    assert setting(hires_of_participant=(later, first)).first_clause_start == date(2026, 2, 1)
    assert setting().first_clause_start is None


def test_only_suppliers_and_subcontractors_may_be_any_company_and_a_week_has_48_hours() -> None:
    assert {HireMode.STAFF_SUPPLY, HireMode.SUBCONTRACT} == MODES_OF_ANY_COMPANY
    assert Decimal("48.00") == LONGEST_WEEK


def test_a_subcontractor_of_the_lot_hires_as_a_holder_does() -> None:
    lot = HireLot(
        id=LOT, last_day=None, holder_ids=frozenset({COMPANY}), subcontractor_ids=frozenset({OTHER_COMPANY})
    )  # fmt: skip
    check_hire(terms(company_id=OTHER_COMPANY), setting(lot=lot))
    check_hire(terms(), setting(lot=lot))


def test_hours_count_for_a_holder_of_the_lot_alone() -> None:
    check_hire(terms(for_company_id=COMPANY), setting())
    finding = the_finding(terms(for_company_id=OTHER_COMPANY), setting())
    assert (finding.code, finding.field, finding.raw) == ("HIR-022", "for_company_id", str(OTHER_COMPANY))


def test_the_company_where_the_person_works_is_known() -> None:
    finding = the_finding(terms(host_company_id=OTHER_COMPANY), setting(host_is_known=False))
    assert (finding.code, finding.field, finding.raw) == ("HIR-023", "host_company_id", str(OTHER_COMPANY))


@pytest.mark.parametrize(
    ("changes", "around", "code", "raw", "values"),
    [
        ({}, {"participant_is_known": False}, "HIR-010", str(PERSON), {}),
        ({}, {"eligibility": None}, "HIR-011", str(UUID(int=1)), {}),
        ({}, {"eligibility": eligibility(state="REFUSED")}, "HIR-012", str(UUID(int=1)), {"state": "REFUSED"}),
        (
            {},
            {"eligibility": eligibility(state="ACCEPTED", assessed_on=FIRST_DAY + DAY)},
            "HIR-013",
            "2026-03-16",
            {"assessed": "2026-03-17"},
        ),
        ({"first_day": date(2026, 6, 1)}, {}, "HIR-014", "2026-06-01", {"issued": "2026-03-01"}),
        ({}, {"lot": None}, "HIR-015", str(LOT), {}),
        ({}, {"company_is_known": False}, "HIR-016", str(COMPANY), {}),
        ({"company_id": OTHER_COMPANY}, {}, "HIR-017", str(OTHER_COMPANY), {"mode": "DIRECT_HIRE"}),
        ({"planned_last_day": FIRST_DAY - DAY}, {}, "HIR-018", "2026-03-15", {"since": "2026-03-16"}),
        ({"weekly_hours": Decimal("48.01")}, {}, "HIR-019", "48.01", {"longest": "48.00"}),
        ({"contract_type": ContractType.PERMANENT}, {}, "HIR-020", "2026-09-15", {}),
        ({}, {"hires_of_participant": (hire(),)}, "HIR-021", "2026-03-16", {"id": str(UUID(int=9))}),
    ],
)
def test_a_refusal_says_what_was_read_and_what_stands_against_it(
    changes: dict[str, Any], around: dict[str, Any], code: str, raw: str, values: dict[str, str]
) -> None:
    finding = the_finding(terms(**changes), setting(**around))
    assert (finding.code, finding.raw, finding.values) == (code, raw, values)


def test_an_unknown_lot_says_nothing_about_the_companies_of_the_hire() -> None:
    wanted = terms(company_id=OTHER_COMPANY, for_company_id=OTHER_COMPANY)
    assert refused(wanted, setting(lot=None)) == {"HIR-015": "lot_id"}


def test_a_later_hire_on_the_very_first_clause_day_needs_no_fresh_proof() -> None:
    first = hire(first_day=date(2026, 6, 1), planned_last_day=None, lot_id=UUID(int=55))
    check_hire(terms(first_day=date(2026, 6, 1)), setting(hires_of_participant=(first,)))


def test_a_hire_whose_days_are_in_the_wrong_order_is_not_also_told_as_a_second_one() -> None:
    around = setting(hires_of_participant=(hire(),))
    assert refused(terms(planned_last_day=FIRST_DAY - DAY), around) == {"HIR-018": "planned_last_day"}


def test_a_hire_of_a_single_day_inside_another_of_the_same_post_is_refused() -> None:
    around = setting(hires_of_participant=(hire(),))
    assert refused(terms(planned_last_day=FIRST_DAY), around) == {"HIR-021": "first_day"}


def test_a_ground_assessed_on_the_first_day_needs_a_proof_that_stands_on_it() -> None:
    day = date(2026, 6, 1)
    stale = eligibility(state="ACCEPTED", assessed_on=day)
    assert refused(terms(first_day=day), setting(eligibility=stale)) == {"HIR-014": "first_day"}


def test_what_deserves_a_look_says_until_when_hours_could_count() -> None:
    late = hire(eligible_first_day=date(2024, 1, 1), eligible_last_day=FIRST_DAY - DAY)
    lot = HireLot(id=LOT, last_day=date(2026, 3, 1), holder_ids=frozenset())
    told = {"severity": Severity.WARNING, "field": "first_day", "raw": "2026-03-16"}
    assert findings_about(late, lot) == (
        Finding(code="HIR-030", values={"until": "2026-03-15"}, **told),
        Finding(code="HIR-031", values={"until": "2026-03-01"}, **told),
    )


def test_a_window_follows_the_rules_of_the_lot_and_what_was_suspended_or_decided() -> None:
    usual = terms(planned_last_day=None)
    own = window_of(usual, FIRST_DAY, book=a_rulebook(eligibility_duration=12))
    assert own.period.last_day == date(2027, 3, 15)
    stopped = (Suspended(date(2026, 4, 1), date(2026, 4, 10)),)
    assert window_of(usual, FIRST_DAY, suspensions=stopped).period.last_day == date(2028, 3, 25)
    decided = window_of(usual, FIRST_DAY, suspensions=stopped, decided=DecidedEnd(date(2027, 1, 1), 1))
    assert decided.period.last_day == date(2027, 1, 1)


def test_a_day_that_no_rule_knows_is_told() -> None:
    with pytest.raises(Refused) as refusal:
        window_of(terms(first_day=date(2000, 12, 31)), FIRST_DAY)
    assert (refusal.value.code, refusal.value.values) == ("HIR-005", {"on": "2000-12-31"})


def test_a_correction_replaces_the_fields_given_and_keeps_the_others() -> None:
    before = hire()
    after = corrected(before, {"weekly_hours": Decimal("20.00"), "job_title": "Peintre"})
    assert (after.weekly_hours, after.job_title) == (Decimal("20.00"), "Peintre")
    assert isinstance(after, Hire)
    assert corrected(after, {"weekly_hours": before.weekly_hours, "job_title": None}) == before


BOOKED = Period(date(2026, 4, 1), date(2026, 4, 30))


def booked_findings(changed: Hire) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refusal:
        check_booked_days(changed, BOOKED)
    assert refusal.value.code == "HIR-008"
    return refusal.value.findings


def test_a_hire_without_booked_hours_may_be_moved_to_any_day() -> None:
    check_booked_days(hire(first_day=date(2026, 8, 1)), None)


def test_a_hire_may_begin_on_the_first_booked_day_and_be_planned_to_the_last() -> None:
    check_booked_days(hire(first_day=BOOKED.first_day, planned_last_day=BOOKED.last_day), BOOKED)
    check_booked_days(hire(first_day=BOOKED.first_day - DAY, planned_last_day=None), BOOKED)


def test_hours_booked_outside_the_days_of_a_corrected_hire_forbid_it() -> None:
    moved = hire(first_day=date(2026, 4, 2), planned_last_day=date(2026, 4, 29))
    assert booked_findings(moved) == (
        Finding(code="HIR-042", field="first_day", raw="2026-04-02", values={"booked": "2026-04-01"}),
        Finding(code="HIR-043", field="planned_last_day", raw="2026-04-29", values={"booked": "2026-04-30"}),
    )


def test_the_planned_end_counts_no_more_once_the_contract_has_ended() -> None:
    check_booked_days(hire(planned_last_day=date(2026, 4, 29), last_day=date(2026, 4, 30)), BOOKED)


def test_an_end_that_cannot_be_says_against_which_day() -> None:
    with pytest.raises(Refused) as refusal:
        check_end(hire(), FIRST_DAY - DAY, date(2026, 4, 30))
    assert refusal.value.findings == (
        Finding(code="HIR-040", field="last_day", raw="2026-03-15", values={"since": "2026-03-16"}),
        Finding(code="HIR-041", field="last_day", raw="2026-03-15", values={"booked": "2026-04-30"}),
    )
