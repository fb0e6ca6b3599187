"""Many statements in one call: as one after another, and all of them or none."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from clause.db import sql
from clause.domain.errors import Refused
from clause.domain.hires import NamedHire
from clause.domain.hours_bulk import Asked
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature
from clause.services import hours, hours_in_bulk
from tests.builders.contracts import a_lot
from tests.builders.holders import a_company
from tests.builders.hours import a_line
from tests.builders.people import a_hire, a_participant
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")
MARCH, APRIL = MonthSpan.of(Month(2026, 3)), MonthSpan.of(Month(2026, 4))


@pytest.fixture
async def hires(territory: Territory) -> tuple[NamedHire, NamedHire]:
    """Two people of two companies on a lot each."""
    facilitator = territory.facilitator
    one = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    company = await a_company()
    other_lot = await a_lot(facilitator, territory, company=company)
    return one, await a_hire(facilitator, territory, other_lot, company=company)


def asked(hire: NamedHire, months: MonthSpan = MARCH, hours_declared: str = "100.00") -> Asked:
    return Asked(hire.company_id, months, (a_line(hire, hours_declared),))


async def _statements() -> int:
    return int(await sql.fetch_value("SELECT count(*) FROM hours_statement"))


async def test_each_statement_is_the_draft_that_it_would_be_alone(
    territory: Territory, hires: tuple[NamedHire, NamedHire]
) -> None:
    one, other = hires
    context = territory.facilitator.context
    lines = (a_line(one), replace(a_line(one, "7.00"), nature=HoursNature.TUTORING, evidence=Evidence.PAYSLIP))
    made = await hours_in_bulk.declare_in_bulk(
        context, [Asked(one.company_id, MARCH, lines, Evidence.OTHER), asked(other), asked(other, APRIL)]
    )
    assert [checked.statement.company.id for checked in made] == [one.company_id, other.company_id, other.company_id]
    for checked in made:
        assert await hours.load_statement(context, checked.statement.id) == checked.statement
    alone = await hours.declare_hours(context, one.company_id, Month(2026, 4), lines, evidence=Evidence.OTHER)
    shown = [(line.lot_id, line.nature, line.evidence, line.hours_declared) for line in made[0].statement.lines]
    assert shown == [(line.lot_id, line.nature, line.evidence, line.hours_declared) for line in alone.statement.lines]


async def test_one_line_that_cannot_stand_refuses_all_and_every_reason_is_named(
    territory: Territory, hires: tuple[NamedHire, NamedHire]
) -> None:
    one, other = hires
    before = await _statements()
    wrong = Asked(other.company_id, MARCH, (a_line(other), replace(a_line(other), hire_id=uuid4())))
    with pytest.raises(Refused) as refused:
        await hours_in_bulk.declare_in_bulk(
            territory.facilitator.context, [asked(one), wrong, asked(one, APRIL, "-1.00")]
        )
    assert refused.value.code == "HRS-050"
    named = [(finding.code, finding.field) for finding in refused.value.findings]
    assert ("HRS-011", "statements[1].lines[1].hire_id") in named
    assert ("HRS-014", "statements[2].lines[0].hours_declared") in named
    assert await _statements() == before


async def test_what_the_call_declares_already_stands_for_what_follows(
    territory: Territory, hires: tuple[NamedHire, NamedHire]
) -> None:
    one, _ = hires
    with pytest.raises(Refused) as refused:
        await hours_in_bulk.declare_in_bulk(territory.facilitator.context, [asked(one), asked(one)])
    named = [(finding.code, finding.field) for finding in refused.value.findings]
    assert ("HRS-052", "statements[1].month") not in named, "the draft is refused before"
    assert [field for _, field in named] == ["statements[1].lines[0].first_day"]


async def test_a_month_that_is_open_already_is_named(territory: Territory, hires: tuple[NamedHire, NamedHire]) -> None:
    one, other = hires
    context = territory.facilitator.context
    await hours.declare_hours(
        context, one.company_id, Month(2026, 3), [replace(a_line(one), last_day=date(2026, 3, 10))]
    )
    later = Asked(one.company_id, MARCH, (replace(a_line(one, "20.00"), first_day=date(2026, 3, 20)),))
    with pytest.raises(Refused) as refused:
        await hours_in_bulk.declare_in_bulk(context, [asked(other), later])
    (finding,) = refused.value.findings
    assert (finding.code, finding.field, finding.raw) == ("HRS-052", "statements[1].month", "2026-03")


async def test_hours_of_one_person_in_two_companies_of_the_call_are_seen_together(territory: Territory) -> None:
    facilitator, company = territory.facilitator, await a_company()
    person = await a_participant(facilitator)
    one = await a_hire(facilitator, territory, await a_lot(facilitator, territory), participant=person)
    other_lot = await a_lot(facilitator, territory, company=company)
    other = await a_hire(facilitator, territory, other_lot, company=company, participant=person)
    with pytest.raises(Refused) as refused:
        await hours_in_bulk.declare_in_bulk(
            facilitator.context, [asked(one, hours_declared="200.00"), asked(other, hours_declared="200.00")]
        )
    (finding,) = refused.value.findings
    assert (finding.code, finding.field) == ("HRS-020", "statements[1].lines[0].hours_declared")
    assert finding.values["total"] == "400.00"


@pytest.mark.parametrize("company_id", [None, UUID(int=7)])
async def test_a_company_that_nobody_knows_is_named(
    territory: Territory, hires: tuple[NamedHire, NamedHire], company_id: UUID | None
) -> None:
    unknown = replace(asked(hires[0]), company_id=company_id)
    with pytest.raises(Refused) as refused:
        await hours_in_bulk.declare_in_bulk(territory.facilitator.context, [asked(hires[1]), unknown])
    (finding,) = refused.value.findings
    assert (refused.value.code, finding.code, finding.field) == ("HRS-050", "HRS-051", "statements[1].company_id")


async def test_a_company_declares_for_itself_alone(territory: Territory, hires: tuple[NamedHire, NamedHire]) -> None:
    one, other = hires
    company = territory.company_client.context
    own = replace(asked(one), company_id=None)
    (made,) = await hours_in_bulk.declare_in_bulk(company, [own])
    assert made.statement.company.id == one.company_id
    with pytest.raises(Refused) as refused:
        await hours_in_bulk.declare_in_bulk(company, [replace(own, months=APRIL), asked(other)])
    assert refused.value.code == "HRS-004"


async def test_each_draft_has_its_line_in_the_journal(territory: Territory, hires: tuple[NamedHire, NamedHire]) -> None:
    made = await hours_in_bulk.declare_in_bulk(territory.facilitator.context, [asked(hire) for hire in hires])
    for checked in made:
        (line,) = await sql.fetch(
            "SELECT action, data->>'lines' AS lines FROM journal WHERE subject_id = $1", checked.statement.id
        )
        assert line == {"action": "hours_statement.declared", "lines": "1"}
