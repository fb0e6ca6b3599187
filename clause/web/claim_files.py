"""Files of a claim: PDF, its text as a page, workbook for the national portal, staff as CSV, the whole bundle."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.claim_narrative import ClaimNarrative
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import bundles, claims, exports
from clause.services.context import Context
from clause.text import claims as text
from clause.text.labels import LABELS
from clause.web.page import page

READ = needs(Scope.CLAIMS_READ)
CLAIM = "/claims/{claim_id:uuid}"


@get(f"{CLAIM}/pdf", guards=[READ])
async def download_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """The claim as printed."""
    return file_response(request, await claims.load_pdf(context, claim_id))


@get(f"{CLAIM}/bundle", guards=[READ])
async def download_bundle(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """The claim and all that stands behind it, as the intermediate body gets it."""
    return file_response(request, await bundles.load_bundle(context, claim_id))


@get(f"{CLAIM}/exports/mdfse-entry.xlsx", guards=[READ])
async def download_entry(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """The workbook to be retyped into the national portal."""
    return file_response(request, await exports.export_entry(context, claim_id))


@get(f"{CLAIM}/exports/staff.csv", guards=[READ])
async def download_staff(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """Staff by person and month, as French spreadsheets read it."""
    return file_response(request, await exports.export_staff(context, claim_id, decimal_comma=True))


@get(f"{CLAIM}/document", guards=[READ])
async def show_document(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The claim as a page that says all that its PDF says."""
    document = await claims.load_document(context, claim_id)
    told = document.narrative or ClaimNarrative()
    return page(
        request,
        "claims/document.html",
        title=f"Bilan n° {document.number}, texte intégral",
        document=document,
        back=f"/claims/{claim_id}",
        requested=text.requested(document),
        flat_rates=text.flat_rates(document),
        bounds=text.bounds(document),
        waivers=text.waivers(document),
        actions=[(action.title, text.action_parts(action)) for action in told.actions],
        told=text.narrative_parts(told),
        facilitation=text.facilitation(document.facilitation) if document.facilitation else (),
        resource_kinds=LABELS["resource_kind"],
    )


HANDLERS: list[ControllerRouterHandler] = [
    download_claim,
    show_document,
    download_bundle,
    download_entry,
    download_staff,
]
