"""Who may do what with a month of time, and when: refusals that one month and many at once share."""

from collections.abc import Sequence
from uuid import UUID

from clause.domain.actors import Actor, ActorKind
from clause.domain.employments import Employment
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.domain.timesheet_content import is_signed_content
from clause.domain.timesheets import MOVES, TimeAbsence, TimeEntry, Timesheet
from clause.rules.calendar import Month


def one_employment(found: Sequence[Employment], month: Month) -> Employment:
    """The only employment meant. NotFound TIM-001 for none, Refused TIM-003 for several of a person in the month."""
    if not found:
        raise NotFound("TIM-001", month=str(month))
    if len(found) > 1:
        raise Refused("TIM-003", staff_numbers=", ".join(one.staff_number for one in found))
    return found[0]


def movable(sheet: Timesheet | None, month: Month, action: str) -> Timesheet:
    """The recorded month, when its state allows the action. NotFound TIM-004, WrongState TIM-002."""
    if sheet is None:
        raise NotFound("TIM-004", month=str(month))
    MOVES.after(sheet.state, action)
    return sheet


def check_approval(
    sheet: Timesheet, entries: Sequence[TimeEntry], absences: Sequence[TimeAbsence], actor: Actor
) -> UUID:
    """The account of the second signature, which is not that of the first (TR-05).

    Forbidden TIM-014 for the person who signed or whose month it is, or for a program; WrongState TIM-015 should the
    content differ from what was signed.
    """
    if actor.kind is not ActorKind.USER or actor.id is None or actor.id in (sheet.signed_by, sheet.person_id):
        raise Forbidden("TIM-014")
    if not is_signed_content(sheet, entries, absences):
        raise WrongState("TIM-015")
    return actor.id


def check_reopening(month: Month, claim_number: int | None) -> None:
    """Refuses to reopen a month on which a signed or submitted claim stands (WrongState TIM-016, TR-12)."""
    if claim_number is not None:
        raise WrongState("TIM-016", month=str(month), number=claim_number)


def check_correction(month: Month, claim_number: int | None) -> None:
    """Refuses to correct a month on which no claim stands: it is simply reopened (WrongState TIM-020)."""
    if claim_number is None:
        raise WrongState("TIM-020", month=str(month))
