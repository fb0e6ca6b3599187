"""What can go wrong in Clause, as one tree of exceptions with one stable code each.

A code is raised in exactly one place and has one French sentence in ``clause.text.messages``; the sentence is a
``str.format`` template filled with ``values``. The API turns the class into an HTTP status
(see ``clause.api.problems``),
the pages into a message. Nothing here knows about HTTP.
"""

from clause.domain.findings import Finding


class ClauseError(Exception):
    """A refusal with a stable code, the values its sentence needs, and the findings that explain it."""

    def __init__(self, code: str, *, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.findings = findings


class Unreadable(ClauseError):
    """The input cannot be read: wrong shape, wrong type, wrong format."""


class Unauthenticated(ClauseError):
    """Nobody is signed in, or the credentials are wrong or out of date."""


class Forbidden(ClauseError):
    """The caller is known but this action is not among its rights."""


class NotFound(ClauseError):
    """There is no such thing, or it is not the caller's to see."""


class WrongState(ClauseError):
    """The thing exists, but its state does not allow this move."""


class StaleVersion(ClauseError):
    """Someone changed the thing since the caller read it."""


class TooLarge(ClauseError):
    """The body or file is larger than what is accepted."""


class Refused(ClauseError):
    """A rule of the field refuses this."""


class WrongProof(Refused):
    """A password or code, asked again of who has signed in, is not the right one."""


class TooMany(ClauseError):
    """Too many attempts in too short a time; ``retry_seconds`` says how long to wait."""

    retry_seconds = 60


class Unavailable(ClauseError):
    """A server that Clause needs does not answer for now; the same call may be made again."""


def token_refused() -> Unauthenticated:
    """What is said of a bearer token that is unknown, over or revoked, whoever notices."""
    return Unauthenticated("ACC-010")
