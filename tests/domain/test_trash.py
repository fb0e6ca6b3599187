"""What was added by mistake: what keeps a record from being removed, and until when it comes back."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from clause.domain.errors import WrongState
from clause.domain.trash import Removed, RemovedKind, require_restorable, require_unused

UNTIL = date(2026, 7, 31)
LOT_ID = UUID(int=12)


def removed() -> Removed:
    return Removed(
        id=UUID(int=1),
        facilitator_org_id=UUID(int=2),
        kind=RemovedKind.HOLDER,
        subject_id=UUID(int=3),
        name="Bâti Nord",
        content={"lot_id": str(LOT_ID), "label": "Lot 1"},
        removed_by=None,
        removed_at=datetime(2026, 7, 1, tzinfo=UTC),
        kept_until=UNTIL,
    )


def test_a_removed_record_tells_what_its_row_named() -> None:
    assert removed().id_of("lot_id") == LOT_ID


def test_a_record_that_nothing_stands_on_may_be_removed() -> None:
    require_unused("Lot 1", ())


def test_a_record_that_something_stands_on_is_not_removed_and_what_stands_on_it_is_told_in_order() -> None:
    with pytest.raises(WrongState) as refused:
        require_unused("Lot 1", ("hire", "lot_holder"))
    assert refused.value.code == "TRS-001"
    assert refused.value.values == {"name": "Lot 1", "used_by": "HAS_HIRE, HAS_LOT_HOLDER"}


@pytest.mark.parametrize("today", [date(2026, 7, 1), UNTIL])
def test_a_record_comes_back_until_its_last_day(today: date) -> None:
    require_restorable(removed(), today)


def test_a_record_does_not_come_back_the_day_after_even_when_it_is_still_there() -> None:
    with pytest.raises(WrongState) as refused:
        require_restorable(removed(), date(2026, 8, 1))
    assert (refused.value.code, refused.value.values) == ("TRS-002", {"until": "2026-07-31"})
