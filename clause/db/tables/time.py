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
    working_weekdays = c.code(old_rows="12345")
    holiday_zone = c.code(old_rows="METROPOLE")
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
    revision = c.integer(old_rows=1)
    state = c.code()
    content_hash = c.text(null=True, length=64)
    signed_by = c.uuid(null=True)
    signed_at = c.instant(null=True)
    approved_by = c.uuid(null=True)
    approved_at = c.instant(null=True)
    reopened_reason = c.text(null=True)
    nothing_worked = c.flag(default=False)
    late_reason = c.text(null=True)
    difference_reason = c.text(null=True)
    document_id = c.uuid(null=True)
    created_at = c.instant()
    version = c.integer()

    timesheet_unique_revision = Unique(["employment_id", "month", "revision"])


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
    start_minute = c.integer(null=True)
    end_minute = c.integer(null=True)
    place = c.text(null=True, length=120)
    linked_kind = c.code(null=True)
    linked_id = c.uuid(null=True)
    source = c.code(old_rows="declared")
    other_funding = c.text(null=True, length=120)
    is_travel = c.flag(default=False)
    entered_on = c.day(null=True)


class TimeAbsence(Table):
    """Minutes of one day that were not worked, by category and never by reason."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    timesheet_id = c.reference(Timesheet)
    day = c.day()
    category = c.code()
    minutes = c.integer()

    time_absence_unique_category = Unique(["timesheet_id", "day", "category"])


class PayrollMonth(Table):
    """What an employment cost the employer in a month; a correction is a new version."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    employment_id = c.reference(Employment)
    month = c.day()
    version_no = c.integer()
    employer_cost = c.euros()
    gross = c.euros(null=True)
    employer_contributions = c.euros(null=True)
    pay_taxes = c.euros(null=True)
    benefits = c.euros(null=True)
    reimbursements = c.euros(null=True)
    elements = c.json(null=True)
    hours_paid = c.hours(null=True)
    paid_on = c.day(null=True)
    document_id = c.uuid(null=True)
    document_sha256 = c.text(null=True, length=64)
    regularises = c.flag(default=False)
    trace = c.json(null=True)
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    payroll_month_unique_version = Unique(["employment_id", "month", "version_no"])
