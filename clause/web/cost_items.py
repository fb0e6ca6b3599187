"""Costs other than staff of an operation: listed, recorded, corrected by a row that replaces, cancelled."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.agreements import AgreementTerms
from clause.domain.cost_items import CostDetails, CostFlag, CostItem, CostItemTerms
from clause.domain.errors import ClauseError
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES, EvidenceKind
from clause.domain.operations import Operation
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import CostPost
from clause.rules.plan_checks import covered_by_flat_rate, real_cost_is_allowed
from clause.services import cost_items, evidence, operations
from clause.services.context import Context
from clause.services.cost_items import CostView
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.web.evidence import choices_of, sent_file
from clause.web.forms import FreeText, Line, Quantity, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import page

WRITE = needs(Scope.CLAIMS_WRITE)
PATH = "/operations/{operation_id:uuid}/cost-items"
ITEM = "/cost-items/{cost_item_id:uuid}"
STANDINGS = (("held", "En vigueur"), ("replaced", "Corrigées"), ("cancelled", "Annulées"))
_WHAT = rf"^({'|'.join(post.value for post in CostPost)}|(unit|deliverable):.{{1,40}})$"
EURO_FIELDS = ("amount_declared", "amount_document", "amount_vat", "units")

Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
What = Annotated[str, StringConstraints(pattern=_WHAT, max_length=60)]
Standing = Annotated[str, QueryParameter(name="standing", description="Costs that hold, were corrected or cancelled")]
Post = Annotated[str, QueryParameter(name="post", description="A post of costs")]


class CostForm(BaseModel):
    """A cost, as typed; ``what`` is a post, a unit (``unit:CODE``) or a deliverable (``deliverable:CODE``)."""

    what: What = Field(title="Poste ou unité")
    label: Line = Field(title="Objet")
    incurred_on: date = Field(title="Date de la dépense")
    amount_declared: Quantity | None = Field(default=None, title="Montant déclaré")
    supplier: Line | None = Field(default=None, title="Fournisseur")
    supplier_identifier: Annotated[str, StringConstraints(max_length=30)] | None = Field(default=None, title="SIRET")
    document_reference: Reference | None = Field(default=None, title="N° de facture")
    document_on: date | None = Field(default=None, title="Date de la facture")
    amount_document: Quantity | None = Field(default=None, title="Montant de la pièce")
    amount_vat: Quantity | None = Field(default=None, title="dont TVA")
    vat_recoverable: bool | None = Field(default=None, title="TVA récupérée")
    allocation_key: FreeText | None = Field(default=None, title="Clé de répartition")
    paid_on: date | None = Field(default=None, title="Payée le")
    payment_reference: Reference | None = Field(default=None, title="Référence du paiement")
    accounting_code: Code | None = Field(default=None, title="Compte comptable")
    internal_reference: Reference | None = Field(default=None, title="Référence interne")
    units: Quantity | None = Field(default=None, title="Nombre d’unités")
    flags: tuple[CostFlag, ...] = Field(default=(), title="À signaler")
    document_id: UUID | None = Field(default=None, title="Pièce")

    def terms(self, sent: UUID | None) -> CostItemTerms:
        """As the service takes it; ``sent`` is the document that came with the form."""
        values = self.model_dump(exclude={"what", "flags"})
        kind, _, code = self.what.partition(":")
        if kind == "unit":
            values |= {"post": CostPost.UNITS, "unit_code": code}
        elif kind == "deliverable":
            values |= {"post": CostPost.DELIVERABLES, "deliverable_code": code}
        else:
            values |= {"post": kind}
        values |= {"document_id": sent} if sent else {}
        return CostItemTerms(**values, details=CostDetails(flags=tuple(sorted(set(self.flags)))))


class CorrectionForm(CostForm):
    """The cost as it should be, and why."""

    reason: FreeText = Field(title="Motif de la correction")


class CancellationForm(BaseModel):
    """Why a cost is taken back."""

    reason: FreeText = Field(title="Motif")


def _standing(view: CostView) -> str:
    if view.item.cancelled:
        return "cancelled"
    return "replaced" if view.replaced_by else "held"


@get(PATH, guards=[WRITE])
async def show_items(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    standing: Standing = "held",
    cost_post: Post = "",
) -> Response[Any]:
    """The costs of an operation: those that hold unless the reader asks for others."""
    operation = await operations.load_operation(context, operation_id)
    found = await cost_items.list_items(context, operation_id, after=None, limit=MOST_ROWS)
    wanted_standing, posts = chosen(standing, STANDINGS), tuple(LABELS["cost_post"].items())
    wanted_post = chosen(cost_post, posts)
    columns: list[Column[CostView]] = [
        Column("label", "Objet", lambda view: view.item.label, link=lambda view: f"/cost-items/{view.item.id}"),
        Column("post", "Poste", lambda view: label("cost_post", view.item.post)),
        Column("incurred_on", "Date", lambda view: view.item.incurred_on, CellKind.DAY),
        Column("supplier", "Fournisseur", lambda view: view.item.supplier),
        Column("reference", "Pièce n°", lambda view: view.item.document_reference),
        Column("amount", "Déclaré", lambda view: view.item.amount_declared, CellKind.EUROS),
        Column("paid_on", "Payée le", lambda view: view.item.paid_on, CellKind.DAY),
        Column(
            "standing",
            "État",
            lambda view: "À compléter" if view.findings else dict(STANDINGS)[_standing(view)],
            tone=lambda view: "watch" if view.findings else "neutral",
        ),
    ]
    add = Action(f"/operations/{operation_id}/cost-items/new", "Ajouter une dépense", True)
    wanted = Listing(
        title="Dépenses hors personnel",
        path=f"/operations/{operation_id}/cost-items",
        name="depenses",
        columns=columns,
        rows=[
            view
            for view in found
            if (not wanted_standing or _standing(view) == wanted_standing)
            and (not wanted_post or view.item.post == wanted_post)
        ],
        order="-incurred_on",
        filters=(
            Filter("standing", "État", wanted_standing, STANDINGS, "Toutes"),
            Filter("post", "Poste", wanted_post, posts),
        ),
        actions=[add],
        lead=f"Opération {operation.number} – {operation.title}",
        empty=Empty("Aucune dépense n’est enregistrée.", "Le personnel vient de la paie et du temps.", add),
        more={"operation": operation, "has_some": bool(found), "add": add},
    )
    return await listing(request, context, wanted, "costs/items.html")


@get(f"{PATH}/new", guards=[WRITE])
async def show_new_item(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """The form of a new cost."""
    return await _form(request, context, operation_id)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, **refusal: Any) -> Template:
    operation = await operations.load_operation(context, operation_id)
    return page(
        request,
        "costs/item_new.html",
        title="Nouvelle dépense",
        operation=operation,
        values=refusal.get("typed", {}),
        **await _choices(request, context, operation, None, bool(refusal)),
        **refusal,
    )


async def _choices(
    request: AnyRequest, context: Context, operation: Operation, item: CostItem | None, is_typed: bool
) -> dict[str, Any]:
    files = await evidence.list_files(context, kind=EvidenceKind.INVOICE, after=None, limit=MOST_ROWS)
    flags = (await request.form()).getall("flags", []) if is_typed else item.details.flags if item else ()
    return {
        "choices": _what(operation.agreement),
        "flag_choices": LABELS["cost_flag"].items(),
        "flags": [str(flag) for flag in flags],
        "files": choices_of(files),
    }


def _what(agreement: AgreementTerms) -> list[tuple[str, str]]:
    """What a cost may be for under this agreement: posts that no flat rate stands for, its units, its deliverables."""
    closed = {CostPost.STAFF, CostPost.UNITS, CostPost.DELIVERABLES, *covered_by_flat_rate(agreement.cost_plan)}
    options, plan = agreement.options, agreement.cost_plan
    allowed = [
        post
        for post in CostPost
        if post not in closed
        and real_cost_is_allowed(plan, post, agreement.planned_total_cost, options.state_aid, agreement.signed_on)
    ]
    return [
        *((post.value, label("cost_post", post)) for post in allowed),
        *((f"unit:{unit.code}", f"{unit.label} ({formats.euros(unit.value)} l’unité)") for unit in options.unit_values),
        *((f"deliverable:{one.code}", f"{one.label} ({formats.euros(one.amount)})") for one in options.deliverables),
    ]


async def _sent(request: AnyRequest, context: Context) -> UUID | None:
    file = await sent_file(request)
    return (await evidence.keep_file(context, file, EvidenceKind.INVOICE, None)).id if file else None


@post(PATH, guards=[WRITE], status_code=303, request_max_body_size=LARGEST_EVIDENCE_BYTES)
async def add_item(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Record the cost, and show it."""
    try:
        form = await read_form(request, CostForm)
        made = await cost_items.add_item(context, operation_id, form.terms(await _sent(request, context)))
    except ClauseError as error:
        return await _form(request, context, operation_id, **await refused(request, error))
    return done(f"/cost-items/{made.item.id}", "cost_added")


