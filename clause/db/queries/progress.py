"""What a lot owes and what counts towards it on a day: the two pieces of SQL that every list and figure is made of.

``lot`` and ``day`` are expressions of the query in which the piece stands (``l.id``, ``$1``), never values.
"""


def version_in_effect(columns: str, lot: str, day: str, *, known_at: str | None = None) -> str:
    """A query for these columns of the hours owed on a day: the highest number that has taken effect.

    Versions in another unit than hours are left out. With ``known_at``, only versions recorded by that instant count;
    its NULL means now.
    """
    known = f" AND ({known_at}::timestamptz IS NULL OR recorded_at <= {known_at})" if known_at else ""
    return (
        f"SELECT {columns} FROM obligation WHERE lot_id = {lot} AND unit = 'HOURS' AND effective_on <= {day}{known}"  # noqa: S608
        " ORDER BY version_no DESC LIMIT 1"
    )


def hours_credited(lot: str, day: str) -> str:
    """A query for the hours credited to a lot for work until a day; 0.00 when there are none.

    It is what stands in all less what was worked later: for today one row is read, however long the lot has been at
    work and however many entries it has. Both are kept by the database with every booking.
    """
    return (
        f"SELECT coalesce((SELECT hours_credited FROM lot_standing WHERE lot_id = {lot}), 0.00)"  # noqa: S608
        " - coalesce((SELECT sum(hours) FROM lot_day_total"
        f"   WHERE lot_id = {lot} AND measure = 'CREDITED' AND worked_on > {day}), 0.00)"
    )


def hours_credited_by_hire(lot: str, day: str) -> str:
    """A query for the same hours by who hired, for whom and from when: they add up to ``hours_credited``.

    It reads the bookings themselves, and the hires, which only the facilitator organisation sees all of.
    """
    return (
        "SELECT h.company_id, h.for_company_id, h.first_day, sum(a.hours_credited) AS hours_credited"  # noqa: S608
        " FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id JOIN hire h ON h.id = e.hire_id"
        f" WHERE a.lot_id = {lot} AND a.worked_on <= {day} GROUP BY h.company_id, h.for_company_id, h.first_day"
        " HAVING sum(a.hours_credited) <> 0 ORDER BY h.company_id, h.for_company_id, h.first_day"
    )
