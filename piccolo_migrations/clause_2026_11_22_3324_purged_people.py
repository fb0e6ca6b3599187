"""What an erasure may change of rows that never change otherwise, and readings that are forgotten in time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:33:24:000000"
VERSION = "1.38.0"
DESCRIPTION = "Erasure of what is told of a person, and of old readings"

# First argument: the column of the instant by which rows grow old, or nothing. The others: what may become empty.
BUT_ERASURE = """
CREATE FUNCTION clause_refuse_change_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  column_name text;
  -- An array of its own: the arguments of a trigger are counted from zero.
  erasable text[] := (SELECT coalesce(array_agg(a), '{}') FROM unnest(TG_ARGV) WITH ORDINALITY u (a, n) WHERE n > 1);
BEGIN
  IF TG_OP = 'DELETE' AND TG_ARGV[0] <> ''
      AND (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz
          < nullif(current_setting('clause.forget_before', true), '')::timestamptz THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD AND to_jsonb(NEW) - erasable = to_jsonb(OLD) - erasable
      AND NOT EXISTS (
        SELECT FROM unnest(erasable) e
        WHERE to_jsonb(NEW) -> e IS DISTINCT FROM to_jsonb(OLD) -> e
          AND coalesce(to_jsonb(NEW) ->> e, '') NOT IN ('', '[]', '{}', '[effacé]')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only', TABLE = TG_TABLE_NAME;
END $$;
"""


def erasable(table: str, grows_old_by: str, *columns: str) -> str:
    """The trigger of an append-only table whose rows may be emptied of some columns, or go when they are old."""
    arguments = ", ".join(f"'{one}'" for one in (grows_old_by, *columns))
    right = f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO clause_app;" if columns and table != "journal" else ""
    return f"""
DROP TRIGGER {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION clause_refuse_change_but_erasure({arguments});
{right}"""


FUNCTIONS = """
-- The reasons of an organisation's journal about these subjects, emptied; the chain still verifies.
CREATE FUNCTION clause_journal_erase(p_subjects uuid[]) RETURNS SETOF integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE journal SET reason = NULL, reason_salt = NULL
  WHERE org_id = clause_org() AND subject_id = ANY(p_subjects) AND format = 2 AND reason IS NOT NULL RETURNING seq
$$;

-- Answers kept for replay that name a person of the caller's, whoever asked for them.
CREATE FUNCTION clause_forget_answers(p_participant uuid) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM idempotency_key WHERE EXISTS (
      SELECT FROM participant p WHERE p.id = p_participant AND p.facilitator_org_id = clause_org()
        AND (position(convert_to(p.id::text, 'UTF8') IN body) > 0
          OR position(convert_to(p.last_name, 'UTF8') IN body) > 0
             AND position(convert_to(p.first_name, 'UTF8') IN body) > 0)) RETURNING 1)
  SELECT count(*) FROM gone
$$;

-- Who read what, and looked at which proof, before an instant: gone, for the service itself alone.
CREATE FUNCTION clause_forget_readings(p_before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE readings bigint; looks bigint;
BEGIN
  IF NOT clause_is_system() THEN RETURN 0; END IF;
  PERFORM set_config('clause.forget_before', p_before::text, true);
  DELETE FROM access_log WHERE at < p_before;
  GET DIAGNOSTICS readings = ROW_COUNT;
  DELETE FROM proof_view WHERE viewed_at < p_before;
  GET DIAGNOSTICS looks = ROW_COUNT;
  PERFORM set_config('clause.forget_before', '', true);
  RETURN readings + looks;
END $$;
REVOKE ALL ON FUNCTION clause_journal_erase, clause_forget_answers, clause_forget_readings FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_journal_erase, clause_forget_answers, clause_forget_readings TO clause_app;
"""

STATEMENTS = [
    BUT_ERASURE,
    erasable("window_override", "", "reason"),
    erasable("proof_view", "viewed_at", "purpose"),
    erasable("hire_outcome", "", "note"),
    erasable("hours_import_row", "", "cells", "findings"),
    erasable("ledger_entry", "", "reason"),
    erasable("journal", "", "reason", "reason_salt"),
    erasable("access_log", "at"),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
