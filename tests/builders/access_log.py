"""Readings of claims."""

from uuid import UUID

from clause.domain.access_log import Reading


def a_reading(claim_id: UUID) -> Reading:
    """An intermediate body that pulled a claim."""
    return Reading(
        route="GET /api/v1/oi/claims/{claim_id}",
        subject_kind="claim",
        subject_id=claim_id,
        purpose="Contrôle de service fait",
        status=200,
        bytes=4096,
    )