@get(ITEM, guards=[WRITE])
async def show_item(request: AnyRequest, context: NamedDependency[Context], cost_item_id: FromPath[UUID]) -> Template:
    """One cost: what is said of it, what became of it, and correcting or cancelling it."""
    return await _item_page(request, context, cost_item_id)


async def _item_page(request: AnyRequest, context: Context, cost_item_id: UUID, **refusal: Any) -> Template:
    view = await cost_items.load_item(context, cost_item_id)
    operation = await operations.load_operation(context, view.item.operation_id)
    typed = refusal.get("typed", {})
    return page(
        request,
        "costs/item.html",
        title=view.item.label,
        view=view,
        item=view.item,
        operation=operation,
        holds=_standing(view) == "held",
        values=typed if "what" in typed else _values(view.item),
        **await _choices(request, context, operation, view.item, "what" in typed),
        **refusal,
    )


def _values(item: CostItem) -> dict[str, str]:
    """What the fields of a correction hold at first."""
    values = {name: str(value) for name, value in item if value is not None and name not in EURO_FIELDS}
    values |= {name: formats.bare_hours(getattr(item, name)) for name in EURO_FIELDS if getattr(item, name) is not None}
    values["vat_recoverable"] = {True: "true", False: "false", None: ""}[item.vat_recoverable]
    values["what"] = item.post.value
    if item.unit_code is not None:
        values["what"] = f"unit:{item.unit_code}"
    if item.deliverable_code is not None:
        values["what"] = f"deliverable:{item.deliverable_code}"
    if item.unit_code is not None or item.deliverable_code is not None:
        # The amount of units or of a deliverable is what the agreement says: it is not typed.
        del values["amount_declared"]
    return values


