"""Penalties of lots from what is stored: what may be claimed and when, frozen proposals, decisions of buyers."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.compliance import LotCompliance
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion, WrongState
from clause.domain.penalties import PenaltyStanding
from clause.domain.penalty_events import AbsenceTerms
from clause.services import compliance, penalties, penalty_events
from tests.builders.compliance import (
    ENDED,
    PER_HOUR,
    a_lot_with_hours,
    decision_terms,
    notice_terms,
    owing,
    with_rules,
)
from tests.builders.contracts import a_lot
from tests.builders.territory import Territory

JUNE_1 = date(2026, 6, 1)


async def standing(territory: Territory, lot_id: object, on: date | None = None) -> LotCompliance:
    return await compliance.assess_one_lot(territory.facilitator.context, lot_id, on)  # type: ignore[arg-type]


async def test_a_negative_balance_is_claimable_the_day_after_the_end(territory: Territory, transaction: None) -> None:
    """Rennes: 490 hours of contract, 70 accepted, 35 € an hour."""
    lot = await a_lot_with_hours(territory, "490.00", "70.00")
    await with_rules(territory, lot, PER_HOUR)
    found = {}
    for on in (date(2026, 5, 30), ENDED, JUNE_1):
        stands = await standing(territory, lot.id, on)
        assert stands.penalties is not None
        [penalty] = stands.penalties.penalties
        assert penalty.at_stake.total.value == Decimal("14700.00")
        found[on] = (penalty.standing, stands.penalties.total.value)
    assert found == {
        date(2026, 5, 30): (PenaltyStanding.BEFORE_END, Decimal("0.00")),
        ENDED: (PenaltyStanding.BEFORE_END, Decimal("0.00")),
        JUNE_1: (PenaltyStanding.DUE, Decimal("14700.00")),
    }


async def test_where_a_notice_is_required_nothing_is_due_before_its_delay_is_over(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, {**PER_HOUR, "notice_required": True})

    async def on(day: date) -> PenaltyStanding:
        stands = await standing(territory, lot.id, day)
        assert stands.penalties is not None
        return stands.penalties.penalties[0].standing

    assert await on(date(2026, 6, 12)) is PenaltyStanding.NOTICE_MISSING
    terms = notice_terms(sent_on=date(2026, 6, 2), due_on=date(2026, 6, 10))
    await penalty_events.record_notice(territory.facilitator.context, lot.id, terms)
    days = (date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 10), date(2026, 6, 11))
    assert [await on(day) for day in days] == [
        PenaltyStanding.NOTICE_MISSING,
        PenaltyStanding.NOTICE_RUNNING,
        PenaltyStanding.NOTICE_RUNNING,
        PenaltyStanding.DUE,
    ]


async def test_a_notice_heeded_in_time_claims_nothing_later(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, {**PER_HOUR, "notice_required": True})
    context = territory.facilitator.context
    terms = notice_terms(sent_on=date(2026, 6, 2), due_on=date(2026, 6, 10))
    notice = await penalty_events.record_notice(context, lot.id, terms)
    await penalty_events.settle_notice(context, notice.id, date(2026, 6, 10), 1)
    stands = await standing(territory, lot.id)
    assert stands.penalties is not None
    assert stands.penalties.penalties[0].standing is PenaltyStanding.NOTICE_MISSING


async def test_late_reports_are_counted_from_the_formal_notice(territory: Territory, transaction: None) -> None:
    """CCAP 21_BAM_048: twelve days after the notice, 75 € each."""
    lot = await a_lot_with_hours(territory, "70.00", "70.00")
    await with_rules(territory, lot, {"kind": "LATE_DOCUMENTS", "rate_eur": "75.00", "counted_from": "FORMAL_NOTICE"})
    context = territory.facilitator.context
    notice = await penalty_events.record_notice(
        context, lot.id, notice_terms(about="DOCUMENTS", sent_on=date(2026, 4, 20))
    )
    await penalty_events.settle_notice(context, notice.id, date(2026, 5, 2), 1)
    stands = await standing(territory, lot.id)
    assert stands.penalties is not None
    assert stands.penalties.total.value == Decimal("900.00")
    before = await standing(territory, lot.id, date(2026, 4, 21))
    assert before.penalties is not None
    assert before.penalties.total.value == Decimal("75.00")


async def test_a_missed_meeting_costs_its_price_until_it_is_withdrawn(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory, "70.00", "70.00")
    await with_rules(territory, lot, {"kind": "ABSENCE", "rate_eur": "500.00"})
    context = territory.facilitator.context
    terms = AbsenceTerms(meeting="Réunion de lancement", happened_on=date(2026, 2, 3))
    absence = await penalty_events.record_absence(context, lot.id, terms)
    due = await standing(territory, lot.id)
    assert due.penalties is not None
    assert due.penalties.total.value == Decimal("500.00")
    withdrawn = await penalty_events.withdraw_absence(context, absence.id, "Excusée par l'acheteur")
    assert withdrawn.withdrawal_reason == "Excusée par l'acheteur"
    with pytest.raises(WrongState) as again:
        await penalty_events.withdraw_absence(context, absence.id, "Encore")
    assert again.value.code == "PEN-007"
    after = await standing(territory, lot.id)
    assert after.penalties is not None
    assert after.penalties.total.value == Decimal("0.00")
    assert [one.id for one in await penalty_events.list_absences(context, lot.id, after=None, limit=5)] == [absence.id]


async def test_per_checkpoint_the_hours_of_each_quarter_are_looked_at_once(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot_with_hours(territory, "365.00", "70.00", last_day=date(2026, 12, 31))
    await with_rules(territory, lot, {**PER_HOUR, "rate_eur": "10.00", "applied_at": "CHECKPOINT"})
    stands = await standing(territory, lot.id, date(2026, 7, 1))
    assert stands.penalties is not None
    [penalty] = stands.penalties.penalties
    # 90 hours expected by 31 March and 181 by 30 June, for 70 credited: 20, then 91 more.
    assert [(part.on, part.amount.value) for part in penalty.at_stake.parts] == [
        (date(2026, 3, 31), Decimal("200.00")),
        (date(2026, 6, 30), Decimal("910.00")),
    ]
    assert penalty.standing is PenaltyStanding.DUE
    day_before = await standing(territory, lot.id, date(2026, 6, 29))
    assert day_before.penalties is not None
    assert day_before.penalties.total.value == Decimal("200.00")


async def test_an_amount_that_is_not_known_is_a_warning_in_place_of_a_sum(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory, first_day=date(2016, 1, 1), last_day=date(2016, 12, 31))
    await owing(territory, lot, "10.00", date(2016, 1, 1))
    terms = {"kind": "MISSING_HOURS", "multiplier": "4", "reference_amount": "SOCIAL_SECURITY_HOURLY_CEILING"}
    await with_rules(territory, lot, terms)
    stands = await standing(territory, lot.id)
    assert stands.penalties is None
    assert [finding.code for finding in stands.findings] == ["CPL-013"]
    with pytest.raises(Refused) as refused:
        await penalties.freeze_proposal(territory.facilitator.context, lot.id, None)
    assert refused.value.code == "PEN-032"
    assert [finding.code for finding in refused.value.findings] == ["CPL-013"]


async def test_a_frozen_proposal_does_not_follow_later_rules(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    context = territory.facilitator.context
    first = await penalties.freeze_proposal(context, lot.id, None)
    await with_rules(territory, lot, {**PER_HOUR, "rate_eur": "200.00"})
    second = await penalties.freeze_proposal(context, lot.id, None)
    assert (first.version_no, first.amount_eur) == (1, Decimal("14700.00"))
    assert (second.version_no, second.amount_eur) == (2, Decimal("84000.00"))
    listed = await penalties.list_proposals(context, lot.id, after=0, limit=10)
    assert listed == [first, second]
    assert (listed[0].content.rule_set_version, listed[1].content.rule_set_version) == (1, 2)
    assert listed[0].content_hash != listed[1].content_hash


async def test_the_hash_of_a_proposal_is_that_of_its_stored_bytes(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    proposal = await penalties.freeze_proposal(territory.facilitator.context, lot.id, None)
    stored = await sql.fetch_value(
        "SELECT encode(sha256(content), 'hex') FROM penalty_proposal WHERE id = $1", proposal.id
    )
    assert stored == proposal.content_hash


async def test_a_proposal_needs_penalties_in_the_rules_and_a_day_that_has_come(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot_with_hours(territory)
    context = territory.facilitator.context
    with pytest.raises(Refused) as bare:
        await penalties.freeze_proposal(context, lot.id, None)
    assert bare.value.code == "PEN-033"
    await with_rules(territory, lot, PER_HOUR)
    for day, code in ((date(2026, 6, 14), None), (date(2026, 6, 15), None), (date(2026, 6, 16), "PEN-031")):
        if code is None:
            assert (await penalties.freeze_proposal(context, lot.id, day)).figures_on == day
            continue
        with pytest.raises(Refused) as refused:
            await penalties.freeze_proposal(context, lot.id, day)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        await penalties.freeze_proposal(context, uuid4(), None)


async def test_the_buyers_last_decision_holds_and_the_earlier_ones_stay(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    context = territory.facilitator.context
    proposal = await penalties.freeze_proposal(context, lot.id, None)
    applied = await penalties.record_decision(context, proposal.id, decision_terms())
    waived = await penalties.record_decision(context, proposal.id, decision_terms(outcome="WAIVED"))
    assert (applied.version_no, applied.amount_eur) == (1, Decimal("14700.00"))
    assert (waived.version_no, waived.amount_eur) == (2, Decimal("0.00"))
    assert await penalties.list_decisions(territory.buyer_agent.context, proposal.id) == [applied, waived]


@pytest.mark.parametrize(
    ("outcome", "amount", "code"),
    [
        ("WAIVED", "0.01", "PEN-021"),
        ("REDUCED", None, "PEN-022"),
        ("REDUCED", "0.00", "PEN-022"),
        ("REDUCED", "14700.00", "PEN-022"),
        ("APPLIED", "14699.99", "PEN-023"),
    ],
)
async def test_a_decision_whose_amount_does_not_fit_is_refused(
    territory: Territory, transaction: None, outcome: str, amount: str | None, code: str
) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    context = territory.facilitator.context
    proposal = await penalties.freeze_proposal(context, lot.id, None)
    terms = decision_terms(outcome=outcome, amount_eur=amount)
    with pytest.raises(Refused) as refused:
        await penalties.record_decision(context, proposal.id, terms)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert await penalties.list_decisions(context, proposal.id) == []


async def test_days_that_cannot_be_are_named(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    context = territory.facilitator.context
    with pytest.raises(Refused) as refused:
        await penalty_events.record_notice(
            context, lot.id, notice_terms(sent_on=date(2026, 6, 16), due_on=date(2026, 6, 15))
        )
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [
        ("PEN-011", "sent_on"),
        ("PEN-012", "due_on"),
    ]
    notice = await penalty_events.record_notice(context, lot.id, notice_terms(sent_on=date(2026, 6, 5)))
    for day, version, code in ((date(2026, 6, 4), 1, "PEN-013"), (date(2026, 6, 16), 1, "PEN-013")):
        with pytest.raises(Refused) as late:
            await penalty_events.settle_notice(context, notice.id, day, version)
        assert late.value.code == code
    with pytest.raises(StaleVersion):
        await penalty_events.settle_notice(context, notice.id, date(2026, 6, 6), 2)
    with pytest.raises(Refused) as future:
        await penalty_events.record_absence(
            context, lot.id, AbsenceTerms(meeting="Point d'étape", happened_on=date(2026, 6, 16))
        )
    assert future.value.code == "PEN-016"


async def test_buyers_and_holders_read_and_only_the_facilitator_writes(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    proposal = await penalties.freeze_proposal(territory.facilitator.context, lot.id, None)
    for caller in (territory.buyer_agent, territory.company_agent):
        assert await penalties.load_proposal(caller.context, proposal.id) == proposal
        with pytest.raises(Forbidden):
            await penalties.freeze_proposal(caller.context, lot.id, None)
        with pytest.raises(Forbidden):
            await penalties.record_decision(caller.context, proposal.id, decision_terms())
    with pytest.raises(NotFound):
        await penalties.load_proposal(territory.other_company_agent.context, proposal.id)
