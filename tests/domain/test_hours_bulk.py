"""Many statements in one call: each judged as if those before it stood, all of them refused for one that cannot."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import Actor, ActorKind, OrgKind
from clause.domain.errors import Refused
from clause.domain.findings import Severity
from clause.domain.hours import CheckedStatement, DeclaredLine, HireWindow, HoursElsewhere, StatementState
from clause.domain.hours_bulk import Asked, companies_of, declarations, drafts, whole_span
from clause.domain.hours_drafts import Declarant, Declaration, Surroundings
from clause.domain.hours_import_decisions import OpenStatement
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature
from tests.builders.hours import a_rulebook, a_window, an_id

TODAY = date(2026, 6, 15)
MARCH, APRIL = Month(2026, 3), Month(2026, 4)
HIRE = a_window()
OTHER_SITE = a_window("other site")
ELSEWHERE = a_window("elsewhere", company="another company")
SOMEBODY_ELSE = a_window("other hire", person="somebody else", company="another company")
WINDOWS = {one.id: one for one in (HIRE, OTHER_SITE, ELSEWHERE, SOMEBODY_ELSE)}


def company(name: str = "company") -> OrgSummary:
    return OrgSummary(id=an_id(name), kind=OrgKind.COMPANY, name=name, identifier="12345678900011")


def line(hours: str = "100.00", hire: HireWindow = HIRE, first: date | None = None) -> DeclaredLine:
    return DeclaredLine(hire_id=hire.id, hours_declared=Decimal(hours), first_day=first, last_day=first)


def declared(*lines: DeclaredLine, by: str = "company", months: MonthSpan | None = None) -> Declaration:
    return Declaration(company(by), months or MonthSpan.of(MARCH), lines or (line(),))


def opened(
    months: MonthSpan, by: str = "company", to: str = "facilitator_org"
) -> Mapping[UUID, Sequence[OpenStatement]]:
    return {an_id(to): [OpenStatement(an_id("open"), an_id(by), StatementState.DRAFT, months)]}


def stands(hours: str, hire: HireWindow = ELSEWHERE, month: Month = MARCH) -> HoursElsewhere:
    return HoursElsewhere(
        hire_id=hire.id, participant_id=hire.participant_id, first_day=month.first_day, last_day=month.last_day,
        hours=Decimal(hours),
    )  # fmt: skip


def made(
    *declarations: Declaration,
    elsewhere: tuple[HoursElsewhere, ...] = (),
    open_now: Mapping[UUID, Sequence[OpenStatement]] | None = None,
    windows: Mapping[UUID, HireWindow] = WINDOWS,
) -> tuple[CheckedStatement, ...]:
    numbers = count(1)
    declarant = Declarant(
        an_id("agent"), datetime(2026, 6, 15, 9, tzinfo=UTC), lambda: UUID(int=next(numbers))
    )  # fmt: skip
    return drafts(declarations, Surroundings(TODAY, windows, elsewhere), open_now or {}, declarant)


def refused(*declarations: Declaration, **known: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        made(*declarations, **known)  # type: ignore[arg-type]
    assert refusal.value.code == "HRS-050"
    assert refusal.value.values == {"count": len(refusal.value.findings)}
    return [(finding.code, finding.field) for finding in refusal.value.findings]


def test_the_span_of_a_call_runs_from_the_earliest_month_to_the_latest() -> None:
    spans = MonthSpan.of(MARCH), MonthSpan(Month(2025, 11), Month(2026, 1)), MonthSpan(Month(2026, 2), APRIL)
    assert whole_span([Asked(None, one, ()) for one in spans]) == MonthSpan(Month(2025, 11), APRIL)


def test_a_company_declares_its_own_hours_and_a_facilitator_those_of_the_company_named() -> None:
    asked = [Asked(None, MonthSpan.of(MARCH), ()), Asked(an_id("company"), MonthSpan.of(MARCH), ())]
    agent = Actor(kind=ActorKind.USER, org_id=an_id("company"), org_kind=OrgKind.COMPANY)
    assert companies_of(agent, asked) == [an_id("company"), an_id("company")]
    facilitator = Actor(kind=ActorKind.USER, org_id=an_id("f"), org_kind=OrgKind.FACILITATOR_ORG)
    assert companies_of(facilitator, asked) == [None, an_id("company")]
    with pytest.raises(Refused) as refusal:
        companies_of(agent, [*asked, Asked(an_id("another company"), MonthSpan.of(MARCH), ())])
    assert refusal.value.code == "HRS-004"


def test_each_statement_keeps_its_company_months_lines_and_evidence() -> None:
    asked = [
        Asked(None, MonthSpan.of(MARCH), (line(),), Evidence.PAYSLIP), Asked(None, MonthSpan.of(APRIL), (line("1.00"),))
    ]  # fmt: skip
    known = {one.id: one for one in (company(), company("another company"))}
    assert declarations(asked, [an_id("another company"), an_id("company")], known) == [
        Declaration(company("another company"), MonthSpan.of(MARCH), (line(),), evidence=Evidence.PAYSLIP),
        Declaration(company(), MonthSpan.of(APRIL), (line("1.00"),)),
    ]


def test_every_company_that_is_not_known_or_not_named_is_told() -> None:
    asked = [Asked(None, MonthSpan.of(MARCH), (line(),))] * 3
    with pytest.raises(Refused) as refusal:
        declarations(asked, [None, an_id("company"), an_id("unknown")], {an_id("company"): company()})
    assert (refusal.value.code, refusal.value.values) == ("HRS-050", {"count": 2})
    assert [(one.code, one.field, one.raw) for one in refusal.value.findings] == [
        ("HRS-051", "statements[0].company_id", None),
        ("HRS-051", "statements[2].company_id", str(an_id("unknown"))),
    ]


def test_each_declaration_becomes_a_draft_in_their_order() -> None:
    first, second = made(declared(), declared(line("50.00", SOMEBODY_ELSE), by="another company"))
    assert [one.statement.company.name for one in (first, second)] == ["company", "another company"]
    assert [one.statement.lines[0].hours_declared for one in (first, second)] == [Decimal("100.00"), Decimal("50.00")]
    assert (first.findings, second.findings) == ((), ())


def test_warnings_go_along_and_name_their_statement_and_line() -> None:
    _, checked = made(declared(), declared(line("10.00"), line("230.00", OTHER_SITE), months=MonthSpan.of(APRIL)))
    assert [(one.code, one.severity, one.field) for one in checked.findings] == [
        ("HRS-021", Severity.WARNING, "statements[1].lines[1].hours_declared")
    ]


def test_one_statement_that_cannot_stand_refuses_them_all_with_every_reason() -> None:
    assert refused(
        declared(line("0.00")),
        declared(line("230.00"), months=MonthSpan.of(APRIL)),
        declared(line(hire=a_window("unknown")), by="another company"),
    ) == [("HRS-014", "statements[0].lines[0].hours_declared"), ("HRS-011", "statements[2].lines[0].hire_id")]


@pytest.mark.parametrize("months", [MonthSpan.of(MARCH), MonthSpan(Month(2026, 1), MARCH), MonthSpan(MARCH, APRIL)])
def test_a_month_of_which_a_statement_is_open_is_refused(months: MonthSpan) -> None:
    assert refused(declared(), open_now=opened(months)) == [("HRS-052", "statements[0].month")]


@pytest.mark.parametrize(
    "open_now",
    [
        opened(MonthSpan.of(APRIL)),
        opened(MonthSpan(Month(2026, 1), Month(2026, 2))),
        opened(MonthSpan.of(MARCH), by="another company"),
        opened(MonthSpan.of(MARCH), to="another facilitator"),
    ],
)
def test_an_open_statement_of_another_month_company_or_facilitator_is_no_matter(
    open_now: Mapping[UUID, Sequence[OpenStatement]],
) -> None:
    assert len(made(declared(), open_now=open_now)) == 1


def test_a_quarter_one_month_of_which_is_open_is_refused_by_its_name() -> None:
    hire = a_window(book=a_rulebook(statement_cadence="QUARTERLY"))
    quarter = declared(line("7.00", hire, date(2026, 3, 4)), months=MonthSpan(Month(2026, 1), MARCH))
    with pytest.raises(Refused) as refusal:
        made(quarter, open_now=opened(MonthSpan.of(Month(2026, 2))), windows={hire.id: hire})
    assert "2026-01/2026-03" in [one.raw for one in refusal.value.findings if one.code == "HRS-052"]


def test_a_second_statement_of_a_company_and_month_is_refused_as_if_the_first_stood() -> None:
    again = declared(line("1.00", OTHER_SITE))
    assert refused(declared(), again) == [("HRS-052", "statements[1].month")]


def test_the_same_hours_in_two_statements_of_a_call_are_declared_twice() -> None:
    assert refused(declared(), declared()) == [
        ("HRS-023", "statements[1].lines[0].first_day")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "codes"), [("165.71", [("HRS-021", "statements[1].lines[0].hours_declared")]), ("165.72", None)]
)
def test_hours_of_a_person_in_an_earlier_statement_count_in_the_later_one(
    hours: str, codes: list[tuple[str, str]] | None
) -> None:
    both = declared(), declared(line(hours, ELSEWHERE), by="another company")
    if codes is None:
        assert refused(*both) == [("HRS-020", "statements[1].lines[0].hours_declared")]
    else:
        checked = made(*both)
        assert [one.findings for one in checked[:1]] == [()]
        assert [(one.code, one.field) for one in checked[1].findings] == codes


def test_hours_of_an_earlier_statement_stand_with_their_days_and_nature() -> None:
    first = declared(line("9.00", first=date(2026, 3, 4)))
    same_day = declared(line("9.00", ELSEWHERE, date(2026, 3, 4)), by="another company")
    next_day = declared(line("9.00", ELSEWHERE, date(2026, 3, 5)), by="another company")
    assert refused(first, same_day) == [("HRS-039", "statements[1].lines[0].hours_declared")]
    assert [one.findings for one in made(first, next_day)] == [(), ()]
    tutored = DeclaredLine(
        hire_id=HIRE.id, hours_declared=Decimal("9.00"), nature=HoursNature.TUTORING, first_day=date(2026, 3, 4),
        last_day=date(2026, 3, 4),
    )  # fmt: skip
    assert [one.statement.lines[0].nature for one in made(declared(tutored), same_day)] == [
        HoursNature.TUTORING, HoursNature.WORK,
    ]  # fmt: skip


def test_hours_of_one_statement_do_not_weigh_on_another_person_or_month() -> None:
    checked = made(
        declared(line("150.00")),
        declared(line("150.00", SOMEBODY_ELSE), by="another company"),
        declared(line("150.00"), months=MonthSpan.of(APRIL)),
    )
    assert [one.findings for one in checked] == [(), (), ()]


def test_a_statement_that_cannot_stand_does_not_weigh_on_those_after_it() -> None:
    unsound = declared(line("200.00"), line("0.00", OTHER_SITE))
    later = declared(line("200.00", ELSEWHERE), by="another company")
    assert refused(unsound, later) == [("HRS-014", "statements[0].lines[1].hours_declared")]


@pytest.mark.parametrize(("hours", "is_possible"), [("165.71", True), ("165.72", False)])
def test_hours_that_stood_before_the_call_count_too(hours: str, is_possible: bool) -> None:
    if is_possible:
        assert [one.code for one in made(declared(), elsewhere=(stands(hours),))[0].findings] == ["HRS-021"]
    else:
        assert refused(declared(), elsewhere=(stands(hours),)) == [("HRS-020", "statements[0].lines[0].hours_declared")]


def test_hours_that_stand_of_another_person_or_month_do_not_count() -> None:
    others = stands("200.00", SOMEBODY_ELSE), stands("200.00", month=APRIL), stands("200.00", month=Month(2026, 2))
    assert made(declared(), elsewhere=others)[0].findings == ()
