"""What is told of the country that was filled: headline figures, read from the service's statistics, and accounts."""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from clause.devdata.national_places import actor_of
from clause.devdata.national_plan import Year
from clause.devdata.report import DemoReport
from clause.domain.actors import Role
from clause.domain.claims import ClaimState
from clause.domain.statistics import Consolidation, Perimeter, PerimeterKind, Table, Value
from clause.domain.statistics_tables import Measure, TableCode
from clause.services import statistics
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label

FILE_NAME = "national.json"
_LONG_TERM = frozenset({"DELD", "DETLD"})


class StoredCountry(BaseModel):
    """What is kept to tell it again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    password: str
    ledger_lines: int
    seconds: int = 0
    mebibytes: int = 0
    claims: dict[str, int] = {}
    """How many there are, by state."""


def write(folder: Path, country: StoredCountry) -> None:
    """Keep it in a file that only its owner reads: it holds the accounts' password."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(country.model_dump_json(indent=2))


def read(folder: Path) -> StoredCountry | None:
    """What was kept, or None when there is nothing that can be read."""
    try:
        return StoredCountry.model_validate_json((folder / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def reader(year: Year, now: datetime) -> Context:
    """The manager of the first organisation: anyone who may read statistics may read the country's."""
    return Context(actor_of(year, 0, 0, Role.MANAGER), now)


async def country_report(country: StoredCountry, now: datetime) -> DemoReport:
    """The lines to print; figures come from the consolidation of the country, as everyone reads it."""
    context = reader(Year(country.year), now)
    perimeter = Perimeter(kind=PerimeterKind.COUNTRY)
    found = await statistics.load_consolidation(context, country.year, perimeter, is_publication=False)
    lines = [
        f"Un pays de démonstration, année {country.year} : organisations, personnes et marchés sont inventés.",
        "Chiffres de la consolidation nationale, tels que le service les calcule :",
        *(f"  {formats.count(round(value)):>14}  {what}" for value, what in headline(found)),
        f"  {formats.count(sum(country.claims.values())):>14}  bilans d’exécution : {_by_state(country.claims)}",
        f"Registre : {formats.count(country.ledger_lines)} lignes. Chargé en {country.seconds} s,"
        f" {formats.count(country.mebibytes)} Mio sur disque.",
        "",
        f"Mot de passe de tous les comptes : {country.password}   (démonstration : n’y mettez aucune vraie donnée)",
        "  facilitateur-0-0@pays.example   facilitateur ; de même facilitateur-1-0, facilitateur-2-0…",
        "  direction-0@pays.example        sa direction",
        "  acheteur-0@pays.example         le plus gros acheteur",
        "  entreprise-0@pays.example       une entreprise",
        "  oi-0@pays.example               un organisme intermédiaire",
    ]
    return DemoReport(lines=lines)


def _by_state(claims: Mapping[str, int]) -> str:
    """How many claims stand where, in the order of their course."""
    known = ((state, claims.get(state.value, 0)) for state in ClaimState)
    return ", ".join(f"{label('claim_state', state)} {formats.count(count)}" for state, count in known if count)


def headline(found: Consolidation) -> Iterable[tuple[Decimal, str]]:
    """The figures that a national consolidation is quoted by."""
    tables = {table.code: table for table in found.tables}
    hours, hires = tables[TableCode.SEX].total.values, tables[TableCode.HIRES_TYPE].total.values
    yield Decimal(found.organisations), "organisations de facilitateurs"
    yield _number(tables[TableCode.FINANCING].total.values[Measure.POSTS]), "postes de facilitateur (ETP)"
    yield _number(tables[TableCode.BUYERS].total.values[Measure.COUNT]), "acheteurs"
    yield _number(tables[TableCode.CONTRACTS_AMOUNT].total.values[Measure.COUNT]), "marchés"
    yield _number(tables[TableCode.COMPANIES_SIZE].total.values[Measure.COUNT]), "entreprises"
    yield _number(hours[Measure.PEOPLE]), "participants"
    yield _sum_of(tables[TableCode.GROUND]), "dont demandeurs d’emploi de longue durée"
    yield _number(hires[Measure.HIRES]), "contrats de travail signés"
    yield _number(hours[Measure.HOURS_VALIDATED]), "heures validées"
    yield _number(hours[Measure.HOURS_CREDITED]), "heures prises en compte"


def _sum_of(grounds: Table) -> Decimal:
    rows = [row for row in grounds.rows if row.code in _LONG_TERM]
    return sum((_number(row.values[Measure.PEOPLE]) for row in rows), Decimal(0))


def _number(value: Value) -> Decimal:
    """The figure; none where so few are behind it that it is withheld."""
    return Decimal(value or 0)
