"""Corrections in the ledger: a reversal, and a new booking judged like any other."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.contracts import LotChange
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.ledger import EntryKind, LedgerEntry, LineCorrection, Replacement
from clause.rules.calendar import Month
from clause.rules.counting import NotCredited
from clause.services import compliance, contracts, hours, ledger
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_line, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import Territory


@pytest.fixture
async def hire(territory: Territory, transaction: None) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot)


async def booked(territory: Territory, hire: NamedHire, hours_declared: str = "100.00") -> LedgerEntry:
    statement = await a_validated_statement(territory.facilitator, hire, hours_declared=hours_declared)
    [entry] = await booked_entries(territory.facilitator, statement)
    return entry


async def credited(territory: Territory, hire: NamedHire, on: date | None = None) -> Decimal:
    return (await compliance.assess_one_lot(territory.facilitator.context, hire.lot_id, on)).hours.hours_credited


async def test_a_reversal_takes_the_hours_back_and_leaves_both_entries(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    correction = await ledger.reverse_entry(territory.facilitator.context, entry.id, "Compté en double", None)
    assert correction.replacement is None
    listed = await ledger.list_entries(territory.facilitator.context, hire_id=hire.id)
    assert listed == [entry, correction.reversal]
    assert [(line.kind, line.hours_validated, line.hours_credited) for line in listed] == [
        (EntryKind.BOOKING, Decimal("100.00"), Decimal("100.00")),
        (EntryKind.REVERSAL, Decimal("-100.00"), Decimal("-100.00")),
    ]
    assert await credited(territory, hire) == Decimal("0.00")
    assert await credited(territory, hire, entry.last_day) == Decimal("0.00")


async def test_a_replacement_is_booked_with_the_reversal(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    replacement = Replacement(hours_validated=Decimal("107.33"), first_day=date(2026, 3, 2), last_day=date(2026, 3, 27))
    correction = await ledger.reverse_entry(territory.facilitator.context, entry.id, "Deux jours oubliés", replacement)
    assert correction.replacement is not None
    assert correction.replacement.statement_line_id == entry.statement_line_id
    assert correction.replacement.reason == "Deux jours oubliés"
    assert await credited(territory, hire) == Decimal("107.33")
    assert await credited(territory, hire, date(2026, 3, 26)) == Decimal("0.00")
    assert await credited(territory, hire, date(2026, 3, 27)) == Decimal("107.33")


async def test_a_replacement_is_judged_by_the_windows_of_today(territory: Territory, hire: NamedHire) -> None:
    facilitator = territory.facilitator.context
    lot = await contracts.load_lot(facilitator, hire.lot_id)
    entry = await booked(territory, hire)
    await ledger.reverse_entry(facilitator, entry.id, "Chantier clos en février", None)
    await contracts.change_lot(facilitator, lot.id, LotChange(last_day=date(2026, 2, 28)), lot.version)
    again = await a_validated_statement(territory.facilitator, hire)
    [kept] = await booked_entries(territory.facilitator, again)
    correction = await ledger.reverse_entry(
        facilitator, kept.id, "Moins d'heures", Replacement(hours_validated=Decimal("90.00"))
    )
    assert correction.replacement is not None
    assert correction.replacement.not_credited_reason is NotCredited.OUTSIDE_EXECUTION_WINDOW
    assert [finding.code for finding in correction.findings] == ["HRS-027"]
    assert await credited(territory, hire) == Decimal("0.00")


async def test_a_replacement_that_cannot_stand_leaves_the_entry_as_it_was(
    territory: Territory, hire: NamedHire
) -> None:
    entry = await booked(territory, hire)
    wrong = Replacement(hours_validated=Decimal("300.00"), last_day=date(2026, 4, 2))
    with pytest.raises(Refused) as refused:
        await ledger.reverse_entry(territory.facilitator.context, entry.id, "Erreur", wrong)
    assert refused.value.code == "LED-004"
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [
        ("HRS-016", "replacement.last_day")
    ]
    too_many = Replacement(hours_validated=Decimal("300.00"))
    with pytest.raises(Refused) as refused:
        await ledger.reverse_entry(territory.facilitator.context, entry.id, "Erreur", too_many)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [
        ("HRS-020", "replacement.hours_validated")
    ]
    assert await credited(territory, hire) == Decimal("100.00")


async def test_a_replacement_does_not_take_days_that_are_booked_already(territory: Territory, hire: NamedHire) -> None:
    first = a_line(hire, "70.00", first_day=date(2026, 3, 1), last_day=date(2026, 3, 15))
    second = a_line(hire, "70.00", first_day=date(2026, 3, 16), last_day=date(2026, 3, 31))
    statement = await a_validated_statement(territory.facilitator, hire, first, second)
    entry, _ = await booked_entries(territory.facilitator, statement)
    wider = Replacement(hours_validated=Decimal("75.00"), last_day=date(2026, 3, 16))
    with pytest.raises(Refused) as refused:
        await ledger.reverse_entry(territory.facilitator.context, entry.id, "Un jour de plus", wider)
    assert [finding.code for finding in refused.value.findings] == ["HRS-023"]


async def test_reversed_days_can_be_declared_anew(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    await ledger.reverse_entry(territory.facilitator.context, entry.id, "Mauvais salarié", None)
    again = await a_draft(territory.company_agent, hire, hours_declared="50.00")
    assert again.findings == ()


async def test_an_entry_is_reversed_once_and_a_reversal_never(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    correction = await ledger.reverse_entry(territory.facilitator.context, entry.id, "Erreur", None)
    with pytest.raises(WrongState) as twice:
        await ledger.reverse_entry(territory.facilitator.context, entry.id, "Erreur", None)
    assert twice.value.code == "LED-003"
    with pytest.raises(WrongState) as back:
        await ledger.reverse_entry(territory.facilitator.context, correction.reversal.id, "Erreur", None)
    assert back.value.code == "LED-002"


async def test_a_replacement_can_be_corrected_in_its_turn(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    for hours_validated in ("90.00", "95.50"):
        correction = await ledger.reverse_entry(
            territory.facilitator.context, entry.id, "Erreur", Replacement(hours_validated=Decimal(hours_validated))
        )
        assert correction.replacement is not None
        entry = correction.replacement
    assert await credited(territory, hire) == Decimal("95.50")
    assert len(await ledger.list_entries(territory.facilitator.context, hire_id=hire.id)) == 5


async def test_an_entry_of_no_hours_can_be_corrected(territory: Territory, hire: NamedHire) -> None:
    submitted = await a_submitted_statement(territory.company_agent, hire)
    none = LineCorrection(line_id=submitted.lines[0].id, hours_validated=Decimal("0.00"), reason="Absence tout le mois")
    await hours.validate_statement(territory.facilitator.context, submitted.id, [none])
    [entry] = await booked_entries(territory.facilitator, submitted)
    assert (entry.hours_credited, entry.not_credited_reason) == (Decimal("0.00"), None)
    replacement = Replacement(hours_validated=Decimal("14.00"))
    await ledger.reverse_entry(territory.facilitator.context, entry.id, "Deux jours faits", replacement)
    assert await credited(territory, hire) == Decimal("14.00")


async def test_a_correction_is_journaled_with_its_reason(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    correction = await ledger.reverse_entry(territory.facilitator.context, entry.id, "Compté en double", None)
    row = await sql.fetch_one(
        "SELECT reason, data->>'reversal' AS reversal FROM journal"
        " WHERE subject_id = $1 AND action = 'ledger_entry.reversed'",
        entry.id,
    )
    assert row == {"reason": "Compté en double", "reversal": str(correction.reversal.id)}


async def test_entries_are_read_by_the_facilitator_and_the_company_alone(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    assert await ledger.list_entries(territory.company_agent.context) == [entry]
    for stranger in (territory.other_facilitator, territory.other_company_agent):
        assert await ledger.list_entries(stranger.context) == []
    for reader in (territory.buyer_agent, territory.oi_officer):
        with pytest.raises(Forbidden):
            await ledger.list_entries(reader.context)


async def test_the_database_itself_hides_entries_from_a_buyer(territory: Territory, hire: NamedHire) -> None:
    await booked(territory, hire)
    await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(territory.buyer.id))
    assert await sql.fetch_value("SELECT count(*) FROM ledger_entry") == 0
    assert await sql.fetch_value("SELECT count(*) FROM hours_statement_line") == 0
    assert await sql.fetch_value("SELECT count(*) FROM allocation") == 1


async def test_only_the_facilitator_organisation_reverses_its_entries(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)
    with pytest.raises(NotFound) as refused:
        await ledger.reverse_entry(territory.other_facilitator.context, entry.id, "x", None)
    assert refused.value.code == "LED-001"
    with pytest.raises(NotFound):
        await ledger.reverse_entry(territory.facilitator.context, uuid4(), "x", None)
    with pytest.raises(Forbidden):
        await ledger.reverse_entry(territory.company_agent.context, entry.id, "x", None)


async def test_entries_are_found_by_lot_hire_month_and_statement(territory: Territory, hire: NamedHire) -> None:
    entry = await booked(territory, hire)

    async def ids(**filters: object) -> list[object]:
        found = await ledger.list_entries(territory.facilitator.context, **filters)  # type: ignore[arg-type]
        return [line.id for line in found]

    assert await ids(lot_id=hire.lot_id) == await ids(hire_id=hire.id) == await ids(month=Month(2026, 3)) == [entry.id]
    assert await ids(month=Month(2026, 4)) == await ids(lot_id=uuid4()) == await ids(statement_id=uuid4()) == []
    assert await ids(after=entry.id) == []
