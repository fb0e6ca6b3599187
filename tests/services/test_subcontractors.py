"""Subcontractors: for whom they work, what they see, and that they may hire for the lot."""

from datetime import date, timedelta

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.actors import Role
from clause.domain.errors import NotFound, Refused, StaleVersion
from clause.domain.subcontractors import SubcontractorTerms
from clause.services import compliance, contracts, hires, obligations, subcontractors
from tests.builders.contracts import a_lot
from tests.builders.holders import a_company, a_consortium_lot, a_subcontractor, an_obligation
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory, person

MARCH, END = date(2026, 3, 1), date(2026, 3, 31)

pytestmark = pytest.mark.usefixtures("transaction")


async def test_a_subcontractor_hires_for_the_lot_and_a_stranger_does_not(territory: Territory) -> None:
    lot, worker = await a_lot(territory.facilitator, territory), await a_company()
    with pytest.raises(Refused) as refusal:
        await a_hire(territory.facilitator, territory, lot, company=worker)
    assert [finding.code for finding in refusal.value.findings] == ["HIR-017"]
    await a_subcontractor(territory.facilitator, lot, worker, territory.company.id)
    hire = await a_hire(territory.facilitator, territory, lot, company=worker)
    assert hire.company_id == worker.id


async def test_a_subcontractor_sees_the_lot_and_its_own_hires_and_no_figure_of_others(
    territory: Territory, transaction: None
) -> None:
    lot, worker = await a_lot(territory.facilitator, territory), await a_company()
    await an_obligation(territory.facilitator, lot, "500.00")
    await a_subcontractor(territory.facilitator, lot, worker, territory.company.id)
    own = await a_hire(territory.facilitator, territory, lot, company=worker)
    await a_validated_statement(territory.facilitator, await a_hire(territory.facilitator, territory, lot))
    agent = await person(worker, Role.COMPANY_AGENT, "Lou Martin", "lou@peinture.example")
    seen = await contracts.load_lot(agent.context, lot.id)
    assert (seen.id, seen.holders) == (lot.id, ())
    listed = await hires.list_hires(
        agent.context, lot_id=lot.id, company_id=None, participant_id=None, after=None, limit=10
    )
    assert [hire.id for hire in listed] == [own.id]
    assert await obligations.list_obligations(agent.context, lot.id, after=0, limit=10) == []
    with pytest.raises(NotFound):
        await compliance.assess_one_lot(agent.context, lot.id)
    await set_identity(agent.context.actor)
    for table in ("obligation", "allocation", "lot_holder", "lot_day_total", "lot_standing", "ledger_entry", "contact"):
        assert await sql.fetch_value(f"SELECT count(*) FROM {table}") == 0, table


async def test_a_holder_sees_those_that_work_for_it_and_not_those_of_another_member(territory: Territory) -> None:
    second = await a_company("Charpentes")
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    mine = await a_subcontractor(territory.facilitator, lot, await a_company(), territory.company.id)
    theirs = await a_subcontractor(territory.facilitator, lot, await a_company(), second.id)

    async def seen(caller: str) -> list[object]:
        context = territory.callers()[caller].context
        return [one.id for one in await subcontractors.list_subcontractors(context, lot.id, after=None, limit=10)]

    assert await seen("company_agent") == [mine.id]
    assert await seen("buyer_agent") == await seen("facilitator") == [mine.id, theirs.id]
    with pytest.raises(NotFound):
        await subcontractors.load_subcontractor(territory.company_agent.context, theirs.id)


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ({"holder_company_id": "stranger"}, [("HLD-044", "holder_company_id")]),
        ({"company_id": "holder"}, [("HLD-043", "company_id")]),
        ({"company_id": "buyer"}, [("HLD-042", "company_id")]),
        ({"last_day": MARCH - timedelta(days=1)}, [("HLD-045", "last_day")]),
        ({"tier": 0}, [("HLD-046", "tier")]),
    ],
)
async def test_what_a_subcontract_must_be(
    territory: Territory, change: dict[str, object], findings: list[tuple[str, str]]
) -> None:
    lot, worker, stranger = await a_lot(territory.facilitator, territory), await a_company(), await a_company()
    known = {"stranger": stranger.id, "holder": territory.company.id, "buyer": territory.buyer.id}
    good = {
        "company_id": worker.id,
        "holder_company_id": territory.company.id,
        "declared_on": MARCH,
        "first_day": MARCH,
    }
    typed = {name: known.get(value, value) if isinstance(value, str) else value for name, value in change.items()}
    terms = SubcontractorTerms.model_validate({**good, **typed})
    with pytest.raises(Refused) as refusal:
        await subcontractors.add_subcontractor(territory.facilitator.context, lot.id, terms)
    assert [(one.code, one.field) for one in refusal.value.findings] == findings


@pytest.mark.parametrize(("first_day", "refused"), [(END, True), (date(2026, 4, 1), False), (date(2026, 4, 2), False)])
async def test_a_company_works_once_for_a_holder_on_a_day(territory: Territory, first_day: date, refused: bool) -> None:
    lot, worker = await a_lot(territory.facilitator, territory), await a_company()
    await a_subcontractor(territory.facilitator, lot, worker, territory.company.id, first_day=MARCH, last_day=END)
    if not refused:
        await a_subcontractor(territory.facilitator, lot, worker, territory.company.id, first_day=first_day)
        return
    with pytest.raises(Refused) as refusal:
        await a_subcontractor(territory.facilitator, lot, worker, territory.company.id, first_day=first_day)
    assert [(one.code, one.values["since"]) for one in refusal.value.findings] == [("HLD-047", "2026-03-01")]


async def test_the_end_of_a_subcontract_is_corrected_with_a_reason_and_opened_again(territory: Territory) -> None:
    lot, worker = await a_lot(territory.facilitator, territory), await a_company()
    context = territory.facilitator.context
    found = await a_subcontractor(territory.facilitator, lot, worker, territory.company.id, first_day=MARCH)
    ended = await subcontractors.end_subcontractor(context, found.id, END, "Fin des travaux", 1)
    assert (ended.last_day, ended.version) == (END, 2)
    assert ended == await subcontractors.load_subcontractor(context, found.id)
    with pytest.raises(StaleVersion):
        await subcontractors.end_subcontractor(context, found.id, None, "Reprise", 1)
    with pytest.raises(Refused) as early:
        await subcontractors.end_subcontractor(context, found.id, MARCH - timedelta(days=1), "Erreur", 2)
    assert early.value.code == "HLD-050"
    await a_subcontractor(territory.facilitator, lot, worker, territory.company.id, first_day=date(2026, 5, 1))
    with pytest.raises(Refused) as over:
        await subcontractors.end_subcontractor(context, found.id, None, "Reprise", 2)
    assert over.value.code == "HLD-051"


async def test_another_organisation_neither_declares_nor_ends(territory: Territory) -> None:
    lot, worker = await a_lot(territory.facilitator, territory), await a_company()
    found = await a_subcontractor(territory.facilitator, lot, worker, territory.company.id)
    with pytest.raises(NotFound):
        await a_subcontractor(territory.other_facilitator, lot, await a_company(), territory.company.id)
    with pytest.raises(NotFound):
        await subcontractors.end_subcontractor(territory.other_facilitator.context, found.id, END, "x", 1)
