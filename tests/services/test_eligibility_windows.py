"""Windows of people through the services: suspensions, decisions, expiry, alerts; booked hours stay as they are."""

from datetime import date, timedelta
from typing import Any

import pytest

from clause.db import sql
from clause.db.queries.hire_windows import list_hire_windows
from clause.db.queries.identity import set_identity
from clause.domain.eligibility import EligibilityState, ExpiryCause
from clause.domain.eligibility_windows import PersonAlerts
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.jobs import JobKind
from clause.domain.rule_sets import RuleSetTerms
from clause.rules.calendar import Period
from clause.services import eligibility, eligibility_windows, hires, participants, rule_sets
from tests.builders.contracts import a_lot
from tests.builders.eligibility import a_decided_end, a_suspension
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import NOW, Caller, Territory
from tests.services.test_proof_documents import run_daily

pytestmark = pytest.mark.usefixtures("transaction")

EXPIRE = JobKind.EXPIRE_ELIGIBILITIES


async def hired(who: Caller, territory: Territory, **changes: Any) -> NamedHire:
    """A hire from 5 January 2026, whose window ends on 4 January 2028."""
    return await a_hire(who, territory, await a_lot(who, territory), **changes)


async def window_end(who: Caller, hire: NamedHire) -> date:
    return (await hires.load_hire(who.context, hire.id)).eligible_last_day


async def state_of(who: Caller, hire: NamedHire) -> tuple[EligibilityState, ExpiryCause | None]:
    found = await eligibility.load_eligibility(who.context, hire.eligibility_id)
    return found.state, found.expiry_cause


async def alerts(who: Caller, on: date) -> list[PersonAlerts]:
    return list(await eligibility_windows.list_alerts(who.context, on, after=None, limit=50))


async def test_suspended_days_lengthen_the_window_once_they_are_over(territory: Territory) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    kept = await a_suspension(who, hire.participant_id, date(2026, 3, 1))
    assert (kept.findings, await window_end(who, hire)) == ((), date(2028, 1, 4))
    ended = await eligibility_windows.end_suspension(who.context, kept.suspension.id, date(2026, 3, 10))
    assert ended.suspension.last_day == date(2026, 3, 10)
    assert await window_end(who, hire) == date(2028, 1, 14)
    with pytest.raises(WrongState) as refusal:
        await eligibility_windows.end_suspension(who.context, kept.suspension.id, date(2026, 3, 11))
    assert refusal.value.code == "ELG-031"


async def test_hours_are_judged_by_the_suspension_and_the_company_sees_its_days_but_not_why(
    territory: Territory,
) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    await a_suspension(who, hire.participant_id, date(2026, 3, 1), date(2026, 3, 10))
    await a_suspension(who, hire.participant_id, date(2026, 6, 1))
    expected = (Period(date(2026, 3, 1), date(2026, 3, 10)), Period(date(2026, 6, 1), date.max))
    for caller in (who, territory.company_agent):
        await set_identity(caller.context.actor)
        assert (await list_hire_windows([hire.id]))[hire.id].suspensions == expected
    assert await sql.fetch("SELECT FROM eligibility_suspension") == []


async def test_a_hire_made_under_a_suspension_carries_it(territory: Territory) -> None:
    who = territory.facilitator
    first = await hired(who, territory)
    await a_suspension(who, first.participant_id, date(2026, 3, 1), date(2026, 3, 10))
    second = await a_hire(
        who,
        territory,
        await a_lot(who, territory),
        first_day=date(2026, 5, 4),
        participant=await _person(who, first),
        eligibility=await eligibility.load_eligibility(who.context, first.eligibility_id),
    )
    assert second.eligible_last_day == date(2028, 1, 14)
    await set_identity(who.context.actor)
    found = await list_hire_windows([second.id])
    assert found[second.id].suspensions == (Period(date(2026, 3, 1), date(2026, 3, 10)),)


async def _person(who: Caller, hire: NamedHire) -> Any:
    return await participants.load_participant(who.context, hire.participant_id)


