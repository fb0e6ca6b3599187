"""One field for everything: SIRET, names and numbers, each reader among what it may see."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.accounts import Organisation
from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.certificate_register import CertificateFilters
from clause.domain.contracts import LotFilters
from clause.domain.identifiers import read_siret
from clause.domain.operations import OperationRecord
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import accounts, certificates, contracts, operations, participants
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.listing import searched
from clause.web.lot_frame import lot_name
from clause.web.page import page
from clause.web.searches import carried

MOST_OF_A_KIND = 8
MOST_OPERATIONS = 200
SHORTEST = 2

Text = Annotated[str, QueryParameter(name="q", description="SIRET, name or number")]


@dataclass(frozen=True)
class Found:
    """One result: where it leads, what it is called, and what tells it from others of its name."""

    path: str
    name: str
    detail: str = ""
    also: tuple[tuple[str, str], ...] = ()
    """Other places that it leads to: address and name."""


@dataclass(frozen=True)
class Group:
    """The results of one kind; ``everything`` leads to all of them when some are left out."""

    title: str
    found: tuple[Found, ...]
    everything: str | None = None


@get("/search", guards=[signed_in])
async def show_search(request: AnyRequest, context: NamedDependency[Context], text: Text = "") -> Template:
    """What the reader may see of what is asked, by kind."""
    asked = searched(text) or ""
    is_long_enough = len(asked) >= SHORTEST
    groups = [await find(context, asked) for may, find in SOURCES if is_long_enough and may(context.actor)]
    shown = [group for group in groups if group.found]
    return page(
        request,
        "search/results.html",
        title=f"Recherche : {asked}" if asked else "Recherche",
        asked=asked,
        is_too_short=bool(asked) and not is_long_enough,
        groups=shown,
        count=sum(len(group.found) for group in shown),
        kinds=[name for name, may in KINDS if may(context.actor)],
    )


def _reads_contracts(actor: Actor) -> bool:
    return actor.may(Scope.CONTRACTS_READ)


def _is_facilitator(actor: Actor) -> bool:
    return actor.org_kind is OrgKind.FACILITATOR_ORG and actor.may(Scope.CONTRACTS_READ)


def _reads_operations(actor: Actor) -> bool:
    return actor.org_kind is OrgKind.FACILITATOR_ORG and actor.may(Scope.CLAIMS_READ)


def _reads_certificates(actor: Actor) -> bool:
    return actor.may(Scope.CERTIFICATES_READ)


def _group(context: Context, title: str, found: list[Found], path: str, asked: str) -> Group:
    more = f"{path}?{urlencode({'q': carried(context, asked)})}" if len(found) > MOST_OF_A_KIND else None
    return Group(title, tuple(found[:MOST_OF_A_KIND]), more)


async def _lots(context: Context, asked: str) -> Group:
    rows = await contracts.list_lots(context, LotFilters(text=asked), limit=MOST_OF_A_KIND + 1)
    found = [
        Found(
            f"/lots/{row.lot.id}",
            lot_name(row.lot),
            f"{row.lot.contract_reference} – {row.lot.buyer.name} · {label('follow_up', row.lot.follow_up)}",
        )
        for row in rows
    ]
    group = _group(context, "Lots", found, "/lots", asked)
    return Group(group.title, group.found, f"{group.everything}&follow_up=all" if group.everything else None)


async def _contracts(context: Context, asked: str) -> Group:
    rows = await contracts.list_contracts(context, text=asked, limit=MOST_OF_A_KIND + 1)
    found = [Found(f"/contracts/{row.id}", row.reference, f"{row.object} – {row.buyer.name}") for row in rows]
    group = _group(context, "Marchés", found, "/contracts", asked)
    return Group(group.title, group.found, f"{group.everything}&follow_up=all" if group.everything else None)


async def _companies(context: Context, asked: str) -> Group:
    return await _organisations(context, OrgKind.COMPANY, "Entreprises", asked)


async def _buyers(context: Context, asked: str) -> Group:
    return await _organisations(context, OrgKind.BUYER, "Acheteurs", asked)


async def _organisations(context: Context, kind: OrgKind, title: str, asked: str) -> Group:
    siret = read_siret(asked).siret
    found = await accounts.list_organisations(
        context, kind, siret=siret, name=None if siret else asked, after=None, limit=MOST_OF_A_KIND
    )
    return Group(title, tuple(_organisation(context, one) for one in found))


def _organisation(context: Context, one: Organisation) -> Found:
    query = urlencode({"q": carried(context, one.identifier)})
    return Found(
        f"/contracts?{query}&follow_up=all",
        one.name,
        f"{one.identifier_kind} {formats.siret(one.identifier)}",
        ((f"/contracts?{query}&follow_up=all", "Ses marchés"), (f"/lots?{query}&follow_up=all", "Ses lots")),
    )


async def _participants(context: Context, asked: str) -> Group:
    rows = await participants.list_participants(context, name=asked, after=None, limit=MOST_OF_A_KIND + 1)
    found = [
        Found(f"/participants/{one.id}", f"{one.first_name} {one.last_name}", f"Né(e) le {formats.day(one.birth_date)}")
        for one in rows
    ]
    return _group(context, "Participants", found, "/participants", asked)


async def _certificates(context: Context, asked: str) -> Group:
    rows = await certificates.list_certificates(
        context, CertificateFilters(number=asked), after=None, limit=MOST_OF_A_KIND
    )
    found = [
        Found(f"/certificates/{one.id}", f"Attestation n° {one.number}", label("certificate_kind", one.kind))
        for one in rows
    ]
    return Group("Attestations", tuple(found))


async def _operations(context: Context, asked: str) -> Group:
    records = await operations.list_records(context, state=None, after=None, limit=MOST_OPERATIONS)
    found = [
        Found(f"/operations/{one.id}", f"Opération {one.number}" if one.number else one.title, one.title)
        for one in records
        if _speaks_of(one, asked.casefold())
    ]
    return Group("Opérations", tuple(found[:MOST_OF_A_KIND]))


def _speaks_of(one: OperationRecord, asked: str) -> bool:
    return asked in f"{one.number or ''} {one.title}".casefold()


SOURCES: tuple[tuple[Callable[[Actor], bool], Callable[[Context, str], Awaitable[Group]]], ...] = (
    (_reads_contracts, _contracts),
    (_reads_contracts, _lots),
    (_is_facilitator, _companies),
    (_is_facilitator, _buyers),
    (_is_facilitator, _participants),
    (_reads_certificates, _certificates),
    (_reads_operations, _operations),
)

KINDS: tuple[tuple[str, Callable[[Actor], bool]], ...] = (
    ("le numéro ou l’objet d’un marché, l’intitulé d’un lot", _reads_contracts),
    ("le SIRET ou le nom d’une entreprise ou d’un acheteur", _reads_contracts),
    ("le nom d’un participant", _is_facilitator),
    ("le numéro d’une attestation", _reads_certificates),
    ("le numéro d’une opération", _reads_operations),
)

HANDLERS: list[ControllerRouterHandler] = [show_search]
