"""What obligations are made of, for tests: decisions, tranches, reliefs, invoices, through the services."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.achievements import NewAchievement
from clause.domain.contracts import Lot
from clause.domain.invoices import InvoiceKind, NewInvoice, NewPurchaseOrder
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.reliefs import NewDifficultyNotice, NewRelief, ReliefGround, ReliefKind
from clause.domain.social_conditions import NewWaiver
from clause.domain.tranches import NewTranche, Tranche, TrancheKind
from clause.domain.worked_hours import NewWorkedHours
from clause.rules.calendar import Month
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import ObligationMethod
from clause.rules.social_condition import WaiverGround
from clause.services import (
    achievements,
    invoices,
    obligations,
    reliefs,
    social_conditions,
    tranches,
    worked_hours,
)
from tests.builders.territory import Caller

YEAR = date(2026, 1, 1)


def terms(
    method: ObligationMethod, on: date, unit: ObligationUnit = ObligationUnit.HOURS, **inputs: Any
) -> ObligationTerms:
    """A decision by a method."""
    return ObligationTerms(method=method, inputs=ObligationInputs.model_validate(inputs), effective_on=on, unit=unit)


def fixed(hours: str, on: date = YEAR) -> ObligationTerms:
    """Hours as the contract states them."""
    return terms(ObligationMethod.FIXED, on, hours_owed=hours)


def by_invoices(on: date = YEAR, threshold: str = "0.00") -> ObligationTerms:
    """One hour for each full 2,000 euros invoiced."""
    return terms(
        ObligationMethod.INVOICE_RATIO, on, threshold=threshold, euros_per_step="2000.00", hours_per_step="1.00"
    )


async def decide(who: Caller, lot: Lot, decision: ObligationTerms, reason: str | None = "Essai") -> None:
    """Record a decision."""
    await obligations.set_obligation(who.context, lot.id, decision, reason)


async def bill(
    who: Caller, lot: Lot, number: str, day: date, amount: str, kind: InvoiceKind = InvoiceKind.INVOICE
) -> invoices.InvoiceRecorded:
    """Record an invoice."""
    new = NewInvoice(kind=kind, number=number, issued_on=day, amount_excl_vat=Decimal(amount))
    return await invoices.add_invoice(who.context, lot.id, new)


async def order(who: Caller, lot: Lot, number: str, amount: str, first_day: date, last_day: date) -> None:
    """Record a purchase order."""
    new = NewPurchaseOrder(
        number=number, ordered_on=first_day, amount_excl_vat=Decimal(amount), first_day=first_day, last_day=last_day
    )
    await invoices.add_purchase_order(who.context, lot.id, new)


async def a_tranche(who: Caller, lot: Lot, hours: str = "200.00", kind: TrancheKind = TrancheKind.OPTIONAL) -> Tranche:
    """A tranche that is not affirmed."""
    return await tranches.add_tranche(
        who.context, lot.id, NewTranche(kind=kind, label="Aile nord", hours=Decimal(hours))
    )


def relief(kind: ReliefKind, first_day: date, **more: Any) -> NewRelief:
    """A decision of the buyer."""
    return NewRelief(
        **{
            "kind": kind,
            "first_day": first_day,
            "ground": ReliefGround.SHORT_TIME_WORK,
            "decided_by_name": "Direction des bâtiments",
            "decided_on": first_day,
            **more,
        }
    )


def reduction(hours: str, first_day: date) -> NewRelief:
    """Hours taken off."""
    return relief(ReliefKind.REDUCTION, first_day, hours_delta=Decimal(hours))


async def tell_the_obligations(who: Caller, lot: Lot) -> dict[str, UUID]:
    """One of everything on a lot that owes hours; nothing of it changes what the lot owes until the end of 2026."""
    people = terms(ObligationMethod.FIXED, YEAR, ObligationUnit.PERSONS, quantity_owed="3")
    await decide(who, lot, people, None)
    done = NewAchievement(unit=ObligationUnit.PERSONS, quantity_done=Decimal(1), done_on=date(2026, 3, 2))
    await achievements.add_achievement(who.context, lot.id, done)
    await bill(who, lot, "F-1", date(2026, 3, 31), "1000.00")
    await order(who, lot, "BC-1", "1000.00", date(2026, 3, 1), date(2026, 3, 31))
    await worked_hours.report_worked_hours(
        who.context, lot.id, NewWorkedHours(month=Month(2026, 3), hours_worked=Decimal("100.00"))
    )
    affirmed = await a_tranche(who, lot, "10.00")
    await tranches.affirm_tranche(who.context, affirmed.id, date(2027, 1, 1), None)
    await reliefs.add_relief(who.context, lot.id, relief(ReliefKind.SUSPENSION, date(2026, 8, 1)))
    notice = NewDifficultyNotice(received_on=date(2026, 4, 1), is_registered_letter=True, content="Activité partielle")
    await reliefs.add_difficulty_notice(who.context, lot.id, notice)
    open_tranche = await a_tranche(who, lot, "20.00")
    return {"tranche_id": open_tranche.id}


async def waive_social_condition(who: Caller, contract_id: UUID, version: int = 1) -> None:
    """Say why a contract has no social condition."""
    new = NewWaiver(
        ground=WaiverGround.NOT_LINKED_TO_OBJECT,
        explanation="Fourniture de licences",
        decided_on=date(2026, 6, 1),
        author="Commande publique",
    )
    await social_conditions.set_waiver(who.context, contract_id, new, version)
