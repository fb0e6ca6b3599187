"""The verification of claims (contrôle de service fait): what the intermediate body does, what both sides read."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single
from clause.api.schemas.base import Page
from clause.api.schemas.verifications import (
    ClaimStandingOut,
    CorrectionIn,
    InadmissibleIn,
    VerificationIn,
    VerificationOut,
)
from clause.domain.actors import Scope
from clause.domain.claims import Claim
from clause.domain.verifications import Verification
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import verifications
from clause.services.context import Context

READ, WRITE = [needs(Scope.CLAIMS_READ)], [needs(Scope.CLAIMS_WRITE)]
OI_READ, VERIFY = [needs(Scope.OI_READ)], [needs(Scope.OI_VERIFY)]
TAGS = ["Verification"]
CLAIM, OI_CLAIM = "/claims/{claim_id:uuid}", "/oi/claims/{claim_id:uuid}"


def _version(claim: Claim) -> int:
    return claim.version


def _verifications(found: list[Verification]) -> Page[VerificationOut]:
    return Page[VerificationOut](items=[VerificationOut.of(item) for item in found], next=None)


@post(f"{OI_CLAIM}/inadmissible", guards=VERIFY, status_code=200, summary="Refuse a claim as inadmissible", tags=TAGS)
async def declare_inadmissible(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[InadmissibleIn]
) -> Response[ClaimStandingOut]:
    """Before its verification; the beneficiary may draw up the claim again.

    Errors: 403 for whoever prepared or signed it, 404, 409 in any other state.
    """
    return await change(
        request,
        context,
        lambda ctx: verifications.declare_inadmissible(ctx, claim_id, data.reason),
        ClaimStandingOut.of,
        version=_version,
    )


@post(f"{OI_CLAIM}/verification/open", guards=VERIFY, status_code=200, summary="Open the verification", tags=TAGS)
async def open_verification(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimStandingOut]:
    """The claim is admissible; or the verification goes on after a question whose day is past without an answer.

    Errors: 403 for whoever prepared or signed it, 404, 409 in any other state.
    """
    return await change(
        request,
        context,
        lambda ctx: verifications.open_verification(ctx, claim_id),
        ClaimStandingOut.of,
        version=_version,
    )


@post(f"{OI_CLAIM}/verification", guards=VERIFY, summary="Record conclusions", tags=TAGS)
async def record_conclusions(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[VerificationIn]
) -> Response[VerificationOut]:
    """Interim, then final conclusions, with the decision on each line; flat rates are computed again from them.

    Interim ones that retain less FSE+ than requested open the contradictory period; final ones wait for the answer or
    the end of that period, and say what is to be paid. Errors: 403, 404, 409 in any other state or before that day, 422
    with a finding per decision that does not fit.
    """
    return await change(
        request,
        context,
        lambda ctx: verifications.record_conclusions(ctx, claim_id, data.to_domain()),
        VerificationOut.of,
        status=201,
        location=lambda _: f"/oi/claims/{claim_id}/verifications",
    )


@post(f"{OI_CLAIM}/corrections", guards=VERIFY, summary="Correct a settled claim", tags=TAGS)
async def correct_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[CorrectionIn]
) -> Response[VerificationOut]:
    """A later finding, of an audit for instance: a new version of the conclusions, the difference paid or paid back.

    Errors: 403, 404, 409 for a claim that is not settled, 422 with findings.
    """
    return await change(
        request,
        context,
        lambda ctx: verifications.correct_claim(ctx, claim_id, data.to_domain()),
        VerificationOut.of,
        status=201,
        location=lambda _: f"/oi/claims/{claim_id}/verifications",
    )


@get(f"{OI_CLAIM}/verification", guards=OI_READ, summary="Where a claim stands", tags=TAGS)
async def get_oi_standing(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimStandingOut]:
    """Its state, the days that run, the conclusions in force."""
    found = await verifications.load_standing(context, claim_id)
    return single(request, ClaimStandingOut.of(found), found.version)


@get(f"{OI_CLAIM}/verifications", guards=OI_READ, summary="The conclusions on a claim", tags=TAGS)
async def list_oi_verifications(
    context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Page[VerificationOut]]:
    """Every version on one page, first to last."""
    return shown(_verifications(await verifications.list_verifications(context, claim_id)))


@get(f"{CLAIM}/verifications", guards=READ, summary="The conclusions on a claim", tags=TAGS)
async def list_verifications(
    context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Page[VerificationOut]]:
    """Every version on one page, first to last."""
    return shown(_verifications(await verifications.list_verifications(context, claim_id)))


@get(
    "/verifications/{verification_id:uuid}/pdf",
    guards=READ,
    summary="The report of conclusions as a PDF",
    tags=TAGS,
    media_type="application/pdf",
)
async def get_report(
    request: AnyRequest, context: NamedDependency[Context], verification_id: FromPath[UUID]
) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag."""
    return file_response(request, await verifications.load_report(context, verification_id))


@get(
    "/oi/verifications/{verification_id:uuid}/pdf",
    guards=OI_READ,
    summary="The report of conclusions as a PDF",
    tags=TAGS,
    media_type="application/pdf",
)
async def get_oi_report(
    request: AnyRequest, context: NamedDependency[Context], verification_id: FromPath[UUID]
) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag."""
    return file_response(request, await verifications.load_report(context, verification_id))


HANDLERS: list[ControllerRouterHandler] = [
    declare_inadmissible,
    open_verification,
    record_conclusions,
    correct_claim,
    get_oi_standing,
    list_oi_verifications,
    list_verifications,
    get_report,
    get_oi_report,
]
