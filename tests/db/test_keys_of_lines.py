"""A line of hours names its hire, the lot of that hire and who follows it together: nothing else is let in."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest

from clause.db import sql
from clause.db.queries import identity
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")

KEY = "hours_statement_line_of_hire_fkey"
_LINE = (
    "INSERT INTO hours_statement_line (id, facilitator_org_id, company_id, statement_id, position, hire_id, lot_id,"
    " first_day, last_day, nature, hours_declared) VALUES ($1, $2, $3, $4, 77, $5, $6, $7, $7, 'WORK', $8)"
)


async def insert_line(who: Caller, company_id: UUID, statement_id: UUID, hire_id: UUID, lot_id: UUID) -> None:
    """A line written straight into the table, as the service's role in the name of this organisation."""
    await identity.set_identity(who.context.actor)
    day, hours = date(2026, 2, 2), Decimal("7.00")
    async with sql.engine().transaction():
        await sql.execute(_LINE, uuid4(), who.org_id, company_id, statement_id, hire_id, lot_id, day, hours)


async def test_a_line_of_its_hire_lot_and_organisation_stands(territory: Territory) -> None:
    facilitator, company_id = territory.facilitator, territory.company.id
    hire = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    draft = (await a_draft(facilitator, hire)).statement
    await insert_line(facilitator, company_id, draft.id, hire.id, hire.lot_id)


@pytest.mark.parametrize("wrong", ["hire", "lot of another hire", "lot"])
async def test_a_hire_or_a_lot_that_do_not_belong_together_are_refused(territory: Territory, wrong: str) -> None:
    facilitator, company_id = territory.facilitator, territory.company.id
    hire = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    draft = (await a_draft(facilitator, hire)).statement
    hire_id, lot_id = hire.id, hire.lot_id
    if wrong == "hire":
        hire_id = uuid4()
    else:
        lot_id = (await a_lot(facilitator, territory)).id if wrong == "lot of another hire" else uuid4()
    with pytest.raises(asyncpg.ForeignKeyViolationError) as refusal:
        await insert_line(facilitator, company_id, draft.id, hire_id, lot_id)
    assert refusal.value.constraint_name == KEY


async def test_the_hire_of_another_organisation_cannot_be_named(territory: Territory) -> None:
    """Row-level security lets a line of one's own in; the key looks whose hire it names."""
    facilitator, other, company_id = territory.facilitator, territory.other_facilitator, territory.company.id
    hire = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    its_own = await a_hire(other, territory, await a_lot(other, territory))
    draft = (await a_draft(other, its_own)).statement
    with pytest.raises(asyncpg.ForeignKeyViolationError) as refusal:
        await insert_line(other, company_id, draft.id, hire.id, hire.lot_id)
    assert refusal.value.constraint_name == KEY


async def test_a_line_of_no_statement_is_refused(territory: Territory) -> None:
    facilitator, company_id = territory.facilitator, territory.company.id
    hire = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    with pytest.raises(asyncpg.ForeignKeyViolationError) as refusal:
        await insert_line(facilitator, company_id, uuid4(), hire.id, hire.lot_id)
    assert refusal.value.constraint_name == "hours_statement_line_statement_id_fkey"


async def test_a_hire_with_hours_keeps_its_lot(territory: Territory) -> None:
    """What follows from the hire of a line must not leave it: the key holds from the other side too."""
    facilitator = territory.facilitator
    hire = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    await a_draft(facilitator, hire)
    other = await a_lot(facilitator, territory)
    await identity.set_identity(facilitator.context.actor)
    with pytest.raises(asyncpg.RestrictViolationError) as refusal:
        async with sql.engine().transaction():
            await sql.execute("UPDATE hire SET lot_id = $2 WHERE id = $1", hire.id, other.id)
    assert refusal.value.constraint_name == KEY
