"""What a unit of work will write in the journal: who, when, what and why, in the same transaction."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class JournalLine:
    """One thing done. ``data`` holds codes, figures and ids: never a name, a proof or a free text about a person."""

    action: str
    subject_kind: str
    subject_id: UUID
    org_id: UUID
    reason: str | None = None
    data: dict[str, str] = field(default_factory=dict)
