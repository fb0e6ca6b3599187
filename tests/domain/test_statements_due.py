"""What is due on a day: from months under contract, cadences, due days and what has come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.statements_due import (
    DUE_ORDERS,
    Contact,
    DueState,
    DueWithReminders,
    Letter,
    LotMonth,
    LotOfDue,
    ReminderState,
    StatementDue,
    StatementReminder,
    dues_in_view,
    in_order_of,
    next_level,
    proposed,
    recipients,
    statements_due,
    with_reminders,
)
from clause.rules.calendar import Month
from clause.rules.codes import ReminderLevel
from clause.rules.rulebook import Rulebook
from tests.builders.hours import a_rulebook, an_id

CAME = datetime(2026, 4, 10, 8, tzinfo=UTC)


def a_lot_of_due(name: str = "lot", buyer: str = "buyer") -> LotOfDue:
    return LotOfDue(
        lot_id=an_id(name), buyer_id=an_id(buyer), buyer_name="Ville", contract_reference="2026M1", label="Lot 1"
    )


def a_month(
    month: str = "2026-03",
    *,
    lot: str = "lot",
    buyer: str = "buyer",
    company: str = "company",
    received_at: datetime | None = None,
) -> LotMonth:
    return LotMonth(
        facilitator_org_id=an_id("facilitator_org"),
        company=OrgSummary(id=an_id(company), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="1"),
        lot=a_lot_of_due(lot, buyer),
        month=Month.parse(month),
        hires=1,
        received_at=received_at,
    )


def due(*months: LotMonth, on: date, books: dict[UUID, Rulebook] | None = None) -> list[StatementDue]:
    return statements_due(months, books or {}, on)


def quarterly(lot: str = "lot", **values: str | int) -> dict[UUID, Rulebook]:
    return {an_id(lot): a_rulebook(statement_cadence="QUARTERLY", **values)}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), DueState.DUE),
        (date(2026, 4, 14), DueState.DUE),
        (date(2026, 4, 15), DueState.DUE),
        (date(2026, 4, 16), DueState.LATE),
    ],
)
def test_a_month_is_due_once_it_is_over_and_late_after_the_fifteenth(on: date, state: DueState | None) -> None:
    assert [found.state for found in due(a_month(), on=on)] == ([state] if state else [])


def test_a_quarter_is_one_statement_due_after_its_last_month() -> None:
    months = a_month("2026-01"), a_month("2026-02"), a_month("2026-03")
    assert due(*months, on=date(2026, 3, 31), books=quarterly()) == []
    [found] = due(*months, on=date(2026, 4, 1), books=quarterly())
    assert (str(found.months), found.due_on) == ("2026-01/2026-03", date(2026, 4, 15))
    assert found.months_missing == (Month(2026, 1), Month(2026, 2), Month(2026, 3))


def test_a_quarter_has_come_when_each_month_with_people_has() -> None:
    came = a_month("2026-01", received_at=CAME)
    late = due(came, a_month("2026-03"), on=date(2026, 5, 1), books=quarterly())
    assert [(found.state, found.months_missing) for found in late] == [(DueState.LATE, (Month(2026, 3),))]
    whole = due(came, a_month("2026-03", received_at=CAME), on=date(2026, 5, 1), books=quarterly())
    assert [(found.state, found.received_at) for found in whole] == [(DueState.RECEIVED, CAME)]


@pytest.mark.parametrize(("day", "expected"), [(1, date(2026, 2, 1)), (28, date(2026, 2, 28)), (31, date(2026, 2, 28))])
def test_a_due_day_beyond_the_end_of_a_month_is_its_last_day(day: int, expected: date) -> None:
    books = {an_id("lot"): a_rulebook(statement_due_day=day)}
    assert [found.due_on for found in due(a_month("2026-01"), on=date(2026, 2, 1), books=books)] == [expected]


def test_lots_of_one_rhythm_are_one_statement_due_by_the_earliest_day() -> None:
    books = {an_id("second"): a_rulebook(statement_due_day=5)}
    [found] = due(a_month(), a_month(lot="second"), on=date(2026, 4, 2), books=books)
    assert (len(found.lots), found.due_on, found.hire_months) == (2, date(2026, 4, 5), 2)


def test_lots_of_two_rhythms_are_two_statements() -> None:
    found = due(a_month(), a_month(lot="second"), on=date(2026, 4, 2), books=quarterly("second"))
    assert sorted(str(one.months) for one in found) == ["2026-01/2026-03", "2026-03"]


def test_two_companies_owe_two_statements() -> None:
    found = due(a_month(), a_month(company="other"), on=date(2026, 4, 2))
    assert {one.company.id for one in found} == {an_id("company"), an_id("other")}


def test_what_is_due_first_comes_first_and_no_two_places_are_alike() -> None:
    months = [a_month(f"2026-0{number}", company=company) for number in (3, 1, 2) for company in ("a", "b")]
    found = due(*months, on=date(2026, 6, 15))
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert len({one.mark for one in found}) == 6


def test_a_change_of_rhythm_inside_a_quarter_leaves_no_month_out() -> None:
    own = a_rulebook(statement_cadence="QUARTERLY").versions[0]
    since_march = Rulebook((type(own)(version_no=1, effective_on=date(2026, 3, 1), values=own.values),))
    months = a_month("2026-01"), a_month("2026-02"), a_month("2026-03")
    found = due(*months, on=date(2026, 4, 2), books={an_id("lot"): since_march})
    assert [(str(one.months), one.months_missing) for one in found] == [
        ("2026-01", (Month(2026, 1),)),
        ("2026-02", (Month(2026, 2),)),
        ("2026-01/2026-03", (Month(2026, 3),)),
    ]


@pytest.mark.parametrize(
    ("on", "issued", "expected"),
    [
        (date(2026, 4, 14), (), None),
        (date(2026, 4, 15), (), ReminderLevel.FIRST),
        (date(2026, 6, 1), (), ReminderLevel.FIRST),
        (date(2026, 4, 21), (ReminderLevel.FIRST,), None),
        (date(2026, 4, 22), (ReminderLevel.FIRST,), ReminderLevel.SECOND),
        (date(2026, 6, 1), (ReminderLevel.FIRST, ReminderLevel.SECOND), ReminderLevel.ESCALATION),
        (date(2026, 6, 1), tuple(ReminderLevel), None),
    ],
)
def test_steps_are_taken_in_order_however_late_it_is(
    on: date, issued: tuple[ReminderLevel, ...], expected: ReminderLevel | None
) -> None:
    [found] = due(a_month(), on=on)
    assert next_level(found, issued, on) is expected


def test_what_has_come_is_called_for_no_more() -> None:
    [found] = due(a_month(received_at=CAME), on=date(2026, 6, 1))
    assert next_level(found, (), date(2026, 6, 1)) is None


def test_the_last_step_goes_to_each_buyer_and_the_others_to_the_company() -> None:
    [found] = due(a_month(), a_month(lot="second", buyer="other"), a_month(lot="third"), on=date(2026, 4, 2))
    assert recipients(found, ReminderLevel.FIRST) == recipients(found, ReminderLevel.SECOND) == (None,)
    assert set(recipients(found, ReminderLevel.ESCALATION)) == {an_id("buyer"), an_id("other")}
    assert len(recipients(found, ReminderLevel.ESCALATION)) == 2


def test_each_statement_goes_with_the_reminders_about_it() -> None:
    [march] = due(a_month(), on=date(2026, 4, 2))
    [april] = due(a_month("2026-04"), on=date(2026, 5, 2))
    [elsewhere] = due(a_month(company="other"), on=date(2026, 4, 2))
    first, second = a_reminder(march, ReminderLevel.FIRST), a_reminder(march, ReminderLevel.SECOND)
    assert with_reminders([april, march, elsewhere], [first, second]) == [
        DueWithReminders(april, ()),
        DueWithReminders(march, (first, second)),
        DueWithReminders(elsewhere, ()),
    ]


def a_reminder(about: StatementDue, level: ReminderLevel) -> StatementReminder:
    letter = Letter(subject="Relevé attendu", body="Bonjour,")
    contact = Contact(name="A. Morel", email="paie@example.fr")
    return proposed(about, level, None, letter, contact, CAME, lambda: an_id(level.value))


def test_a_reminder_says_of_which_statement_to_whom_and_what() -> None:
    [march] = due(a_month(), on=date(2026, 4, 2))
    told = a_reminder(march, ReminderLevel.FIRST)
    first = an_id(ReminderLevel.FIRST.value)
    assert (told.id, told.facilitator_org_id, told.company) == (first, an_id("facilitator_org"), march.company)
    assert (told.first_month, told.last_month, told.due_on) == (march.first_month, march.last_month, march.due_on)
    assert (told.level, told.buyer_id, told.created_at) == (ReminderLevel.FIRST, None, CAME)
    assert (told.state, told.created_by, told.issued_by, told.issued_at) == (ReminderState.PROPOSED, None, None, None)
    assert (told.letter.subject, told.contact.email) == ("Relevé attendu", "paie@example.fr")


IN_ORDER = {
    "company": "Alpha bêta Gamma",
    "months": "Gamma Alpha bêta",
    "due": "Gamma Alpha bêta",
    "state": "bêta Alpha Gamma",
    "missing": "Gamma Alpha bêta",
    "-company": "Gamma bêta Alpha",
    "-due": "bêta Alpha Gamma",
    "unknown": "Gamma Alpha bêta",
}


@pytest.mark.parametrize(("order", "names"), IN_ORDER.items())
def test_statements_come_by_the_column_asked(order: str, names: str) -> None:
    """Capitals make no difference; what is due, then what is late, then what has come."""
    months = {"Alpha": a_month(), "bêta": a_month("2026-04"), "Gamma": a_month("2026-02", received_at=CAME)}
    rows = [replace(month, company=month.company.model_copy(update={"name": name})) for name, month in months.items()]
    dues = dues_in_view(rows, {}, date(2026, 5, 2))
    assert [due.company.name for due in in_order_of(dues, order)] == names.split()


def test_every_column_is_one_that_a_list_may_be_ordered_by() -> None:
    assert set(DUE_ORDERS) == {name for name in IN_ORDER if name.isalpha()} - {"unknown"}
