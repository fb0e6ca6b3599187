"""Statements of hours that came late or have not come: at the due day, a day off, and by their cadence."""

from datetime import UTC, date, datetime

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.late_documents import late_documents, next_overdue
from clause.domain.penalties import LateDocument
from clause.domain.statements_due import LotMonth, LotOfDue
from clause.rules.calendar import Month
from clause.rules.rulebook import DEFAULTS
from tests.builders.hours import a_rulebook, an_id

APRIL_DUE, MAY_DUE = date(2026, 4, 15), date(2026, 5, 15)
LOT = LotOfDue(
    lot_id=an_id("lot"), buyer_id=an_id("buyer"), buyer_name="Ville", contract_reference="2026M1", label="Lot 1"
)
QUARTERLY = a_rulebook(statement_cadence="QUARTERLY")


def a_month(month: str, received_at: datetime | None = None) -> LotMonth:
    return LotMonth(
        facilitator_org_id=an_id("facilitator_org"),
        company=OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="1"),
        lot=LOT,
        month=Month.parse(month),
        hires=1,
        received_at=received_at,
    )


def late(label: str, due_on: date, received_on: date | None = None) -> tuple[LateDocument, ...]:
    return (LateDocument(label=label, due_on=due_on, received_on=received_on),)


@pytest.mark.parametrize(("on", "is_late"), [(APRIL_DUE, False), (date(2026, 4, 16), True)])
def test_a_statement_that_has_not_come_is_late_the_day_after_its_due_day(on: date, is_late: bool) -> None:
    expected = late("2026-03", APRIL_DUE) if is_late else ()
    assert late_documents(iter([a_month("2026-03")]), DEFAULTS, on) == expected


@pytest.mark.parametrize(
    ("received_at", "received_on"),
    [
        (datetime(2026, 4, 15, 21, 59, tzinfo=UTC), None),
        (datetime(2026, 4, 15, 22, 0, tzinfo=UTC), date(2026, 4, 16)),
        (datetime(2026, 4, 3, 8, 0, tzinfo=UTC), None),
    ],
)
def test_a_statement_that_came_by_midnight_in_france_of_its_due_day_is_in_time(
    received_at: datetime, received_on: date | None
) -> None:
    found = late_documents([a_month("2026-03", received_at)], DEFAULTS, date(2026, 6, 1))
    assert found == (late("2026-03", APRIL_DUE, received_on) if received_on else ())


def test_late_statements_come_by_due_day_and_those_in_time_are_left_out() -> None:
    months = [a_month("2026-04"), a_month("2026-02", datetime(2026, 3, 1, tzinfo=UTC)), a_month("2026-03")]
    assert late_documents(months, DEFAULTS, date(2026, 6, 1)) == late("2026-03", APRIL_DUE) + late("2026-04", MAY_DUE)


def test_the_cadence_of_the_lot_decides_which_months_are_late_together() -> None:
    months = [a_month("2026-01", datetime(2026, 2, 1, tzinfo=UTC)), a_month("2026-03")]
    assert late_documents(months, QUARTERLY, date(2026, 4, 16)) == late("2026-01/2026-03", APRIL_DUE)
    assert late_documents(months, QUARTERLY, APRIL_DUE) == ()


@pytest.mark.parametrize(
    ("on", "day"),
    [
        (date(2026, 4, 14), date(2026, 4, 16)),
        (APRIL_DUE, date(2026, 4, 16)),
        (date(2026, 4, 16), date(2026, 5, 16)),
        (MAY_DUE, date(2026, 5, 16)),
        (date(2026, 5, 16), None),
    ],
)
def test_the_next_day_overdue_is_the_day_after_the_next_due_day(on: date, day: date | None) -> None:
    assert next_overdue([a_month("2026-04"), a_month("2026-03")], DEFAULTS, on) == day


def test_what_has_come_is_never_overdue() -> None:
    came = a_month("2026-03", datetime(2026, 4, 1, tzinfo=UTC))
    assert next_overdue([came], DEFAULTS, date(2026, 4, 1)) is None
    assert next_overdue([came, a_month("2026-04")], DEFAULTS, date(2026, 4, 1)) == date(2026, 5, 16)


def test_a_month_of_a_quarter_is_overdue_with_its_quarter() -> None:
    assert next_overdue([a_month("2026-01")], QUARTERLY, date(2026, 3, 1)) == date(2026, 4, 16)
