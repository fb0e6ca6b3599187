"""How a lot or a contract stands, in words and in a colour, the same on every list."""

from clause.domain.contracts import FollowUpState
from clause.rules.compliance import ComplianceStatus
from clause.text.labels import label

TONES = {
    ComplianceStatus.MET: "good",
    ComplianceStatus.ON_TRACK: "good",
    ComplianceStatus.BEHIND: "watch",
    ComplianceStatus.AT_RISK: "bad",
    ComplianceStatus.MISSED: "bad",
}
FOLLOW_UP_TONES = {FollowUpState.FOLLOWED: "good", FollowUpState.SET_ASIDE: "neutral"}

STATUS_CHOICES = tuple((status.value, label("compliance_status", status)) for status in ComplianceStatus)


def status_text(status: ComplianceStatus | None) -> str | None:
    """The status in French; None where there is none."""
    return label("compliance_status", status) if status else None


def status_tone(status: ComplianceStatus | None) -> str:
    """The colour of a status; neutral where nothing worries and nothing is achieved."""
    return TONES.get(status, "neutral") if status else "watch"


def follow_up_tone(state: FollowUpState) -> str:
    """The colour of a decision to follow: what waits for one draws the eye."""
    return FOLLOW_UP_TONES.get(state, "watch")
