"""Splits, transfers, subcontractors and contacts: who reads them, and what the database itself refuses."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, sql_migration, tenant_policies

ID = "2026-11-22T00:11:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Holders, subcontractors and contacts"

READERS = """
-- A holder sees who works for it; a subcontractor sees the lot it works on and its contract, with nobody's figures.
CREATE POLICY subcontractor_holder_reads ON subcontractor FOR SELECT TO clause_app
  USING (holder_company_id = clause_org());
CREATE POLICY lot_subcontractor_reads ON lot FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM subcontractor s WHERE s.lot_id = lot.id AND s.company_id = clause_org()));
CREATE POLICY contract_subcontractor_reads ON contract FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM lot l JOIN subcontractor s ON s.lot_id = l.id
          WHERE l.contract_id = contract.id AND s.company_id = clause_org()));
"""

STATEMENTS = [
    check("lot_holder", "departure_is_explained", "left_on IS NULL OR btrim(coalesce(left_reason, '')) <> ''"),
    tenant_policies("holder_split", APPEND, ("buyer",)),
    check("holder_split", "version_positive", "version_no > 0"),
    append_only("holder_split"),
    tenant_policies("holder_transfer", APPEND, ("buyer",)),
    check("holder_transfer", "possible", "hours > 0 AND from_company_id <> to_company_id"),
    append_only("holder_transfer"),
    "CREATE INDEX holder_transfer_lot_page ON holder_transfer (lot_id, id);",
    tenant_policies("subcontractor", READ_WRITE, ("buyer", "company")),
    check("subcontractor", "days_in_order", "first_day <= last_day"),
    check("subcontractor", "tier_positive", "tier > 0"),
    READERS,
    tenant_policies("contact", READ_WRITE, ("company",)),
    check("contact", "can_be_reached", "btrim(name) <> '' AND coalesce(email, phone) IS NOT NULL"),
    "CREATE UNIQUE INDEX contact_unique_primary ON contact (lot_id, company_id) WHERE is_primary AND ended_on IS NULL;",
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
