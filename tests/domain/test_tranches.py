"""Tranches and renewals: what may be affirmed, when, and which later decisions it meets."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding, Severity
from clause.domain.obligation_timeline import Components
from clause.domain.obligations import ObligationCause
from clause.domain.tranches import NewTranche, Tranche, TrancheKind, check_affirmation, check_tranche, findings_about
from clause.rules.codes import ObligationUnit
from tests.builders.decisions import decided
from tests.builders.refusals import error_of

FIRM, OPTIONAL, RENEWAL = TrancheKind
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
OWED = Components(decisions=(decided(1, JANUARY, 100),))
IN_EUROS = Components(decisions=(decided(1, JANUARY, 100, unit=ObligationUnit.EUROS),))


def tranche(kind: TrancheKind = OPTIONAL, affirmed_on: date | None = None) -> Tranche:
    return Tranche(
        kind=kind,
        label="Aile nord",
        hours=Decimal("20.00"),
        affirmed_on=affirmed_on,
        id=UUID(int=1),
        lot_id=UUID(int=2),
        recorded_by=None,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("first_day", "last_day", "fits"),
    [
        (MARCH, MARCH, True),
        (MARCH, date(2026, 2, 28), False),
        (None, MARCH, True),
        (MARCH, None, True),
    ],
)
def test_the_planned_days_of_a_tranche_are_in_order(first_day: date | None, last_day: date | None, fits: bool) -> None:
    new = NewTranche(
        kind=OPTIONAL,
        label="Aile nord",
        hours=Decimal("20.00"),
        planned_first_day=first_day,
        planned_last_day=last_day,
    )
    wrong = (Refused, "OBL-110", {"first_day": "2026-03-01", "last_day": "2026-02-28"})
    assert error_of(lambda: check_tranche(new)) == (None if fits else wrong)


def test_a_renewal_is_told_apart_from_the_other_tranches() -> None:
    causes = [tranche(kind).cause for kind in (FIRM, OPTIONAL, RENEWAL)]
    assert causes == [ObligationCause.TRANCHE, ObligationCause.TRANCHE, ObligationCause.RENEWAL]


@pytest.mark.parametrize(
    ("affirmed", "components", "expected"),
    [
        (tranche(), OWED, None),
        (tranche(RENEWAL), OWED, None),
        (tranche(FIRM, MARCH), Components(), (WrongState, "OBL-111", {})),
        (tranche(affirmed_on=MARCH), Components(), (WrongState, "OBL-112", {"on": "2026-03-01"})),
        (tranche(), Components(), (Refused, "OBL-113", {})),
        (tranche(), IN_EUROS, (Refused, "OBL-113", {})),
    ],
)
def test_an_optional_tranche_or_a_renewal_is_affirmed_once_on_top_of_hours_decided(
    affirmed: Tranche, components: Components, expected: Any
) -> None:
    assert error_of(lambda: check_affirmation(affirmed, None, (None, None), components)) == expected


@pytest.mark.parametrize(
    ("days", "new_last_day", "earliest"),
    [
        ((JANUARY, JUNE), JUNE, None),
        ((JANUARY, JUNE), date(2026, 5, 31), "2026-06-01"),
        ((None, JUNE), date(2026, 5, 31), "2026-06-01"),
        ((MARCH, None), MARCH, None),
        ((MARCH, None), date(2026, 2, 28), "2026-03-01"),
        ((None, None), date(2020, 1, 1), None),
        ((JANUARY, JUNE), None, None),
    ],
)
def test_a_lot_does_not_end_sooner_for_a_tranche_nor_before_it_begins(
    days: tuple[date | None, date | None], new_last_day: date | None, earliest: str | None
) -> None:
    wrong = (Refused, "OBL-114", {"last_day": str(new_last_day), "earliest": earliest})
    assert error_of(lambda: check_affirmation(tranche(), new_last_day, days, OWED)) == (wrong if earliest else None)


def since(components: Components, on: date = MARCH) -> list[str]:
    return [one.values["since"] for one in findings_about(on, components)]


def test_a_later_decision_states_a_total_with_the_tranche_in_it() -> None:
    components = Components(decisions=(decided(1, JANUARY, 100), decided(2, JUNE, 150)))
    assert findings_about(MARCH, components) == (
        Finding(
            code="OBL-031",
            severity=Severity.WARNING,
            field="affirmed_on",
            raw="2026-03-01",
            values={"since": "2026-06-01", "hours": "150.00"},
        ),
    )


def test_only_decisions_on_hours_that_take_effect_after_the_tranche_and_replace_the_one_of_its_day_are_told() -> None:
    of_its_day = Components(decisions=(decided(1, JANUARY, 100), decided(2, MARCH, 150)))
    assert since(of_its_day) == []
    assert since(of_its_day, date(2026, 2, 28)) == ["2026-03-01"]
    in_euros = decided(2, JUNE, 150, unit=ObligationUnit.EUROS)
    assert since(Components(decisions=(decided(1, JANUARY, 100), in_euros))) == []
    never_in_effect = Components(decisions=(decided(1, JUNE, 100), decided(2, JANUARY, 150)))
    assert since(never_in_effect) == []


def test_where_nothing_is_in_effect_yet_every_later_decision_is_told_in_the_order_recorded() -> None:
    components = Components(decisions=(decided(1, date(2026, 9, 1), 100), decided(2, JUNE, 150)))
    assert since(components) == ["2026-09-01", "2026-06-01"]
