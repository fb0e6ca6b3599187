"""The members of a consortium among themselves: their shares, hours they pass on, and who owes what to whom."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, create_model

from clause.domain.actors import OrgKind, Scope
from clause.domain.contracts import Lot
from clause.domain.errors import ClauseError, Refused
from clause.domain.findings import Finding
from clause.domain.holders import HolderSplitTerms, HolderTransferTerms, MemberShare
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts, holders
from clause.services.context import Context
from clause.text import formats
from clause.text.messages import sentence
from clause.web.contract_changes import Day
from clause.web.forms import FreeText, Percent, Quantity, read_form, refused
from clause.web.notes import Undo, done
from clause.web.page import page

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
MOST_SHOWN = 200
TAKEN_BACK = "Transfert annulé"
OnDay = Annotated[date | None, QueryParameter(name="on", description="The day of the positions; today when left out")]


class SplitForm(BaseModel):
    """From when a split holds, and why; the shares are fields of their own."""

    effective_on: Day = Field(title="À partir du")
    split_reason: FreeText | None = Field(default=None, title="Ce qui le décide")


class TransferForm(BaseModel):
    """Hours that a member takes over from another."""

    from_company_id: UUID = Field(title="De")
    to_company_id: UUID = Field(title="À")
    hours: Quantity = Field(title="Heures")
    transfer_on: Day = Field(title="À partir du")
    reason: FreeText = Field(title="Ce qui le décide")


@get("/lots/{lot_id:uuid}/shares", guards=[READ])
async def show_shares(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Template:
    """Shares, transfers and positions: for the facilitator organisation, and but for positions for the buyer."""
    return await _page(request, context, lot_id, on)


async def _page(request: AnyRequest, context: Context, lot_id: UUID, on: date | None = None, **more: Any) -> Template:
    lot = await contracts.load_lot(context, lot_id)
    is_facilitator = context.actor.org_kind is OrgKind.FACILITATOR_ORG
    found = await holders.load_positions(context, lot_id, on) if is_facilitator else None
    splits = await holders.list_splits(context, lot_id, after=0, limit=MOST_SHOWN)
    names = {holder.company.id: holder.company.name for holder in lot.holders}
    members = [(str(holder.company.id), holder.company.name) for holder in lot.holders]
    staying = [holder.company for holder in lot.holders if holder.left_on is None]
    last = splits[-1].by_company if splits else {}
    return page(
        request,
        "lots/shares.html",
        title="Parts du groupement",
        lot=lot,
        names=names,
        members=members,
        staying=[(_field(company.id), company.name, _percentage(last.get(company.id))) for company in staying],
        receivers=[(str(company.id), company.name) for company in staying],
        positions=found,
        findings=[sentence(one.code, dict(one.values)) for one in found.findings] if found else [],
        splits=splits,
        transfers=await holders.list_transfers(context, lot_id, after=None, limit=MOST_SHOWN),
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
        today=context.today,
        on=on or context.today,
        **more,
    )


def _field(company_id: UUID) -> str:
    return f"share_{company_id.hex}"


def _percentage(share: Decimal | None) -> str:
    """A share as it is typed: ``60``, ``33,34``."""
    return "" if share is None else f"{(share * 100).normalize():f}".replace(".", ",")


@post("/lots/{lot_id:uuid}/holder-splits", guards=[WRITE], status_code=303)
async def set_split(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """A new version of the shares; the total of the group does not change."""
    lot = await contracts.load_lot(context, lot_id)
    try:
        form = await read_form(request, SplitForm)
        shares = await _typed_shares(request, lot)
        terms = HolderSplitTerms(
            effective_on=form.effective_on,
            shares=tuple(MemberShare(company_id=company, share=share) for company, share in shares.items()),
        )
        try:
            split = await holders.set_split(context, lot_id, terms, form.split_reason)
        except Refused as error:
            raise _at_its_fields(error, list(shares)) from error
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    return done(_path(lot_id), "split_set", version=str(split.version_no), day=formats.day(split.effective_on))


async def _typed_shares(request: AnyRequest, lot: Lot) -> Mapping[UUID, Decimal]:
    """The share of each member that was given one."""
    staying = [holder.company for holder in lot.holders if holder.left_on is None]
    fields: dict[str, Any] = {
        _field(company.id): (Percent | None, Field(default=None, title=f"Part de {company.name}"))
        for company in staying
    }
    model: type[BaseModel] = create_model("SharesForm", **fields)
    typed = await read_form(request, model)
    given = {company.id: getattr(typed, _field(company.id)) for company in staying}
    return {company: share for company, share in given.items() if share}


def _at_its_fields(error: Refused, companies: list[UUID]) -> Refused:
    """The same refusal, each finding at the field of the page that it is about."""
    findings = tuple(_moved(finding, companies) for finding in error.findings)
    return Refused(error.code, findings=findings, **error.values)


def _moved(finding: Finding, companies: list[UUID]) -> Finding:
    place = finding.field.removeprefix("shares[").partition("]")[0]
    where = int(place) if place.isdecimal() else 0
    field = _field(companies[where]) if where < len(companies) else "effective_on"
    return finding.model_copy(update={"field": field})


@post("/lots/{lot_id:uuid}/holder-transfers", guards=[WRITE], status_code=303)
async def add_transfer(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Hours pass from a member to another; the way back is the same the other way round."""
    try:
        form = await read_form(request, TransferForm)
        terms = HolderTransferTerms(
            from_company_id=form.from_company_id,
            to_company_id=form.to_company_id,
            hours=form.hours,
            effective_on=form.transfer_on,
            reason=form.reason,
        )
        made = await holders.add_transfer(context, lot_id, terms)
    except ClauseError as error:
        error.findings = tuple(_of_transfer(finding) for finding in error.findings)
        return await _page(request, context, lot_id, **await refused(request, error))
    fields = {
        "from_company_id": str(made.to_company_id),
        "to_company_id": str(made.from_company_id),
        "hours": str(made.hours),
        "transfer_on": made.effective_on.isoformat(),
        "reason": TAKEN_BACK,
    }
    undo = Undo(path=f"/lots/{lot_id}/holder-transfers", fields=fields)
    told = {"hours": formats.hours(made.hours), "day": formats.day(made.effective_on)}
    return done(_path(lot_id), "transfer_added", undo=undo, **told)


def _of_transfer(finding: Finding) -> Finding:
    """The finding at the field of the form; the day of a split has that name on the page already."""
    return finding.model_copy(update={"field": "transfer_on"}) if finding.field == "effective_on" else finding


def _path(lot_id: UUID) -> str:
    return f"/lots/{lot_id}/shares"


HANDLERS: list[ControllerRouterHandler] = [show_shares, set_split, add_transfer]
