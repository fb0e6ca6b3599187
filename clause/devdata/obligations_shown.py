"""What is owed by every method, and what changes it: invoices, hours worked, a tranche, an amendment, actions done."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.people_tables import Moment
from clause.devdata.world import World
from clause.domain.achievements import NewAchievement
from clause.domain.contracts import NewModification
from clause.domain.invoices import InvoiceKind, NewInvoice, NewPurchaseOrder
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.tranches import NewTranche, TrancheKind
from clause.domain.worked_hours import NewWorkedHours
from clause.rules.calendar import add_months
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import ObligationMethod
from clause.services import achievements, contracts, invoices, obligations, tranches, worked_hours

AFFIRMED, AMENDED = (-3, 16), (-2, 19)
_TRANCHE_MONTHS = 4
_RECORDED_ON = 4
"""Invoices and hours worked are recorded on this day of the month after."""


@dataclass(frozen=True)
class _Owed:
    """A decision from the first day of a lot, and the day on which it is taken."""

    lot: str
    on: Moment
    method: ObligationMethod
    inputs: ObligationInputs
    reason: str
    unit: ObligationUnit = ObligationUnit.HOURS


_OWED = (
    _Owed(
        "voirie",
        (-6, 10),
        ObligationMethod.INVOICE_RATIO,
        ObligationInputs(
            threshold=Decimal("20000.00"), euros_per_step=Decimal("2000.00"), hours_per_step=Decimal("1.00")
        ),
        "CCAP, article 9 : une heure par tranche de 2 000 € facturés au-delà de 20 000 €.",
    ),
    _Owed(
        "ecole",
        (-4, 12),
        ObligationMethod.BRACKETS,
        ObligationInputs(),
        "CCAP, article 7 : clause sociale de formation, barème selon le montant.",
    ),
    _Owed(
        "ecole",
        (-4, 12),
        ObligationMethod.FIXED,
        ObligationInputs(quantity_owed=Decimal("4.00")),
        "CCAP, article 7.2 : quatre jeunes décrocheurs accueillis en stage.",
        ObligationUnit.PERSONS,
    ),
    _Owed(
        "creches",
        (-5, 8),
        ObligationMethod.STAFF_TAKEOVER,
        ObligationInputs(months=36, transferable_monthly_hours=Decimal("260.00"), insertion_rate=Decimal("0.05")),
        "CCAP, article 5 : heures pondérées par la reprise du personnel en place.",
    ),
    _Owed(
        "gardien",
        (-5, 18),
        ObligationMethod.HOURS_SHARE,
        ObligationInputs(insertion_rate=Decimal("0.07")),
        "CCAP, article 6 : 7 % des heures travaillées.",
    ),
    _Owed(
        "college",
        (-6, 16),
        ObligationMethod.OFFER,
        ObligationInputs(minimum_hours=Decimal("300.00"), offered_hours=Decimal("420.00")),
        "Acte d'engagement : 420 heures offertes pour 300 demandées.",
    ),
    _Owed(
        "fetes",
        (-9, 10),
        ObligationMethod.FIXED,
        ObligationInputs(hours_owed=Decimal("140.00")),
        "CCAP, article 4 : 140 heures.",
    ),
)
_INVOICES = (
    ("SAL-0512", (-5, 24), "61480.00", InvoiceKind.INVOICE),
    ("SAL-0547", (-4, 24), "84210.50", InvoiceKind.INVOICE),
    ("SAL-0563", (-3, 24), "47900.00", InvoiceKind.INVOICE),
    ("SAL-A021", (-3, 26), "5900.00", InvoiceKind.CREDIT_NOTE),
    ("SAL-0588", (-2, 24), "72000.00", InvoiceKind.INVOICE),
)
_ORDERS = (
    ("BC-07", "300000.00", (-5, 5), (-2, 28)),
    ("BC-08", "180000.00", (-1, 1), (2, 28)),
)
_WORKED = ((-4, "1210.50"), (-3, "1184.00"), (-2, "1263.25"))
_WORKED_AGAIN = (-3, "1190.00")


def plan(world: World) -> None:
    """Decisions on the day on which each contract was typed; then what the months bring."""
    calendar, timeline = world.calendar, world.timeline
    for owed in _OWED:
        timeline.plan(calendar.day(*owed.on), partial(_decide, world, owed), hour=14)
    _plan_feeds(world)
    timeline.plan(calendar.day(-6, 16), partial(_foresee, world), hour=15)
    timeline.plan(calendar.day(*AFFIRMED), partial(_affirm, world), hour=14)
    timeline.plan(calendar.day(*AMENDED), partial(_amend, world), hour=14)
    timeline.plan(calendar.day(-2, 12), partial(_achieve, world), hour=15)


def _plan_feeds(world: World) -> None:
    """Orders as they are placed, invoices and hours worked in the month after."""
    calendar, timeline = world.calendar, world.timeline
    for number, amount, first, last in _ORDERS:
        order = NewPurchaseOrder(
            number=number,
            ordered_on=calendar.day(*first),
            amount_excl_vat=Decimal(amount),
            first_day=calendar.day(*first),
            last_day=calendar.day(*last),
        )
        timeline.plan(calendar.day(*first), partial(_order, world, order), hour=11)
    for number, issued, amount, kind in _INVOICES:
        invoice = NewInvoice(kind=kind, number=number, issued_on=calendar.day(*issued), amount_excl_vat=Decimal(amount))
        timeline.plan(calendar.day(issued[0] + 1, _RECORDED_ON), partial(_bill, world, invoice), hour=15)
    for index, (offset, hours) in enumerate((*_WORKED, _WORKED_AGAIN)):
        report = NewWorkedHours(month=calendar.month(offset), hours_worked=Decimal(hours))
        day = calendar.day(-1, 7) if index == len(_WORKED) else calendar.day(offset + 1, _RECORDED_ON)
        timeline.plan(day, partial(_report, world, report), hour=16)


async def _decide(world: World, owed: _Owed, now: datetime) -> None:
    lot = world.lots[owed.lot]
    terms = ObligationTerms(
        method=owed.method, inputs=owed.inputs, effective_on=lot.first_day or now.date(), unit=owed.unit
    )
    await obligations.set_obligation(world.by("yanis", now), lot.id, terms, owed.reason)


async def _order(world: World, order: NewPurchaseOrder, now: datetime) -> None:
    await invoices.add_purchase_order(world.by("yanis", now), world.lots["voirie"].id, order)


async def _bill(world: World, invoice: NewInvoice, now: datetime) -> None:
    await invoices.add_invoice(world.by("yanis", now), world.lots["voirie"].id, invoice)


async def _report(world: World, report: NewWorkedHours, now: datetime) -> None:
    await worked_hours.report_worked_hours(world.by("yanis", now), world.lots["gardien"].id, report)


async def _foresee(world: World, now: datetime) -> None:
    """The tranches of the college, as its contract foresees them."""
    yanis, lot_id = world.by("yanis", now), world.lots["college"].id
    firm = NewTranche(kind=TrancheKind.FIRM, label="Bâtiment principal", hours=Decimal("420.00"))
    await tranches.add_tranche(yanis, lot_id, firm)
    await tranches.add_tranche(
        yanis,
        lot_id,
        NewTranche(kind=TrancheKind.OPTIONAL, label="Aile de la demi-pension", hours=Decimal("120.00")),
    )


async def _affirm(world: World, now: datetime) -> None:
    yanis, lot = world.by("yanis", now), world.lots["college"]
    rows = await tranches.list_tranches(yanis, lot.id, limit=10)
    optional = next(row for row in rows if row.kind is TrancheKind.OPTIONAL)
    last_day = add_months(lot.last_day, _TRANCHE_MONTHS) if lot.last_day else None
    await tranches.affirm_tranche(yanis, optional.id, yanis.today, last_day)


async def _amend(world: World, now: datetime) -> None:
    """An amendment that says itself how many hours are owed from then on."""
    maelle, lot = world.by("maelle", now), world.lots["college"]
    new = NewModification(
        lot_id=lot.id,
        number="1",
        object="Modification n° 1 : bornes de recharge, total porté à 600 heures",
        notified_on=maelle.today,
        amount_stated=Decimal("588000.00"),
    )
    terms = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal("600.00")),
        effective_on=maelle.today,
    )
    await contracts.add_modification(maelle, lot.contract_id, new, terms)


async def _achieve(world: World, now: datetime) -> None:
    yanis = world.by("yanis", now)
    done = NewAchievement(
        unit=ObligationUnit.PERSONS,
        quantity_done=Decimal("2.00"),
        done_on=yanis.today,
        note="Deux stages de quatre semaines, conventions signées avec le collège.",
    )
    await achievements.add_achievement(yanis, world.lots["ecole"].id, done)
