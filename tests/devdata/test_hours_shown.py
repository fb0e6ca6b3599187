"""What the demonstration shows of hours: training, a quarter, reminders, a spreadsheet, pooling, company years."""

from decimal import Decimal

import pytest

from clause.devdata import cadence, company_years, pooled, statements
from clause.devdata.world import World
from clause.domain.certificate_register import Certificate, CertificateFilters
from clause.domain.certificates import CertificateKind
from clause.domain.hours import StatementState, StatementSummary
from clause.domain.hours_import import HoursRowStatus
from clause.domain.ledger import EntryKind, LedgerEntry
from clause.domain.pooling import PoolingState
from clause.domain.statements_due import DueState, ReminderState
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Cadence, HoursNature, ReminderLevel
from clause.services import (
    certificates,
    hours,
    hours_imports,
    imports,
    ledger,
    pooling,
    rule_sets,
    statements_due,
)
from tests.devdata.test_demo import ALL, DAYS

LATER_DAYS = DAYS[1:]
"""The quarter declared at once ended three, four and two months before."""


@pytest.mark.parametrize("told", LATER_DAYS, ids=str, indirect=True)
async def test_what_becomes_of_hours_is_there_whatever_the_day(world: World) -> None:
    await _check_people_who_learn_have_training_credited_beside_their_work(world)
    await _check_one_company_declared_a_quarter_at_once(world)
    await _check_a_company_is_late_and_was_reminded_twice(world)
    await _check_the_sound_rows_of_a_spreadsheet_became_a_statement(world)
    await _check_hours_moved_to_another_buyers_lot_by_agreement(world)
    await _check_an_entry_stands_on_other_days_than_first_declared(world)
    await _check_a_yearly_certificate_was_made_anew_after_a_correction(world)


async def _entries(world: World, hire: int, offset: int) -> list[LedgerEntry]:
    month = world.calendar.month(offset)
    return await ledger.list_entries(
        world.by("maelle", world.calendar.now), hire_id=world.hires[hire].id, month=month, limit=ALL
    )


async def _statements(world: World, company: str, month: Month) -> list[StatementSummary]:
    company_id = world.organisations[company].id
    return await hours.list_statements(
        world.by("maelle", world.calendar.now), company_id=company_id, month=month, limit=ALL
    )


async def _check_people_who_learn_have_training_credited_beside_their_work(world: World) -> None:
    work, training = await _entries(world, 1, -2)
    assert (work.nature, training.nature) == (HoursNature.WORK, HoursNature.TRAINING_IN_CONTRACT)
    assert training.hours_credited == training.hours_validated > 0
    assert work.hours_credited == work.hours_validated > 2 * training.hours_validated


async def _check_one_company_declared_a_quarter_at_once(world: World) -> None:
    last = cadence.last_month(world.calendar)
    months = MonthSpan(world.calendar.month(last - 2), world.calendar.month(last))
    (found,) = await _statements(world, cadence.COMPANY, months.first)
    assert (found.state, found.month, found.last_month) == (StatementState.VALIDATED, months.first, months.last)
    assert found.month.number % 3 == 1
    assert (await _statements(world, cadence.COMPANY, world.calendar.month(last - 3)))[0].last_month is None
    maelle = world.by("maelle", world.calendar.now)
    rules = await rule_sets.load_rules(maelle, world.lots[cadence.LOT].id, months.last.last_day)
    in_effect = next(rule.value for rule in rules if rule.name == "statement_cadence")
    assert in_effect is not None
    assert in_effect.cadence() is Cadence.QUARTERLY
    company_id = world.organisations[cadence.COMPANY].id
    due = await statements_due.list_statements_due(maelle, company_id=company_id, limit=ALL)
    assert [one.state for one in due if one.months == months] == [DueState.RECEIVED]


