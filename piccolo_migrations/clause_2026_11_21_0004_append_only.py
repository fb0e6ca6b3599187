"""What can never be changed: ledger, allocations, obligations, journal, signed and submitted content."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import append_only, sql_migration

ID = "2026-11-21T00:00:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "Append-only tables, frozen content, journal chain, numbering, public verification"

APPEND_ONLY = (
    "ledger_entry", "allocation", "obligation", "journal", "contract_modification", "payroll_month", "grant_agreement",
    "assignment", "claim_receipt", "document", "import_row",
)

FUNCTIONS = """
CREATE FUNCTION clause_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION clause_freeze_time_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sheet uuid := coalesce(NEW.timesheet_id, OLD.timesheet_id);
BEGIN
  IF (SELECT state FROM timesheet WHERE id = sheet FOR SHARE) <> 'open' THEN
    RAISE EXCEPTION 'the timesheet is signed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'time_entry_frozen', TABLE = 'time_entry';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER time_entry_frozen BEFORE INSERT OR UPDATE OR DELETE ON time_entry
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_time_entry();

CREATE FUNCTION clause_freeze_statement_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE statement uuid := coalesce(NEW.statement_id, OLD.statement_id);
BEGIN
  IF (SELECT state FROM hours_statement WHERE id = statement) IN ('VALIDATED', 'REJECTED') THEN
    RAISE EXCEPTION 'the statement is decided'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_statement_line_frozen', TABLE = 'hours_statement_line';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER hours_statement_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON hours_statement_line
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_statement_line();

CREATE FUNCTION clause_freeze_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.submitted_at IS NOT NULL AND (NEW.snapshot IS DISTINCT FROM OLD.snapshot
      OR NEW.snapshot_hash IS DISTINCT FROM OLD.snapshot_hash OR NEW.figures IS DISTINCT FROM OLD.figures
      OR NEW.trace IS DISTINCT FROM OLD.trace OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at) THEN
    RAISE EXCEPTION 'the claim is submitted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_frozen', TABLE = 'claim';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_frozen BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION clause_freeze_claim();

CREATE FUNCTION clause_freeze_claim_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner uuid := coalesce(NEW.claim_id, OLD.claim_id);
BEGIN
  IF (SELECT state FROM claim WHERE id = owner) NOT IN ('draft', 'computed') THEN
    RAISE EXCEPTION 'the claim is signed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_line_frozen', TABLE = 'claim_line';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER claim_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON claim_line
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_claim_line();

CREATE FUNCTION clause_freeze_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS DISTINCT FROM OLD.content OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
      OR NEW.number IS DISTINCT FROM OLD.number OR NEW.code IS DISTINCT FROM OLD.code
      OR (OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id) THEN
    RAISE EXCEPTION 'the certificate is numbered'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_frozen', TABLE = 'certificate';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_frozen BEFORE UPDATE ON certificate
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_certificate();

-- The sum booked on obligations never exceeds the hours of the entry, whoever books at the same time.
CREATE FUNCTION clause_allocation_within_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry numeric; booked numeric;
BEGIN
  SELECT hours_validated INTO entry FROM ledger_entry WHERE id = NEW.ledger_entry_id;
  SELECT coalesce(sum(hours_credited), 0) INTO booked FROM allocation WHERE ledger_entry_id = NEW.ledger_entry_id;
  IF abs(booked + NEW.hours_credited) > abs(entry) OR sign(NEW.hours_credited) * sign(entry) < 0 THEN
    RAISE EXCEPTION 'more hours credited than validated'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_entry', TABLE = 'allocation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER allocation_within_entry BEFORE INSERT ON allocation
  FOR EACH ROW EXECUTE FUNCTION clause_allocation_within_entry();

-- One chain per organisation: each line carries the hash of the one before; the head row orders the writers.
CREATE FUNCTION clause_journal_hash(seq integer, previous text, line jsonb) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN encode(sha256(convert_to(seq::text || '|' || previous || '|' || line::text, 'UTF8')), 'hex');

CREATE FUNCTION clause_journal_line(
  at timestamptz, actor_kind text, actor_id uuid, actor_org_id uuid, action text, subject_kind text, subject_id uuid,
  reason text, data jsonb) RETURNS jsonb LANGUAGE sql STABLE
  RETURN jsonb_build_object(
    'at', extract(epoch FROM at), 'actor_kind', actor_kind, 'actor_id', actor_id, 'actor_org_id', actor_org_id,
    'action', action, 'subject_kind', subject_kind, 'subject_id', subject_id, 'reason', reason, 'data', data);

CREATE FUNCTION clause_journal_append(
  p_id uuid, p_org uuid, p_at timestamptz, p_actor_kind text, p_actor_id uuid, p_actor_org uuid, p_action text,
  p_subject_kind text, p_subject_id uuid, p_reason text, p_data jsonb)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head journal_head%ROWTYPE; link text;
BEGIN
  INSERT INTO journal_head (org_id, seq, hash) VALUES (p_org, 0, repeat('0', 64)) ON CONFLICT (org_id) DO NOTHING;
  SELECT * INTO head FROM journal_head WHERE org_id = p_org FOR UPDATE;
  link := clause_journal_hash(head.seq + 1, head.hash, clause_journal_line(
    p_at, p_actor_kind, p_actor_id, p_actor_org, p_action, p_subject_kind, p_subject_id, p_reason, p_data));
  INSERT INTO journal (id, org_id, seq, at, actor_kind, actor_id, actor_org_id, action, subject_kind, subject_id,
                       reason, data, previous_hash, hash)
    VALUES (p_id, p_org, head.seq + 1, p_at, p_actor_kind, p_actor_id, p_actor_org, p_action, p_subject_kind,
            p_subject_id, p_reason, p_data, head.hash, link);
  UPDATE journal_head SET seq = head.seq + 1, hash = link WHERE org_id = p_org;
  RETURN link;
