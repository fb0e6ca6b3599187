"""The claims that an intermediate body receives: the list, one claim with what was handed over, its first steps."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.claim_snapshot import ClaimSnapshot, read_snapshot
from clause.domain.claims import ClaimState
from clause.domain.errors import ClauseError
from clause.domain.intermediate_body import ClaimsAsked, HandedClaim, OperationsAsked
from clause.domain.tables import CellKind, Column
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import bundles, intermediate_body, oi_operations, verifications
from clause.services.context import Context
from clause.text.labels import label
from clause.web.claim_shown import OPEN, step_of, tone_of
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import done
from clause.web.page import page, part

READ, VERIFY = needs(Scope.OI_READ), needs(Scope.OI_VERIFY)
CLAIMS, CLAIM = "/oi/claims", "/oi/claims/{claim_id:uuid}"
_NEVER_HANDED = (ClaimState.DRAFT, ClaimState.COMPUTED, ClaimState.SIGNED)
STATES = tuple(state for state in ClaimState if state not in _NEVER_HANDED)

Text = Annotated[str, QueryParameter(name="q", description="Part of a number, a title or a beneficiary's name")]
State = Annotated[str, QueryParameter(name="claim_state", description="State of the claim")]
Operation = Annotated[str, QueryParameter(name="operation", description="Id of the operation")]
Path = Annotated[str, QueryParameter(name="path", description="Where the file stands in the bundle")]


class ReceiptForm(BaseModel):
    """The intermediate body's word that it has a claim."""

    reference: Line = Field(title="Référence de l’accusé de réception", max_length=80)
    comment: FreeText | None = Field(default=None, title="Commentaire")


class InadmissibleForm(BaseModel):
    """Why a claim cannot be verified."""

    reason: FreeText = Field(title="Motif")


@dataclass(frozen=True)
class Frame:
    """A claim with its frozen content: what the head of each of its pages needs."""

    claim: HandedClaim
    snapshot: ClaimSnapshot

    @property
    def values(self) -> dict[str, Any]:
        """As templates take it."""
        return {
            "claim": self.claim,
            "snapshot": self.snapshot,
            "tone": tone_of(self.claim.state),
            "step": step_of(self.claim),
            "clock_runs": self.claim.state in OPEN,
        }

    @property
    def name(self) -> str:
        """``Bilan final n° 2``."""
        return f"{label('claim_kind', self.claim.kind.value.upper())} n° {self.claim.number}"


async def framed(context: Context, claim_id: UUID) -> Frame:
    """A claim that was handed over to the reader (NotFound)."""
    handed = await intermediate_body.load_claim(context, claim_id)
    return Frame(handed.claim, read_snapshot(handed.content))


COLUMNS: tuple[Column[HandedClaim], ...] = (
    Column(
        "claim",
        "Bilan",
        lambda row: f"{label('claim_kind', row.kind.value.upper())} n° {row.number}",
        link=lambda row: f"/oi/claims/{row.id}",
    ),
    Column("state", "État", lambda row: label("claim_state", row.state.value), tone=lambda row: tone_of(row.state)),
    Column("beneficiary", "Bénéficiaire", lambda row: row.beneficiary_name),
    Column("siret", "SIRET", lambda row: row.beneficiary_identifier, only_in_file=True),
    Column(
        "operation",
        "Opération",
        lambda row: f"{row.operation_number} – {row.operation_title}",
        link=lambda row: f"/oi/operations/{row.operation_id}",
    ),
    Column("first_month", "Du mois", lambda row: row.first_month.first_day, CellKind.MONTH),
    Column("last_month", "Au mois", lambda row: row.last_month.first_day, CellKind.MONTH),
    Column("requested", "Demandé", lambda row: row.amount_requested, CellKind.EUROS),
    Column("submitted", "Reçu le", lambda row: row.submitted_at.date(), CellKind.DAY),
    Column(
        "pay_by",
        "À payer avant le",
        lambda row: row.timers.pay_by if row.state in OPEN else None,
        CellKind.DAY,
    ),
    Column("receipt", "Accusé de réception", lambda row: row.receipt_reference, only_in_file=True),
)


