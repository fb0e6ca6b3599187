"""A finding: one thing that is wrong or worth a look, with where it is and what was read."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    """What a finding does: stop the action, ask for a look, or only inform."""

    BLOCKING = "blocking"
    WARNING = "warning"
    INFO = "info"


class Finding(BaseModel):
    """One observation about a field or a line; its sentence is found in ``clause.text.messages`` by ``code``."""

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity = Severity.BLOCKING
    field: str
    """Where: a JSON path (``lines[2].hours_declared``) or a column name."""
    raw: str | None = None
    """The value as it was read, cut to 200 characters."""
    values: dict[str, str] = {}
    """What the sentence needs beyond ``raw``."""