async def _check_a_company_is_late_and_was_reminded_twice(world: World) -> None:
    company, offset = statements.MISSING
    maelle, company_id = world.by("maelle", world.calendar.now), world.organisations[company].id
    months = MonthSpan.of(world.calendar.month(offset))
    late = await statements_due.list_statements_due(maelle, state=DueState.LATE, company_id=company_id, limit=ALL)
    assert months in [due.months for due in late]
    reminders = await statements_due.list_reminders(maelle, company_id=company_id, state=ReminderState.ISSUED)
    assert [reminder.level for reminder in reminders] == [ReminderLevel.FIRST, ReminderLevel.SECOND]
    assert {reminder.first_month for reminder in reminders} == {months.first}
    assert reminders[0].issued_at is not None
    assert reminders[0].issued_at.date() > reminders[0].due_on


async def _check_the_sound_rows_of_a_spreadsheet_became_a_statement(world: World) -> None:
    maelle = world.by("maelle", world.calendar.now)
    assert world.import_id is not None
    report = await imports.load_import(maelle, world.import_id)
    assert report.hours is not None
    assert {status: count for status, count in report.hours.counts.items() if count} == {
        HoursRowStatus.NEW: 2,
        HoursRowStatus.REFUSED: 3,
    }
    refused = await hours_imports.list_rows(maelle, world.import_id, status=HoursRowStatus.REFUSED, limit=ALL)
    assert all(row.findings for row in refused)
    (applied,) = report.hours.applied
    company, offset = statements.IN_A_SPREADSHEET
    (found,) = await _statements(world, company, world.calendar.month(offset))
    assert (found.id, found.state, found.line_count) == (applied.statement_id, StatementState.VALIDATED, 2)


async def _check_hours_moved_to_another_buyers_lot_by_agreement(world: World) -> None:
    maelle = world.by("maelle", world.calendar.now)
    assert world.agreement_id is not None
    agreement = await pooling.load_agreement(maelle, world.agreement_id)
    assert (agreement.state, len(agreement.consents)) == (PoolingState.AGREED, 2)
    (entry,) = await _entries(world, 3, -3)
    put, taken, elsewhere = await ledger.list_allocations(maelle, entry.id)
    assert (put.lot_id, taken.lot_id, elsewhere.lot_id) == (
        *[world.lots[pooled.FROM].id] * 2,
        world.lots[pooled.TO].id,
    )
    assert elsewhere.agreement_id == agreement.id
    assert (taken.hours_credited, elsewhere.hours_credited) == (Decimal(-12), Decimal(12))


async def _check_an_entry_stands_on_other_days_than_first_declared(world: World) -> None:
    first, reversal, standing = await _entries(world, 19, -2)
    assert (reversal.kind, reversal.reverses_id, standing.replaces_id) == (EntryKind.REVERSAL, first.id, first.id)
    assert (standing.first_day - first.first_day).days == 3
    assert (standing.hours_validated, standing.last_day) == (first.hours_validated, first.last_day)


async def _check_a_yearly_certificate_was_made_anew_after_a_correction(world: World) -> None:
    maelle = world.by("maelle", world.calendar.now)
    wanted = CertificateFilters(
        company_id=world.organisations[company_years.CORRECTED].id, kind=CertificateKind.COMPANY_YEARLY
    )
    found = await certificates.list_certificates(maelle, wanted, after=None, limit=ALL)
    by_id: dict[object, Certificate] = {certificate.id: certificate for certificate in found}
    before, after = (by_id[world.certificates[key].id] for key in ("yearly_before", "yearly_after"))
    assert (before.superseded_by_id, before.superseded_by_number) == (after.id, after.number)
    assert after.content.replaces_number == before.number
    assert before.content.hours_credited - after.content.hours_credited == 7
    assert (await certificates.load_certificate_file(maelle, after.id)).content.startswith(b"%PDF")
    other = await certificates.load_certificate(maelle, world.certificates["yearly"].id)
    assert other.company_id == world.organisations[company_years.OTHER].id
    assert other.superseded_by_id is None
