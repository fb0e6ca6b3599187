"""Who works: participants with the ground on which they are eligible, and their contracts of employment in the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random

from clause.devdata.national_lots import Lot, Market
from clause.devdata.national_places import Places, is_agency, is_structure, person_name
from clause.devdata.national_plan import Kind, Row, Table, Year, at, random_of
from clause.domain.eligibility import Proof, fresh_until
from clause.rules.codes import ContractType, HireMode
from clause.rules.eligibility import ground as ground_of
from clause.rules.eligibility_windows import EligibilityWindow, eligibility_window
from clause.rules.outcomes import Outcome, OutcomePoint

LONG_TERM = ("DELD", "DELD", "DELD", "DETLD")
"""Grounds of those who have sought work for a year, or for two."""
_GROUNDS = (
    ("RSA", 30), ("YOUTH_UNQUALIFIED", 15), ("YOUTH_SUPPORT", 7), ("BOETH", 10), ("SENIOR", 7), ("QPV", 8), ("PLIE", 6),
    ("ASS", 3), ("REFUGEE", 5), ("IAE_EI", 3), ("IAE_ACI", 2), ("GEIQ", 2), ("ASE", 1), ("SINGLE_PARENT", 1),
)  # fmt: skip
_LEVELS = (("00", 12), ("10", 22), ("30", 30), ("40", 20), ("50", 12), ("60", 4))
_DIRECT = (
    (ContractType.FIXED_TERM, 58), (ContractType.PERMANENT, 16), (ContractType.APPRENTICESHIP, 10),
    (ContractType.PROFESSIONAL_TRAINING, 9), (ContractType.FIXED_TERM_USAGE, 7),
)  # fmt: skip
_WEEKLY = (("35.00", 62), ("30.00", 14), ("26.00", 12), ("24.00", 12))
_MEAN_SPAN, _SHORTEST_SPAN = 95, 6
_OUTCOMES = (
    (Outcome.CDI, 13), (Outcome.CDD_GT_6M, 15), (Outcome.CDD_LT_6M, 9), (Outcome.TEMP, 17), (Outcome.SIAE, 6),
    (Outcome.QUALIFYING_TRAINING, 6), (Outcome.JOB_SEEKING, 28), (Outcome.INACTIVE, 6),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one contract of employment, for one lot."""

    number: int
    participant: int
    lot: Lot
    company: int
    first_clause_start: date
    first_day: date
    last_day: date
    weekly_hours: Decimal

    @property
    def possible_hours(self) -> Decimal:
        """The hours of a full presence."""
        return ((self.last_day - self.first_day).days + 1) * self.weekly_hours / 7


@dataclass(frozen=True)
class Workforce:
    """Everybody who works in the year."""

    spans: Sequence[Span]
    tables: tuple[Table, ...]


def draw_workforce(places: Places, market: Market) -> Workforce:
    """Participants, their accepted ground and their contracts of employment."""
    random = random_of("people")
    spans = list(_spans(places, market, random))
    first_days: dict[int, date] = {}
    organisations: dict[int, int] = {}
    for span in spans:
        first_days.setdefault(span.participant, span.first_day)
        organisations.setdefault(span.participant, span.lot.organisation)
    people, grounds = _people(places, first_days, organisations)
    return Workforce(spans, (people, grounds, _hires(places, spans), _outcomes(places, spans)))


