"""The yearly consolidation, as figures and as files."""

from clause.db.queries import accounts as account_queries
from clause.db.queries import statistics as queries
from clause.documents.statistics_csv import consolidation_csv
from clause.documents.statistics_xlsx import consolidation_xlsx
from clause.domain.actors import OrgKind, Scope
from clause.domain.documents import CSV, XLSX, StoredFile
from clause.domain.errors import Refused
from clause.domain.statistics import BuyerYear, Consolidation, Perimeter, PerimeterKind
from clause.domain.statistics_figures import Asked, YearFacts, consolidate
from clause.rules.errors import UnknownValue
from clause.rules.statistics import rules_of
from clause.services.unit_of_work import UnitOfWork, reading


@reading(Scope.STATS_READ)
async def load_consolidation(
    uow: UnitOfWork, year: int, perimeter: Perimeter, *, is_publication: bool
) -> Consolidation:
    """The figures of a year; Refused STA-002 before the first year whose rules are known."""
    return await _consolidation(uow, year, perimeter, is_publication=is_publication)


@reading(Scope.STATS_READ)
async def export_consolidation(
    uow: UnitOfWork, year: int, perimeter: Perimeter, media_type: str, *, is_publication: bool
) -> StoredFile:
    """The same figures as a CSV file or a workbook; Refused STA-002 as above."""
    found = await _consolidation(uow, year, perimeter, is_publication=is_publication)
    name = f"consolidation-{year}-{str(perimeter).replace(':', '-')}"
    if media_type == XLSX:
        return StoredFile.of(f"{name}.xlsx", XLSX, consolidation_xlsx(found))
    return StoredFile.of(f"{name}.csv", CSV, consolidation_csv(found))


@reading(Scope.STATS_READ)
async def list_hours_of_buyers(uow: UnitOfWork) -> list[BuyerYear]:
    """Hours of the lots that the caller sees, by buyer and by year of work; nothing in it is about people."""
    return await queries.list_hours_of_buyers()


async def _consolidation(uow: UnitOfWork, year: int, perimeter: Perimeter, *, is_publication: bool) -> Consolidation:
    try:
        rules = rules_of(year)
    except UnknownValue as error:
        raise Refused("STA-002", year=str(year), first=error.values.get("first", "")[:4]) from error
    is_buyer = uow.actor.org_kind is OrgKind.BUYER and perimeter.kind is PerimeterKind.ORG
    scope = "all" if perimeter.kind is not PerimeterKind.ORG else "buyer" if is_buyer else "org"
    organisation = await account_queries.find_organisation_by_id(uow.org_id)
    facts = YearFacts(
        people=await queries.list_people_cells(year, scope, rules),
        counts=await queries.load_counts(year, scope, perimeter.region, rules),
        financing=await queries.list_financing_cells(year, scope, perimeter.region),
    )
    asked = Asked(
        year=year,
        perimeter=perimeter,
        organisation=organisation.name if organisation else "",
        is_buyer=is_buyer,
        is_publication=is_publication,
        today=uow.today,
    )
    return consolidate(facts, asked)
