"""Public contracts of the territory: imported as they were published, then followed, set aside or left to review."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from clause.devdata.open_data import MODERN, OLDER, published_by, read_file, redated, to_bytes
from clause.devdata.world import World, run_job
from clause.domain.contracts import FollowUpState, Lot, LotChange, LotFilters
from clause.domain.imports import ImportKind
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.services import contracts, imports, obligations

FIRST_IMPORT, SECOND_IMPORT = (-10, 4), (-6, 18)
"""Month and day: the second brings what was published in between, and what was modified."""

_LABELS = {
    "pisc1": "gros œuvre",
    "pisc2": "charpente et couverture",
    "pisc3": "Lot n°3 : électricité",
    "pisc4": "faux plafonds",
    "nett": "Nettoyage des écoles",
    "espv": "Entretien des espaces verts",
    "rd31": "route départementale 31",
    "goel1": "isolation par l'extérieur",
    "dune": "Entretien des sentiers",
    "mult": "Petits travaux",
}
"""Words of a lot's label by which a facilitator finds it."""


@dataclass(frozen=True)
class _Decision:
    """What a facilitator decides about a lot, and on which day."""

    lot: str
    on: tuple[int, int]
    follow_up: FollowUpState = FollowUpState.FOLLOWED
    reason: str | None = None


_DECISIONS = (
    *(_Decision(lot, (-10, 5)) for lot in ("pisc1", "pisc2", "pisc3", "pisc4", "nett", "rd31")),
    _Decision("espv", (-6, 19)),
    _Decision("goel1", (-6, 19)),
    _Decision("mult", (-6, 20), FollowUpState.SET_ASIDE, "Marché réservé : le CCAP ne demande aucune heure."),
    _Decision("dune", (-1, 13), FollowUpState.FOLLOWED, "Clause de 1 200 heures retrouvée dans le CCAP."),
)


@dataclass(frozen=True)
class _Owed:
    """A version of the hours owed: hours as written, or the share of labour and the cost of an hour."""

    lot: str
    on: tuple[int, int]
    hours: str | None = None
    labour_share: str = "0.50"
    hourly_cost: str = "30.00"
    amount: str | None = None
    reason: str | None = None
    effective: tuple[int, int] | None = None
    """Month and day from which it holds; the lot's first day when it is not given."""


_OWED = (
    *(_Owed(lot, (-10, 6)) for lot in ("pisc1", "pisc2", "pisc3", "pisc4", "rd31")),
    _Owed("nett", (-10, 6), labour_share="0.80", hourly_cost="20.00"),
    _Owed("espv", (-6, 19), hours="900.00", reason="CCAP, article 8 : 900 heures sur la durée de l'accord-cadre."),
    _Owed("goel1", (-6, 19), hours="700.00", reason="CCAP, article 6 : 700 heures."),
    _Owed(
        "nett",
        (-6, 20),
        labour_share="0.80",
        hourly_cost="20.00",
        amount="446100.00",
        reason="Modification n° 1 publiée : montant porté à 446 100,00 € HT.",
        effective=(-8, 9),
    ),
    _Owed("dune", (-1, 13), hours="1200.00", reason="CCAP, article 4 : 1 200 heures sur trois ans."),
)
_INSERTION_RATE = Decimal("0.05")


def plan(world: World) -> None:
    """Two rounds of imports, then a decision and its hours for each lot."""
    calendar, timeline = world.calendar, world.timeline
    for day in (calendar.day(*FIRST_IMPORT), calendar.day(*SECOND_IMPORT)):
        timeline.plan(day, partial(_import, world, MODERN, day), hour=10)
        timeline.plan(day, partial(_import, world, OLDER, day), hour=10, minute=20)
    for decision in _DECISIONS:
        timeline.plan(calendar.day(*decision.on), partial(_decide, world, decision), hour=11)
    for owed in _OWED:
        timeline.plan(calendar.day(*owed.on), partial(_set_hours, world, owed), hour=14)


async def _import(world: World, name: str, day: date, now: datetime) -> None:
    edition = published_by(redated(read_file(name), world.calendar.today), day)
    run = await imports.start_import(world.by("maelle", now), ImportKind.DECP, name, to_bytes(edition))
    await run_job(imports.import_chunk, run.job_id, now)


async def _find_lot(world: World, key: str, now: datetime) -> Lot:
    rows = await contracts.list_lots(world.by("maelle", now), LotFilters(text=_LABELS[key]), limit=2)
    if len(rows) != 1:
        raise RuntimeError(f"{_LABELS[key]!r} names {len(rows)} lots")
    return rows[0].lot


async def _decide(world: World, decision: _Decision, now: datetime) -> None:
    lot = await _find_lot(world, decision.lot, now)
    change = LotChange(follow_up=decision.follow_up, reason=decision.reason)
    world.lots[decision.lot] = await contracts.change_lot(world.by("maelle", now), lot.id, change, lot.version)


async def _set_hours(world: World, owed: _Owed, now: datetime) -> None:
    lot = world.lots[owed.lot]
    effective_on = world.calendar.day(*owed.effective) if owed.effective else lot.first_day or now.date()
    terms = ObligationTerms(
        method=ObligationMethod.FIXED if owed.hours else ObligationMethod.AMOUNT,
        inputs=_inputs(owed),
        effective_on=effective_on,
    )
    await obligations.set_obligation(world.by("yanis", now), lot.id, terms, owed.reason)


def _inputs(owed: _Owed) -> ObligationInputs:
    if owed.hours:
        return ObligationInputs(hours_owed=Decimal(owed.hours))
    return ObligationInputs(
        amount_excl_vat=Decimal(owed.amount) if owed.amount else None,
        labour_share=Decimal(owed.labour_share),
        insertion_rate=_INSERTION_RATE,
        loaded_hourly_cost=Decimal(owed.hourly_cost),
    )
