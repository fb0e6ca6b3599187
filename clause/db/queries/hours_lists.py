"""Hours statements as a long list."""

from collections.abc import AsyncIterator
from uuid import UUID

from clause.db.queries.hours import STATEMENTS_OF_LOT, SUMMARY, summary_of
from clause.db.queries.long_lists import LongList
from clause.domain.hours import StatementFilters, StatementSummary
from clause.domain.tables import Slice, Window

_OF_LINES = "(SELECT {} FROM hours_statement_line x WHERE x.statement_id = s.id)"
_STATEMENTS = LongList(
    id="s.id",
    rows=f"""FROM hours_statement s JOIN organisation o ON o.id = s.company_id
WHERE ($1::uuid IS NULL OR s.facilitator_org_id = $1) AND ($2::text IS NULL OR s.state = $2)
  AND ($3::uuid IS NULL OR s.company_id = $3)
  AND ($4::date IS NULL OR (s.month <= $4 AND coalesce(s.last_month, s.month) >= $4))
  AND ($5::uuid IS NULL OR {STATEMENTS_OF_LOT.format("$5")})
  AND (s.nothing_worked OR EXISTS (SELECT FROM hours_statement_line WHERE statement_id = s.id))
""",
    said=f"{SUMMARY} JOIN page ON page.id = s.id",
    orders={
        "month": ("s.month",),
        "company": ("lower(o.name)",),
        "months": ("s.last_month",),
        "state": ("s.state",),
        "lines": (_OF_LINES.format("count(*)"),),
        "declared": (_OF_LINES.format("coalesce(sum(x.hours_declared), 0)"),),
        "validated": (_OF_LINES.format("sum(x.hours_validated)"),),
        "submitted": ("s.submitted_at",),
    },
    usual="s.id",
)
ORDERS_OF_STATEMENTS = frozenset(_STATEMENTS.orders)


def _asked(filters: StatementFilters, org_id: UUID | None) -> tuple[object, ...]:
    month = filters.month.first_day if filters.month else None
    return org_id, filters.state.value if filters.state else None, filters.company_id, month, filters.lot_id


async def browse_statements(filters: StatementFilters, org_id: UUID | None, window: Window) -> Slice[StatementSummary]:
    """A window on the statements that the caller sees and that say something; ``org_id`` says again beside the policy
    whose they are."""
    asked = _asked(filters, org_id)
    rows = await _STATEMENTS.read(window, *asked)
    return Slice([summary_of(row) for row in rows], await _STATEMENTS.count(*asked))


async def statements_in_parts(
    filters: StatementFilters, org_id: UUID | None, order: str
) -> AsyncIterator[list[StatementSummary]]:
    """All of them in order, some hundred at a time."""
    async for rows in _STATEMENTS.parts(order, *_asked(filters, org_id)):
        yield [summary_of(row) for row in rows]
