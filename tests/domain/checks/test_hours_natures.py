"""What was done in declared hours, and how often they are declared: the checks that look at it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.checks.hours import check_statement
from clause.domain.findings import Severity
from clause.domain.hours import CompanyActivity, DeclaredLine, HireWindow, HoursElsewhere
from clause.domain.hours_drafts import Declaration, Surroundings, under_check
from clause.domain.hours_under_check import StatementUnderCheck
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import ContractType, HoursNature, StructureKind
from tests.builders.hours import a_rulebook, a_window, an_id
from tests.domain.test_hours_drafts import COMPANY, TODAY

WORK, TRAINING, TUTORING = HoursNature.WORK, HoursNature.TRAINING_IN_CONTRACT, HoursNature.TUTORING
MARCH = MonthSpan.of(Month(2026, 3))


def line(hire: HireWindow, hours: str, nature: HoursNature = WORK, days: tuple[int, int] = (1, 31)) -> DeclaredLine:
    return DeclaredLine(
        hire_id=hire.id,
        hours_declared=Decimal(hours),
        first_day=date(2026, 3, days[0]),
        last_day=date(2026, 3, days[1]),
        nature=nature,
    )


def checked(
    *lines: DeclaredLine,
    hires: tuple[HireWindow, ...] = (),
    months: MonthSpan = MARCH,
    elsewhere: tuple[HoursElsewhere, ...] = (),
) -> StatementUnderCheck:
    known = Surroundings(TODAY, {hire.id: hire for hire in hires}, elsewhere)
    return under_check(Declaration(COMPANY, months, lines), known)


def found(statement: StatementUnderCheck) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in check_statement(statement)]


def test_work_and_training_of_the_same_days_are_two_lines() -> None:
    hire = a_window()
    lines = line(hire, "100.00"), line(hire, "35.00", TRAINING)
    assert found(checked(*lines, hires=(hire,))) == []


def test_two_lines_of_training_on_the_same_days_are_one_too_many() -> None:
    hire = a_window()
    lines = line(hire, "35.00", TRAINING), line(hire, "35.00", TRAINING)
    assert ("HRS-022", "lines[1].first_day") in found(checked(*lines, hires=(hire,)))


def test_training_declared_beside_work_that_stands_already_is_no_second_declaration() -> None:
    hire = a_window()
    worked = HoursElsewhere(
        hire_id=hire.id,
        participant_id=hire.participant_id,
        first_day=date(2026, 3, 1),
        last_day=date(2026, 3, 31),
        hours=Decimal("100.00"),
    )
    assert found(checked(line(hire, "35.00", TRAINING), hires=(hire,), elsewhere=(worked,))) == []
    assert found(checked(line(hire, "35.00", WORK), hires=(hire,), elsewhere=(worked,))) == [
        ("HRS-023", "lines[0].first_day")
    ]


@pytest.mark.parametrize(
    ("training", "codes"), [("90.67", []), ("90.68", ["HRS-021"]), ("165.71", ["HRS-021"]), ("165.72", ["HRS-020"])]
)
def test_work_and_training_of_a_month_are_bounded_together(training: str, codes: list[str]) -> None:
    hire = a_window()
    statement = checked(line(hire, "100.00"), line(hire, training, TRAINING), hires=(hire,))
    assert [code for code, _ in found(statement)] == codes


def test_the_hours_of_the_tutor_are_those_of_another_person() -> None:
    hire = a_window()
    statement = checked(line(hire, "150.00"), line(hire, "150.00", TUTORING), hires=(hire,))
    assert {code for code, _ in found(statement)} & {"HRS-020", "HRS-021", "HRS-039", "HRS-040"} == set()
    alone = checked(line(hire, "265.72", TUTORING), hires=(hire,))
    assert "HRS-020" in {code for code, _ in found(alone)}


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({}, False),
        ({"contract_type": ContractType.FIXED_TERM}, False),
        ({"contract_type": ContractType.APPRENTICESHIP}, True),
        ({"contract_type": ContractType.PROFESSIONAL_TRAINING}, True),
        ({"employer_kind": StructureKind.GEIQ}, True),
        ({"employer_kind": StructureKind.ETTI}, False),
    ],
)
def test_an_apprentice_or_a_geiq_without_training_deserves_a_question(changes: dict[str, object], warned: bool) -> None:
    hire = replace(a_window(), **changes)  # type: ignore[arg-type]
    findings = check_statement(checked(line(hire, "100.00"), hires=(hire,)))
    expected = [("HRS-041", "lines[0].nature", Severity.WARNING)] if warned else []
    assert [(finding.code, finding.field, finding.severity) for finding in findings] == expected
    trained = checked(line(hire, "100.00"), line(hire, "21.00", TRAINING), hires=(hire,))
    assert found(trained) == []


@pytest.mark.parametrize(
    ("cadence", "months", "codes"),
    [
        ("MONTHLY", MARCH, []),
        ("QUARTERLY", MARCH, ["HRS-038"]),
        ("QUARTERLY", MonthSpan(Month(2026, 1), Month(2026, 3)), []),
        ("QUARTERLY", MonthSpan(Month(2026, 2), Month(2026, 4)), ["HRS-038"]),
        ("MONTHLY", MonthSpan(Month(2026, 1), Month(2026, 3)), ["HRS-038"]),
        ("HALF_YEARLY", MonthSpan(Month(2026, 1), Month(2026, 6)), []),
        ("HALF_YEARLY", MonthSpan(Month(2026, 1), Month(2026, 3)), ["HRS-038"]),
    ],
)
def test_another_rhythm_than_the_lots_is_only_a_warning(cadence: str, months: MonthSpan, codes: list[str]) -> None:
    hire = a_window(book=a_rulebook(statement_cadence=cadence))
    findings = check_statement(checked(line(hire, "100.00"), hires=(hire,), months=months))
    assert [finding.code for finding in findings] == codes
    assert {finding.severity for finding in findings} <= {Severity.WARNING}


@pytest.mark.parametrize(("last", "codes"), [(5, []), (6, []), (7, ["HRS-010", "HRS-037"])])
def test_a_statement_has_six_months_at_most(last: int, codes: list[str]) -> None:
    hire = a_window(book=a_rulebook(statement_cadence="HALF_YEARLY"))
    months = MonthSpan(Month(2026, 1), Month(2026, last))
    given = {code for code, _ in found(checked(line(hire, "100.00"), hires=(hire,), months=months))}
    assert given - {"HRS-038"} == set(codes)


def nothing(months: MonthSpan = MARCH, hires: int = 1, hours: str = "0.00", *lines: DeclaredLine) -> list[str]:
    activity = CompanyActivity(hires_under_contract=hires, hours=Decimal(hours))
    declaration = Declaration(COMPANY, months, lines, an_id("facilitator_org"), nothing_worked=True)
    statement = under_check(declaration, Surroundings(TODAY, {}, activity=activity))
    return [finding.code for finding in check_statement(statement)]


def test_nothing_worked_is_said_of_a_month_with_a_contract_and_without_hours() -> None:
    assert nothing() == []
    assert nothing(hires=0) == ["HRS-043"]
    assert nothing(hours="0.01") == ["HRS-044"]


@pytest.mark.parametrize(("month", "codes"), [(5, []), (6, ["HRS-042"])])
def test_nothing_worked_waits_for_the_end_of_the_period(month: int, codes: list[str]) -> None:
    assert nothing(MonthSpan.of(Month(2026, month))) == codes


def test_nothing_worked_has_no_lines() -> None:
    hire = a_window()
    assert "HRS-036" in nothing(MARCH, 1, "0.00", line(hire, "1.00"))
