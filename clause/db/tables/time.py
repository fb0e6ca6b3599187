"""The facilitator's own time, and what the employer pays for it."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import AppUser, Organisation


class Employment(Table):
    """A person's employment at the facilitator organisation."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    person_id = c.reference(AppUser)
    staff_number = c.text(length=40)
    job_title = c.text(length=200)
    working_time_share = c.rate()
    weekly_hours = c.hours()
    first_day = c.day()
    last_day = c.day(null=True)
    created_at = c.instant()
    version = c.integer()

    employment_unique_staff_number = Unique(["facilitator_org_id", "staff_number"])


class Timesheet(Table):
    """A person's month; frozen once approved."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    employment_id = c.reference(Employment)
    person_id = c.reference(AppUser)
    month = c.day()
    state = c.code()
    content_hash = c.text(null=True, length=64)
    signed_by = c.uuid(null=True)
    signed_at = c.instant(null=True)
    approved_by = c.uuid(null=True)
    approved_at = c.instant(null=True)
    reopened_reason = c.text(null=True)
    created_at = c.instant()
    version = c.integer()

    timesheet_unique_employment_month = Unique(["employment_id", "month"])


class TimeEntry(Table):
    """Minutes of one day on one operation, or on none, and one activity."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    timesheet_id = c.reference(Timesheet)
    day = c.day()
    operation_id = c.uuid(null=True, index=True)
    activity = c.code()
    minutes = c.integer()
    description = c.text(null=True)


class PayrollMonth(Table):
    """What an employment cost the employer in a month; a correction is a new version."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    employment_id = c.reference(Employment)
    month = c.day()
    version_no = c.integer()
    employer_cost = c.euros()
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    payroll_month_unique_version = Unique(["employment_id", "month", "version_no"])