@post(f"{ITEM}/correct", guards=[WRITE], status_code=303, request_max_body_size=LARGEST_EVIDENCE_BYTES)
async def correct_item(
    request: AnyRequest, context: NamedDependency[Context], cost_item_id: FromPath[UUID]
) -> Response[Any]:
    """A new row in the place of this one."""
    try:
        form = await read_form(request, CorrectionForm)
        sent = await _sent(request, context)
        terms = form.terms(sent)
        made = await cost_items.correct_item(context, cost_item_id, terms, form.reason)
    except ClauseError as error:
        return await _item_page(request, context, cost_item_id, **await refused(request, error))
    return done(f"/cost-items/{made.item.id}", "cost_corrected")


@post(f"{ITEM}/cancel", guards=[WRITE], status_code=303)
async def cancel_item(
    request: AnyRequest, context: NamedDependency[Context], cost_item_id: FromPath[UUID]
) -> Response[Any]:
    """Take the cost back."""
    try:
        form = await read_form(request, CancellationForm)
        made = await cost_items.cancel_item(context, cost_item_id, form.reason)
    except ClauseError as error:
        return await _item_page(request, context, cost_item_id, **await refused(request, error))
    return done(f"/cost-items/{made.item.id}", "cost_cancelled")


HANDLERS: list[ControllerRouterHandler] = [show_items, show_new_item, add_item, show_item, correct_item, cancel_item]
