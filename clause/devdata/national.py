"""A year of France, drawn with a fixed seed and put in by COPY: for measures, and to see Clause with a whole country.

All of it is one transaction. Rows of a few hundred thousand are drawn here; the ledger is multiplied in the database.
Every constraint and foreign key is checked by PostgreSQL as the rows come or when its guards come back, kept totals are
recounted by the function that migrations use, and what triggers would have refused is counted: it must be nothing.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from clause.db import bulk, national_hours, sql
from clause.db.bulk import Connection
from clause.db.migrate import migrate
from clause.devdata import national_filing, national_report
from clause.devdata.national_claims import draw_courses
from clause.devdata.national_lots import Market, draw_market, draw_obligations
from clause.devdata.national_people import Span, Workforce, draw_workforce
from clause.devdata.national_places import Places, draw_places
from clause.devdata.national_plan import Kind, Row, Sizes, Table, Year, random_of, sizes_of
from clause.devdata.national_posts import draw_posts
from clause.devdata.national_report import StoredCountry
from clause.devdata.report import DemoReport
from clause.gateways import secrets
from clause.gateways.mail import mailer
from clause.gateways.queue import queue
from clause.rules.calendar import Period
from clause.rules.codes import HoursNature
from clause.rules.counting import credited_hours
from clause.runtime import open_runtime
from clause.settings import Settings

_DRAWN = (
    "organisation", "app_user", "membership", "contract", "lot", "lot_holder", "obligation", "obligation_decision",
    "participant", "eligibility", "hire", "hire_outcome", "post_financing", "operation", "grant_agreement",
    "employment", "assignment", "payroll_month", "timesheet", "time_entry", "time_absence",
)  # fmt: skip
_FILLED = (*_DRAWN, *national_hours.TABLES, "lot_day_total", "lot_standing", "hire_total")
_NATURES = (HoursNature.WORK, HoursNature.TRAINING_IN_CONTRACT, HoursNature.TRAINING_OUTSIDE_CONTRACT)
_ANY_DAY = date(2025, 3, 3)
_TRAINING = 12
"""One hire in as many is trained outside its contract now and then, and one in as many inside it."""


@dataclass(frozen=True)
class Country:
    """What was drawn."""

    places: Places
    market: Market
    workforce: Workforce
    hours: Mapping[int, Decimal]
    """By number of hire."""

    @property
    def year(self) -> Year:
        """The year that is filled."""
        return self.places.year


async def fill(
    settings: Settings,
    progress: Callable[[str], None],
    share: Decimal = Decimal(1),
    ledger_lines: int | None = None,
    now: datetime | None = None,
) -> DemoReport:
    """Fill an empty database with a country; what is told of it is read from its own statistics.

    Raises WrongState CMD-005 when there are contracts already, CMD-006 when what was filled breaks a rule.
    """
    instant, began = now or datetime.now(UTC), time.monotonic()
    await migrate(settings.asyncpg_owner_config())
    sizes, year = sizes_of(share, ledger_lines), Year(instant.year - 1)
    password = secrets.new_password()
    async with bulk.as_owner(settings.asyncpg_owner_config()) as connection:
        await national_hours.refuse_if_used(connection)
        progress("Pays de démonstration : tirage")
        country = draw(sizes, year, secrets.hash_password(password))
        lines = await load(connection, country, progress, instant)
        # Before the commit: should this fail, or we be killed here, the file names a country that does not exist.
        stored = StoredCountry(year=year.number, password=password, ledger_lines=lines)
        national_report.write(settings.data_dir, stored)
    await _file_claims(settings, country, progress, instant)
    size = await bulk.settle(settings.asyncpg_owner_config(), (*_FILLED, *national_filing.TABLES))
    claims = await bulk.count_by(settings.asyncpg_owner_config(), "claim", "state")
    told = {"seconds": round(time.monotonic() - began), "mebibytes": size // 2**20, "claims": claims}
    stored = stored.model_copy(update=told)
    national_report.write(settings.data_dir, stored)
    return await _report(settings, stored, instant)


async def _file_claims(settings: Settings, country: Country, progress: Callable[[str], None], now: datetime) -> None:
    """Claims are made by the services as their own role, once the country stands: each organisation's at a time."""
    progress(f"Pays de démonstration : bilans de {country.places.sizes.organisations} organisations")
    async with open_runtime(settings):
        # Jobs are done here, to their end, and what happened in a past that never was is written to nobody.
        queue.close()
        mailer.close()
        courses = draw_courses(country.places)
        await national_filing.file_claims(country.places, courses, now, sql.engine().transaction)


async def stored_report(settings: Settings) -> DemoReport | None:
    """What to tell of the country that is there; None when none was filled from this data folder."""
    kept = national_report.read(settings.data_dir)
    return None if kept is None else await _report(settings, kept, datetime.now(UTC))


async def _report(settings: Settings, kept: StoredCountry, now: datetime) -> DemoReport:
    async with open_runtime(settings):
        return await national_report.country_report(kept, now)


