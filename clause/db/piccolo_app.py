"""The one Piccolo application of Clause: its tables and where its migrations are."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

TABLE_MODULES = [
    "clause.db.tables.accounts",
    "clause.db.tables.operations_log",
    "clause.db.tables.contracts",
    "clause.db.tables.obligations",
    "clause.db.tables.holders",
    "clause.db.tables.subcontractors",
    "clause.db.tables.contacts",
    "clause.db.tables.participants",
    "clause.db.tables.pooling",
    "clause.db.tables.hours",
    "clause.db.tables.outlooks",
    "clause.db.tables.statements_due",
    "clause.db.tables.hours_imports",
    "clause.db.tables.time",
    "clause.db.tables.operations",
    "clause.db.tables.operation_moves",
    "clause.db.tables.funding",
    "clause.db.tables.claims",
    "clause.db.tables.evidence",
    "clause.db.tables.operation_participants",
    "clause.db.tables.statistics",
    "clause.db.tables.compliance",
    "clause.db.tables.exchange",
    "clause.db.tables.mails",
    "clause.db.tables.list_views",
    "clause.db.tables.trash",
]

APP_CONFIG = AppConfig(
    app_name="clause",
    migrations_folder_path=str(Path(__file__).resolve().parents[2] / "piccolo_migrations"),
    table_classes=table_finder(modules=TABLE_MODULES),
    migration_dependencies=[],
    commands=[],
)
