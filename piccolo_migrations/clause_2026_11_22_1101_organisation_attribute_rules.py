"""Attributes of organisations: closed lists, and each kind of organisation has its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import check, one_of, sql_migration

ID = "2026-11-22T00:11:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Rules of the attributes of organisations"

STRUCTURES = "'EI', 'ACI', 'AI', 'ETTI', 'EITI', 'EA', 'EATT', 'ESAT', 'GEIQ', 'RQ', 'ETT', 'SEP', 'NONE'"
SIZES = "'LT_10', 'FROM_10_TO_49', 'FROM_50_TO_199', 'FROM_200'"
BUYERS = (
    "'STATE', 'REGION', 'DEPARTMENT', 'MUNICIPALITY', 'INTERMUNICIPALITY', 'PUBLIC_BODY', 'HOSPITAL',"
    " 'SOCIAL_HOUSING', 'OTHER'"
)
REGIONS = ("01", "02", "03", "04", "06", "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94")


def _of_kind(column: str, kind: str, codes: str) -> str:
    condition = f"{column} IS NULL OR (kind = '{kind}' AND {column} IN ({codes}))"
    return check("organisation", f"{column}_known", condition)


STATEMENTS = [
    _of_kind("structure_kind", "company", STRUCTURES),
    _of_kind("company_size", "company", SIZES),
    _of_kind("buyer_kind", "buyer", BUYERS),
    one_of("organisation", "region_code", *REGIONS),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
