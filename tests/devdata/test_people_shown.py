"""What the demonstration shows of people: windows, proofs, what became of them."""

from datetime import timedelta

import pytest

from clause.devdata import proofs, windows
from clause.devdata.proofs import one_page
from clause.devdata.world import World
from clause.domain.proof_documents import PDF
from clause.rules.outcomes import Outcome, OutcomePoint, outcome_due_on
from clause.services import eligibility_windows, outcomes, proof_documents
from tests.devdata.test_demo import ALL, DAYS


@pytest.mark.parametrize("told", DAYS[2:], ids=str, indirect=True)
async def test_what_follows_a_hire_is_there_whatever_the_day(world: World) -> None:
    await _check_a_suspension_has_ended_and_lengthens_the_window(world)
    await _check_the_end_of_a_window_was_decided_later_than_computed(world)
    await _check_a_copy_of_a_proof_was_looked_at_once(world)
    await _check_some_outcomes_are_known_and_others_due(world)


async def _check_a_suspension_has_ended_and_lengthens_the_window(world: World) -> None:
    maelle = world.by("maelle", world.calendar.now)
    facts = (await eligibility_windows.load_window(maelle, world.participants[windows.SUSPENDED], None)).facts
    (suspension,) = facts.suspensions
    assert suspension.last_day is not None
    days = (suspension.last_day - suspension.first_day).days + 1
    assert days == 22
    assert facts.moved() == ()
    # As they were when they were recorded, before the suspension or with it.
    recorded = {hire.id: hire for hire in world.hires.values()}
    first, second = facts.hires
    assert first.eligible_last_day == recorded[first.id].eligible_last_day + timedelta(days=days)
    assert second.eligible_last_day == recorded[second.id].eligible_last_day == first.eligible_last_day


async def _check_the_end_of_a_window_was_decided_later_than_computed(world: World) -> None:
    maelle = world.by("maelle", world.calendar.now)
    facts = (await eligibility_windows.load_window(maelle, world.participants[windows.PROLONGED], None)).facts
    (override,) = facts.overrides
    (hire,) = facts.hires
    before = next(known for known in world.hires.values() if known.id == hire.id)
    assert override.decided_by == world.people["maelle"].id
    assert hire.eligible_last_day == override.last_day == world.calendar.month(24).last_day
    assert before.eligible_last_day < hire.eligible_last_day


async def _check_a_copy_of_a_proof_was_looked_at_once(world: World) -> None:
    maelle, ground = world.by("maelle", world.calendar.now), world.eligibilities[proofs.PROVED]
    (copy,) = await proof_documents.list_documents(maelle, ground, after=None, limit=ALL)
    assert (copy.id, copy.media_type, copy.purged_at) == (world.proofs[proofs.PROVED], PDF, None)
    (view,) = await proof_documents.list_views(maelle, copy.id, after=None, limit=ALL)
    assert view.viewed_by == world.people["maelle"].id
    assert view.viewed_at > copy.received_at


async def _check_some_outcomes_are_known_and_others_due(world: World) -> None:
    maelle = world.by("maelle", world.calendar.now)
    known = await outcomes.list_outcomes(maelle, world.hires[10].id, after=None, limit=ALL)
    assert [(outcome.point, outcome.outcome) for outcome in known[1:]] == [
        (OutcomePoint.M3, Outcome.CDD_LT_6M),
        (OutcomePoint.M6, Outcome.CDD_GT_6M),
    ]
    for hire in (9, 16):
        points = [o.point for o in await outcomes.list_outcomes(maelle, world.hires[hire].id, after=None, limit=ALL)]
        assert points == [OutcomePoint.EXIT, OutcomePoint.M3]
    due = {
        due.hire_id: due for due in await outcomes.list_outcomes_due(maelle, None, lot_id=None, after=None, limit=ALL)
    }
    for number in (2, 5):
        forgotten = due[world.hires[number].id]
        assert forgotten.last_day is not None
        assert outcome_due_on(forgotten.last_day, OutcomePoint.M3) < world.calendar.today
        assert forgotten.recorded == {OutcomePoint.EXIT}


def test_the_copy_of_a_proof_is_a_pdf_whose_table_names_the_place_of_each_object() -> None:
    written = one_page("Rien ici")
    table = written[int(written.split()[-2]) :]
    places = [int(line[:10]) for line in table.splitlines()[3:8]]
    assert [written[place : place + 7] for place in places] == [f"{n} 0 obj".encode() for n in range(1, 6)]
    assert written.startswith(b"%PDF-")
    assert written.endswith(b"%%EOF\n")
