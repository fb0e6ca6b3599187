"""One contract with its lots; adding and correcting one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import OrgKind, Scope
from clause.domain.contracts import Contract, ContractChange, LotFilters, NewContract
from clause.domain.errors import ClauseError
from clause.domain.social_conditions import SocialCondition
from clause.domain.trash import RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.rules.quantities import Unit
from clause.services import alerts, compliance, contracts, social_conditions
from clause.services.context import Context
from clause.text.messages import sentence
from clause.web.directory import the_organisation
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.lot_frame import own_label
from clause.web.lot_page import told
from clause.web.notes import Undo, done
from clause.web.page import page
from clause.web.trash import way_to_remove

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
MOST_SHOWN = 200
LONGEST_KEPT = 250
"""Of a text that the note of what was done takes along, for it travels in a cookie."""

NATURES = ("Marché", "Marché de partenariat", "Marché de défense ou de sécurité", "Accord-cadre", "Concession")
PROCEDURES = (
    "Procédure adaptée",
    "Appel d’offres ouvert",
    "Appel d’offres restreint",
    "Procédure avec négociation",
    "Marché passé sans publicité ni mise en concurrence préalable",
    "Dialogue compétitif",
)

Reference = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f~][^\x00-\x1f]{0,79}$")]


class NewContractForm(BaseModel):
    """A contract typed by hand."""

    buyer: Line = Field(title="Acheteur")
    buyer_name: Line | None = Field(default=None, title="Nom de l’organisation")
    reference: Reference = Field(title="Numéro du marché")
    object: FreeText = Field(title="Objet")
    nature: Line | None = Field(default=None, title="Nature")
    procedure: Line | None = Field(default=None, title="Procédure")


class ContractForm(BaseModel):
    """What may be corrected of a contract."""

    version: int = Field(title="Version")
    object: FreeText = Field(title="Objet")
    nature: Line | None = Field(default=None, title="Nature")
    procedure: Line | None = Field(default=None, title="Procédure")


@get("/contracts/new", guards=[WRITE])
async def show_new_contract(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The form of a contract that no file of published contracts has brought."""
    return _new_page(request)


def _new_page(request: AnyRequest, **more: Any) -> Template:
    return page(
        request,
        "contracts/new.html",
        title="Ajouter un marché",
        natures=[(nature, nature) for nature in NATURES],
        procedures=[(procedure, procedure) for procedure in PROCEDURES],
        **more,
    )


@post("/contracts/new", guards=[WRITE], status_code=303)
async def add_contract(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Add the contract, and go on with its first lot."""
    try:
        form = await read_form(request, NewContractForm)
        buyer = await the_organisation(context, OrgKind.BUYER, form.buyer, form.buyer_name, "buyer")
        made = await contracts.add_contract(
            context,
            NewContract(
                buyer_id=buyer.id,
                reference=form.reference,
                object=form.object,
                nature=form.nature,
                procedure=form.procedure,
            ),
        )
    except ClauseError as error:
        return _new_page(request, **await refused(request, error))
    undo = way_to_remove(RemovedKind.CONTRACT, made.id)
    return done(f"/contracts/{made.id}/lots/new", "contract_added", undo, reference=made.reference)


@get("/contracts/{contract_id:uuid}", guards=[READ])
async def show_contract(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Template:
    """One contract: how it stands, its lots, what changed, and whether it carries the social condition."""
    contract = await contracts.load_contract(context, contract_id)
    stands = await compliance.assess_one_contract(context, contract_id)
    figures = {lot.hours.lot_id: lot.figures for lot in stands.lots}
    lots = await contracts.list_lots(context, LotFilters(contract_id=contract_id), limit=MOST_SHOWN)
    noticed = await alerts.list_alerts(context, contract_id=contract_id, limit=MOST_SHOWN)
    condition = condition_problem = None
    if context.actor.org_kind is not OrgKind.COMPANY:
        try:
            condition = await social_conditions.load_social_condition(context, contract_id, None)
        except ClauseError as error:
            condition_problem = sentence(error.code, error.values)
    return page(
        request,
        "contracts/contract.html",
        title=f"Marché {contract.reference}",
        contract=contract,
        stands=stands,
        findings=[sentence(finding.code, dict(finding.values)) for finding in stands.findings],
        expected={lot_id: _expected_share(found) for lot_id, found in figures.items()},
        lots=lots,
        people=await compliance.count_people_of_lots(context, contract_id),
        penalties={lot.hours.lot_id: lot.penalties for lot in stands.lots if lot.penalties and lot.penalties.penalties},
        own_label=own_label,
        alerts=[told(one, context) for one in noticed],
        labels={row.lot.id: row.lot for row in lots},
        modifications=await contracts.list_modifications(context, contract_id, limit=MOST_SHOWN),
        condition=condition,
        condition_problem=condition_problem,
        threshold=_threshold(condition),
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
    )


def _threshold(condition: SocialCondition | None) -> Decimal | None:
    """The value from which the law asks for a social condition, as the account of the answer tells it."""
    if condition is None or condition.requirement is None:
        return None
    used = condition.requirement.trace.parameters
    return next((Decimal(one.value) for one in used if one.unit is Unit.EURO), None)


def _expected_share(figures: Any) -> Any:
    """Where an even pace would be, as a fraction of what is owed, to mark it on the bar."""
    return figures.expected.value / figures.owed if figures and figures.owed else None


@get("/contracts/{contract_id:uuid}/edit", guards=[WRITE])
async def show_contract_form(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Template:
    """What may be corrected of a contract."""
    return await _edit_page(request, context, contract_id)


async def _edit_page(request: AnyRequest, context: Context, contract_id: UUID, **more: Any) -> Template:
    contract = await contracts.load_contract(context, contract_id)
    return page(
        request,
        "contracts/edit.html",
        title=f"Corriger le marché {contract.reference}",
        contract=contract,
        natures=_choices(NATURES, contract.nature),
        procedures=_choices(PROCEDURES, contract.procedure),
        **more,
    )


def _choices(known: Sequence[str], own: str | None) -> list[tuple[str, str]]:
    """What is usual, and the contract's own word for it, which may come from a file."""
    values = [*known, own] if own and own not in known else known
    return [(value, value) for value in values]


@post("/contracts/{contract_id:uuid}/edit", guards=[WRITE], status_code=303)
async def change_contract(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Response[Any]:
    """Correct the contract; a way back with what it said before."""
    try:
        before = await contracts.load_contract(context, contract_id)
        form = await read_form(request, ContractForm)
        change = ContractChange(object=form.object, nature=form.nature, procedure=form.procedure)
        after = await contracts.change_contract(context, contract_id, change, form.version)
    except ClauseError as error:
        return await _edit_page(request, context, contract_id, **await refused(request, error))
    return done(
        f"/contracts/{contract_id}", "contract_changed", undo=_way_back(before, after), reference=after.reference
    )


def _way_back(before: Contract, after: Contract) -> Undo | None:
    """The form that says again what was said before; none where a field was empty, for it would stay filled."""
    names = ("object", "nature", "procedure")
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    if any(getattr(before, name) is None for name in changed) or len(before.object) > LONGEST_KEPT:
        return None
    fields = {name: getattr(before, name) or "" for name in names}
    return Undo(path=f"/contracts/{before.id}/edit", fields={"version": str(after.version), **fields})


HANDLERS: list[ControllerRouterHandler] = [
    show_new_contract,
    add_contract,
    show_contract,
    show_contract_form,
    change_contract,
]
