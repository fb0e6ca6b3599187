"""Codes of what is recorded of a hire, and its outcomes: read by the facilitator organisation alone, never changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:13:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Codes of hires, outcomes"

STATEMENTS = [
    one_of(
        "hire", "contract_type", "PERMANENT", "PERMANENT_I", "FIXED_TERM", "FIXED_TERM_USAGE", "FIXED_TERM_I",
        "FIXED_TERM_TREMPLIN", "APPRENTICESHIP", "PROFESSIONAL_TRAINING", "TEMPORARY", "BUSINESS_CREATION", "OTHER",
    ),
    one_of("hire", "education_level", "00", "01", "10", "20", "30", "40", "41", "50", "51", "60", "70"),
    one_of(
        "hire", "sector", "BUILDING", "PUBLIC_WORKS", "CLEANING", "GREEN_SPACES", "SECURITY", "LOGISTICS", "CATERING",
        "DIGITAL", "INTELLECTUAL_SERVICES", "WASTE", "CARE", "OTHER",
    ),
    one_of(
        "hire", "referrer_kind", "FRANCE_TRAVAIL", "MISSION_LOCALE", "CAP_EMPLOI", "PLIE", "SIAE", "DEPARTMENT",
        "SOCIAL_SERVICE", "PRISON_SERVICE", "FACILITATOR", "SPONTANEOUS", "OTHER",
    ),
    one_of(
        "hire", "recruitment_channel", "FACILITATOR", "REFERRER", "SUPPLIER", "JOB_OFFER", "JOB_FAIR", "SPONTANEOUS",
        "ALREADY_KNOWN", "OTHER",
    ),
    check("hire", "commune_code_has_5_signs", "commune_code ~ '^([0-9]{2}|2[AB])[0-9]{3}$'"),
    tenant_policies("hire_outcome", APPEND),
    one_of("hire_outcome", "point", "EXIT", "M3", "M6", "M12"),
    one_of(
        "hire_outcome", "outcome", "CDI", "CDD_GT_6M", "CDD_LT_6M", "TEMP", "APPRENTICESHIP_PRO", "SIAE",
        "BUSINESS_CREATION", "QUALIFYING_TRAINING", "JOB_SEEKING", "INACTIVE", "UNKNOWN",
    ),
    check("hire_outcome", "version_positive", "version_no > 0"),
    append_only("hire_outcome"),
    "CREATE INDEX hire_org_last_day ON hire (facilitator_org_id, last_day);",
]  # fmt: skip


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