@pytest.mark.parametrize(
    ("first_day", "last_day", "code"),
    [
        (date(2026, 3, 11), date(2026, 3, 12), None),
        (date(2026, 3, 10), date(2026, 3, 12), "ELG-041"),
        (date(2026, 2, 1), date(2026, 3, 1), "ELG-041"),
        (date(2026, 2, 1), date(2026, 2, 28), None),
        (date(2026, 2, 1), None, "ELG-041"),
        (date(2026, 4, 2), date(2026, 4, 1), "ELG-040"),
        (date(2026, 4, 1), date(2026, 4, 1), None),
    ],
)
async def test_suspensions_share_no_day(
    territory: Territory, first_day: date, last_day: date | None, code: str | None
) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    await a_suspension(who, hire.participant_id, date(2026, 3, 1), date(2026, 3, 10))
    if code is None:
        assert (await a_suspension(who, hire.participant_id, first_day, last_day)).findings == ()
        return
    with pytest.raises(Refused) as refusal:
        await a_suspension(who, hire.participant_id, first_day, last_day)
    assert [finding.code for finding in refusal.value.findings] == [code]


async def test_hours_credited_in_days_suspended_later_stay_and_are_told(territory: Territory) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    await a_validated_statement(who, hire)
    before = await sql.fetch_value("SELECT sum(hours_credited) FROM allocation")
    kept = await a_suspension(who, hire.participant_id, date(2026, 1, 10), date(2026, 12, 31))
    assert [finding.code for finding in kept.findings] == ["ELG-044"]
    await set_identity(who.context.actor)
    assert await sql.fetch_value("SELECT sum(hours_credited) FROM allocation") == before
    view = await eligibility_windows.load_window(who.context, hire.participant_id, None)
    assert [finding.values["id"] for finding in view.findings] == [str(hire.id)]


async def test_a_decided_end_holds_until_it_is_given_back(territory: Territory) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    decided = await a_decided_end(who, hire.participant_id, date(2028, 6, 30))
    assert (decided.override.version_no, decided.override.decided_by) == (1, who.user_id)
    moved = await hires.load_hire(who.context, hire.id)
    assert (moved.eligible_last_day, moved.eligibility_trace.formula_id) == (date(2028, 6, 30), "ELG-WINDOW-DECIDED")
    await a_decided_end(who, hire.participant_id, None)
    assert await window_end(who, hire) == date(2028, 1, 4)
    view = await eligibility_windows.load_window(who.context, hire.participant_id, None)
    assert [override.version_no for override in view.facts.overrides] == [1, 2]


@pytest.mark.parametrize(
    ("last_day", "code"), [(date(2026, 1, 4), "ELG-042"), (date(2026, 1, 5), None), (date(2026, 1, 6), None)]
)
async def test_a_window_is_not_decided_to_end_before_it_begins(
    territory: Territory, last_day: date, code: str | None
) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    if code is None:
        await a_decided_end(who, hire.participant_id, last_day)
        assert await window_end(who, hire) == last_day
        return
    with pytest.raises(Refused) as refusal:
        await a_decided_end(who, hire.participant_id, last_day)
    assert [finding.code for finding in refusal.value.findings] == [code]


async def test_there_is_nothing_to_decide_before_a_first_hire(territory: Territory) -> None:
    who = territory.facilitator
    with pytest.raises(WrongState) as refusal:
        await a_decided_end(who, (await a_participant(who)).id, date(2028, 1, 1))
    assert refusal.value.code == "ELG-032"


async def test_each_hire_follows_the_duration_of_its_own_lot(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    rules = RuleSetTerms(values={"eligibility_duration": 18}, penalties=(), effective_on=date(2026, 1, 1))
    await rule_sets.set_rules(who.context, lot.id, rules, None)
    short = await a_hire(who, territory, lot)
    assert short.eligible_last_day == date(2027, 7, 4)
    assert short.eligibility_trace.parameters[0].value == "18"
    assert (await hired(who, territory)).eligible_last_day == date(2028, 1, 4)


async def test_a_ground_expires_the_day_after_its_window_and_revives_when_the_window_moves(
    territory: Territory,
) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    await a_decided_end(who, hire.participant_id, date(2026, 6, 15))
    assert await run_daily(EXPIRE, NOW) == 0
    tomorrow = NOW + timedelta(days=1)
    assert await run_daily(EXPIRE, tomorrow) == 1
    assert await state_of(who, hire) == (EligibilityState.EXPIRED, ExpiryCause.WINDOW_OVER)
    assert await run_daily(EXPIRE, NOW + timedelta(days=2)) == 0
    await a_decided_end(who, hire.participant_id, date(2026, 12, 31))
    assert await state_of(who, hire) == (EligibilityState.ACCEPTED, None)
    await set_identity(who.context.actor)
    told = await sql.fetch(
        "SELECT action, data->>'cause' AS cause FROM journal WHERE subject_id = $1 ORDER BY seq", hire.eligibility_id
    )
    assert [(line["action"], line["cause"]) for line in told[-2:]] == [
        ("eligibility.expired", "WINDOW_OVER"),
        ("eligibility.revived", None),
    ]


async def test_a_ground_does_not_expire_while_the_clock_stands_still(territory: Territory) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    await a_suspension(who, hire.participant_id, date(2026, 6, 1))
    assert await run_daily(EXPIRE, NOW + timedelta(days=3650)) == 0
    assert await state_of(who, hire) == (EligibilityState.ACCEPTED, None)


@pytest.mark.parametrize(("days", "expired"), [(-1, 0), (0, 0), (1, 1)])
async def test_a_proof_never_used_expires_the_day_after_it_is_too_old(
    territory: Territory, days: int, expired: int
) -> None:
    who = territory.facilitator
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2026, 6, 1), proof_age_days=0)
    assert ground.proof_fresh_until == date(2026, 8, 31)
    assert await run_daily(EXPIRE, NOW + (date(2026, 8, 31) - NOW.date()) + timedelta(days=days)) == expired
    found = await eligibility.load_eligibility(who.context, ground.id)
    assert found.expiry_cause is (ExpiryCause.PROOF_STALE if expired else None)


