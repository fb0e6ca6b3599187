"""Each check of an hours statement: just inside, at the edge, just outside."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.checks.hours import CHECKS, check_statement
from clause.domain.findings import Finding, Severity
from clause.domain.hours import DeclaredLine, HireWindow, HoursElsewhere
from clause.domain.hours_drafts import line_under_check
from clause.domain.hours_under_check import LineUnderCheck, StatementUnderCheck
from clause.rules.calendar import Month, MonthSpan, Period
from clause.rules.codes import HoursNature
from clause.text.messages import sentence
from tests.builders.hours import a_window, an_id

TODAY = date(2026, 6, 15)
Typed = tuple[HireWindow | None, str, date | None, date | None]


def typed(
    hire: HireWindow | None, hours: str = "100.00", first_day: date | None = None, last_day: date | None = None
) -> Typed:
    return hire, hours, first_day, last_day


def statement(*lines: Typed, month: str = "2026-03", today: date = TODAY, **more: Any) -> StatementUnderCheck:
    of_month = Month.parse(month)

    def line(index: int, given: Typed) -> LineUnderCheck:
        hire, hours, first_day, last_day = given
        declared = DeclaredLine(
            hire_id=hire.id if hire else an_id("nobody"),
            hours_declared=Decimal(hours),
            first_day=first_day,
            last_day=last_day,
        )
        return line_under_check(f"lines[{index}]", declared, hire, MonthSpan.of(of_month), today)

    facts: dict[str, Any] = {
        "facilitator_org_id": an_id("facilitator_org"),
        "company_id": an_id("company"),
        "elsewhere": (),
    }
    checked = tuple(line(index, given) for index, given in enumerate(lines))
    return StatementUnderCheck(month=of_month, today=today, lines=checked, **(facts | more))


def elsewhere(hire: HireWindow, hours: str, first_day: date, last_day: date) -> HoursElsewhere:
    return HoursElsewhere(
        hire_id=hire.id,
        participant_id=hire.participant_id,
        first_day=first_day,
        last_day=last_day,
        hours=Decimal(hours),
    )


def found(under_check: StatementUnderCheck) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in check_statement(under_check)]


def only(under_check: StatementUnderCheck) -> Finding:
    findings = check_statement(under_check)
    assert len(findings) == 1, findings
    return findings[0]


def test_an_ordinary_month_has_no_finding() -> None:
    assert found(statement(typed(a_window(), "151.67"))) == []


def test_a_statement_without_lines_is_refused() -> None:
    assert found(statement()) == [("HRS-009", "lines")]


@pytest.mark.parametrize(
    ("today", "codes"), [(date(2026, 2, 28), ["HRS-010"]), (date(2026, 3, 1), []), (date(2026, 3, 2), [])]
)
def test_a_month_is_declared_from_its_first_day_on(today: date, codes: list[str]) -> None:
    one_day = typed(a_window(), "7.00", date(2026, 3, 1), date(2026, 3, 1))
    findings = check_statement(statement(one_day, today=today))
    assert [finding.code for finding in findings if finding.field == "month"] == codes


def test_an_unknown_hire_is_refused_on_its_line() -> None:
    assert found(statement(typed(a_window()), typed(None))) == [("HRS-011", "lines[1].hire_id")]


def test_a_hire_of_another_company_is_refused() -> None:
    assert found(statement(typed(a_window(company="other")))) == [("HRS-012", "lines[0].hire_id")]


def test_hires_of_two_facilitator_organisations_need_two_statements() -> None:
    other = a_window("second", person="someone else", facilitator_org="other")
    assert found(statement(typed(a_window()), typed(other))) == [("HRS-013", "lines[1].hire_id")]


@pytest.mark.parametrize(
    ("hours", "codes"),
    [("0.01", []), ("0.00", ["HRS-014"]), ("-0.01", ["HRS-014"]), ("0.001", ["HRS-014"])],
)
def test_hours_are_above_zero_and_to_the_hundredth(hours: str, codes: list[str]) -> None:
    assert [code for code, _ in found(statement(typed(a_window(), hours)))] == codes


def test_a_last_day_before_the_first_is_refused() -> None:
    finding = only(statement(typed(a_window(), "7.00", date(2026, 3, 10), date(2026, 3, 9))))
    assert (finding.code, finding.field) == ("HRS-015", "lines[0].last_day")
    assert finding.values == {"first_day": "2026-03-10"}


def test_days_outside_the_month_are_named_one_by_one() -> None:
    line = typed(a_window(), "7.00", date(2026, 2, 28), date(2026, 4, 1))
    assert found(statement(line)) == [("HRS-016", "lines[0].first_day"), ("HRS-016", "lines[0].last_day")]


@pytest.mark.parametrize(
    ("first_day", "codes"), [(date(2026, 3, 8), ["HRS-053"]), (date(2026, 3, 9), []), (date(2026, 3, 10), [])]
)
def test_hours_are_not_worked_before_the_contract(first_day: date, codes: list[str]) -> None:
    line = typed(a_window(first_day=date(2026, 3, 9)), "70.00", first_day, date(2026, 3, 31))
    assert [code for code, _ in found(statement(line))] == codes


@pytest.mark.parametrize(
    ("last_day", "codes"), [(date(2026, 3, 19), []), (date(2026, 3, 20), []), (date(2026, 3, 21), ["HRS-017"])]
)
def test_hours_are_not_worked_after_the_contract(last_day: date, codes: list[str]) -> None:
    line = typed(a_window(end_day=date(2026, 3, 20)), "70.00", date(2026, 3, 1), last_day)
    assert [code for code, _ in found(statement(line))] == codes


@pytest.mark.parametrize(
    ("last_day", "codes"), [(date(2026, 6, 14), []), (date(2026, 6, 15), []), (date(2026, 6, 16), ["HRS-018"])]
)
def test_hours_are_not_declared_before_they_are_worked(last_day: date, codes: list[str]) -> None:
    line = typed(a_window(), "70.00", date(2026, 6, 1), last_day)
    assert [code for code, _ in found(statement(line, month="2026-06"))] == codes


@pytest.mark.parametrize(
    ("hours", "codes"),
    [("48.00", ["HRS-039"]), ("48.01", ["HRS-019", "HRS-039"]), ("30.01", ["HRS-039"])],
)
def test_two_days_have_48_hours_and_nobody_works_more_than_30_of_them(hours: str, codes: list[str]) -> None:
    line = typed(a_window(), hours, date(2026, 3, 2), date(2026, 3, 3))
    assert [code for code, _ in found(statement(line))] == codes


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("10.00", None),
        ("10.01", ("HRS-040", Severity.WARNING)),
        ("15.00", ("HRS-040", Severity.WARNING)),
        ("15.01", ("HRS-039", Severity.BLOCKING)),
    ],
)
def test_the_hours_of_a_day_are_bounded(hours: str, expected: tuple[str, Severity] | None) -> None:
    line = typed(a_window(), hours, date(2026, 3, 2), date(2026, 3, 2))
    findings = check_statement(statement(line))
    assert [(finding.code, finding.severity) for finding in findings] == ([expected] if expected else [])


def test_a_person_is_not_on_two_sites_at_the_same_hour() -> None:
    day = date(2026, 3, 2)
    first = typed(a_window("first"), "8.00", day, day)
    second = typed(a_window("second"), "8.00", day, day)
    finding = only(statement(first, second))
    assert (finding.code, finding.field) == ("HRS-039", "lines[1].hours_declared")
    assert finding.values == {"total": "16.00", "first_day": "2026-03-02", "last_day": "2026-03-02", "bound": "15.00"}


def test_hours_on_one_site_that_fit_around_those_on_another_stand() -> None:
    week = typed(a_window("first"), "35.00", date(2026, 3, 2), date(2026, 3, 6))
    day = typed(a_window("second"), "10.00", date(2026, 3, 4), date(2026, 3, 4))
    assert found(statement(week, day)) == []


def test_hours_that_only_fit_on_days_already_full_are_refused() -> None:
    full = typed(a_window("first"), "45.00", date(2026, 3, 2), date(2026, 3, 4))
    day = typed(a_window("second"), "0.01", date(2026, 3, 3), date(2026, 3, 3))
    assert found(statement(full, day)) == [("HRS-039", "lines[1].hours_declared")]


def test_hours_that_stand_in_another_statement_fill_the_day_too() -> None:
    day = date(2026, 3, 2)
    other = elsewhere(a_window("second"), "8.00", day, day)
    line = typed(a_window("first"), "8.00", day, day)
    assert found(statement(line, elsewhere=(other,))) == [("HRS-039", "lines[0].hours_declared")]


def test_two_people_on_the_same_day_are_two() -> None:
    day = date(2026, 3, 2)
    assert (
        found(
            statement(
                typed(a_window("a"), "8.00", day, day), typed(a_window("b", person="someone else"), "8.00", day, day)
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("190.67", None),
        ("190.68", ("HRS-021", Severity.WARNING)),
        ("265.71", ("HRS-021", Severity.WARNING)),
        ("265.72", ("HRS-020", Severity.BLOCKING)),
    ],
)
def test_the_hours_of_a_month_are_bounded(hours: str, expected: tuple[str, Severity] | None) -> None:
    findings = check_statement(statement(typed(a_window(), hours)))
    assert [(finding.code, finding.severity) for finding in findings] == ([expected] if expected else [])


def test_hours_of_one_person_count_together_over_lines_and_hires() -> None:
    first = typed(a_window("first"), "100.00", date(2026, 3, 1), date(2026, 3, 15))
    second = typed(a_window("second"), "90.68", date(2026, 3, 16), date(2026, 3, 31))
    finding = only(statement(first, second))
    assert (finding.code, finding.field, finding.values["total"]) == ("HRS-021", "lines[1].hours_declared", "190.68")


def test_hours_of_two_people_are_counted_apart() -> None:
    second = a_window("second", person="someone else")
    assert found(statement(typed(a_window(), "150.00"), typed(second, "150.00"))) == []


def test_hours_that_stand_elsewhere_count_for_the_month() -> None:
    other = elsewhere(a_window("second"), "100.00", date(2026, 3, 1), date(2026, 3, 15))
    line = typed(a_window(), "90.68", date(2026, 3, 16), date(2026, 3, 31))
    assert found(statement(line, elsewhere=(other,))) == [("HRS-021", "lines[0].hours_declared")]


def test_lines_of_one_hire_may_follow_but_not_share_a_day() -> None:
    hire = a_window()
    first = typed(hire, "70.00", date(2026, 3, 1), date(2026, 3, 15))
    follows = typed(hire, "70.00", date(2026, 3, 16), date(2026, 3, 31))
    overlaps = typed(hire, "70.00", date(2026, 3, 15), date(2026, 3, 31))
    assert found(statement(first, follows)) == []
    finding = only(statement(first, overlaps))
    assert (finding.code, finding.field, finding.values) == ("HRS-022", "lines[1].first_day", {"other": "lines[0]"})


def test_days_that_stand_in_another_statement_are_refused() -> None:
    hire = a_window()
    other = elsewhere(hire, "10.00", date(2026, 3, 1), date(2026, 3, 15))
    free = typed(hire, "70.00", date(2026, 3, 16), date(2026, 3, 31))
    taken = typed(hire, "70.00", date(2026, 3, 15), date(2026, 3, 31))
    assert found(statement(free, elsewhere=(other,))) == []
    assert found(statement(taken, elsewhere=(other,))) == [("HRS-023", "lines[0].first_day")]


def test_without_execution_days_nothing_can_be_declared() -> None:
    assert found(statement(typed(a_window(execution=None)))) == [("HRS-024", "lines[0].hire_id")]


def test_a_line_across_the_end_of_execution_is_to_be_split_on_the_day_after() -> None:
    hire = a_window(execution=(date(2026, 1, 1), date(2026, 3, 20)))
    finding = only(statement(typed(hire)))
    assert (finding.code, finding.field) == ("HRS-025", "lines[0].last_day")
    assert finding.values["split_on"] == "2026-03-21"


def test_a_line_across_the_end_of_eligibility_is_to_be_split_on_the_day_after() -> None:
    hire = a_window(eligibility=(date(2026, 1, 5), date(2026, 3, 15)))
    finding = only(statement(typed(hire)))
    assert (finding.code, finding.values["split_on"]) == ("HRS-026", "2026-03-16")


def test_a_line_split_at_the_edge_stands_and_its_second_part_is_announced_as_not_counting() -> None:
    hire = a_window(execution=(date(2026, 1, 1), date(2026, 3, 20)))
    inside = typed(hire, "70.00", date(2026, 3, 1), date(2026, 3, 20))
    outside = typed(hire, "35.00", date(2026, 3, 21), date(2026, 3, 31))
    finding = only(statement(inside, outside))
    assert (finding.code, finding.field) == ("HRS-027", "lines[1].first_day")
    assert finding.severity is Severity.WARNING
    assert finding.values == {"first_day": "2026-01-01", "last_day": "2026-03-20"}


def test_hours_after_eligibility_are_announced_as_not_counting() -> None:
    hire = a_window(eligibility=(date(2026, 1, 5), date(2026, 2, 28)))
    finding = only(statement(typed(hire)))
    assert (finding.code, finding.severity) == ("HRS-028", Severity.WARNING)
    assert finding.values["last_day"] == "2026-02-28"


def test_everything_wrong_is_told_at_once() -> None:
    ended = a_window("ended", end_day=date(2026, 2, 10))
    assert found(
        statement(typed(None), typed(a_window("x", company="other")), typed(ended), typed(a_window(), "0.00"))
    ) == [
        ("HRS-011", "lines[0].hire_id"),
        ("HRS-012", "lines[1].hire_id"),
        ("HRS-014", "lines[3].hours_declared"),
        ("HRS-017", "lines[2].first_day"),
        ("HRS-017", "lines[2].last_day"),
    ]


def test_every_check_is_a_file_of_its_name() -> None:
    assert all(check.__module__.endswith(f".{check.__name__}") for check in CHECKS)


@pytest.mark.parametrize("month", ["0001-01", "2000-12", "9999-12"])
def test_no_month_of_the_calendar_breaks_a_check(month: str) -> None:
    codes = {code for code, _ in found(statement(typed(a_window(first_day=date(2026, 1, 5))), month=month))}
    assert codes & {"HRS-010", "HRS-053"}


def test_every_finding_has_a_sentence_without_a_gap() -> None:
    ended = a_window("ended", end_day=date(2026, 2, 10))
    split = a_window("split", person="p2", execution=(date(2026, 1, 1), date(2026, 3, 20)))
    findings = check_statement(statement(typed(ended), typed(split), typed(a_window("y", person="p3"), "200.00")))
    assert {finding.code for finding in findings} == {"HRS-017", "HRS-021", "HRS-025"}
    for finding in findings:
        told = sentence(finding.code, {"field": finding.field, "raw": finding.raw, **finding.values})
        assert "…" not in told


SUSPENDED = replace(a_window(), suspensions=(Period(date(2026, 3, 1), date(2026, 3, 15)),))


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        (date(2026, 3, 1), date(2026, 3, 14), ["CNT-001"]),
        (date(2026, 3, 1), date(2026, 3, 15), ["CNT-001"]),
        (date(2026, 3, 15), date(2026, 3, 16), ["HRS-026"]),
        (date(2026, 3, 16), date(2026, 3, 31), []),
    ],
)
def test_days_of_a_suspension_will_not_count(first: date, last: date, codes: list[str]) -> None:
    found = check_statement(statement(typed(SUSPENDED, "10.00", first, last)))
    assert [finding.code for finding in found] == codes


@pytest.mark.parametrize(
    ("nature", "codes"),
    [
        (HoursNature.WORK, []),
        (HoursNature.TRAINING_IN_CONTRACT, []),
        (HoursNature.TRAINING_OUTSIDE_CONTRACT, ["CNT-002"]),
        (HoursNature.TUTORING, ["CNT-003"]),
    ],
)
def test_who_declares_learns_that_hours_of_this_nature_will_not_count(nature: HoursNature, codes: list[str]) -> None:
    plain = statement(typed(a_window()))
    told = replace(plain, lines=(replace(plain.lines[0], nature=nature),))
    found = check_statement(told)
    assert [(finding.code, finding.severity) for finding in found] == [(code, Severity.WARNING) for code in codes]
    assert all(sentence(finding.code, dict(finding.values)) for finding in found)