def draw(sizes: Sizes, year: Year, password_hash: str) -> Country:
    """A country of these sizes: the same each time."""
    places = draw_places(sizes, year, password_hash)
    market = draw_market(places)
    workforce = draw_workforce(places, market)
    return Country(places, market, workforce, _hours(sizes, workforce))


def _hours(sizes: Sizes, workforce: Workforce) -> dict[int, Decimal]:
    """Hours done under each contract of employment: a part of what is possible, and the country's hours in all."""
    random = random_of("hours")
    presence = {
        span.number: span.possible_hours * Decimal(round(random.uniform(0.75, 1.0), 3)) for span in workforce.spans
    }
    factor = min(Decimal("1.15"), sizes.hours / sum(presence.values(), Decimal(0)))
    return {number: (hours * factor).quantize(Decimal("0.01")) for number, hours in presence.items()}


async def load(connection: Connection, country: Country, progress: Callable[[str], None], now: datetime) -> int:
    """Put a country in, with every guard back in its place; how many lines its ledger has. WrongState CMD-006."""
    places, market = country.places, country.market
    done: dict[int, Decimal] = {}
    for span in country.workforce.spans:
        done[span.lot.number] = done.get(span.lot.number, Decimal(0)) + country.hours[span.number]
    owed = draw_obligations(places, market.lots, done)
    tables = (*places.tables, *market.tables, *owed, *country.workforce.tables, *draw_posts(places))
    async with bulk.bare(connection, _FILLED):
        for table in tables:
            progress(f"Pays de démonstration : {table.name}, {len(table.rows)} lignes")
            await bulk.copy(connection, table.name, table.columns, table.rows)
        progress("Pays de démonstration : relevés et registre des heures")
        lines = await national_hours.multiply_hours(connection, _hire_rows(country), _nature_rows(), _prefixes(country))
        progress("Pays de démonstration : index, clés étrangères")
    progress("Pays de démonstration : totaux tenus, vérifications")
    await national_hours.recount(connection, now.date())
    await _journal(connection, places, tables[0])
    await national_hours.require_unbroken(connection)
    return lines


def _hire_rows(country: Country) -> list[Row]:
    """One row a hire: how many lines its hours make, on which days, for whom."""
    places, year = country.places, country.year
    sizes, spans = places.sizes, country.workforce.spans
    hours_of_a_line = sum(country.hours.values(), Decimal(0)) / sizes.ledger_lines
    windows = _windows(country.workforce)
    return [
        (
            span.number, year.id(Kind.ORGANISATION, span.lot.organisation),
            year.id(Kind.ORGANISATION, places.buyer(span.lot.buyer)),
            year.id(Kind.ORGANISATION, places.company(span.company)), year.id(Kind.LOT, span.lot.number),
            year.id(Kind.HIRE, span.number), year.id(Kind.USER, places.facilitators[span.lot.organisation][0]),
            span.first_day, (span.last_day - span.first_day).days + 1,
            max(1, round(country.hours[span.number] / hours_of_a_line)), country.hours[span.number], _nature(span),
            str(Period(span.lot.first_day, span.lot.last_day)), windows[span.number],
        )
        for span in spans
    ]  # fmt: skip


def _windows(workforce: Workforce) -> list[str]:
    """The eligibility window of each hire, as its trace and the ledger write it."""
    (hires,) = (table for table in workforce.tables if table.name == "hire")
    first, last = hires.columns.index("eligible_first_day"), hires.columns.index("eligible_last_day")
    return [str(Period(row[first], row[last])) for row in hires.rows]


def _nature(span: Span) -> str:
    rest = span.number % _TRAINING
    return _NATURES[rest if rest < len(_NATURES) else 0].value


def _nature_rows() -> list[Row]:
    """What the rule says of hours of each nature on days that lie in both windows."""
    day = Period(_ANY_DAY, _ANY_DAY)
    rows: list[Row] = []
    for nature in _NATURES:
        decision = credited_hours(Decimal("1.00"), day, day, day, nature=nature)
        reason = decision.reason.value if decision.reason else None
        rows.append((nature.value, reason, json.dumps(decision.trace.model_dump(mode="json"))))
    return rows


def _prefixes(country: Country) -> national_hours.Prefixes:
    return national_hours.Prefixes(
        statement=country.year.id_prefix(Kind.STATEMENT),
        line=country.year.id_prefix(Kind.LINE),
        entry=country.year.id_prefix(Kind.ENTRY),
        allocation=country.year.id_prefix(Kind.ALLOCATION),
    )


async def _journal(connection: Connection, places: Places, directory: Table) -> None:
    """Each facilitator organisation's chain begins, as when the operator enters it."""
    year = places.year
    for number, row in enumerate(directory.rows[: places.sizes.organisations]):
        await connection.execute(
            "SELECT clause_journal_append($1, $2, $3, 'operator', NULL, NULL, 'organisation.added', 'organisation', $2,"
            " NULL, $4::jsonb)",
            year.id(Kind.JOURNAL, number),
            row[0],
            year.opening,
            json.dumps({"kind": row[1], "siret": row[4]}),
        )