@get(CLAIMS, guards=[READ])
async def show_received_claims(
    request: AnyRequest,
    context: NamedDependency[Context],
    text: Text = "",
    claim_state: State = "",
    operation: Operation = "",
) -> Response[Any]:
    """The claims handed over, the latest first, each with the last day for its payment."""
    states = tuple((state.value, label("claim_state", state.value)) for state in STATES)
    known = await oi_operations.list_operations(context, OperationsAsked(), after=None, limit=MOST_ROWS)
    operations = tuple((str(one.operation.id), one.operation.number) for one in known)
    state, operation_id = chosen(claim_state, states), chosen(operation, operations)
    asked = ClaimsAsked(
        state=ClaimState(state) if state else None,
        operation_id=UUID(operation_id) if operation_id else None,
        text=searched(text),
    )
    found = await intermediate_body.list_claims(context, updated_since=None, after=0, limit=MOST_ROWS, asked=asked)
    return await listing(
        request,
        context,
        Listing(
            title="Bilans reçus",
            path=CLAIMS,
            name="bilans-recus",
            columns=COLUMNS,
            rows=found,
            order="-submitted",
            filters=(
                Filter("q", "Rechercher", searched(text) or "", hint="Bénéficiaire, SIRET, n° d’opération"),
                Filter("claim_state", "État", state, states),
                Filter("operation", "Opération", operation_id, operations, every="Toutes"),
            ),
            empty=Empty(
                "Aucun bilan reçu pour l’instant.",
                "Les bilans apparaissent ici dès qu’un bénéficiaire les transmet. Votre logiciel peut aussi les lire "
                "par l’API : la documentation est en bas de page.",
            ),
        ),
    )


@get(CLAIM, guards=[READ])
async def show_received_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Template:
    """One claim as it was frozen: where it stands, its amounts and lines, its files, and what to do next."""
    return await _claim_page(request, context, claim_id)


async def _claim_page(request: AnyRequest, context: Context, claim_id: UUID, **refusal: Any) -> Template:
    frame = await framed(context, claim_id)
    return page(
        request,
        "oi/claim.html",
        title=frame.name,
        **frame.values,
        standing=await verifications.load_standing(context, claim_id),
        contents=await bundles.list_contents(context, claim_id),
        may_verify=context.actor.may(Scope.OI_VERIFY),
        **refusal,
    )


@get(f"{CLAIM}/files", guards=[READ])
async def show_files(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The list of a claim's files, which comes again by itself until the bundle is there."""
    frame = await framed(context, claim_id)
    return part(request, "oi/claim_files.html", **frame.values, contents=await bundles.list_contents(context, claim_id))


@get(f"{CLAIM}/pdf", guards=[READ])
async def read_claim(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """The printed claim, to be read."""
    return file_response(request, await intermediate_body.load_pdf(context, claim_id), to_read=True)


@get(f"{CLAIM}/bundle", guards=[READ])
async def download_bundle(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """The claim with all that stands behind it, as one archive."""
    return file_response(request, await bundles.load_bundle(context, claim_id))


@get(f"{CLAIM}/bundle/file", guards=[READ])
async def read_piece(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], path: Path = "claim.pdf"
) -> Response[Any]:
    """One file of the bundle, to be read."""
    return file_response(request, await bundles.load_entry(context, claim_id, path), to_read=True)


@post(f"{CLAIM}/receipt", guards=[VERIFY], status_code=303)
async def acknowledge(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """Say that the claim has arrived."""
    try:
        form = await read_form(request, ReceiptForm)
        await intermediate_body.record_receipt(context, claim_id, form.reference, form.comment)
    except ClauseError as error:
        return await _claim_page(request, context, claim_id, **await refused(request, error))
    return done(f"/oi/claims/{claim_id}", "claim_received")


@post(f"{CLAIM}/inadmissible", guards=[VERIFY], status_code=303)
async def declare_inadmissible(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """Send the claim back before its verification."""
    try:
        form = await read_form(request, InadmissibleForm)
        await verifications.declare_inadmissible(context, claim_id, form.reason)
    except ClauseError as error:
        return await _claim_page(request, context, claim_id, **await refused(request, error))
    return done(f"/oi/claims/{claim_id}", "claim_inadmissible")


@post(f"{CLAIM}/verification/open", guards=[VERIFY], status_code=303)
async def open_verification(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """Begin the verification, or go on after a question that was left without answer."""
    try:
        await verifications.open_verification(context, claim_id)
    except ClauseError as error:
        return await _claim_page(request, context, claim_id, **await refused(request, error))
    return done(f"/oi/claims/{claim_id}/verification", "verification_opened")


HANDLERS: list[ControllerRouterHandler] = [
    show_received_claims,
    show_received_claim,
    show_files,
    read_claim,
    download_bundle,
    read_piece,
    acknowledge,
    declare_inadmissible,
    open_verification,
]
