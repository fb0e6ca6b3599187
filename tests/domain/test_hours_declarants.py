"""Who declares hours, to whom they go, and what is kept of a statement that is typed, changed or says nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest

from clause.domain.accounts import Organisation, OrgSummary
from clause.domain.actors import Actor, ActorKind, OrgKind
from clause.domain.errors import Refused
from clause.domain.hours import CompanyActivity, DeclaredLine, HireWindow, StatementState
from clause.domain.hours_drafts import (
    Declarant,
    Declaration,
    Surroundings,
    begun,
    declared_again,
    declaring,
    judged,
    new_draft,
    typed_on,
    under_check,
    whose_hours,
    with_lines,
)
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature
from tests.builders.hours import a_window, an_id

TODAY, AT = date(2026, 6, 15), datetime(2026, 6, 15, 9, tzinfo=UTC)
COMPANY = OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="12345678900011")
MARCH, FIRST_QUARTER = MonthSpan.of(Month(2026, 3)), MonthSpan(Month(2026, 1), Month(2026, 3))
HIRE = a_window()
ACTIVE = CompanyActivity(hires_under_contract=1, hours=Decimal("0.00"))


def a_declarant() -> Declarant:
    numbers = count(1)
    return Declarant(an_id("agent"), AT, lambda: UUID(int=next(numbers)))


def line(hours: str = "70.00", hire: HireWindow = HIRE, **more: object) -> DeclaredLine:
    return DeclaredLine(hire_id=hire.id, hours_declared=Decimal(hours), **more)  # type: ignore[arg-type]


def known(*windows: HireWindow, today: date = TODAY, activity: CompanyActivity | None = None) -> Surroundings:
    return Surroundings(today, {one.id: one for one in windows or (HIRE,)}, activity=activity)


def nothing(facilitator_org_id: UUID | None) -> Declaration:
    return Declaration(COMPANY, MARCH, (), facilitator_org_id=facilitator_org_id, nothing_worked=True)


@pytest.mark.parametrize("kind", [OrgKind.FACILITATOR_ORG, OrgKind.BUYER, None])
@pytest.mark.parametrize("company_id", [an_id("company"), None])
def test_who_is_no_company_declares_for_the_one_it_names(kind: OrgKind | None, company_id: UUID | None) -> None:
    actor = Actor(kind=ActorKind.USER, org_id=an_id("own"), org_kind=kind)
    assert whose_hours(actor, company_id) == company_id


def test_a_company_declares_for_itself_alone() -> None:
    agent = Actor(kind=ActorKind.USER, org_id=COMPANY.id, org_kind=OrgKind.COMPANY)
    assert whose_hours(agent, None) == whose_hours(agent, COMPANY.id) == COMPANY.id
    with pytest.raises(Refused) as refused:
        whose_hours(agent, an_id("another company"))
    assert refused.value.code == "HRS-004"


def test_the_company_that_declares_is_one_that_is_known() -> None:
    company = Organisation(
        **COMPANY.model_dump(), identifier_kind="SIRET", created_by_org_id=None, created_at=AT, version=1
    )
    assert declaring(company) == COMPANY
    with pytest.raises(Refused) as refused:
        declaring(None)
    assert refused.value.code == "HRS-003"


def test_a_statement_of_nothing_worked_says_to_whom_it_goes() -> None:
    with pytest.raises(Refused) as refused:
        new_draft(nothing(None), known(activity=ACTIVE), a_declarant())
    assert refused.value.code == "HRS-008"
    assert judged(nothing(None), known(activity=ACTIVE), a_declarant())[1] is None
    draft = new_draft(nothing(an_id("facilitator")), known(activity=ACTIVE), a_declarant()).statement
    assert (draft.facilitator_org_id, draft.nothing_worked, draft.lines) == (an_id("facilitator"), True, ())


def test_a_statement_of_no_lines_that_does_not_say_so_is_refused_and_so_is_one_that_says_too_much() -> None:
    empty = Declaration(COMPANY, MARCH, (), facilitator_org_id=an_id("facilitator"))
    findings, draft = judged(empty, known(), a_declarant())
    assert (draft, findings[0].field) == (None, "lines")
    with pytest.raises(Refused) as refused:
        new_draft(empty, known(), a_declarant())
    assert (refused.value.code, refused.value.values, refused.value.findings) == ("HRS-005", {"count": 1}, findings)


def test_the_facilitator_named_goes_before_that_of_the_hires_and_the_first_known_hire_decides() -> None:
    elsewhere = a_window("elsewhere", facilitator_org="another facilitator")
    lines = line(hire=a_window("unknown")), line(hire=elsewhere), line()
    declaration = Declaration(COMPANY, MARCH, lines)
    assert under_check(declaration, known(HIRE, elsewhere)).facilitator_org_id == an_id("another facilitator")
    named = Declaration(COMPANY, MARCH, lines, facilitator_org_id=an_id("named"))
    assert under_check(named, known(HIRE, elsewhere)).facilitator_org_id == an_id("named")
    assert under_check(declaration, known(a_window("nobody"))).facilitator_org_id is None


def test_a_draft_holds_who_declared_it_when_and_what_shows_it() -> None:
    declaration = Declaration(COMPANY, MARCH, (line(evidence=Evidence.PAYSLIP),), evidence=Evidence.ATTENDANCE_SHEET)
    draft = new_draft(declaration, known(), a_declarant()).statement
    assert (draft.id, draft.created_by, draft.created_at, draft.version) == (UUID(int=1), an_id("agent"), AT, 1)
    assert (draft.company, draft.month, draft.last_month) == (COMPANY, Month(2026, 3), None)
    assert (draft.state, draft.evidence, draft.nothing_worked) == (
        StatementState.DRAFT, Evidence.ATTENDANCE_SHEET, False,
    )  # fmt: skip
    assert {draft.submitted_by, draft.submitted_at, draft.decided_by, draft.decided_at, draft.decision_reason} == {None}
    [recorded] = draft.lines
    assert (recorded.id, recorded.lot_id, recorded.evidence) == (UUID(int=2), HIRE.lot_id, Evidence.PAYSLIP)
    assert recorded.hours_validated is None


@pytest.mark.parametrize(
    ("hire", "today", "days"),
    [
        (HIRE, TODAY, (1, 31)),
        (a_window(first_day=date(2026, 3, 9)), TODAY, (9, 31)),
        (a_window(end_day=date(2026, 3, 20)), TODAY, (1, 20)),
        (HIRE, date(2026, 3, 18), (1, 18)),
        (a_window(first_day=date(2026, 3, 9)), date(2026, 3, 9), (9, 9)),
        (a_window(first_day=date(2026, 3, 9)), date(2026, 3, 8), (1, 31)),
        (a_window(end_day=date(2026, 2, 28)), TODAY, (1, 31)),
    ],
)
def test_days_left_out_are_those_of_the_contract_in_the_month_up_to_today(
    hire: HireWindow, today: date, days: tuple[int, int]
) -> None:
    [checked] = under_check(Declaration(COMPANY, MARCH, (line(hire=hire),)), known(hire, today=today)).lines
    assert (checked.first_day.day, checked.last_day.day) == days


def test_days_of_a_hire_that_is_not_known_are_the_whole_month() -> None:
    [checked] = under_check(Declaration(COMPANY, MARCH, (line(),)), known(a_window("other"))).lines
    assert (checked.first_day, checked.last_day) == (date(2026, 3, 1), date(2026, 3, 31))
    assert checked.hire is None


def test_the_month_of_a_line_is_the_one_typed_else_that_of_a_day_else_the_only_one() -> None:
    lines = (
        line(month=Month(2026, 2), first_day=date(2026, 1, 6)),
        line(first_day=date(2026, 1, 6)),
        line(last_day=date(2026, 2, 6)),
        line(),
    )
    checked = under_check(Declaration(COMPANY, FIRST_QUARTER, lines), known())
    assert [one.month for one in checked.lines] == [Month(2026, 2), Month(2026, 1), Month(2026, 2), None]
    assert [one.typed_month for one in checked.lines] == [Month(2026, 2), None, None, None]
    assert (checked.lines[2].first_day, checked.lines[2].last_day) == (date(2026, 2, 1), date(2026, 2, 6))
    assert (checked.lines[3].first_day, checked.lines[3].last_day) == (date(2026, 1, 5), date(2026, 3, 31))
    assert (checked.month, checked.last_month) == (Month(2026, 1), Month(2026, 3))
    alone = under_check(Declaration(COMPANY, MARCH, (line(first_day=date(2026, 1, 6)),)), known())
    assert (alone.lines[0].month, alone.last_month) == (Month(2026, 3), None)


def test_a_statement_that_is_still_typed_begins_with_what_is_wrong_in_it() -> None:
    declaration = Declaration(COMPANY, MARCH, (line("0.00"),), evidence=Evidence.OTHER)
    draft = begun(declaration, an_id("named"), known(), a_declarant())
    assert (draft.facilitator_org_id, draft.version, draft.state) == (an_id("named"), 1, StatementState.DRAFT)
    assert [(one.position, one.hours_declared) for one in draft.lines] == [(1, Decimal("0.00"))]
    assert draft.evidence is Evidence.OTHER


def test_typing_on_replaces_the_lines_one_version_on_and_keeps_the_rest() -> None:
    declaration = Declaration(COMPANY, MARCH, (), an_id("named"), nothing_worked=True, evidence=Evidence.OTHER)
    before = begun(declaration, an_id("named"), known(), a_declarant())
    lines = line("300.00"), line("7.00", nature=HoursNature.TRAINING_IN_CONTRACT)
    after = typed_on(before, lines, known(), a_declarant().new_id)
    assert [(one.id, one.position, one.hours_declared, one.nature) for one in after.lines] == [
        (UUID(int=1), 1, Decimal("300.00"), HoursNature.WORK),
        (UUID(int=2), 2, Decimal("7.00"), HoursNature.TRAINING_IN_CONTRACT),
    ]
    assert after == before.model_copy(update={"lines": after.lines, "nothing_worked": False, "version": 2})


def test_another_content_says_anew_whether_anything_was_worked_and_what_shows_it() -> None:
    before = new_draft(Declaration(COMPANY, MARCH, (line(),), evidence=Evidence.OTHER), known(), a_declarant())
    idle = with_lines(before.statement, [], known(activity=ACTIVE), a_declarant().new_id, nothing_worked=True).statement
    assert (idle.lines, idle.nothing_worked, idle.evidence, idle.version) == ((), True, None, 2)
    shown = with_lines(idle, [line("1.00")], known(), a_declarant().new_id, evidence=Evidence.PAYSLIP)
    assert (shown.statement.nothing_worked, shown.statement.evidence) == (False, Evidence.PAYSLIP)
    assert (shown.statement.version, shown.findings) == (3, ())


def test_a_content_that_cannot_stand_is_refused_with_every_reason() -> None:
    before = new_draft(Declaration(COMPANY, MARCH, (line(),)), known(), a_declarant()).statement
    with pytest.raises(Refused) as refused:
        with_lines(before, [line("0.00"), line("-1.00", hire=a_window("unknown"))], known(), a_declarant().new_id)
    assert (refused.value.code, refused.value.values) == ("HRS-005", {"count": 3})
    assert [(one.code, one.field) for one in refused.value.findings] == [
        ("HRS-011", "lines[1].hire_id"),
        ("HRS-014", "lines[0].hours_declared"),
        ("HRS-014", "lines[1].hours_declared"),
    ]


def test_a_recorded_statement_is_declared_again_as_it_stands_unless_other_lines_are_given() -> None:
    typed = Declaration(COMPANY, MARCH, (line(evidence=Evidence.PAYSLIP),), evidence=Evidence.OTHER)
    statement = new_draft(typed, known(), a_declarant()).statement
    again = declared_again(statement)
    dated = line(evidence=Evidence.PAYSLIP, first_day=date(2026, 3, 1), last_day=date(2026, 3, 31))
    assert again == Declaration(COMPANY, MARCH, (dated,), HIRE.facilitator_org_id, evidence=Evidence.OTHER)
    idle = statement.model_copy(update={"lines": (), "nothing_worked": True})
    assert declared_again(idle).nothing_worked is True
    assert declared_again(idle, [line()]) == Declaration(COMPANY, MARCH, (line(),), HIRE.facilitator_org_id)
