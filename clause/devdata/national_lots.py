"""What was bought: contracts of few large buyers and many small ones, their lots and who holds these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random

from clause.devdata.national_places import Places, is_agency, town
from clause.devdata.national_plan import Kind, Row, Table, Year, random_of
from clause.domain.contracts import FollowUpState, HolderRole
from clause.domain.decp import SocialConsideration
from clause.rules.calendar import add_months
from clause.rules.obligation import ObligationMethod, fixed_hours
from clause.rules.profiles import WorkSector


@dataclass(frozen=True)
class Trade:
    """What is bought: how often, with what words."""

    weight: int
    sector: WorkSector
    cpv: str
    label: str
    job: str


TRADES = (
    Trade(34, WorkSector.BUILDING, "45210000-2", "Construction et rénovation de bâtiments", "Aide maçon"),
    Trade(17, WorkSector.PUBLIC_WORKS, "45233140-2", "Voirie et réseaux", "Manœuvre de travaux publics"),
    Trade(18, WorkSector.CLEANING, "90910000-9", "Nettoyage de locaux", "Agent de propreté"),
    Trade(11, WorkSector.GREEN_SPACES, "77310000-6", "Entretien d’espaces verts", "Ouvrier paysagiste"),
    Trade(6, WorkSector.WASTE, "90511000-2", "Collecte de déchets", "Agent de collecte"),
    Trade(5, WorkSector.CATERING, "55523100-3", "Restauration scolaire", "Agent de restauration"),
    Trade(4, WorkSector.LOGISTICS, "60100000-9", "Transport et logistique", "Préparateur de commandes"),
    Trade(3, WorkSector.INTELLECTUAL_SERVICES, "71300000-1", "Études et maîtrise d’œuvre", "Assistant technique"),
    Trade(2, WorkSector.DIGITAL, "72000000-5", "Services numériques", "Technicien d’assistance"),
)
_LOTS_OF_A_CONTRACT = ((1, 88), (2, 7), (4, 4), (8, 1))
_MONTHS = ((12, 30), (18, 15), (24, 25), (36, 15), (48, 15))
_WITHOUT_HIRES = (70, 105, 140, 175, 210, 280, 350, 420, 700)


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot, by numbers."""

    number: int
    organisation: int
    buyer: int
    holder: int
    trade: Trade
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Market:
    """All lots, and those of each organisation."""

    lots: Sequence[Lot]
    of_organisation: Mapping[int, Sequence[Lot]]
    tables: tuple[Table, ...]


def draw_market(places: Places) -> Market:
    """Contracts and lots; every buyer buys something and every company that lends no staff holds something."""
    random, sizes, year = random_of("market"), places.sizes, places.year
    holders = _holders(places, random)
    weights = list(accumulate(len(posts) for posts in places.facilitators))
    lots: list[Lot] = []
    contracts: list[Row] = []
    lot_rows: list[Row] = []
    for number in range(sizes.contracts):
        buyer, organisation = _who_buys(places, weights, random, number)
        trade = random.choices(TRADES, [trade.weight for trade in TRADES])[0]
        contracts.append(_contract_row(places, number, organisation, buyer, trade))
        for rank in range(_pick(random, _LOTS_OF_A_CONTRACT)):
            first_day, months, last_day = _execution(random, year)
            lot = Lot(len(lots), organisation, buyer, holders(len(lots)), trade, first_day, last_day)
            lots.append(lot)
            lot_rows.append(_lot_row(places, lot, number, rank, months, random))
    by_organisation: dict[int, list[Lot]] = {}
    for lot in lots:
        by_organisation.setdefault(lot.organisation, []).append(lot)
    return Market(lots, by_organisation, _tables(places, lots, contracts, lot_rows))


def draw_obligations(places: Places, lots: Iterable[Lot], hours: Mapping[int, Decimal]) -> tuple[Table, Table]:
    """What each lot owes: about what is done there, on the whole a little more; something where nobody works."""
    random, year = random_of("obligations"), places.year
    obligations: list[Row] = []
    decisions: list[Row] = []
    for lot in lots:
        done = hours.get(lot.number)
        owed = Decimal(random.choice(_WITHOUT_HIRES))
        if done is not None:
            owed = max(
                Decimal(35), (done * Decimal(random.choice(("0.75", "0.9", "1", "1.1", "1.25", "1.5")))) // 5 * 5
            )
        owed = owed.quantize(Decimal("0.01"))
        trace = fixed_hours(owed).trace.model_dump_json()
        made = year.id(Kind.OBLIGATION, lot.number)
        whose = _whose(places, lot)
        method = ObligationMethod.FIXED.value
        decisions.append(
            (made, *whose, 1, "HOURS", method, f'{{"hours_owed": "{owed}"}}', lot.first_day, owed, trace, "DECISION",
             made, year.opening)
        )  # fmt: skip
        obligations.append(
            (made, *whose, 1, lot.first_day, method, owed, trace, year.opening, "DECISION", made, "HOURS")
        )
    common = ("id", "facilitator_org_id", "buyer_id", "lot_id")
    decided = ("recorded_no", "unit", "method", "inputs", "effective_on", "quantity", "trace", "cause", "source_id")
    kept = ("version_no", "effective_on", "method", "hours_owed", "trace", "recorded_at", "cause", "source_id", "unit")
    return (
        Table("obligation_decision", (*common, *decided, "recorded_at"), decisions),
        Table("obligation", (*common, *kept), obligations),
    )


