"""Lots with penalties, what these are counted from, proposals and balances, through the services."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.contracts import Lot
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.penalty_events import AbsenceTerms, NoticeTerms
from clause.domain.penalty_proposals import DecisionTerms
from clause.domain.rule_sets import RuleSetTerms
from clause.rules.obligation import ObligationMethod
from clause.rules.penalty_terms import PenaltyTerms
from clause.services import final_balances, obligations, penalties, penalty_events, rule_sets
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory

ENDED = date(2026, 5, 31)
PER_HOUR = {"kind": "MISSING_HOURS", "rate_eur": "35.00"}


async def owing(territory: Territory, lot: Lot, hours_owed: str, effective_on: date = date(2026, 1, 1)) -> None:
    """The lot owes these hours from a day on."""
    inputs = ObligationInputs(hours_owed=Decimal(hours_owed))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=effective_on)
    await obligations.set_obligation(territory.facilitator.context, lot.id, terms, "CCAP")


async def with_rules(
    territory: Territory, lot: Lot, *penalties_of_lot: dict[str, Any], **values: str | int | bool
) -> None:
    """The lot's documents foresee these penalties and fix these rules."""
    terms = RuleSetTerms(
        values=values,
        penalties=tuple(PenaltyTerms.model_validate(one) for one in penalties_of_lot),
        effective_on=date(2026, 1, 1),
    )
    await rule_sets.set_rules(territory.facilitator.context, lot.id, terms, "Lecture du CCAP")


async def a_lot_with_hours(
    territory: Territory, hours_owed: str = "490.00", hours_credited: str | None = "70.00", **more: Any
) -> Lot:
    """A lot whose execution ended on 31 May (unless told otherwise), with hours of March validated."""
    lot = await a_lot(territory.facilitator, territory, **{"last_day": ENDED, **more})
    await owing(territory, lot, hours_owed)
    if hours_credited is not None:
        hire = await a_hire(territory.facilitator, territory, lot, planned_last_day=ENDED)
        await a_validated_statement(territory.facilitator, hire, hours_declared=hours_credited)
    return lot


async def one_of_each(territory: Territory) -> dict[str, UUID]:
    """A notice, an absence, a proposal with its decision, and a balance, by the name that the routes give to each."""
    context = territory.facilitator.context
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    notice = await penalty_events.record_notice(context, lot.id, notice_terms())
    absence = await penalty_events.record_absence(
        context, lot.id, AbsenceTerms(meeting="Réunion de lancement", happened_on=date(2026, 2, 3))
    )
    proposal = await penalties.freeze_proposal(context, lot.id, None)
    await penalties.record_decision(context, proposal.id, decision_terms())
    balance = await final_balances.freeze_balance(context, lot.id, None, None)
    return {
        "notice_id": notice.id,
        "absence_id": absence.id,
        "proposal_id": proposal.id,
        "balance_id": balance.id,
    }


def notice_terms(**more: Any) -> NoticeTerms:
    """A notice about hours, sent on 5 June without a delay."""
    given = {"about": "HOURS", "reference": "LR 1A 001", "sent_on": date(2026, 6, 5)}
    return NoticeTerms.model_validate(given | more)


def decision_terms(**more: Any) -> DecisionTerms:
    """The buyer applied what was proposed."""
    given = {
        "outcome": "APPLIED",
        "amount_eur": None,
        "decided_on": date(2026, 6, 15),
        "decided_by_name": "Direction des achats",
        "reason": "Bilan négatif",
    }
    return DecisionTerms.model_validate(given | more)
