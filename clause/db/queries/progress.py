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
