"""Cells of the hours grid: each is judged for itself, and those that stand make the draft."""

from datetime import date
from decimal import Decimal

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.findings import Finding
from clause.domain.hours import DeclaredLine
from clause.domain.hours_cells import CellEdit, Merged, merge, untouched
from clause.domain.hours_drafts import Declaration, Surroundings
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature
from tests.builders.hours import a_window, an_id

TODAY = date(2026, 6, 15)
MARCH = Month(2026, 3)
COMPANY = OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="12345678900011")
HIRE, OTHER = a_window(), a_window("other", person="somebody else")
KNOWN = Surroundings(TODAY, {HIRE.id: HIRE, OTHER.id: OTHER})


def _hours(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _line(
    hours: str,
    first: int | None = None,
    last: int | None = None,
    nature: HoursNature = HoursNature.WORK,
    evidence: Evidence | None = None,
) -> DeclaredLine:
    return DeclaredLine(
        hire_id=HIRE.id,
        hours_declared=Decimal(hours),
        month=MARCH,
        nature=nature,
        evidence=evidence,
        first_day=date(2026, 3, first) if first else None,
        last_day=date(2026, 3, last) if last else None,
    )


def _edit(
    hours: str | None,
    before: str | None = None,
    day: int | None = None,
    nature: HoursNature = HoursNature.WORK,
    hire: str = "hire",
) -> CellEdit:
    on = date(2026, 3, day) if day else None
    return CellEdit(an_id(hire), nature, MARCH, on, _hours(hours), _hours(before))


def _merged(lines: tuple[DeclaredLine, ...], *edits: CellEdit) -> Merged:
    return merge(Declaration(COMPANY, MonthSpan.of(MARCH), lines), edits, KNOWN)


def _held(merged: Merged) -> list[Decimal | None]:
    return [answer.hours for answer in merged.answers]


def _refusals(merged: Merged) -> list[str | None]:
    return [answer.refusal.code if answer.refusal else None for answer in merged.answers]


def test_what_is_typed_in_an_empty_cell_makes_a_line() -> None:
    merged = _merged((), _edit("35.00"), _edit("7.00", hire="other"))
    assert [(line.hire_id, line.hours_declared) for line in merged.lines] == [
        (HIRE.id, Decimal("35.00")),
        (OTHER.id, Decimal("7.00")),
    ]
    assert (_held(merged), _refusals(merged)) == ([Decimal("35.00"), Decimal("7.00")], [None, None])
    assert merged.has_changed


def test_what_is_typed_over_hours_takes_their_place_and_keeps_their_evidence() -> None:
    merged = _merged((_line("35.00", evidence=Evidence.PAYSLIP),), _edit("28.00", before="35.00"))
    assert [(line.hours_declared, line.evidence) for line in merged.lines] == [(Decimal("28.00"), Evidence.PAYSLIP)]


def test_an_emptied_cell_takes_its_line_away() -> None:
    for nothing in (None, "0.00"):
        merged = _merged((_line("35.00"), _line("7.00", nature=HoursNature.TUTORING)), _edit(nothing, before="35.00"))
        assert [line.nature for line in merged.lines] == [HoursNature.TUTORING]
        assert _held(merged) == [None]
        assert merged.has_changed


def test_what_is_typed_again_changes_nothing() -> None:
    merged = _merged((_line("35.00"),), _edit("35.00", before="35.00"))
    assert not merged.has_changed
    assert [line.hours_declared for line in merged.lines] == [Decimal("35.00")]


def test_a_cell_that_somebody_else_changed_is_refused_and_the_others_are_kept() -> None:
    merged = _merged((_line("28.00"),), _edit("35.00", before="21.00"), _edit("7.00", hire="other"))
    assert (_refusals(merged), _held(merged)) == (["HRS-045", None], [Decimal("28.00"), Decimal("7.00")])
    refusal = merged.answers[0].refusal
    assert refusal is not None
    assert (refusal.field, refusal.raw, refusal.values) == ("hours", "35.00", {"now": "28.00"})
    gone = _merged((), _edit("35.00", before="21.00")).answers[0].refusal
    assert gone is not None
    assert gone.values == {"now": "0.00"}


def test_a_cell_that_somebody_else_changed_to_what_is_typed_is_no_conflict() -> None:
    assert _refusals(_merged((_line("35.00"),), _edit("35.00", before="21.00"))) == [None]


def test_hours_that_a_check_refuses_leave_the_cell_as_it_was() -> None:
    merged = _merged((_line("35.00"),), _edit("900.00", before="35.00"), _edit("7.00", hire="other"))
    assert (merged.answers[0].refusal is not None, merged.answers[1].refusal) == (True, None)
    assert _held(merged) == [Decimal("35.00"), Decimal("7.00")]
    assert sorted(line.hours_declared for line in merged.lines) == [Decimal("7.00"), Decimal("35.00")]


def test_a_day_has_a_line_of_its_own() -> None:
    merged = _merged((_line("7.00", 2, 2),), _edit("6.00", before="7.00", day=2), _edit("5.00", day=3))
    assert [(line.first_day, line.last_day, line.hours_declared) for line in merged.lines] == [
        (date(2026, 3, 2), date(2026, 3, 2), Decimal("6.00")),
        (date(2026, 3, 3), date(2026, 3, 3), Decimal("5.00")),
    ]


def test_hours_typed_in_one_grid_are_not_changed_in_the_other() -> None:
    by_day = _merged((_line("7.00", 2, 2), _line("7.00", 3, 3)), _edit("20.00", before="14.00"))
    assert _refusals(by_day) == ["HRS-047"]
    by_month = _merged((_line("14.00", 2, 6),), _edit("7.00", day=3))
    assert _refusals(by_month) == ["HRS-048"]
    refusal = by_month.answers[0].refusal
    assert refusal is not None
    assert (refusal.raw, refusal.values) == ("7.00", {"first_day": "2026-03-02", "last_day": "2026-03-06"})


def test_all_cells_may_be_refused_for_one_reason() -> None:
    finding = Finding(code="HRS-045", field="hours")
    answers = untouched([_edit("35.00", before="7.00"), _edit("1.00")], finding)
    assert [(answer.hours, answer.refusal) for answer in answers] == [(Decimal("7.00"), finding), (None, finding)]
