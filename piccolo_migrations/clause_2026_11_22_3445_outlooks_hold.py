"""Outlooks of lots hold until a day; those that were kept before hold no longer, and are drawn again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:34:45:000000"
VERSION = "1.38.0"
DESCRIPTION = "Outlooks of lots hold until a day"

FUNCTIONS = """
-- The organisations of which a lot is to be drawn: touched, or of which nothing kept holds on the day by these rules.
CREATE OR REPLACE FUNCTION clause_orgs_to_draw(p_on date, p_edition text) RETURNS TABLE (facilitator_org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.facilitator_org_id FROM lot_touch t WHERE clause_is_system()
  UNION
  SELECT l.facilitator_org_id FROM lot l
  LEFT JOIN lot_outlook k
    ON k.lot_id = l.id AND k.drawn_on <= p_on AND k.holds_until > p_on AND k.edition = p_edition
  WHERE k.lot_id IS NULL AND clause_is_system()
$$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTIONS)