END $$;

-- The first broken link of an organisation's chain, or no row.
CREATE FUNCTION clause_journal_verify(p_org uuid) RETURNS TABLE (broken_seq integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT j.seq FROM (
    SELECT seq, hash, previous_hash,
           lag(hash, 1, repeat('0', 64)) OVER (ORDER BY seq) AS expected_previous,
           row_number() OVER (ORDER BY seq) AS expected_seq,
           clause_journal_hash(seq, previous_hash, clause_journal_line(
             at, actor_kind, actor_id, actor_org_id, action, subject_kind, subject_id, reason, data)) AS expected_hash
    FROM journal WHERE org_id = p_org) j
  WHERE j.hash <> j.expected_hash OR j.previous_hash <> j.expected_previous OR j.seq <> j.expected_seq
  UNION ALL
  SELECT h.seq FROM journal_head h WHERE h.org_id = p_org
    AND NOT EXISTS (SELECT FROM journal j WHERE j.org_id = p_org AND j.seq = h.seq AND j.hash = h.hash) AND h.seq > 0
  ORDER BY 1 LIMIT 1
$$;

-- Numbers without gaps: the row stays locked until the transaction that took the number ends.
CREATE FUNCTION clause_next_number(p_org uuid, p_series text) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO counter (id, org_id, series, last) VALUES (gen_random_uuid(), p_org, p_series, 1)
    ON CONFLICT (org_id, series) DO UPDATE SET last = counter.last + 1
  RETURNING last
$$;

-- Sums of a lot that are the same for all who may see the lot's compliance, though few of them see the lines.
-- Declared: waiting for a decision. Hours are dated by the last day worked.
CREATE FUNCTION clause_lot_hours(p_lots uuid[], p_on date)
RETURNS TABLE (lot_id uuid, hours_declared numeric, hours_validated numeric, not_credited jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id,
    (SELECT coalesce(sum(d.hours_declared), 0) FROM hours_statement_line d
     JOIN hours_statement s ON s.id = d.statement_id
     WHERE d.lot_id = l.id AND s.state = 'SUBMITTED' AND d.last_day <= p_on),
    (SELECT coalesce(sum(e.hours_validated), 0) FROM ledger_entry e WHERE e.lot_id = l.id AND e.last_day <= p_on),
    (SELECT coalesce(jsonb_object_agg(r.reason, r.hours::text), '{}') FROM (
       SELECT e.not_credited_reason AS reason, sum(e.hours_validated) AS hours FROM ledger_entry e
       WHERE e.lot_id = l.id AND e.last_day <= p_on AND e.not_credited_reason IS NOT NULL
       GROUP BY 1 HAVING sum(e.hours_validated) <> 0) r)
  FROM lot l WHERE l.id = ANY(p_lots) AND (l.facilitator_org_id = clause_org() OR l.buyer_id = clause_org()
    OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = clause_org()))
$$;

-- What anyone may learn from a verification code; the content names no person.
CREATE FUNCTION clause_verify_certificate(p_code text)
RETURNS TABLE (certificate_id uuid, state text, kind text, number text, issued_on date, content bytea,
               content_hash text, document_sha256 text, revoked_at timestamptz, superseded_by_number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.state, c.kind, c.number, c.issued_on, c.content, c.content_hash, d.sha256, c.revoked_at, s.number
  FROM certificate c LEFT JOIN document d ON d.id = c.document_id LEFT JOIN certificate s ON s.id = c.superseded_by_id
  WHERE c.code = p_code AND c.state <> 'REQUESTED'
$$;

-- Who stands behind a cookie or a bearer token, in one statement and without seeing the tables of identities.
CREATE FUNCTION clause_session_actor(p_token_hash text, p_now timestamptz)
RETURNS TABLE (session_id uuid, csrf_token text, user_id uuid, full_name text, org_id uuid, org_kind text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.csrf_token, u.id, u.full_name, o.id, o.kind, m.role
  FROM web_session s JOIN app_user u ON u.id = s.user_id JOIN membership m ON m.id = s.membership_id
  JOIN organisation o ON o.id = m.org_id
  WHERE s.token_hash = p_token_hash AND s.expires_at > p_now AND u.disabled_at IS NULL
$$;
CREATE FUNCTION clause_token_actor(p_token_hash text, p_now timestamptz)
RETURNS TABLE (client_id uuid, client_name text, org_id uuid, org_kind text, scopes varchar[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.name, o.id, o.kind, t.scopes
  FROM access_token t JOIN api_client a ON a.id = t.client_id JOIN organisation o ON o.id = a.org_id
  WHERE t.token_hash = p_token_hash AND t.expires_at > p_now AND a.revoked_at IS NULL
$$;

REVOKE ALL ON FUNCTION clause_session_actor, clause_token_actor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_session_actor, clause_token_actor TO clause_app;
REVOKE ALL ON FUNCTION clause_journal_append, clause_journal_verify, clause_next_number, clause_verify_certificate,
  clause_lot_hours FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_journal_append, clause_journal_verify, clause_next_number, clause_verify_certificate,
  clause_lot_hours TO clause_app;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join([FUNCTIONS, *map(append_only, APPEND_ONLY)]))
