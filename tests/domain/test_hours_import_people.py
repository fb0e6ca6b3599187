"""Hours of somebody whom one file names in several companies count together, in the order of the file."""

from datetime import date
from decimal import Decimal

from clause.domain.hours import StatementState
from clause.domain.hours_import import HoursRowStatus
from clause.domain.hours_import_decisions import KnownHours, MatchedRow, OpenStatement, Standing, decide_rows
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import HoursNature
from tests.builders.hours import a_window, an_id
from tests.builders.sheet_rows import HIRE, MARCH, a_part, a_row, standing, told

NEW, CHANGED, REFUSED = HoursRowStatus.NEW, HoursRowStatus.CHANGED, HoursRowStatus.REFUSED
ELSEWHERE = a_window("hire elsewhere", company="other company")
THIRD = a_window("third hire", company="third company")
SOMEBODY_ELSE = a_window("hire of somebody else", company="other company", person="somebody else")


def decided(
    *rows: MatchedRow, stands: tuple[Standing, ...] = (), statements: tuple[OpenStatement, ...] = ()
) -> list[HoursRowStatus]:
    windows = {row.hire.id: row.hire for row in rows}
    decide_rows(rows, KnownHours(date(2026, 6, 15), an_id("facilitator_org"), stands, statements, windows))
    return [row.status for row in rows]


def test_the_company_that_passes_the_maximum_is_refused() -> None:
    first, second = a_row(a_part("150.00")), a_row(a_part("120.00"), number=3, hire=ELSEWHERE)
    assert decided(first, second) == [NEW, REFUSED]
    assert (told(first), told(second)) == ([], [("HRS-020", "Mars!D3")])
    (finding,) = second.row.findings
    assert finding.values["total"] == "270.00"


def test_what_is_worth_a_look_is_told_and_declared() -> None:
    first, second = a_row(a_part("100.00")), a_row(a_part("100.00"), number=3, hire=ELSEWHERE)
    assert decided(first, second) == [NEW, NEW]
    assert (told(first), told(second)) == ([], [("HRS-021", "Mars!D3")])


def test_what_is_refused_takes_no_hours_from_the_next_company() -> None:
    given = [("150.00", HIRE), ("120.00", ELSEWHERE), ("30.00", THIRD)]
    rows = [a_row(a_part(hours), number=number, hire=hire) for number, (hours, hire) in enumerate(given, 2)]
    assert decided(*rows) == [NEW, REFUSED, NEW]


def test_other_months_people_and_natures_are_apart() -> None:
    rows = [
        a_row(a_part("150.00")),
        a_row(a_part("150.00"), number=3, hire=SOMEBODY_ELSE),
        a_row(a_part("150.00", month=Month(2026, 4)), number=4, hire=ELSEWHERE, month=Month(2026, 4)),
        a_row(a_part("150.00", HoursNature.TUTORING), number=5, hire=THIRD),
    ]
    assert decided(*rows) == [NEW] * 4
    assert [told(row) for row in rows] == [[], [], [], [("CNT-003", "Mars!C5")]]


def test_the_days_of_both_companies_count_together() -> None:
    first = a_row(a_part("20.00", first=2, last=3))
    second = a_row(a_part("20.00", first=2, last=3), number=3, hire=ELSEWHERE)
    assert decided(first, second) == [NEW, REFUSED]
    assert [code for code, _ in told(second)] == ["HRS-039"]


def test_what_a_row_replaces_no_longer_counts_for_the_next_company() -> None:
    draft = OpenStatement(an_id("statement"), HIRE.company_id, StatementState.DRAFT, MonthSpan.of(MARCH))
    first, second = a_row(a_part("60.00")), a_row(a_part("120.00"), number=3, hire=ELSEWHERE)
    assert decided(first, second, stands=(standing("150.00"),), statements=(draft,)) == [CHANGED, NEW]
    assert (told(first), told(second)) == ([], [])


def test_hours_of_other_companies_that_stand_count_beside_those_of_the_file() -> None:
    first, second = a_row(a_part("60.00")), a_row(a_part("60.00"), number=3, hire=ELSEWHERE)
    stands = standing("150.00", hire=THIRD, state=None)
    assert decided(first, second, stands=(stands,)) == [NEW, REFUSED]
    assert first.lines[0].hours_declared == Decimal("60.00")
