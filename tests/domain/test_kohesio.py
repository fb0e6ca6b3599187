"""The published list of operations (CPR 49(3)): what stands in each field, and what is told only once it is true."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind
from clause.domain.kohesio import PUBLISHED_STATES, KohesioRow, row_of
from clause.domain.operations import OperationState as S
from tests.builders.claim_inputs import an_agreement, an_operation

UPDATED = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
BENEFICIARY = Organisation(
    id=UUID(int=5),
    kind=OrgKind.FACILITATOR_ORG,
    name="PLIE de Brisemer",
    identifier_kind="SIRET",
    identifier="99000024200018",
    created_by_org_id=None,
    created_at=UPDATED,
    version=1,
)
NOT_SIGNED = {
    S.APPLICATION_DRAFT,
    S.APPLICATION_SUBMITTED,
    S.INCOMPLETE,
    S.ADMISSIBLE,
    S.IN_APPRAISAL,
    S.TO_COMMITTEE,
    S.PROGRAMMED,
    S.REFUSED,
    S.ADJOURNED,
    S.AGREEMENT_DRAFT,
}


def published(updated_at: datetime = UPDATED, **changes: Any) -> KohesioRow:
    operation = an_operation(agreement=an_agreement(planned_total_cost=Decimal("60000.00"), rate=Decimal("0.6")))
    told = {"number": "202500123", "title": "Facilitation", "description": "Trois postes", "nuts": "FRG01"}
    return row_of(operation.model_copy(update={**told, **changes}), BENEFICIARY, updated_at)


def test_every_field_that_is_known_is_filled() -> None:
    assert published() == KohesioRow(
        country="FR",
        unique_identifier="2021FR05SFPR001-202500123",
        local_identifier="202500123",
        name="Facilitation",
        summary="Trois postes",
        start=date(2025, 1, 1),
        expected_end=date(2026, 6, 30),
        end=None,
        total_eligible=Decimal("60000.00"),
        currency="EUR",
        eu_budget=Decimal("36000.00"),
        rate_percent=Decimal("60"),
        beneficiary="PLIE de Brisemer",
        beneficiary_identifier="99000024200018",
        fund="ESF+",
        programme="2021FR05SFPR001",
        programming_period="2021-2027",
        priority="1",
        specific_objective="H",
        nuts="FRG01",
        updated_on=date(2026, 6, 15),
    )


@pytest.mark.parametrize(
    ("programme", "period", "fund"),
    [
        ("2014FR05SFOP001", "2014-2020", "ESF"),
        ("2021FR05SFPR001", "2021-2027", "ESF+"),
        ("2028FR05SFPR001", None, None),
    ],
)
def test_the_number_of_the_programme_tells_its_years_and_its_fund(
    programme: str, period: str | None, fund: str | None
) -> None:
    row = published(programme_cci=programme)
    assert (row.programming_period, row.fund) == (period, fund)


def test_only_what_was_selected_and_signed_is_published() -> None:
    assert set(S) - PUBLISHED_STATES == NOT_SIGNED


@pytest.mark.parametrize("state", sorted(PUBLISHED_STATES))
def test_the_end_is_told_once_the_operation_is_carried_out(state: S) -> None:
    under_way = {S.AGREEMENT_SIGNED, S.IN_FORCE, S.AMENDMENT_PENDING}
    row = published(state=state)
    assert (row.expected_end, row.end) == (date(2026, 6, 30), None if state in under_way else date(2026, 6, 30))


def test_the_day_of_the_last_change_is_that_of_greenwich() -> None:
    paris = timezone(timedelta(hours=2))
    assert published(datetime(2026, 6, 16, 1, 30, tzinfo=paris)).updated_on == date(2026, 6, 15)
