"""People as lists show them, and when the file of one may be purged."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.eligibility import EligibilityState
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.participants import Participant, Sex, age_on
from clause.domain.people_lists import HireRow, HireStanding, furthest
from clause.domain.person_files import FileStanding, blurred_birth_date, check_purge, hindrances
from clause.rules.codes import ContractType, HireMode
from tests.builders.hours import an_id

AT = datetime(2026, 6, 15, tzinfo=UTC)
FREE = FileStanding(running_hires=0, waiting_lines=0, operations=(), last_event_on=date(2024, 1, 1), ages_on=())


def person(**more: Any) -> Participant:
    fields: dict[str, Any] = {
        "id": an_id("person"),
        "facilitator_org_id": an_id("org"),
        "first_name": "Camille",
        "last_name": "Le Goff-Weiß",
        "birth_date": date(1994, 6, 15),
        "sex": Sex.F,
        "created_at": AT,
        "version": 1,
    }
    return Participant(**(fields | more))


def test_the_ground_that_takes_a_person_furthest_speaks() -> None:
    in_order = [EligibilityState(name) for name in ("ACCEPTED", "SUBMITTED", "INCOMPLETE", "EXPIRED", "REFUSED")]
    assert set(in_order) == set(EligibilityState)
    while in_order:
        assert furthest(reversed(in_order)) is in_order.pop(0)
    assert furthest([]) is None


@pytest.mark.parametrize(
    ("reference", "number", "name"),
    [
        ("2026M1", "2", "2026M1, lot 2"),
        ("2026M1", None, "2026M1"),
        ("2026M1", "", "2026M1"),
        (None, "2", "Gros œuvre"),
        (None, None, "Gros œuvre"),
    ],
)
def test_a_lot_is_named_by_its_contract_and_number_or_by_its_label(
    reference: str | None, number: str | None, name: str
) -> None:
    row = HireRow(
        id=an_id("hire"),
        participant_id=an_id("person"),
        first_name="Camille",
        last_name="Durand",
        lot_id=an_id("lot"),
        lot_label="Gros œuvre",
        lot_number=number,
        contract_reference=reference,
        company_id=an_id("company"),
        company_name="Bâtisseurs",
        mode=HireMode.DIRECT_HIRE,
        contract_type=ContractType.FIXED_TERM,
        job_title=None,
        first_day=date(2026, 3, 16),
        planned_last_day=None,
        last_day=None,
        weekly_hours=Decimal("35.00"),
        eligible_last_day=date(2028, 3, 15),
        standing=HireStanding.RUNNING,
        hours_credited=Decimal("0.00"),
    )
    assert row.lot_name == name


def test_nothing_hinders_the_purge_of_a_file_that_is_over() -> None:
    assert hindrances(person(), FREE) == ()
    check_purge(person(), FREE, "Le Goff-Weiß")


def test_everything_that_keeps_a_file_is_told_in_order() -> None:
    standing = FREE.model_copy(update={"running_hires": 2, "waiting_lines": 1, "operations": ("FSE-1", "FSE-2")})
    assert hindrances(person(purged_at=AT), standing) == (
        Finding(code="PUR-001", field="person"),
        Finding(code="PUR-002", field="person", values={"count": "2"}),
        Finding(code="PUR-003", field="person", values={"count": "1"}),
        Finding(code="PUR-004", field="person", values={"numbers": "FSE-1, FSE-2"}),
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"running_hires": 1}, "PUR-002"), ({"waiting_lines": 1}, "PUR-003"), ({"operations": ("FSE-1",)}, "PUR-004")],
)
def test_one_thing_is_enough_to_keep_a_file_even_with_the_right_name(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongState) as refused:
        check_purge(person(), FREE.model_copy(update=changes), "Le Goff-Weiß")
    assert refused.value.code == "PUR-005"
    assert [finding.code for finding in refused.value.findings] == [code]


@pytest.mark.parametrize("typed", ["  le goff-weiß ", "LE GOFF-WEISS"])
def test_the_name_typed_may_have_any_case_and_blanks_around(typed: str) -> None:
    check_purge(person(), FREE, typed)


@pytest.mark.parametrize("typed", ["", "Le Goff", "Camille"])
def test_another_name_purges_nothing_and_the_true_one_is_not_told(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        check_purge(person(), FREE, typed)
    assert refused.value.code == "PUR-006"
    assert refused.value.findings == (Finding(code="PUR-007", field="last_name"),)


BORN = date(1994, 6, 15)


@pytest.mark.parametrize(
    ("ages_on", "blurred"),
    [
        ((), date(1994, 1, 1)),
        ((date(2026, 6, 15),), date(1994, 1, 1)),
        ((date(2026, 6, 14),), date(1994, 12, 31)),
        ((date(2026, 3, 1), date(2026, 9, 1)), date(1994, 4, 1)),
        ((date(2026, 3, 1), date(2026, 6, 20)), date(1994, 4, 1)),
        ((date(2026, 5, 31), date(2026, 6, 20)), date(1994, 6, 1)),
        ((date(2026, 6, 14), date(2026, 6, 15)), BORN),
    ],
)
def test_a_birth_date_is_blurred_to_a_day_that_gives_the_same_ages(ages_on: tuple[date, ...], blurred: date) -> None:
    found = blurred_birth_date(BORN, iter(ages_on))
    assert found == blurred
    assert [age_on(found, on) for on in ages_on] == [age_on(BORN, on) for on in ages_on]


def test_the_first_of_december_is_tried_before_the_true_day() -> None:
    born = date(1994, 12, 20)
    assert blurred_birth_date(born, (date(2026, 11, 30), date(2026, 12, 20))) == date(1994, 12, 1)
    assert blurred_birth_date(born, (date(2026, 1, 31), date(2026, 12, 20))) == date(1994, 2, 1)
