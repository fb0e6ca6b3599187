"""Several people at once on committed hours, over connections of their own; and the ledger as its owner meets it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from clause.domain.errors import ClauseError, Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.ledger import Replacement
from clause.services import compliance, hires, hours, ledger
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_line, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import Territory


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of these tests' own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


async def a_committed_hire(own: Territory) -> NamedHire:
    lot = await a_lot(own.facilitator, own)
    return await a_hire(own.facilitator, own, lot)


async def credited(own: Territory, hire: NamedHire) -> Decimal:
    return (await compliance.assess_one_lot(own.facilitator.context, hire.lot_id)).hours.hours_credited


async def test_of_two_facilitators_who_validate_at_once_one_wins(own: Territory) -> None:
    hire = await a_committed_hire(own)
    for month in ("2026-02", "2026-03", "2026-04"):
        submitted = await a_submitted_statement(own.company_agent, hire, month=month)
        outcomes = await asyncio.gather(
            hours.validate_statement(own.facilitator.context, submitted.id),
            hours.validate_statement(own.manager.context, submitted.id),
            return_exceptions=True,
        )
        lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert [type(outcome) for outcome in lost] == [WrongState]
        assert [error.code for error in lost if isinstance(error, ClauseError)] == ["HRS-002"]
        assert len(await booked_entries(own.facilitator, submitted)) == 1
    assert await credited(own, hire) == Decimal("300.00")


async def test_of_two_reversals_at_once_one_wins(own: Territory) -> None:
    hire = await a_committed_hire(own)
    statement = await a_validated_statement(own.facilitator, hire)
    [entry] = await booked_entries(own.facilitator, statement)
    replacement = Replacement(hours_validated=Decimal("80.00"))
    outcomes = await asyncio.gather(
        ledger.reverse_entry(own.facilitator.context, entry.id, "Erreur", replacement),
        ledger.reverse_entry(own.manager.context, entry.id, "Erreur", replacement),
        return_exceptions=True,
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [error.code for error in lost if isinstance(error, ClauseError)] == ["LED-003"]
    assert len(await booked_entries(own.facilitator, statement)) == 3
    assert await credited(own, hire) == Decimal("80.00")


async def test_of_two_drafts_of_a_month_at_once_one_wins(own: Territory) -> None:
    hire = await a_committed_hire(own)
    outcomes = await asyncio.gather(
        a_draft(own.company_agent, hire, month="2026-05"),
        a_draft(own.facilitator, hire, month="2026-05"),
        return_exceptions=True,
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, ClauseError)]
    # Which of the two rules speaks depends on how far the first one was.
    assert [error.code for error in lost] in (["DBC-010"], ["HRS-005"])
    assert len(await hours.list_statements(own.facilitator.context, lot_id=hire.lot_id)) == 1


async def test_a_hire_is_not_ended_under_hours_that_are_being_booked(own: Territory) -> None:
    hire = await a_committed_hire(own)
    late = a_line(hire, "70.00", first_day=date(2026, 1, 16), last_day=date(2026, 1, 31))
    submitted = await a_submitted_statement(own.company_agent, hire, late, month="2026-01")
    outcomes = await asyncio.gather(
        hours.validate_statement(own.facilitator.context, submitted.id),
        hires.end_hire(own.manager.context, hire.id, date(2026, 1, 15), "Départ", hire.version),
        return_exceptions=True,
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [type(outcome) for outcome in lost] in ([Refused], [WrongState])
    ended = (await hires.load_hire(own.facilitator.context, hire.id)).last_day is not None
    assert await credited(own, hire) == (Decimal("0.00") if ended else Decimal("70.00"))


CHANGES = ("UPDATE {} SET lot_id = lot_id", "DELETE FROM {}", "TRUNCATE {} CASCADE")


async def test_what_is_booked_is_never_changed_not_even_by_the_owner(own: Territory, settings: Settings) -> None:
    hire = await a_committed_hire(own)
    await a_validated_statement(own.facilitator, hire)
    owner = await asyncpg.connect(**settings.asyncpg_owner_config())
    service = await asyncpg.connect(**settings.asyncpg_config())
    await service.execute("SELECT set_config('clause.org_id', $1, false)", str(own.facilitator_org.id))
    try:
        for table in ("ledger_entry", "allocation"):
            for connection in (owner, service):
                assert await connection.fetchval(f"SELECT count(*) FROM {table}") > 0
            for change in CHANGES:
                with pytest.raises(asyncpg.CheckViolationError, match="is append-only"):
                    await owner.execute(change.format(table))
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await service.execute(change.format(table))
    finally:
        await owner.close()
        await service.close()
    assert await credited(own, hire) == Decimal("100.00")
