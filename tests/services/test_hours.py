"""Hours statements from the draft to the ledger, with the database."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.contracts import Lot
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, StaleVersion, WrongState
from clause.domain.hires import HireTerms, NamedHire
from clause.domain.hours import HoursStatement, StatementState
from clause.domain.ledger import EntryKind, LineCorrection
from clause.rules.calendar import Month
from clause.rules.counting import NotCredited
from clause.services import hires, hours
from clause.services.context import Context
from tests.builders.contracts import a_lot
from tests.builders.hours import (
    a_draft,
    a_line,
    a_submitted_statement,
    a_validated_statement,
    booked_entries,
)
from tests.builders.people import a_hire
from tests.builders.territory import Territory

MARCH = Month(2026, 3)


@dataclass
class Site:
    """A lot with one person hired on it."""

    territory: Territory
    lot: Lot
    hire: NamedHire

    @property
    def company(self) -> Context:
        return self.territory.company_agent.context

    @property
    def facilitator(self) -> Context:
        return self.territory.facilitator.context


@pytest.fixture
async def site(territory: Territory, transaction: None) -> Site:
    lot = await a_lot(territory.facilitator, territory)
    return Site(territory, lot, await a_hire(territory.facilitator, territory, lot))


def codes(error: ClauseError) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in error.findings]


async def journal_of(statement: HoursStatement) -> list[tuple[str, str | None]]:
    rows = await sql.fetch("SELECT action, reason FROM journal WHERE subject_id = $1 ORDER BY seq", statement.id)
    return [(row["action"], row["reason"]) for row in rows]


async def test_a_company_declares_submits_and_the_facilitator_validates(site: Site) -> None:
    draft = await hours.declare_hours(site.company, None, MARCH, [a_line(site.hire, "121.33")])
    assert draft.statement.state is StatementState.DRAFT
    assert draft.statement.facilitator_org_id == site.territory.facilitator_org.id
    assert draft.findings == ()
    submitted = await hours.submit_statement(site.company, draft.statement.id)
    assert submitted.statement.state is StatementState.SUBMITTED
    validated = await hours.validate_statement(site.facilitator, draft.statement.id)
    assert validated.statement.state is StatementState.VALIDATED
    assert [line.hours_validated for line in validated.statement.lines] == [Decimal("121.33")]
    [entry] = await booked_entries(site.territory.facilitator, validated.statement)
    assert (entry.kind, entry.hours_validated, entry.hours_credited) == (
        EntryKind.BOOKING,
        Decimal("121.33"),
        Decimal("121.33"),
    )
    assert (entry.first_day, entry.last_day) == (date(2026, 3, 1), date(2026, 3, 31))
    [allocation] = await sql.fetch("SELECT * FROM allocation WHERE ledger_entry_id = $1", entry.id)
    assert allocation["worked_on"] == date(2026, 3, 31)
    assert allocation["buyer_id"] == site.territory.buyer.id
    assert allocation["company_id"] == site.territory.company.id


async def test_each_step_is_in_the_journal_of_the_facilitator_organisation(site: Site) -> None:
    draft = await hours.declare_hours(site.company, None, MARCH, [a_line(site.hire)])
    await hours.submit_statement(site.company, draft.statement.id)
    await hours.request_correction(site.facilitator, draft.statement.id, "Il manque la semaine 12")
    await hours.replace_lines(site.company, draft.statement.id, [a_line(site.hire, "130.00")], 3)
    await hours.submit_statement(site.company, draft.statement.id)
    await hours.validate_statement(site.facilitator, draft.statement.id)
    await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(site.territory.facilitator_org.id))
    assert await journal_of(draft.statement) == [
        ("hours_statement.declared", None),
        ("hours_statement.submitted", None),
        ("hours_statement.correction_requested", "Il manque la semaine 12"),
        ("hours_statement.lines_replaced", None),
        ("hours_statement.submitted", None),
        ("hours_statement.validated", None),
    ]


async def test_a_facilitator_may_type_in_and_validate_a_statement_and_the_journal_says_so(site: Site) -> None:
    statement = await a_validated_statement(site.territory.facilitator, site.hire)
    assert statement.state is StatementState.VALIDATED
    told = await sql.fetch_value(
        "SELECT data->>'declared_and_validated_by_same_person' FROM journal"
        " WHERE subject_id = $1 AND action = 'hours_statement.validated'",
        statement.id,
    )
    assert told == "True"


async def test_a_facilitator_must_name_a_company(site: Site) -> None:
    for company_id in (None, uuid4(), site.territory.buyer.id):
        with pytest.raises(Refused) as refused:
            await hours.declare_hours(site.facilitator, company_id, MARCH, [a_line(site.hire)])
        assert refused.value.code == "HRS-003"


async def test_a_company_cannot_declare_for_another(site: Site) -> None:
    with pytest.raises(Refused) as refused:
        await hours.declare_hours(site.company, site.territory.other_company.id, MARCH, [a_line(site.hire)])
    assert refused.value.code == "HRS-004"


async def test_a_foreign_hire_and_an_unknown_one_get_the_same_answer(site: Site) -> None:
    stranger = site.territory.other_company_agent.context
    unknown = replace(a_line(site.hire), hire_id=uuid4())
    for line in (a_line(site.hire), unknown):
        with pytest.raises(Refused) as refused:
            await hours.declare_hours(stranger, None, MARCH, [line])
        assert refused.value.code == "HRS-005"
        assert codes(refused.value) == [("HRS-011", "lines[0].hire_id")]


async def test_a_hire_of_another_company_is_refused_to_the_facilitator_too(site: Site) -> None:
    with pytest.raises(Refused) as refused:
        await hours.declare_hours(site.facilitator, site.territory.other_company.id, MARCH, [a_line(site.hire)])
    assert codes(refused.value) == [("HRS-012", "lines[0].hire_id")]


async def test_a_lot_without_execution_days_takes_no_hours(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, first_day=None, last_day=None)
    hire = await a_hire(territory.facilitator, territory, lot)
    with pytest.raises(Refused) as refused:
        await a_draft(territory.facilitator, hire)
    assert codes(refused.value) == [("HRS-024", "lines[0].hire_id")]


async def test_hours_after_the_execution_are_kept_but_not_credited(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 3, 20))
    hire = await a_hire(territory.facilitator, territory, lot)
    with pytest.raises(Refused) as refused:
        await a_draft(territory.facilitator, hire)
    assert refused.value.findings[0].values["split_on"] == "2026-03-21"
    inside = a_line(hire, "80.00", first_day=date(2026, 3, 1), last_day=date(2026, 3, 20))
    outside = a_line(hire, "35.00", first_day=date(2026, 3, 21), last_day=date(2026, 3, 31))
    statement = await a_validated_statement(territory.facilitator, hire, inside, outside)
    entries = await booked_entries(territory.facilitator, statement)
    assert [(entry.hours_validated, entry.hours_credited, entry.not_credited_reason) for entry in entries] == [
        (Decimal("80.00"), Decimal("80.00"), None),
        (Decimal("35.00"), Decimal("0.00"), NotCredited.OUTSIDE_EXECUTION_WINDOW),
    ]


async def test_a_second_open_statement_of_the_month_is_refused(site: Site) -> None:
    second = await a_hire(site.territory.facilitator, site.territory, site.lot)
    await a_draft(site.territory.company_agent, site.hire)
    with pytest.raises(WrongState) as refused:
        await a_draft(site.territory.company_agent, second)
    assert refused.value.code == "DBC-010"


async def test_after_validation_the_month_takes_a_further_statement_but_not_the_same_hours(site: Site) -> None:
    second = await a_hire(site.territory.facilitator, site.territory, site.lot)
    await a_validated_statement(site.territory.facilitator, site.hire)
    with pytest.raises(Refused) as refused:
        await a_draft(site.territory.company_agent, site.hire)
    assert codes(refused.value) == [("HRS-023", "lines[0].first_day")]
    further = await a_validated_statement(site.territory.facilitator, second, hours_declared="12.00")
    assert further.state is StatementState.VALIDATED


async def test_a_rejected_statement_leaves_its_days_free(site: Site) -> None:
    submitted = await a_submitted_statement(site.territory.company_agent, site.hire)
    rejected = await hours.reject_statement(site.facilitator, submitted.id, "Mauvais mois")
    assert (rejected.state, rejected.decision_reason) == (StatementState.REJECTED, "Mauvais mois")
    again = await a_submitted_statement(site.territory.company_agent, site.hire)
    assert again.state is StatementState.SUBMITTED
    with pytest.raises(WrongState) as refused:
        await hours.submit_statement(site.company, submitted.id)
    assert refused.value.code == "HRS-002"


async def test_hours_of_one_person_are_bounded_over_all_companies_for_the_facilitator(site: Site) -> None:
    territory = site.territory
    await a_validated_statement(territory.facilitator, site.hire, hours_declared="150.00")
    other_lot = await a_lot(territory.facilitator, territory, company=territory.other_company)
    changes = {"company_id": territory.other_company.id, "lot_id": other_lot.id, "first_day": date(2026, 1, 6)}
    terms = HireTerms.model_validate({**{name: getattr(site.hire, name) for name in HireTerms.model_fields}, **changes})
    second = (await hires.add_hire(site.facilitator, terms)).hire
    checked = await a_draft(territory.facilitator, second, hours_declared="60.00")
    assert [(finding.code, finding.values["total"]) for finding in checked.findings] == [("HRS-021", "210.00")]
    seen_by_company = await hours.list_findings(territory.other_company_agent.context, checked.statement.id)
    assert seen_by_company == ()


async def test_lines_are_replaced_only_by_who_saw_the_last_version(site: Site) -> None:
    draft = await a_draft(site.territory.company_agent, site.hire)
    changed = await hours.replace_lines(site.company, draft.statement.id, [a_line(site.hire, "90.00")], 1)
    assert (changed.statement.version, changed.statement.lines[0].hours_declared) == (2, Decimal("90.00"))
    stored = await hours.load_statement(site.company, draft.statement.id)
    assert stored == changed.statement
    with pytest.raises(StaleVersion) as refused:
        await hours.replace_lines(site.company, draft.statement.id, [a_line(site.hire, "80.00")], 1)
    assert refused.value.code == "HRS-006"


async def test_a_company_changes_nothing_once_it_has_handed_over(site: Site) -> None:
    submitted = await a_submitted_statement(site.territory.company_agent, site.hire)
    with pytest.raises(WrongState):
        await hours.replace_lines(site.company, submitted.id, [a_line(site.hire)], submitted.version)
    with pytest.raises(WrongState):
        await hours.submit_statement(site.company, submitted.id)


async def test_a_correction_is_made_and_handed_over_again(site: Site) -> None:
    submitted = await a_submitted_statement(site.territory.company_agent, site.hire)
    back = await hours.request_correction(site.facilitator, submitted.id, "Il manque la semaine 12")
    assert (back.state, back.decision_reason) == (StatementState.CORRECTION_REQUESTED, "Il manque la semaine 12")
    await hours.replace_lines(site.company, back.id, [a_line(site.hire, "130.00")], back.version)
    again = (await hours.submit_statement(site.company, back.id)).statement
    assert (again.state, again.decided_by, again.decision_reason) == (StatementState.SUBMITTED, None, None)


async def test_fewer_hours_are_validated_with_a_reason(site: Site) -> None:
    submitted = await a_submitted_statement(site.territory.company_agent, site.hire)
    correction = LineCorrection(
        line_id=submitted.lines[0].id, hours_validated=Decimal("93.00"), reason="Une absence le 12"
    )
    validated = (await hours.validate_statement(site.facilitator, submitted.id, [correction])).statement
    assert (validated.lines[0].hours_declared, validated.lines[0].hours_validated) == (
        Decimal("100.00"),
        Decimal("93.00"),
    )
    [entry] = await booked_entries(site.territory.facilitator, validated)
    assert (entry.hours_validated, entry.hours_credited, entry.reason) == (
        Decimal("93.00"),
        Decimal("93.00"),
        "Une absence le 12",
    )


async def test_a_refused_validation_books_nothing(site: Site) -> None:
    submitted = await a_submitted_statement(site.territory.company_agent, site.hire)
    wrong = LineCorrection(line_id=submitted.lines[0].id, hours_validated=Decimal("101.00"), reason="x")
    with pytest.raises(Refused) as refused:
        await hours.validate_statement(site.facilitator, submitted.id, [wrong])
    assert refused.value.code == "HRS-007"
    assert await booked_entries(site.territory.facilitator, submitted) == []
    assert (await hours.load_statement(site.facilitator, submitted.id)).state is StatementState.SUBMITTED


async def test_a_statement_is_validated_once(site: Site) -> None:
    statement = await a_validated_statement(site.territory.facilitator, site.hire)
    with pytest.raises(WrongState) as refused:
        await hours.validate_statement(site.facilitator, statement.id)
    assert refused.value.code == "HRS-002"
    assert len(await booked_entries(site.territory.facilitator, statement)) == 1


async def test_a_decided_statement_takes_no_move_at_all(site: Site) -> None:
    statement = await a_validated_statement(site.territory.facilitator, site.hire)
    with pytest.raises(WrongState):
        await hours.reject_statement(site.facilitator, statement.id, "x")
    with pytest.raises(WrongState):
        await hours.request_correction(site.facilitator, statement.id, "x")
    with pytest.raises(WrongState):
        await hours.replace_lines(site.facilitator, statement.id, [a_line(site.hire)], statement.version)
    assert await hours.list_findings(site.facilitator, statement.id) == ()


async def test_what_happened_since_the_draft_is_found_at_submission(site: Site) -> None:
    draft = await a_draft(site.territory.company_agent, site.hire)
    await hires.end_hire(site.facilitator, site.hire.id, date(2026, 3, 10), "Fin de chantier", site.hire.version)
    with pytest.raises(Refused) as refused:
        await hours.submit_statement(site.company, draft.statement.id)
    assert codes(refused.value) == [("HRS-017", "lines[0].last_day")]
    found = await hours.list_findings(site.facilitator, draft.statement.id)
    assert [finding.code for finding in found] == ["HRS-017"]


async def test_a_company_that_lends_people_declares_for_a_lot_it_does_not_hold(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    hire = await a_hire(territory.facilitator, territory, lot, company=territory.other_company, mode="STAFF_SUPPLY")
    submitted = await a_submitted_statement(territory.other_company_agent, hire)
    validated = await hours.validate_statement(territory.facilitator.context, submitted.id)
    assert validated.statement.company.id == territory.other_company.id


async def test_nobody_else_sees_a_statement(site: Site) -> None:
    statement = await a_submitted_statement(site.territory.company_agent, site.hire)
    for stranger in (site.territory.other_facilitator, site.territory.other_company_agent):
        with pytest.raises(NotFound) as refused:
            await hours.load_statement(stranger.context, statement.id)
        assert refused.value.code == "HRS-001"
        assert await hours.list_statements(stranger.context) == []
    with pytest.raises(NotFound):
        await hours.validate_statement(site.territory.other_facilitator.context, statement.id)
    for buyer in (site.territory.buyer_agent, site.territory.oi_officer):
        with pytest.raises(Forbidden):
            await hours.load_statement(buyer.context, statement.id)


async def test_a_company_cannot_decide_on_its_own_statement(site: Site) -> None:
    statement = await a_submitted_statement(site.territory.company_agent, site.hire)
    with pytest.raises(Forbidden):
        await hours.validate_statement(site.company, statement.id)


async def test_statements_are_found_by_state_company_month_and_lot(site: Site) -> None:
    march = await a_validated_statement(site.territory.facilitator, site.hire)
    april = (await a_draft(site.territory.facilitator, site.hire, month="2026-04", hours_declared="7.50")).statement

    async def ids(**filters: object) -> list[object]:
        return [item.id for item in await hours.list_statements(site.facilitator, **filters)]  # type: ignore[arg-type]

    assert await ids() == [march.id, april.id]
    assert await ids(state=StatementState.DRAFT) == [april.id]
    assert await ids(month=MARCH) == [march.id]
    assert await ids(company_id=site.territory.other_company.id) == []
    assert await ids(lot_id=site.lot.id) == [march.id, april.id]
    assert await ids(lot_id=uuid4()) == []
    assert await ids(after=march.id) == [april.id]
    [first, second] = await hours.list_statements(site.facilitator)
    assert (first.line_count, first.hours_declared, first.hours_validated) == (1, Decimal("100.00"), Decimal("100.00"))
    assert (second.hours_declared, second.hours_validated) == (Decimal("7.50"), None)
