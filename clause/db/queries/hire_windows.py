"""What the hours of a hire are judged by."""

import json
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from asyncpg import Record

from clause.db import sql
from clause.db.queries.rule_sets import load_rulebooks
from clause.domain.hours import HireWindow
from clause.rules.calendar import Period
from clause.rules.codes import ContractType, StructureKind
from clause.rules.eligibility_windows import Suspended
from clause.rules.rulebook import DEFAULTS, Rulebook

_WINDOW = """
SELECT h.id, h.participant_id, h.facilitator_org_id, h.company_id, h.lot_id, l.buyer_id, h.first_day,
       coalesce(h.last_day, h.planned_last_day) AS end_day, l.first_day AS execution_first_day,
       l.last_day AS execution_last_day, h.eligible_first_day, h.eligible_last_day, h.suspensions, h.contract_type,
       o.structure_kind AS employer_kind, EXISTS (SELECT FROM rule_set r WHERE r.lot_id = l.id) AS has_own_rules
FROM hire h JOIN lot l ON l.id = h.lot_id JOIN organisation o ON o.id = h.company_id
WHERE h.id = ANY($1) ORDER BY h.id
"""


async def list_hire_windows(hire_ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, HireWindow]:
    """What hours are judged by, for each hire that the caller sees.

    With ``lock``, the hires and the days of their lots stay as they are until the commit, and nobody else books hours
    of the same hires meanwhile.
    """
    query = _WINDOW + (" FOR NO KEY UPDATE OF h FOR SHARE OF l" if lock else "")
    rows = await sql.fetch_rows(query, list(set(hire_ids)))
    with_rules = {row["lot_id"] for row in rows if row["has_own_rules"]}
    books = await load_rulebooks(with_rules) if with_rules else {}
    return {row["id"]: _window(row, books.get(row["lot_id"], DEFAULTS)) for row in rows}


_CONTRACT_TYPES: dict[str | None, ContractType | None] = {None: None} | {kind.value: kind for kind in ContractType}
_EMPLOYER_KINDS: dict[str | None, StructureKind | None] = {None: None} | {kind.value: kind for kind in StructureKind}


def _window(row: Record, book: Rulebook) -> HireWindow:
    (
        id, participant_id, facilitator_org_id, company_id, lot_id, buyer_id, first_day, end_day, execution_first_day,
        execution_last_day, eligible_first_day, eligible_last_day, suspensions, contract_type, employer_kind, _,
    ) = row  # fmt: skip
    return HireWindow(
        id=id,
        participant_id=participant_id,
        facilitator_org_id=facilitator_org_id,
        company_id=company_id,
        lot_id=lot_id,
        buyer_id=buyer_id,
        first_day=first_day,
        end_day=end_day,
        execution_first_day=execution_first_day,
        execution_last_day=execution_last_day,
        eligible_first_day=eligible_first_day,
        eligible_last_day=eligible_last_day,
        suspensions=_suspensions(suspensions),
        book=book,
        contract_type=_CONTRACT_TYPES[contract_type],
        employer_kind=_EMPLOYER_KINDS[employer_kind],
    )


def _suspensions(text: str | None) -> tuple[Period, ...]:
    if not text or text == "[]":
        return ()
    days = [(date.fromisoformat(one["first_day"]), one["last_day"]) for one in json.loads(text)]
    return tuple(Suspended(first, date.fromisoformat(last) if last else None).period for first, last in days)
