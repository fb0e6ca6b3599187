"""Sums for the yearly consolidation, added up in the database: no row names a person, a hire or an organisation."""

import json

from clause.db import sql
from clause.domain.statistics import BuyerYear, FinancingCell, PeopleCell
from clause.domain.statistics_tables import CellKey
from clause.rules.codes import Region, StructureKind
from clause.rules.profiles import EducationLevel, education_band
from clause.rules.quantities import Unit
from clause.rules.statistics import StatisticsRules

SIAE = (StructureKind.EI, StructureKind.ACI, StructureKind.AI, StructureKind.ETTI, StructureKind.EITI)
"""Structures of insertion by economic activity."""


async def list_people_cells(year: int, scope: str, rules: StatisticsRules) -> list[PeopleCell]:
    """What is behind each cell, by region; ``scope``: the caller's own (``org``), a ``buyer``'s lots, or ``all``."""
    levels = {level.value: education_band(level).value for level in EducationLevel}
    rows = await sql.fetch(
        "SELECT * FROM clause_statistics_people($1, $2, $3, $4, $5, $6::jsonb, $7)",
        year,
        scope,
        rules.young_below.whole(Unit.YEAR),
        rules.senior_from.whole(Unit.YEAR),
        [bound.whole(Unit.MONTH) for bound in rules.durations],
        json.dumps(levels),
        [kind.value for kind in SIAE],
    )
    return [PeopleCell.model_validate(row) for row in rows]


async def load_counts(year: int, scope: str, region: Region | None, rules: StatisticsRules) -> dict[CellKey, int]:
    """Contracts with a clause, buyers and companies, by cell."""
    rows = await sql.fetch(
        "SELECT tab, code, total FROM clause_statistics_contracts($1, $2, $3, $4)",
        year,
        scope,
        region.value if region else None,
        [bound.decimal(Unit.EURO) for bound in rules.amounts],
    )
    return {(row["tab"], row["code"]): row["total"] for row in rows}


async def list_financing_cells(year: int, scope: str, region: Region | None) -> list[FinancingCell]:
    """Who pays for facilitators' posts, by source."""
    rows = await sql.fetch(
        "SELECT * FROM clause_statistics_financing($1, $2, $3) ORDER BY source",
        year,
        scope,
        region.value if region else None,
    )
    return [FinancingCell.model_validate(row) for row in rows]


# Lot after lot: the reader's own are found by an index, those of the rest of the country are not looked at.
_HOURS_OF_BUYERS = """
SELECT t.year, o.id AS buyer_id, o.name AS buyer_name, coalesce(sum(t.credited), 0.00) AS hours_credited,
       coalesce(sum(t.validated), 0.00) AS hours_validated, count(*) AS lots
FROM lot l JOIN contract k ON k.id = l.contract_id JOIN organisation o ON o.id = k.buyer_id
CROSS JOIN LATERAL (
  SELECT extract(year FROM d.worked_on)::int AS year, sum(d.hours) FILTER (WHERE d.measure = 'CREDITED') AS credited,
         sum(d.hours) FILTER (WHERE d.measure = 'VALIDATED') AS validated
  FROM lot_day_total d WHERE d.lot_id = l.id AND d.measure IN ('CREDITED', 'VALIDATED') GROUP BY 1) t
GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
"""


async def list_hours_of_buyers() -> list[BuyerYear]:
    """Hours of the reader's lots by buyer and by year of work, from the kept totals; the oldest year first."""
    return [BuyerYear.model_validate(row) for row in await sql.fetch(_HOURS_OF_BUYERS)]
