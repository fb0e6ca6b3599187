"""Lots with rules of their own; one that did nothing, what that costs it, and the balance of one that did its hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from clause.devdata.world import World
from clause.domain.penalty_events import AbsenceTerms, NoticeAbout, NoticeTerms
from clause.domain.penalty_proposals import DecisionOutcome, DecisionTerms
from clause.domain.rule_sets import RuleRaw, RuleSetTerms
from clause.rules.penalty_terms import CountedFrom, PenaltyKind, PenaltyTerms
from clause.services import final_balances, penalties, penalty_events, rule_sets

PENALISED, BY_INVOICES, BALANCED = "fetes", "voirie", "pisc4"
_DECIDED = Decimal("9000.00")
_PENALTIES = (
    PenaltyTerms(
        kind=PenaltyKind.MISSING_HOURS,
        rate_eur=Decimal("200.00"),
        notice_required=True,
        article="CCAP, article 8.2.2",
    ),
    PenaltyTerms(
        kind=PenaltyKind.LATE_DOCUMENTS,
        rate_eur=Decimal("75.00"),
        counted_from=CountedFrom.FORMAL_NOTICE,
        article="CCAP, article 8.2.3",
    ),
    PenaltyTerms(kind=PenaltyKind.ABSENCE, rate_eur=Decimal("150.00"), article="CCAP, article 8.2.4"),
)
_NOTICE_DAYS, _ANSWERED_AFTER = timedelta(days=8), timedelta(days=12)


def plan(world: World) -> None:
    """Rules when the documents are read; letters once the execution is over; then the buyer decides."""
    calendar, timeline = world.calendar, world.timeline
    cadence: Mapping[str, RuleRaw] = {"statement_cadence": "QUARTERLY"}
    by_invoices: Mapping[str, RuleRaw] = {"compliance_by_invoices": True}
    timeline.plan(calendar.day(-9, 10), partial(_set_rules, world, PENALISED, cadence, _PENALTIES), hour=15)
    timeline.plan(calendar.day(-6, 10), partial(_set_rules, world, BY_INVOICES, by_invoices, ()), hour=15)
    timeline.plan(calendar.day(-5, 14), partial(_miss, world), hour=16)
    timeline.plan(calendar.day(-4, 19), partial(_balance, world), hour=10)
    papers = partial(_ask, world, NoticeAbout.DOCUMENTS, "RAR 3107 : démarches de recrutement")
    timeline.plan(calendar.day(-3, 8), papers, hour=16)
    timeline.plan(calendar.day(-3, 9), partial(_ask, world, NoticeAbout.HOURS, "RAR 3114"), hour=16, minute=30)
    timeline.plan(calendar.day(-3, 26), partial(_settle, world), hour=16)
    timeline.plan(calendar.day(-2, 16), partial(_propose, world), hour=14)
    timeline.plan(calendar.day(-1, 9), partial(_decide, world), hour=14)


async def _set_rules(
    world: World, key: str, values: Mapping[str, RuleRaw], terms: tuple[PenaltyTerms, ...], now: datetime
) -> None:
    lot = world.lots[key]
    rules = RuleSetTerms(values=values, penalties=terms, effective_on=lot.first_day or now.date())
    await rule_sets.set_rules(world.by("maelle", now), lot.id, rules, "Lecture du CCAP")


async def _miss(world: World, now: datetime) -> None:
    maelle = world.by("maelle", now)
    absence = AbsenceTerms(meeting="Point d'étape de la clause sociale", happened_on=maelle.today)
    await penalty_events.record_absence(maelle, world.lots[PENALISED].id, absence)


async def _ask(world: World, about: NoticeAbout, reference: str, now: datetime) -> None:
    maelle = world.by("maelle", now)
    terms = NoticeTerms(about=about, reference=reference, sent_on=maelle.today, due_on=maelle.today + _NOTICE_DAYS)
    await penalty_events.record_notice(maelle, world.lots[PENALISED].id, terms)


async def _settle(world: World, now: datetime) -> None:
    """The papers came four days after the delay that the letter gave."""
    maelle = world.by("maelle", now)
    notices = await penalty_events.list_notices(maelle, world.lots[PENALISED].id, after=None, limit=10)
    notice = next(one for one in notices if one.about is NoticeAbout.DOCUMENTS)
    await penalty_events.settle_notice(maelle, notice.id, notice.sent_on + _ANSWERED_AFTER, notice.version)


async def _propose(world: World, now: datetime) -> None:
    await penalties.freeze_proposal(world.by("maelle", now), world.lots[PENALISED].id, None)


async def _decide(world: World, now: datetime) -> None:
    maelle = world.by("maelle", now)
    [proposal] = await penalties.list_proposals(maelle, world.lots[PENALISED].id, after=0, limit=2)
    decision = DecisionTerms(
        outcome=DecisionOutcome.REDUCED,
        amount_eur=_DECIDED,
        decided_on=maelle.today,
        decided_by_name="Direction de la commande publique de Port-Aurel",
        reason="Trois recherches de candidats prouvées, restées sans suite.",
    )
    await penalties.record_decision(maelle, proposal.id, decision)


async def _balance(world: World, now: datetime) -> None:
    remark = "Toutes les heures dues ont été faites avant la fin du lot."
    await final_balances.freeze_balance(world.by("maelle", now), world.lots[BALANCED].id, remark, None)
