"""What a claim tells beside its figures: narrative, waivers, filing; and a claim done again."""

from uuid import UUID

from litestar import Response, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, job_location, version_asked
from clause.api.schemas.claims import ClaimOut, FilingIn, NarrativePatch, WaiverIn
from clause.domain.actors import Scope
from clause.domain.claims import Claim
from clause.edge.request_context import AnyRequest, needs
from clause.services import claim_contents
from clause.services.context import Context

WRITE = [needs(Scope.CLAIMS_WRITE)]
SIGN = [needs(Scope.CLAIMS_SIGN)]
TAGS = ["Claims"]
CLAIM = "/claims/{claim_id:uuid}"


def _version(claim: Claim) -> int:
    return claim.version


def _job(claim: Claim) -> str:
    if claim.job_id is None:
        raise RuntimeError("a claim that waits for its computation has a job")
    return job_location(claim.job_id)


@patch(f"{CLAIM}/narrative", guards=WRITE, summary="Tell what was done", tags=TAGS)
async def tell(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[NarrativePatch]
) -> Response[ClaimOut]:
    """Needs ``If-Match``. Parts that are left out stay; until the signature, and frozen with it."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: claim_contents.tell(ctx, claim_id, data.to_domain(), version),
        ClaimOut.of,
        version=_version,
    )


@post(f"{CLAIM}/waivers", guards=SIGN, status_code=202, summary="Let a finding pass", tags=TAGS)
async def waive(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[WaiverIn]
) -> Response[ClaimOut]:
    """By who may bind the organisation, with a reason that the intermediate body reads; the claim is computed again."""
    return await change(
        request,
        context,
        lambda ctx: claim_contents.waive(ctx, claim_id, data.code, data.field, data.reason),
        ClaimOut.of,
        status=202,
        location=_job,
        version=_version,
    )


@post(f"{CLAIM}/filing", guards=WRITE, status_code=200, summary="Record the filing on the national portal", tags=TAGS)
async def record_filing(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[FilingIn]
) -> Response[ClaimOut]:
    """The number there and the receipt; what is known when the claim is handed over goes along with it."""
    return await change(
        request,
        context,
        lambda ctx: claim_contents.record_filing(ctx, claim_id, data.to_domain()),
        ClaimOut.of,
        version=_version,
    )


@post(f"{CLAIM}/redo", guards=WRITE, status_code=202, summary="Do an inadmissible claim again", tags=TAGS)
async def redo_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimOut]:
    """A new draft with the same terms and narrative, which names the claim that it replaces."""
    return await change(
        request,
        context,
        lambda ctx: claim_contents.redo_claim(ctx, claim_id),
        ClaimOut.of,
        status=202,
        location=_job,
        version=_version,
    )


HANDLERS: list[ControllerRouterHandler] = [tell, waive, record_filing, redo_claim]