class _Holders:
    """Companies that hold lots: first each one, then few of them often."""

    def __init__(self, companies: Sequence[int], random: Random) -> None:
        self._companies, self._random = companies, random

    def __call__(self, lot: int) -> int:
        if lot < len(self._companies):
            return self._companies[lot]
        rank = int(len(self._companies) * self._random.random() ** 3)
        return self._companies[rank]


def _holders(places: Places, random: Random) -> _Holders:
    companies = [number for number in range(places.sizes.companies) if not is_agency(number)]
    random.shuffle(companies)
    companies.remove(0)
    # The company that has an account holds much.
    return _Holders([0, *companies], random)


def _who_buys(places: Places, weights: Sequence[int], random: Random, number: int) -> tuple[int, int]:
    """The buyer and the organisation that follows its contract: nearly always the one of its territory."""
    sizes = places.sizes
    if number < sizes.buyers:
        return number, number % sizes.organisations
    if random.random() < 0.02:
        # The largest buyer buys everywhere.
        return 0, random.randrange(sizes.organisations)
    organisation = random.choices(range(sizes.organisations), cum_weights=weights)[0]
    its_own = range(organisation, sizes.buyers, sizes.organisations) or range(1)
    return its_own[int(len(its_own) * random.random() ** 2)], organisation


def _execution(random: Random, year: Year) -> tuple[date, int, date]:
    """First day, length in months and last day, of a lot that runs during the year."""
    first_day = date(year.number - 1, 1, 1) + timedelta(days=random.randrange(600))
    months = _pick(random, _MONTHS)
    while add_months(first_day, months) < date(year.number, 4, 1):
        months += 6
    return first_day, months, add_months(first_day, months) - timedelta(days=1)


def _pick(random: Random, choices: Sequence[tuple[int, int]]) -> int:
    return random.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def _contract_row(places: Places, number: int, organisation: int, buyer: int, trade: Trade) -> Row:
    year = places.year
    reference = f"{year.number}M{number:06d}"
    org_id = year.id(Kind.ORGANISATION, organisation)
    buyer_id = year.id(Kind.ORGANISATION, places.buyer(buyer))
    label = f"{trade.label}, {town(buyer)}"
    return (year.id(Kind.CONTRACT, number), org_id, buyer_id, reference, reference, label, "Marché", year.opening, 1)


def _whose(places: Places, lot: Lot) -> Row:
    year = places.year
    return (
        year.id(Kind.ORGANISATION, lot.organisation),
        year.id(Kind.ORGANISATION, places.buyer(lot.buyer)),
        year.id(Kind.LOT, lot.number),
    )


def _lot_row(places: Places, lot: Lot, contract: int, rank: int, months: int, random: Random) -> Row:
    org_id, buyer_id, lot_id = _whose(places, lot)
    amount = Decimal(round(random.lognormvariate(11.6, 1.2), -2)).quantize(Decimal("0.01"))
    label = lot.trade.label if rank == 0 else f"{lot.trade.label}, lot {rank + 1}"
    return (
        lot_id, org_id, buyer_id, places.year.id(Kind.CONTRACT, contract), str(rank + 1), label, lot.trade.cpv, amount,
        lot.first_day, months, lot.first_day, lot.last_day, "NONE", [SocialConsideration.SOCIAL_CLAUSE.value],
        FollowUpState.FOLLOWED.value, lot_id.hex, 1, places.year.opening, 1,
    )  # fmt: skip


def _tables(places: Places, lots: Sequence[Lot], contracts: list[Row], lot_rows: list[Row]) -> tuple[Table, ...]:
    year, common = places.year, ("id", "facilitator_org_id", "buyer_id")
    held = [
        (year.id(Kind.HOLDER, lot.number), *_whose(places, lot),
         year.id(Kind.ORGANISATION, places.company(lot.holder)), HolderRole.HOLDER.value, year.opening)
        for lot in lots
    ]  # fmt: skip
    of_contract = ("reference", "group_key", "object", "nature", "created_at", "version")
    of_lot: tuple[str, ...] = (
        "contract_id",
        "number",
        "label",
        "cpv",
        "amount_excl_vat",
        "notified_on",
        "duration_months",
        "first_day",
    )
    of_lot += ("last_day", "consortium_kind", "social_considerations", "follow_up", "match_key", "occurrence")
    return (
        Table("contract", (*common, *of_contract), contracts),
        Table("lot", (*common, *of_lot, "created_at", "version"), lot_rows),
        Table("lot_holder", (*common, "lot_id", "company_id", "role", "created_at"), held),
    )