async def test_a_hire_recorded_late_may_use_a_ground_that_has_expired_since(territory: Territory) -> None:
    who = territory.facilitator
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2026, 6, 1), proof_age_days=0)
    await run_daily(EXPIRE, NOW + timedelta(days=200))
    expired = await eligibility.load_eligibility(who.context, ground.id)
    assert expired.state is EligibilityState.EXPIRED
    both: dict[str, Any] = {"participant": person, "eligibility": expired}
    lot = await a_lot(who, territory)
    with pytest.raises(Refused) as refusal:
        await a_hire(who, territory, lot, first_day=date(2026, 9, 1), **both)
    assert [finding.code for finding in refusal.value.findings] == ["HIR-014"]
    hire = await a_hire(who, territory, lot, first_day=date(2026, 8, 31), **both)
    assert await state_of(who, hire) == (EligibilityState.ACCEPTED, None)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2027, 11, 4), False),
        (date(2027, 11, 5), True),
        (date(2028, 1, 4), True),
        (date(2028, 1, 5), False),
    ],
)
async def test_the_end_of_a_running_contracts_window_is_told_60_days_ahead(
    territory: Territory, on: date, told: bool
) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    found = await alerts(who, on)
    assert [one.windows[0].hire_id for one in found] == ([hire.id] if told else [])


async def test_a_contract_that_is_over_or_suspended_asks_for_no_alert(territory: Territory) -> None:
    who = territory.facilitator
    over = await hired(who, territory, planned_last_day=date(2026, 12, 31))
    suspended = await hired(who, territory)
    await a_suspension(who, suspended.participant_id, date(2026, 6, 1))
    assert over.eligible_last_day == date(2028, 1, 4)
    assert await alerts(who, date(2027, 12, 1)) == []


@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2026, 7, 1), False), (date(2026, 7, 2), True), (date(2026, 8, 31), True), (date(2026, 9, 1), False)],
)
async def test_a_proof_not_yet_used_is_told_before_it_grows_too_old(territory: Territory, on: date, told: bool) -> None:
    who = territory.facilitator
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2026, 6, 1), proof_age_days=0)
    found = await alerts(who, on)
    assert [one.proofs[0].eligibility_id for one in found] == ([ground.id] if told else [])
    assert await alerts(territory.other_facilitator, on) == []


async def test_another_organisation_neither_suspends_nor_decides(territory: Territory) -> None:
    who, stranger = territory.facilitator, territory.other_facilitator
    hire = await hired(who, territory)
    kept = await a_suspension(who, hire.participant_id, date(2026, 3, 1))
    calls: list[Any] = [
        a_suspension(stranger, hire.participant_id, date(2026, 4, 1)),
        eligibility_windows.end_suspension(stranger.context, kept.suspension.id, date(2026, 4, 1)),
        a_decided_end(stranger, hire.participant_id, None),
        eligibility_windows.load_window(stranger.context, hire.participant_id, None),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call


async def test_the_journal_tells_the_days_of_a_suspension_but_not_why(territory: Territory) -> None:
    who = territory.facilitator
    hire = await hired(who, territory)
    await a_suspension(who, hire.participant_id, date(2026, 3, 1), date(2026, 3, 10))
    line = await sql.fetch_one("SELECT reason, data::text AS data FROM journal WHERE action = 'eligibility.suspended'")
    assert line is not None
    assert (line["reason"], "référent" in line["data"], "2026-03-10" in line["data"]) == (None, False, True)
