"""Contacts of a lot: who may be one, and what becomes of one that changes or leaves."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from clause.domain.contacts import Contact, ContactChange, ContactTerms, changed_contact, check_contact
from clause.domain.errors import Refused, WrongState
from tests.builders.holding import LEAD, SECOND, THIRD
from tests.builders.refusals import error_of

CONTACT = Contact(
    company_id=LEAD,
    name="Claude Exemple",
    email="claude@entreprise.example",
    phone="0600000000",
    role="Conduite",
    is_primary=True,
    id=UUID(int=1),
    facilitator_org_id=UUID(int=2),
    lot_id=UUID(int=3),
    ended_on=None,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    version=1,
)
LEFT = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("company_id", "reached_by", "expected"),
    [
        (LEAD, {"email": "a@b.example"}, None),
        (SECOND, {"phone": "0600000000"}, None),
        (LEAD, {}, (Refused, "HLD-062", {})),
        (THIRD, {}, (Refused, "HLD-061", {})),
    ],
)
def test_a_contact_is_of_a_company_of_the_lot_and_can_be_reached(
    company_id: UUID, reached_by: dict[str, str], expected: Any
) -> None:
    terms = ContactTerms(company_id=company_id, name="Claude", **reached_by)
    assert error_of(lambda: check_contact(terms, frozenset({LEAD, SECOND}))) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {}),
        ({"name": "Dominique", "company_id": SECOND, "is_primary": False}, None),
        ({"email": None, "phone": None, "role": None}, None),
        ({"name": None, "company_id": None, "is_primary": None}, {}),
        ({"ended_on": None}, {}),
    ],
)
def test_only_what_was_set_changes_and_a_name_a_company_or_the_rank_is_never_emptied(
    change: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    after = CONTACT.model_copy(update=change if expected is None else expected)
    assert changed_contact(CONTACT, ContactChange(**change)) == after


@pytest.mark.parametrize("more", [{}, {"is_primary": False}, {"is_primary": None}])
def test_a_contact_that_ends_is_not_the_primary_any_more(more: dict[str, Any]) -> None:
    ended = changed_contact(CONTACT, ContactChange(ended_on=LEFT, **more))
    assert ended == CONTACT.model_copy(update={"ended_on": LEFT, "is_primary": False})
    assert changed_contact(ended, ContactChange(ended_on=None)) == CONTACT.model_copy(update={"is_primary": False})


def test_who_has_left_is_not_made_the_primary_unless_back() -> None:
    ended = CONTACT.model_copy(update={"ended_on": LEFT, "is_primary": False})
    wrong: Any = (WrongState, "HLD-065", {})
    assert error_of(lambda: changed_contact(ended, ContactChange(is_primary=True))) == wrong
    assert error_of(lambda: changed_contact(CONTACT, ContactChange(ended_on=LEFT, is_primary=True))) == wrong
    assert changed_contact(ended, ContactChange(ended_on=None, is_primary=True)) == CONTACT
