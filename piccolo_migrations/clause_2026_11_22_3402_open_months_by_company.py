"""Whether another statement of the same months is open is looked for among those of the company, not among all open."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:34:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Open statements of the same months by company"

FUNCTION = """
-- As before, but for what is open: said as what it is not, which no index gives, so that the database looks by company
-- and month instead of going through all that is open.
CREATE OR REPLACE FUNCTION clause_one_open_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state NOT IN ('DRAFT', 'SUBMITTED', 'CORRECTION_REQUESTED') THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('hours_statement' || NEW.facilitator_org_id || NEW.company_id, 0));
  IF EXISTS (SELECT FROM hours_statement s
             WHERE s.facilitator_org_id = NEW.facilitator_org_id AND s.company_id = NEW.company_id AND s.id <> NEW.id
               AND s.state NOT IN ('VALIDATED', 'REJECTED')
               AND s.month <= coalesce(NEW.last_month, NEW.month)
               AND coalesce(s.last_month, s.month) >= NEW.month) THEN
    RAISE EXCEPTION 'another statement of these months is open'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'hours_statement_unique_open_month',
            TABLE = 'hours_statement';
  END IF;
  RETURN NEW;
END $$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTION)