def _spans(places: Places, market: Market, random: Random) -> Iterator[Span]:
    """One contract for each, and a second one for as many as it takes, after the first: often for another lot."""
    sizes, number = places.sizes, 0
    agencies = [company for company in range(sizes.companies) if is_agency(company)] or [0]
    twice = sizes.hires - sizes.participants
    lots = random.choices(market.lots, [len(places.facilitators[lot.organisation]) for lot in market.lots],
                          k=sizes.participants)  # fmt: skip
    for participant, lot in enumerate(lots):
        count = 2 if participant * twice // sizes.participants < (participant + 1) * twice // sizes.participants else 1
        days = _days(places.year, lot, random, count)
        for rank, (first_day, last_day) in enumerate(days):
            its_lot = lot if rank == 0 else _other_lot(market, lot, first_day, last_day, random)
            company = its_lot.holder
            if random.random() < 0.36:
                company = agencies[(its_lot.organisation * 7 + random.randrange(5)) % len(agencies)]
            weekly = Decimal(_pick(random, _WEEKLY))
            yield Span(number, participant, its_lot, company, days[0][0], first_day, last_day, weekly)
            number += 1


def _days(year: Year, lot: Lot, random: Random, count: int) -> list[tuple[date, date]]:
    """Days in the year and in the lot's execution: most of them few, some of them many, cut in two when asked."""
    earliest, latest = max(year.first_day, lot.first_day), min(year.last_day, lot.last_day)
    room = (latest - earliest).days + 1
    span = min(room, round(_SHORTEST_SPAN * count + random.expovariate(1 / (_MEAN_SPAN * count))))
    first_day = earliest + timedelta(days=random.randrange(room - span + 1))
    last_day = first_day + timedelta(days=span - 1)
    if count == 1 or span < 2 * _SHORTEST_SPAN:
        return [(first_day, last_day)][:count]
    cut = first_day + timedelta(days=random.randrange(_SHORTEST_SPAN, span - _SHORTEST_SPAN + 1))
    return [(first_day, cut - timedelta(days=1)), (cut, last_day)]


def _other_lot(market: Market, lot: Lot, first_day: date, last_day: date, random: Random) -> Lot:
    """Another lot of the same organisation that runs on these days, if one is soon found."""
    lots = market.of_organisation[lot.organisation]
    for other in random.choices(lots, k=4):
        if other.first_day <= first_day and last_day <= other.last_day:
            return other
    return lot


