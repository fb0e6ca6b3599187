"""Files of a claim: what is retyped into the national portal, staff for a spreadsheet, the bundle."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.bundle import ZIP
from clause.domain.documents import CSV, XLSX
from clause.domain.errors import Unreadable
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import bundles, exports
from clause.services.context import Context

READ, READ_OI = [needs(Scope.CLAIMS_READ)], [needs(Scope.OI_READ)]
TAGS = ["Claims"]
CLAIM, OI_CLAIM = "/claims/{claim_id:uuid}", "/oi/claims/{claim_id:uuid}"
DECIMALS = {"comma": True, "point": False}

DecimalSign = Annotated[str, QueryParameter(name="decimal", description="`comma` (French spreadsheets) or `point`")]


@get(
    f"{CLAIM}/exports/mdfse-entry.xlsx",
    guards=READ,
    summary="A claim to be retyped",
    tags=TAGS,
    media_type=XLSX,
)
async def export_entry(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """One sheet for each block of the national portal: staff by person and month, other lines, resources, indicators.

    From the frozen claim once it is handed over, else from the last computation (and it says so).

    Errors: 422 when there is no line yet, 503 when the export cannot be noted in the access log.
    """
    return file_response(request, await exports.export_entry(context, claim_id))


@get(
    f"{CLAIM}/exports/staff.csv",
    guards=READ,
    summary="Staff of a claim as CSV",
    tags=TAGS,
    media_type=CSV,
)
async def export_staff(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    decimal_sign: DecimalSign = "comma",
) -> Response[Any]:
    """UTF-8 with its mark, semicolons; the lines above the header say what it is. An empty cell is not a zero.

    Errors: 422 when there is no line of staff, 503 when the export cannot be noted in the access log.
    """
    if decimal_sign not in DECIMALS:
        raise Unreadable("EXP-005")
    return file_response(request, await exports.export_staff(context, claim_id, decimal_comma=DECIMALS[decimal_sign]))


@get(
    f"{CLAIM}/bundle",
    guards=READ,
    summary="The bundle of a claim",
    tags=TAGS,
    media_type=ZIP,
)
async def get_bundle(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """What the intermediate body gets, to the byte: see the bundle under `/oi`; 409 while it is being made."""
    return file_response(request, await bundles.load_bundle(context, claim_id))


@get(
    f"{OI_CLAIM}/bundle",
    guards=READ_OI,
    summary="The claim and all that stands behind it, in one ZIP",
    tags=["Intermediate body"],
    media_type=ZIP,
)
async def get_oi_bundle(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """`manifest.json` names every file with its SHA-256; `claim.json` is the frozen claim; pay documents are redacted.

    The same bytes at each pull, with their SHA-256 as ETag; 409 while it is being made, 503 when the reading cannot be
    noted in the access log.
    """
    return file_response(request, await bundles.load_bundle(context, claim_id))


HANDLERS: list[ControllerRouterHandler] = [export_entry, export_staff, get_bundle, get_oi_bundle]
