"""Statistics read the totals of hires; hires that were booked before are marked, to be counted from the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:34:43:000000"
VERSION = "1.38.0"
DESCRIPTION = "Statistics from the totals of hires"

FUNCTIONS = """
-- A hire that is marked twice is counted once.
INSERT INTO hire_touch (id, facilitator_org_id, company_id, hire_id)
SELECT gen_random_uuid(), h.facilitator_org_id, h.company_id, h.id FROM hire h
WHERE EXISTS (SELECT FROM ledger_entry e WHERE e.hire_id = h.id);

-- The totals as the ledger gives them, for rows that came in without the triggers (a migration, a benchmark's copies).
CREATE OR REPLACE FUNCTION clause_recount_totals(p_on date) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM lot_day_total;
  DELETE FROM lot_standing;
  INSERT INTO lot_day_total (id, facilitator_org_id, lot_id, measure, worked_on, hours)
  SELECT gen_random_uuid(), m.facilitator_org_id, m.lot_id, m.measure, m.day, sum(m.hours)
  FROM (SELECT facilitator_org_id, lot_id, last_day AS day, hours_validated AS hours, 'VALIDATED' AS measure
        FROM ledger_entry
        UNION ALL
        SELECT facilitator_org_id, lot_id, last_day, hours_validated, not_credited_reason FROM ledger_entry
        WHERE not_credited_reason IS NOT NULL
        UNION ALL
        SELECT facilitator_org_id, lot_id, worked_on, hours_credited, 'CREDITED' FROM allocation) m
  GROUP BY m.facilitator_org_id, m.lot_id, m.measure, m.day;
  INSERT INTO lot_standing (lot_id, facilitator_org_id, buyer_id, hours_owed, hours_credited, as_of)
  SELECT l.id, l.facilitator_org_id, l.buyer_id, clause_hours_owed(l.id, p_on),
         (SELECT coalesce(sum(a.hours_credited), 0) FROM allocation a WHERE a.lot_id = l.id), p_on
  FROM lot l WHERE EXISTS (SELECT FROM obligation o WHERE o.lot_id = l.id)
    OR EXISTS (SELECT FROM allocation a WHERE a.lot_id = l.id);
  DELETE FROM hire_touch;
  DELETE FROM hire_total;
  INSERT INTO hire_total (id, facilitator_org_id, company_id, hire_id, lot_id, nature, year, hours_validated,
    hours_credited)
  SELECT gen_random_uuid(), c.facilitator_org_id, c.company_id, c.hire_id, c.lot_id, c.nature, c.year,
    c.hours_validated, c.hours_credited
  FROM clause_hours_in_ledger(ARRAY(SELECT h.id FROM hire h)) c;
END $$;

-- People, hires and hours of a year, by region of the facilitator organisation and by cell of a table. Beside each:
-- how many organisations stand behind it, the fewest people of one of them, and the people of the caller's own.
CREATE OR REPLACE FUNCTION clause_statistics_people(p_year integer, p_scope text, p_young integer, p_senior integer,
  p_durations integer[], p_levels jsonb, p_siae text[])
RETURNS TABLE (region text, tab text, code text, people bigint, hires bigint, hours_validated numeric,
  hours_credited numeric, days bigint, timed_hires bigint, organisations bigint, smallest bigint, own bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_orgs uuid[] := clause_statistics_orgs(p_scope, NULL);
  v_first date := make_date(p_year, 1, 1);
  v_last date := make_date(p_year, 12, 31);
BEGIN
  RETURN QUERY
  WITH booked AS (
    SELECT x.hire_id, x.nature, sum(x.hours_validated) AS validated, sum(x.hours_credited) AS credited
    FROM clause_hours_of_hires(v_orgs, p_year) x
    WHERE p_scope <> 'buyer' OR EXISTS (SELECT FROM lot l WHERE l.id = x.lot_id AND l.buyer_id = clause_org())
    GROUP BY 1, 2),
  worked AS (
    SELECT b.hire_id, b.nature, b.validated, b.credited, h.participant_id, h.facilitator_org_id AS org, h.mode,
      h.contract_type, coalesce(h.sector, 'UNKNOWN') AS sector, coalesce(s.company_size, 'UNKNOWN') AS company_size,
      CASE WHEN c.structure_kind IS NULL OR c.structure_kind <> ALL(p_siae) THEN 'OTHER_EMPLOYER'
        WHEN EXISTS (SELECT FROM lot_holder k WHERE k.lot_id = h.lot_id AND k.company_id = h.company_id)
        THEN 'SIAE_HOLDER' ELSE 'SIAE_FOR_A_HOLDER' END AS siae_role
    FROM booked b JOIN hire h ON h.id = b.hire_id JOIN organisation c ON c.id = h.company_id
    JOIN organisation s ON s.id =
      CASE WHEN h.mode = 'STAFF_SUPPLY' THEN coalesce(h.host_company_id, h.company_id) ELSE h.company_id END
    WHERE b.validated <> 0 OR b.credited <> 0),
  person AS (
    SELECT h.participant_id, min(greatest(h.first_day, v_first)) AS first_day,
      (array_agg(h.education_level ORDER BY h.first_day DESC, h.id DESC)
        FILTER (WHERE h.education_level IS NOT NULL))[1] AS education,
      (array_agg(h.lives_in_qpv ORDER BY h.first_day DESC, h.id DESC))[1] AS in_qpv,
      (array_agg(g.ground ORDER BY h.first_day DESC, h.id DESC))[1] AS ground
    FROM hire h JOIN eligibility g ON g.id = h.eligibility_id
    WHERE h.id IN (SELECT w.hire_id FROM worked w) GROUP BY 1),
  profile AS (
    SELECT p.participant_id, t.sex, extract(year FROM age(p.first_day, t.birth_date)) AS years,
      coalesce(p_levels ->> p.education, 'UNKNOWN') AS level, CASE WHEN p.in_qpv THEN 'YES' ELSE 'NO' END AS qpv,
      coalesce((SELECT e.ground FROM eligibility e WHERE e.participant_id = p.participant_id AND e.is_principal
        AND e.state IN ('ACCEPTED', 'EXPIRED') ORDER BY e.decided_at DESC, e.id DESC LIMIT 1), p.ground) AS ground,
      EXISTS (SELECT FROM eligibility e WHERE e.participant_id = p.participant_id
        AND e.ground = 'YOUTH_UNQUALIFIED' AND e.state IN ('ACCEPTED', 'EXPIRED')) AS is_unqualified
    FROM person p JOIN participant t ON t.id = p.participant_id),
  signed AS (
    SELECT h.facilitator_org_id AS org, h.participant_id, h.contract_type, h.first_day,
      h.contract_type IN ('PERMANENT', 'PERMANENT_I') AS is_open,
      CASE WHEN h.contract_type NOT IN ('PERMANENT', 'PERMANENT_I')
        THEN coalesce(h.last_day, h.planned_last_day) END AS end_day
    FROM hire h WHERE h.facilitator_org_id = ANY(v_orgs) AND h.first_day BETWEEN v_first AND v_last
      AND (p_scope <> 'buyer' OR EXISTS (SELECT FROM lot l WHERE l.id = h.lot_id AND l.buyer_id = clause_org()))),
  observed AS (
    SELECT DISTINCT ON (o.hire_id, o.point) h.facilitator_org_id AS org, h.participant_id, o.point, o.outcome,
      o.observed_on
    FROM hire_outcome o JOIN hire h ON h.id = o.hire_id
    WHERE o.facilitator_org_id = ANY(v_orgs)
      AND (p_scope <> 'buyer' OR EXISTS (SELECT FROM lot l WHERE l.id = h.lot_id AND l.buyer_id = clause_org()))
    ORDER BY o.hire_id, o.point, o.version_no DESC),
  cells AS (
    SELECT w.org, d.tab, d.code, count(DISTINCT w.participant_id) AS people, count(DISTINCT w.hire_id) AS hires,
      sum(w.validated) AS validated, sum(w.credited) AS credited, 0::bigint AS days, 0::bigint AS timed
    FROM worked w JOIN profile p ON p.participant_id = w.participant_id
    CROSS JOIN LATERAL (VALUES ('HOURS', ''), ('SEX', p.sex), ('QPV', p.qpv), ('GROUND', p.ground),
      ('EDUCATION', p.level),
      ('AGE', CASE WHEN p.years < p_young THEN 'YOUNG' WHEN p.years < p_senior THEN 'ADULT' ELSE 'SENIOR' END),
      ('YOUNG', CASE WHEN p.years >= p_young THEN NULL
        WHEN p.level = 'BELOW_3' OR (p.level = 'UNKNOWN' AND p.is_unqualified) THEN 'UNQUALIFIED' ELSE 'OTHER' END),
      ('MODE', w.mode), ('SECTOR', w.sector), ('CONTRACT_TYPE', w.contract_type), ('COMPANY_SIZE', w.company_size),
      ('NATURE', w.nature), ('SIAE_ROLE', w.siae_role)) AS d (tab, code)
    WHERE d.code IS NOT NULL GROUP BY 1, 2, 3
    UNION ALL
    SELECT s.org, d.tab, d.code, count(DISTINCT s.participant_id), count(*), 0.00, 0.00,
      coalesce(sum(s.end_day - s.first_day + 1), 0), count(s.end_day)
    FROM signed s CROSS JOIN LATERAL (VALUES ('HIRES', ''), ('HIRES_TYPE', s.contract_type),
      ('HIRES_DURATION', CASE WHEN s.is_open THEN 'OPEN_ENDED' WHEN s.end_day IS NULL THEN 'UNKNOWN'
        ELSE 'BAND_' || (SELECT count(*) FROM unnest(p_durations) m
                         WHERE s.first_day + make_interval(months => m) <= s.end_day + 1) END)) AS d (tab, code)
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT o.org, 'OUTCOME_' || o.point, d.code, count(DISTINCT o.participant_id), count(*), 0.00, 0.00, 0, 0
    FROM observed o CROSS JOIN LATERAL (VALUES (''), (o.outcome)) AS d (code)
    WHERE o.observed_on BETWEEN v_first AND v_last GROUP BY 1, 2, 3)
  SELECT coalesce(o.region_code, '')::text, c.tab::text, c.code::text, sum(c.people)::bigint, sum(c.hires)::bigint,
    sum(c.validated), sum(c.credited), sum(c.days)::bigint, sum(c.timed)::bigint, count(*), min(c.people),
    coalesce(sum(c.people) FILTER (WHERE c.org = clause_org()), 0)::bigint
  FROM cells c JOIN organisation o ON o.id = c.org GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
END $$;

-- Contracts with a clause, their buyers, and companies, of a year; organisations of the shared directory count once.
CREATE OR REPLACE FUNCTION clause_statistics_contracts(p_year integer, p_scope text, p_region text, p_amounts numeric[])
RETURNS TABLE (tab text, code text, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_orgs uuid[] := clause_statistics_orgs(p_scope, p_region);
  v_first date := make_date(p_year, 1, 1);
  v_last date := make_date(p_year, 12, 31);
BEGIN
  RETURN QUERY
  WITH hours AS (
    SELECT x.lot_id, x.company_id FROM clause_hours_of_hires(v_orgs, p_year) x
    GROUP BY 1, 2 HAVING sum(x.hours_validated) > 0),
  lots AS (
    SELECT l.* FROM lot l WHERE l.facilitator_org_id = ANY(v_orgs) AND l.follow_up <> 'set_aside'
      AND (p_scope <> 'buyer' OR l.buyer_id = clause_org())
      AND ((l.first_day <= v_last AND l.last_day >= v_first
            -- The lot owes something at the end of the year, in whatever unit: by the highest version of that unit.
            AND EXISTS (SELECT FROM obligation o WHERE o.lot_id = l.id AND o.effective_on <= v_last
              AND coalesce(o.hours_owed, o.quantity_owed) > 0
              AND NOT EXISTS (SELECT FROM obligation n WHERE n.lot_id = o.lot_id AND n.unit = o.unit
                AND n.effective_on <= v_last AND n.version_no > o.version_no)))
           OR EXISTS (SELECT FROM hours h WHERE h.lot_id = l.id))),
  contracts AS (
    SELECT l.contract_id, l.buyer_id, sum(l.amount_excl_vat) AS amount,
      (array_agg(left(l.cpv, 2) ORDER BY l.amount_excl_vat DESC NULLS LAST, l.id))[1] AS division
    FROM lots l GROUP BY 1, 2),
  considerations AS (
    SELECT DISTINCT l.contract_id, coalesce(s.code, 'UNSTATED') AS code
    FROM lots l LEFT JOIN LATERAL unnest(l.social_considerations) AS s (code) ON true),
  companies AS (
    SELECT k.company_id FROM lot_holder k JOIN lots l ON l.id = k.lot_id
    UNION SELECT h.company_id FROM hours h JOIN lots l ON l.id = h.lot_id),
  known AS (
    SELECT k.company_id FROM lot_holder k JOIN lot l ON l.id = k.lot_id
    WHERE l.facilitator_org_id = ANY(v_orgs) AND l.first_day < v_first
    UNION SELECT h.company_id FROM hire h WHERE h.facilitator_org_id = ANY(v_orgs) AND h.first_day < v_first)
  SELECT d.tab::text, d.code::text, count(*) FROM contracts c JOIN organisation b ON b.id = c.buyer_id
  CROSS JOIN LATERAL (VALUES ('CONTRACTS', ''),
    ('CONTRACTS_AMOUNT', CASE WHEN c.amount IS NULL THEN 'UNKNOWN'
      ELSE 'BAND_' || (SELECT count(*) FROM unnest(p_amounts) m WHERE m <= c.amount) END),
    ('CONTRACTS_BUYER', coalesce(b.buyer_kind, 'UNKNOWN')),
    ('CONTRACTS_CPV', coalesce(c.division, 'UNKNOWN'))) AS d (tab, code) GROUP BY 1, 2
  UNION ALL SELECT 'CONTRACTS_LEGAL', s.code::text, count(*) FROM considerations s GROUP BY 2
  UNION ALL SELECT 'BUYERS', d.code::text, count(DISTINCT c.buyer_id)
    FROM contracts c JOIN organisation b ON b.id = c.buyer_id
    CROSS JOIN LATERAL (VALUES (''), (coalesce(b.buyer_kind, 'UNKNOWN'))) AS d (code) GROUP BY 2
  UNION ALL SELECT d.tab::text, d.code::text, count(*) FROM companies c JOIN organisation o ON o.id = c.company_id
    CROSS JOIN LATERAL (VALUES ('COMPANIES', ''), ('COMPANIES_SIZE', coalesce(o.company_size, 'UNKNOWN')),
      ('COMPANIES_NEW', CASE WHEN EXISTS (SELECT FROM known k WHERE k.company_id = c.company_id)
        THEN 'KNOWN' ELSE 'NEW' END)) AS d (tab, code) GROUP BY 1, 2;
END $$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTIONS)