def _pick(random: Random, choices: Sequence[tuple[str, int]]) -> str:
    return random.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def _people(places: Places, first_days: dict[int, date], organisations: dict[int, int]) -> tuple[Table, Table]:
    random, year, sizes = random_of("participants"), places.year, places.sizes
    people: list[Row] = []
    grounds: list[Row] = []
    for number, first_day in first_days.items():
        organisation = organisations[number]
        org_id, person_id = year.id(Kind.ORGANISATION, organisation), year.id(Kind.PARTICIPANT, number)
        # As many as there are, spread over the whole.
        before, after = (count * sizes.long_term_jobseekers // sizes.participants for count in (number, number + 1))
        code = LONG_TERM[number % len(LONG_TERM)] if before < after else _pick(random, _GROUNDS)
        birth = first_day - timedelta(days=round(365.25 * _age(code, random)))
        sex = "F" if random.random() < 0.31 else "M"
        written = at(first_day - timedelta(days=9))
        postal_code = f"{1 + organisation % 95:02d}{random.randrange(100, 999)}"
        people.append((person_id, org_id, *person_name(number), birth, sex, postal_code, written, 1))
        decided_by = year.id(
            Kind.USER, places.facilitators[organisation][number % len(places.facilitators[organisation])]
        )
        proof = Proof(kind=ground_of(code).proofs[0].code, issued_on=first_day - timedelta(days=20))
        grounds.append(
            (year.id(Kind.ELIGIBILITY, number), org_id, person_id, code, True, proof.kind, proof.issued_on,
             first_day - timedelta(days=9), "ACCEPTED", decided_by, at(first_day - timedelta(days=6)),
             "Justificatif vu.", written, 2, fresh_until(code, proof))
        )  # fmt: skip
    of_person = ("first_name", "last_name", "birth_date", "sex", "postal_code", "created_at", "version")
    of_ground: tuple[str, ...] = (
        "participant_id",
        "ground",
        "is_principal",
        "proof_kind",
        "proof_issued_on",
        "assessed_on",
        "state",
    )
    of_ground += ("decided_by", "decided_at", "decision_reason", "created_at", "version", "proof_fresh_until")
    return (
        Table("participant", ("id", "facilitator_org_id", *of_person), people),
        Table("eligibility", ("id", "facilitator_org_id", *of_ground), grounds),
    )


def _age(code: str, random: Random) -> float:
    if code.startswith("YOUTH") or code == "ASE":
        return random.uniform(18, 25.9)
    return random.uniform(50, 61) if code == "SENIOR" else random.triangular(19, 62, 33)


@lru_cache(maxsize=8192)
def _window(first_clause_start: date, contract_type: ContractType, on: date) -> tuple[EligibilityWindow, str]:
    window = eligibility_window(first_clause_start, contract_type, on)
    return window, window.trace.model_dump_json()


def _hires(places: Places, spans: Sequence[Span]) -> Table:
    random, year = random_of("hires"), places.year
    rows: list[Row] = []
    for span in spans:
        is_lent = span.company != span.lot.holder
        contract_type = ContractType.TEMPORARY
        if not is_lent:
            contract_type = ContractType(_pick(random, _DIRECT))
            if is_structure(span.company):
                contract_type = ContractType.FIXED_TERM_I
        window, trace = _window(span.first_clause_start, contract_type, span.first_day)
        has_term = contract_type is not ContractType.PERMANENT
        host = year.id(Kind.ORGANISATION, places.company(span.lot.holder)) if is_lent else None
        mode = HireMode.STAFF_SUPPLY if is_lent else HireMode.DIRECT_HIRE
        rows.append(
            (year.id(Kind.HIRE, span.number), year.id(Kind.ORGANISATION, span.lot.organisation),
             year.id(Kind.PARTICIPANT, span.participant), year.id(Kind.ELIGIBILITY, span.participant),
             year.id(Kind.LOT, span.lot.number), year.id(Kind.ORGANISATION, places.company(span.company)), mode.value,
             contract_type.value, span.lot.trade.job, span.first_day, span.last_day if has_term else None,
             span.last_day, span.weekly_hours, window.period.first_day, window.period.last_day, trace,
             at(span.first_day - timedelta(days=2)), 1, "{}", _pick(random, _LEVELS), host, span.weekly_hours >= 35,
             random.random() < 0.21, span.lot.trade.sector.value, "FRANCE_TRAVAIL")
        )  # fmt: skip
    columns: tuple[str, ...] = (
        "id",
        "facilitator_org_id",
        "participant_id",
        "eligibility_id",
        "lot_id",
        "company_id",
        "mode",
    )
    columns += ("contract_type", "job_title", "first_day", "planned_last_day", "last_day", "weekly_hours")
    columns += ("eligible_first_day", "eligible_last_day", "eligibility_trace", "created_at", "version", "details")
    columns += ("education_level", "host_company_id", "is_full_time", "lives_in_qpv", "sector", "referrer_kind")
    return Table("hire", columns, rows)


def _outcomes(places: Places, spans: Sequence[Span]) -> Table:
    """What became of three in five when they left, and of one in four three months later."""
    random, year = random_of("outcomes"), places.year
    rows: list[Row] = []
    for span in spans:
        for point, share, days in ((OutcomePoint.EXIT, 0.6, 0), (OutcomePoint.M3, 0.25, 91)):
            observed = span.last_day + timedelta(days=days)
            if observed > year.last_day or random.random() > share:
                continue
            outcome = _pick(random, _OUTCOMES)
            rows.append(
                (year.id(Kind.OUTCOME, len(rows)), year.id(Kind.ORGANISATION, span.lot.organisation),
                 year.id(Kind.HIRE, span.number), point.value, 1, outcome, observed, at(observed, 15))
            )  # fmt: skip
    columns = ("id", "facilitator_org_id", "hire_id", "point", "version_no", "outcome", "observed_on", "recorded_at")
    return Table("hire_outcome", columns, rows)
