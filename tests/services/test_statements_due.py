"""Statements due and reminders with the database: who owes what, what settles it, who sees which letter."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.errors import Forbidden, Refused
from clause.domain.hires import NamedHire
from clause.domain.rule_sets import RuleSetTerms
from clause.domain.statements_due import Contact, DueState, ReminderOrder, ReminderState
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import ReminderLevel
from clause.services import hours, rule_sets, statements_due
from clause.services.context import worker_context
from tests.builders.contracts import a_lot
from tests.builders.holders import a_contact
from tests.builders.hours import a_draft, a_line, a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.statements_due import PAYROLL, a_reminder
from tests.builders.territory import NOW, Caller, Territory

IN_APRIL = datetime(2026, 4, 16, 9, tzinfo=UTC)
Line = tuple[str, DueState]


@pytest.fixture
async def hire(territory: Territory, transaction: None) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 2, 16))


async def due_on(caller: Caller, on: date = date(2026, 4, 16)) -> list[Line]:
    found = await statements_due.list_statements_due(caller.context, on=on)
    return [(str(due.months), due.state) for due in found]


async def test_each_month_with_somebody_under_contract_is_due(territory: Territory, hire: NamedHire) -> None:
    expected = [("2026-02", DueState.LATE), ("2026-03", DueState.LATE)]
    assert await due_on(territory.facilitator) == expected
    assert await due_on(territory.company_agent) == expected


async def test_nobody_else_sees_what_is_due(territory: Territory, hire: NamedHire) -> None:
    assert await due_on(territory.other_facilitator) == []
    assert await due_on(territory.other_company_agent) == []
    with pytest.raises(Forbidden):
        await due_on(territory.buyer_agent)


async def test_a_statement_settles_its_month_once_it_is_submitted(territory: Territory, hire: NamedHire) -> None:
    draft = await a_draft(territory.company_agent, hire, month="2026-02", hours_declared="35.00")
    assert (await due_on(territory.facilitator))[0] == ("2026-02", DueState.LATE)
    await hours.submit_statement(territory.company_agent.context, draft.statement.id)
    assert (await due_on(territory.facilitator))[0] == ("2026-02", DueState.RECEIVED)
    [february, march] = await statements_due.list_statements_due(territory.facilitator.context, on=date(2026, 4, 16))
    assert (february.hire_months, february.hire_months_declared) == (1, 1)
    assert (march.hire_months, march.hire_months_declared) == (1, 0)


async def test_a_rejected_statement_is_due_again(territory: Territory, hire: NamedHire) -> None:
    submitted = await a_submitted_statement(territory.company_agent, hire, month="2026-02", hours_declared="35.00")
    await hours.reject_statement(territory.facilitator.context, submitted.id, "Mauvais mois")
    assert (await due_on(territory.facilitator))[0] == ("2026-02", DueState.LATE)


async def test_a_statement_of_nothing_worked_settles_its_months(territory: Territory, hire: NamedHire) -> None:
    company = territory.company_agent.context
    draft = await hours.declare_hours(
        company, None, Month(2026, 2), [], nothing_worked=True, facilitator_org_id=territory.facilitator_org.id
    )
    submitted = await hours.submit_statement(company, draft.statement.id)
    assert (submitted.statement.lines, submitted.statement.nothing_worked) == ((), True)
    assert (await due_on(territory.facilitator))[0] == ("2026-02", DueState.RECEIVED)
    validated = await hours.validate_statement(territory.facilitator.context, draft.statement.id)
    assert validated.statement.lines == ()
    assert await sql.fetch_value("SELECT count(*) FROM ledger_entry WHERE company_id = $1", territory.company.id) == 0


async def test_a_month_after_the_contract_or_after_the_lot_is_not_due(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 3, 1))
    await a_hire(territory.facilitator, territory, lot)
    short = await a_lot(territory.facilitator, territory)
    await a_hire(territory.facilitator, territory, short, planned_last_day=date(2026, 1, 31))
    found = await statements_due.list_statements_due(territory.facilitator.context, on=date(2026, 6, 15))
    assert [str(due.months) for due in found] == ["2026-01", "2026-02", "2026-03"]
    assert [len(due.lots) for due in found] == [2, 1, 1]


async def test_a_lot_set_aside_owes_no_statement(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, set_aside=True)
    await a_hire(territory.facilitator, territory, lot)
    assert await due_on(territory.facilitator) == []


@pytest.mark.parametrize("who", ["facilitator", "company_agent"])
async def test_the_rhythm_of_the_lot_is_known_to_a_company_that_only_lends_people(
    territory: Territory, transaction: None, who: str
) -> None:
    lot = await a_lot(territory.facilitator, territory, company=territory.other_company)
    terms = RuleSetTerms(values={"statement_cadence": "QUARTERLY"}, penalties=(), effective_on=date(2026, 1, 1))
    await rule_sets.set_rules(territory.facilitator.context, lot.id, terms, None)
    hire = await a_hire(territory.facilitator, territory, lot, mode="STAFF_SUPPLY")
    assert await due_on(getattr(territory, who)) == [("2026-01/2026-03", DueState.LATE)]
    checked = await a_draft(territory.company_agent, hire, month="2026-01")
    assert [finding.code for finding in checked.findings] == ["HRS-038"]


async def test_one_statement_of_a_quarter_settles_the_quarter(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory)
    terms = RuleSetTerms(values={"statement_cadence": "QUARTERLY"}, penalties=(), effective_on=date(2026, 1, 1))
    await rule_sets.set_rules(territory.facilitator.context, lot.id, terms, None)
    hire = await a_hire(territory.facilitator, territory, lot)
    lines = [a_line(hire, "100.00", month=f"2026-0{number}") for number in (1, 2, 3)]
    quarter = MonthSpan(Month(2026, 1), Month(2026, 3))
    draft = await hours.declare_hours(territory.company_agent.context, None, quarter, lines)
    assert draft.findings == ()
    await hours.submit_statement(territory.company_agent.context, draft.statement.id)
    assert await due_on(territory.company_agent) == [("2026-01/2026-03", DueState.RECEIVED)]


async def test_what_is_due_is_listed_by_state_company_and_page(territory: Territory, hire: NamedHire) -> None:
    await a_validated_statement(territory.facilitator, hire, month="2026-02", hours_declared="35.00")
    context, on = territory.facilitator.context, date(2026, 5, 10)

    async def listed(**filters: object) -> list[str]:
        found = await statements_due.list_statements_due(context, on=on, **filters)  # type: ignore[arg-type]
        return [str(due.months) for due in found]

    assert await listed() == ["2026-02", "2026-03", "2026-04"]
    assert await listed(state=DueState.RECEIVED) == ["2026-02"]
    assert await listed(state=DueState.LATE) == ["2026-03"]
    assert await listed(state=DueState.DUE) == ["2026-04"]
    assert await listed(company_id=territory.other_company.id) == []
    [first] = await statements_due.list_statements_due(context, on=on, limit=1)
    assert await listed(after=first.mark) == ["2026-03", "2026-04"]


async def test_a_reminder_is_issued_with_its_text_and_seen_by_the_company(
    territory: Territory, hire: NamedHire
) -> None:
    issued = await a_reminder(territory.facilitator, territory.company, "2026-03")
    assert (issued.state, issued.level, issued.contact) == (ReminderState.ISSUED, ReminderLevel.FIRST, PAYROLL)
    assert "mars 2026" in issued.letter.body
    assert await statements_due.list_reminders(territory.company_agent.context) == [issued]
    for stranger in (territory.buyer_agent, territory.other_company_agent, territory.other_facilitator):
        assert await statements_due.list_reminders(stranger.context) == []


async def test_the_last_step_is_written_to_the_buyer(territory: Territory, hire: NamedHire) -> None:
    issued = await a_reminder(territory.facilitator, territory.company, "2026-02", ReminderLevel.ESCALATION)
    assert issued.buyer_id == territory.buyer.id
    assert await statements_due.list_reminders(territory.buyer_agent.context) == [issued]
    assert await statements_due.list_reminders(territory.other_buyer_agent.context) == []


async def refused(caller: Caller, *orders: ReminderOrder) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as error:
        await statements_due.issue_reminders(caller.context, orders)
    assert error.value.code == "DUE-001"
    return [(finding.code, finding.field) for finding in error.value.findings]


async def test_a_reminder_without_object_is_refused_and_nothing_is_recorded(
    territory: Territory, hire: NamedHire
) -> None:
    await a_validated_statement(territory.facilitator, hire, month="2026-02", hours_declared="35.00")
    await a_reminder(territory.facilitator, territory.company, "2026-03")
    before = await statements_due.list_reminders(territory.facilitator.context)

    def order(month: str, level: ReminderLevel | None = ReminderLevel.FIRST) -> ReminderOrder:
        return ReminderOrder(company_id=territory.company.id, months=MonthSpan.of(Month.parse(month)), level=level)

    unknown = order("2026-04").model_copy(update={"company_id": uuid4()})
    found = await refused(
        territory.facilitator, order("2026-04"), order("2026-01"), order("2026-02"), order("2026-03"), unknown,
        order("2026-04"),
    )  # fmt: skip
    assert found == [
        ("DUE-002", "reminders[1].company_id"),
        ("DUE-003", "reminders[2]"),
        ("DUE-004", "reminders[3].level"),
        ("DUE-002", "reminders[4].company_id"),
        ("DUE-005", "reminders[5]"),
    ]
    assert await statements_due.list_reminders(territory.facilitator.context) == before


async def test_the_next_reminder_goes_to_the_last_contact(territory: Territory, hire: NamedHire) -> None:
    await a_reminder(territory.facilitator, territory.company, "2026-02")
    again = await a_reminder(territory.facilitator, territory.company, "2026-03", contact=Contact())
    assert again.contact == PAYROLL


async def test_the_daily_look_proposes_each_step_once(territory: Territory, hire: NamedHire) -> None:
    org_id = territory.facilitator_org.id
    assert await statements_due.propose_reminders(worker_context(IN_APRIL, org_id)) == 2
    assert await statements_due.propose_reminders(worker_context(IN_APRIL, org_id)) == 0
    found = await statements_due.list_reminders(territory.facilitator.context)
    assert {(str(one.first_month), one.level) for one in found} == {
        ("2026-02", ReminderLevel.FIRST),
        ("2026-03", ReminderLevel.FIRST),
    }
    assert {one.state for one in found} == {ReminderState.PROPOSED}
    assert await statements_due.list_reminders(territory.company_agent.context) == []
    assert await statements_due.list_reminders(territory.buyer_agent.context) == []


async def test_a_proposal_taken_up_is_the_reminder_itself(territory: Territory, hire: NamedHire) -> None:
    await statements_due.propose_reminders(worker_context(IN_APRIL, territory.facilitator_org.id))
    issued = await a_reminder(territory.facilitator, territory.company, "2026-03", ReminderLevel.FIRST)
    found = await statements_due.list_reminders(territory.facilitator.context, level=ReminderLevel.FIRST)
    march = [one for one in found if one.first_month == Month(2026, 3)]
    assert [(one.id, one.state) for one in march] == [(issued.id, ReminderState.ISSUED)]


async def test_the_buyer_is_told_only_after_the_company_was_reminded_twice(
    territory: Territory, hire: NamedHire
) -> None:
    org_id, months = territory.facilitator_org.id, MonthSpan.of(Month(2026, 2))
    order = ReminderOrder(company_id=territory.company.id, months=months)
    issued = []
    for expected in ReminderLevel:
        await statements_due.propose_reminders(worker_context(NOW, org_id))
        found = await statements_due.list_reminders(territory.facilitator.context, state=ReminderState.PROPOSED)
        assert {one.level for one in found if one.first_month == months.first} == {expected}
        issued += await statements_due.issue_reminders(territory.facilitator.context, [order])
    assert [one.level for one in issued] == list(ReminderLevel)
    assert [one.buyer_id for one in issued] == [None, None, territory.buyer.id]
    assert await refused(territory.facilitator, order) == [("DUE-004", "reminders[0].level")]


async def test_a_proposal_goes_when_its_statement_comes_and_an_issued_reminder_stays(
    territory: Territory, hire: NamedHire
) -> None:
    org_id = territory.facilitator_org.id
    await statements_due.propose_reminders(worker_context(IN_APRIL, org_id))
    issued = await a_reminder(territory.facilitator, territory.company, "2026-02")
    for month, worked in (("2026-02", "35.00"), ("2026-03", "100.00")):
        await a_submitted_statement(territory.company_agent, hire, month=month, hours_declared=worked)
    assert await statements_due.propose_reminders(worker_context(IN_APRIL, org_id)) == 0
    assert await statements_due.list_reminders(territory.facilitator.context) == [issued]


async def test_what_has_come_is_not_proposed(territory: Territory, hire: NamedHire) -> None:
    await a_submitted_statement(territory.company_agent, hire, month="2026-02", hours_declared="35.00")
    await a_submitted_statement(territory.company_agent, hire, month="2026-03")
    assert await statements_due.propose_reminders(worker_context(IN_APRIL, territory.facilitator_org.id)) == 0


async def test_a_reminder_that_names_nobody_goes_to_the_contact_of_the_lot(
    territory: Territory, hire: NamedHire
) -> None:
    who, company = territory.facilitator, territory.company
    await a_contact(who, hire.lot_id, company.id, name="Une Autre")
    await a_contact(who, hire.lot_id, company.id, name="Paie Première", is_primary=True)
    issued = await a_reminder(who, company, "2026-02", contact=Contact())
    assert (issued.contact.name, issued.contact.email) == ("Paie Première", "claude@entreprise.example")


async def test_the_journal_says_who_was_reminded_of_what_and_never_the_contact(
    territory: Territory, hire: NamedHire
) -> None:
    issued = await a_reminder(territory.facilitator, territory.company, "2026-03")
    await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(territory.facilitator_org.id))
    data = await sql.fetch_value("SELECT data::text FROM journal WHERE subject_id = $1", issued.id)
    assert "2026-03" in data
    assert "paie" not in data


async def test_a_company_issues_no_reminder(territory: Territory, hire: NamedHire) -> None:
    with pytest.raises(Forbidden):
        await statements_due.issue_reminders(territory.company_agent.context, [])
