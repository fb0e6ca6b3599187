"""Statements of several months, of several natures, with evidence; and the month that takes one open statement."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clause.db import sql
from clause.domain.errors import ClauseError, Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.hours import CheckedStatement, HoursStatement, StatementState
from clause.domain.rule_sets import RuleSetTerms
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature
from clause.services import compliance, hours, rule_sets
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_line, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Caller, Territory

QUARTER = MonthSpan(Month(2026, 1), Month(2026, 3))
TRAINING = HoursNature.TRAINING_IN_CONTRACT


@pytest.fixture
async def hire(territory: Territory, transaction: None) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot)


async def a_quarter(caller: Caller, hire: NamedHire, months: MonthSpan = QUARTER) -> CheckedStatement:
    lines = [a_line(hire, "100.00", month=str(month)) for month in months.months()]
    return await hours.declare_hours(caller.context, hire.company_id, months, lines)


async def validated(territory: Territory, draft: CheckedStatement) -> HoursStatement:
    context = territory.facilitator.context
    await hours.submit_statement(context, draft.statement.id)
    return (await hours.validate_statement(context, draft.statement.id)).statement


async def test_a_quarter_is_booked_month_by_month(territory: Territory, hire: NamedHire) -> None:
    draft = await a_quarter(territory.company_agent, hire)
    assert await hours.load_statement(territory.company_agent.context, draft.statement.id) == draft.statement
    entries = await booked_entries(territory.facilitator, await validated(territory, draft))
    assert sorted((str(entry.month), entry.last_day, entry.hours_credited) for entry in entries) == [
        ("2026-01", date(2026, 1, 31), Decimal("100.00")),
        ("2026-02", date(2026, 2, 28), Decimal("100.00")),
        ("2026-03", date(2026, 3, 31), Decimal("100.00")),
    ]


async def test_a_quarter_is_found_by_each_of_its_months(territory: Territory, hire: NamedHire) -> None:
    draft = await a_quarter(territory.company_agent, hire)

    async def found(month: int) -> list[object]:
        listed = await hours.list_statements(territory.facilitator.context, month=Month(2026, month))
        return [item.id for item in listed]

    assert [await found(month) for month in (1, 2, 3)] == [[draft.statement.id]] * 3
    assert await found(4) == []


@pytest.mark.parametrize(
    ("first", "last", "is_taken"), [(1, 1, True), (3, 3, True), (3, 5, True), (1, 5, True), (4, 4, False)]
)
async def test_open_statements_of_a_company_share_no_month(
    territory: Territory, hire: NamedHire, first: int, last: int, is_taken: bool
) -> None:
    other = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    await a_quarter(territory.company_agent, hire)
    months = MonthSpan(Month(2026, first), Month(2026, last))
    if not is_taken:
        assert (await a_quarter(territory.company_agent, other, months)).statement.state is StatementState.DRAFT
        return
    with pytest.raises(WrongState) as refused:
        await a_quarter(territory.company_agent, other, months)
    assert refused.value.code == "DBC-010"


async def test_a_decided_quarter_leaves_its_months_free(territory: Territory, hire: NamedHire) -> None:
    draft = await a_quarter(territory.company_agent, hire)
    await hours.submit_statement(territory.company_agent.context, draft.statement.id)
    await hours.reject_statement(territory.facilitator.context, draft.statement.id, "Un mois à la fois")
    march = await a_draft(territory.company_agent, hire, month="2026-03")
    assert march.statement.state is StatementState.DRAFT


async def test_months_declared_in_another_rhythm_only_warn(territory: Territory, hire: NamedHire) -> None:
    assert [finding.code for finding in (await a_quarter(territory.company_agent, hire)).findings] == ["HRS-038"]


async def test_the_rhythm_is_that_of_the_day_of_the_month(territory: Territory, hire: NamedHire) -> None:
    terms = RuleSetTerms(values={"statement_cadence": "QUARTERLY"}, penalties=(), effective_on=date(2026, 1, 1))
    await rule_sets.set_rules(territory.facilitator.context, hire.lot_id, terms, None)
    assert (await a_quarter(territory.company_agent, hire)).findings == ()


async def test_work_and_training_of_a_month_are_booked_apart_and_both_count(
    territory: Territory, hire: NamedHire
) -> None:
    lines = a_line(hire, "100.00"), a_line(hire, "35.00", nature=TRAINING)
    statement = await a_validated_statement(territory.facilitator, hire, *lines)
    entries = await booked_entries(territory.facilitator, statement)
    assert {(entry.nature, entry.hours_credited) for entry in entries} == {
        (HoursNature.WORK, Decimal("100.00")),
        (TRAINING, Decimal("35.00")),
    }
    standing = await compliance.assess_one_lot(territory.facilitator.context, hire.lot_id)
    assert standing.hours.hours_credited == Decimal("135.00")


async def test_training_can_follow_work_that_is_booked_but_is_not_declared_twice(
    territory: Territory, hire: NamedHire
) -> None:
    await a_validated_statement(territory.facilitator, hire)
    training = a_line(hire, "21.00", nature=TRAINING)
    await a_validated_statement(territory.facilitator, hire, training)
    with pytest.raises(Refused) as refused:
        await a_draft(territory.facilitator, hire, training)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("HRS-023", "lines[0].first_day")]


async def test_evidence_is_kept_with_the_line_the_statement_and_the_validation(
    territory: Territory, hire: NamedHire
) -> None:
    line = replace(a_line(hire), evidence=Evidence.ATTENDANCE_SHEET)
    context = territory.facilitator.context
    draft = await hours.declare_hours(context, hire.company_id, Month(2026, 3), [line], evidence=Evidence.PAYSLIP)
    await hours.submit_statement(context, draft.statement.id)
    await hours.validate_statement(context, draft.statement.id, evidence_seen=Evidence.PAYSLIP)
    kept = await hours.load_statement(context, draft.statement.id)
    assert (kept.evidence, kept.evidence_seen, kept.lines[0].evidence) == (
        Evidence.PAYSLIP,
        Evidence.PAYSLIP,
        Evidence.ATTENDANCE_SHEET,
    )


def codes_of(error: ClauseError) -> list[str]:
    return [finding.code for finding in error.findings]


async def test_nothing_worked_is_refused_where_hours_stand_or_no_contract_ran(
    territory: Territory, hire: NamedHire
) -> None:
    context = territory.facilitator.context
    await a_validated_statement(territory.facilitator, hire)
    with pytest.raises(Refused) as refused:
        await hours.declare_hours(context, hire.company_id, Month(2026, 3), [], nothing_worked=True)
    assert codes_of(refused.value) == ["HRS-044"]
    with pytest.raises(Refused) as refused:
        await hours.declare_hours(context, hire.company_id, Month(2025, 12), [], nothing_worked=True)
    assert codes_of(refused.value) == ["HRS-043"]


async def test_a_company_says_to_whom_it_declares_that_nothing_was_worked(
    territory: Territory, hire: NamedHire
) -> None:
    with pytest.raises(Refused) as refused:
        await hours.declare_hours(territory.company_agent.context, None, Month(2026, 2), [], nothing_worked=True)
    assert refused.value.code == "HRS-008"
    other = territory.other_facilitator_org.id
    with pytest.raises(Refused) as refused:
        await hours.declare_hours(
            territory.company_agent.context, None, Month(2026, 2), [], nothing_worked=True, facilitator_org_id=other
        )
    assert codes_of(refused.value) == ["HRS-043"]


async def test_a_draft_of_nothing_worked_can_become_one_with_lines_and_back(
    territory: Territory, hire: NamedHire
) -> None:
    context = territory.facilitator.context
    draft = await hours.declare_hours(context, hire.company_id, Month(2026, 2), [], nothing_worked=True)
    worked = await hours.replace_lines(context, draft.statement.id, [a_line(hire, "7.00")], 1)
    assert (worked.statement.nothing_worked, len(worked.statement.lines)) == (False, 1)
    back = await hours.replace_lines(context, draft.statement.id, [], 2, nothing_worked=True)
    assert (back.statement.nothing_worked, back.statement.lines) == (True, ())
    stored = await hours.load_statement(context, draft.statement.id)
    assert stored == back.statement


async def test_a_person_on_two_sites_at_the_same_hour_stops_both_validations_until_one_is_rejected(
    territory: Territory, transaction: None
) -> None:
    facilitator, day = territory.facilitator, date(2026, 2, 2)
    person = await a_participant(facilitator)
    ground = await an_eligibility(facilitator, person.id)
    submitted = []
    for company, agent in (
        (territory.company, territory.company_agent),
        (territory.other_company, territory.other_company_agent),
    ):
        lot = await a_lot(facilitator, territory, company=company)
        hire = await a_hire(facilitator, territory, lot, company=company, participant=person, eligibility=ground)
        line = a_line(hire, "8.00", first_day=day, last_day=day)
        submitted.append(await a_submitted_statement(agent, hire, line, month="2026-02"))
    assert await hours.list_findings(territory.company_agent.context, submitted[0].id) == ()
    for statement in submitted:
        with pytest.raises(Refused) as refused:
            await hours.validate_statement(facilitator.context, statement.id)
        assert codes_of(refused.value) == ["HRS-039"]
    await hours.reject_statement(facilitator.context, submitted[1].id, "Autre chantier ce jour-là")
    kept = await hours.validate_statement(facilitator.context, submitted[0].id)
    assert kept.statement.state is StatementState.VALIDATED


async def test_work_submitted_in_a_correction_cycle_keeps_its_months(territory: Territory, hire: NamedHire) -> None:
    submitted = await a_submitted_statement(territory.company_agent, hire)
    count = await sql.fetch_value("SELECT count(*) FROM hours_statement WHERE last_month IS NOT NULL")
    assert (count, submitted.months) == (0, MonthSpan.of(Month(2026, 3)))
