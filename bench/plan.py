"""What the benchmark works on: made-up ids that can be computed, by us and by pgbench, and the calls themselves.

Each (facilitator organisation, company, month) takes one open statement only, so every POST uses a pair (company,
month) of its own: pair number ``n`` is company ``n mod companies`` in month ``n div companies``, counted backwards.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from uuid import UUID

from clause.rules.calendar import Month

HOURS_OF_A_MONTH = "121.33"


class Kind(IntEnum):
    """What a made-up id names; it shows in the id."""

    COMPANY = 1
    CONTRACT = 2
    LOT = 3
    PARTICIPANT = 4
    ELIGIBILITY = 5
    HIRE = 6
    STATEMENT = 7
    LINE = 8
    ENTRY = 9
    ALLOCATION = 10
    OBLIGATION = 11


def made_id(kind: Kind, number: int) -> UUID:
    """The id of the ``number``-th thing of a kind; ``made_id_sql`` says the same to PostgreSQL."""
    return UUID(f"00000000-{kind:04x}-7000-8000-{number:012x}")


def made_id_sql(kind: Kind, number: str) -> str:
    """An SQL expression for the id of the thing with this number (an SQL expression too)."""
    return f"('00000000-{kind:04x}-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0'))::uuid"


@dataclass(frozen=True)
class Sizes:
    """How much is prepared. Organisation 0 has company 0 … as clients, and so have all the others."""

    organisations: int
    companies: int
    lots: int
    """Lots of each organisation; a company's hire is for lot ``company mod lots``."""
    declared_months: int
    """Months still to be declared: what the POSTs use up."""
    booked_months: int
    """Months before those, declared and validated long ago: what the lists show."""
    booked_companies: int
    """Companies with booked months in organisation 0."""
    booked_share: int = 4
    """Each other organisation has booked months with one in so many of those."""
    people: int = 1
    """People whom each company has hired in organisation 0, a line of its statements each; one in the others."""

    @property
    def booked_elsewhere(self) -> int:
        """Companies with booked months in each organisation but 0."""
        return self.booked_companies // self.booked_share

    @property
    def crews(self) -> int:
        """Sets of one person a company: one an organisation, and the further ones of organisation 0."""
        return self.organisations + self.people - 1

    @property
    def booked_lines(self) -> int:
        """Hours rows that are validated and booked."""
        elsewhere = (self.organisations - 1) * self.booked_elsewhere
        return self.booked_months * (self.people * self.booked_companies + elsewhere)

    @property
    def pairs(self) -> int:
        """How many times each organisation can be declared to."""
        return self.companies * self.declared_months


@dataclass(frozen=True)
class Call:
    """One HTTP request, in the name of an organisation's program."""

    method: str
    path: str
    organisation: int
    body: str = ""
    key: str = ""


@dataclass(frozen=True)
class Plan:
    """The prepared data as the calls see it."""

    sizes: Sizes
    newest: Month
    """The last month that is over: pair 0 is in it."""

    @property
    def first_day(self) -> date:
        """First day of the oldest booked month: lots, hires and eligibilities begin here."""
        return self.month_back(self.sizes.declared_months + self.sizes.booked_months - 1).first_day

    @property
    def last_day(self) -> date:
        """Last day of lots and eligibilities, years ahead."""
        return date(self.newest.year + 2, 12, 31)

    def month_back(self, count: int) -> Month:
        """The month that lies ``count`` months before the newest."""
        months = self.newest.year * 12 + self.newest.number - 1 - count
        return Month(months // 12, months % 12 + 1)

    def company_of(self, pair: int) -> int:
        """Number of the company of a pair."""
        return pair % self.sizes.companies

    def month_of(self, pair: int) -> Month:
        """Month of a pair."""
        return self.month_back(pair // self.sizes.companies)

    def hire_of(self, organisation: int, company: int) -> int:
        """Number of the hire, of its person and of the person's eligibility."""
        return organisation * self.sizes.companies + company

    def lot_of(self, organisation: int, company: int) -> int:
        """Number of the lot for which a company works."""
        return organisation * self.sizes.lots + company % self.sizes.lots

    def declare(self, organisation: int, pair: int, run: str) -> Call:
        """POST one hours row: a statement of one line, under an idempotency key."""
        company = self.company_of(pair)
        body = {
            "company_id": str(made_id(Kind.COMPANY, company)),
            "month": str(self.month_of(pair)),
            "lines": [
                {
                    "hire_id": str(made_id(Kind.HIRE, self.hire_of(organisation, company))),
                    "hours_declared": HOURS_OF_A_MONTH,
                }
            ],
        }
        key = key_of(run, organisation, pair)
        return Call("POST", "/api/v1/hours-statements", organisation, json.dumps(body), key)

    def list_statements(self, number: int) -> Call:
        """GET 50 statements of a booked month."""
        month = self.month_back(self.sizes.declared_months + number % self.sizes.booked_months)
        return Call("GET", f"/api/v1/hours-statements?month={month}", 0)

    def list_entries(self, number: int) -> Call:
        """GET 50 ledger entries of a lot."""
        lot = made_id(Kind.LOT, self.lot_of(0, number % self.sizes.lots))
        return Call("GET", f"/api/v1/ledger-entries?lot={lot}", 0)

    def lot_compliance(self, number: int) -> Call:
        """GET how a lot stands today."""
        lot = made_id(Kind.LOT, self.lot_of(0, number % self.sizes.lots))
        return Call("GET", f"/api/v1/lots/{lot}/compliance", 0)

    def expressions(self, organisation: int, pair: int, run: str) -> dict[object, str]:
        """What pgbench puts in the place of each value that belongs to one pair, from its own ``:pair``."""
        company, month = self.company_of(pair), self.month_of(pair)
        hire, lot = self.hire_of(organisation, company), self.lot_of(organisation, company)
        hire_sql = f"{organisation * self.sizes.companies} + :company::bigint"
        lot_sql = f"{organisation * self.sizes.lots} + :company::bigint % {self.sizes.lots}"
        first_day = f"(date '{self.newest.first_day}' - :months_back::int * interval '1 month')::date"
        return {
            made_id(Kind.COMPANY, company): made_id_sql(Kind.COMPANY, ":company"),
            made_id(Kind.HIRE, hire): made_id_sql(Kind.HIRE, hire_sql),
            made_id(Kind.PARTICIPANT, hire): made_id_sql(Kind.PARTICIPANT, hire_sql),
            made_id(Kind.LOT, lot): made_id_sql(Kind.LOT, lot_sql),
            month.first_day: first_day,
            month.last_day: f"({first_day} + interval '1 month - 1 day')::date",
            key_of(run, organisation, pair): f"'{key_of(run, organisation, '')}' || :pair::bigint",
        }

    def variables(self) -> list[str]:
        """The pgbench commands that give ``expressions`` their variables, from ``:pair``."""
        return [
            f"\\set company :pair % {self.sizes.companies}",
            f"\\set months_back :pair / {self.sizes.companies}",
        ]


def key_of(run: str, organisation: int, pair: int | str) -> str:
    """The idempotency key of a declaration."""
    return f"bench-{run}-{organisation}-{pair}"


def last_month(today: date) -> Month:
    """The last month that is over."""
    months = today.year * 12 + today.month - 2
    return Month(months // 12, months % 12 + 1)
