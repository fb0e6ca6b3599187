"""Naming an organisation in a form: its SIRET, or its name as the directory knows it.

The field offers what it finds as one types; without a script the SIRET alone does. A SIRET that nobody knows yet is
added with the name that the form then asks for.
"""

from typing import Annotated

from litestar import post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.identifiers import SiretVerdict, read_siret
from clause.edge.request_context import AnyRequest, needs
from clause.services import accounts
from clause.services.context import Context
from clause.web.listing import searched
from clause.web.page import part

MOST_OFFERED = 20
MOST_NAMED = 5
KINDS = {"buyer": OrgKind.BUYER, "company": OrgKind.COMPANY}

Field = Annotated[str, QueryParameter(name="field", description="The field of the form that holds what is typed")]
Kind = Annotated[str, QueryParameter(name="kind", description="`company` or `buyer`")]


def entry(organisation: Organisation) -> str:
    """An organisation as the field offers it; what is read back is the SIRET at its end."""
    return f"{organisation.name} – {organisation.identifier}"


@post("/directory", guards=[needs(Scope.CONTRACTS_WRITE)], status_code=200)
async def offer_organisations(
    request: AnyRequest, context: NamedDependency[Context], field: Field = "", kind: Kind = "company"
) -> Template:
    """The organisations whose name or SIRET begins as typed, as entries of the field's list."""
    typed = searched(str((await request.form()).get(field, "")))
    found: list[Organisation] = []
    if typed and len(typed) > 1:
        found = await _matching(context, KINDS.get(kind, OrgKind.COMPANY), typed, MOST_OFFERED)
    return part(request, "directory/offered.html", entries=[entry(one) for one in found])


async def _matching(context: Context, kind: OrgKind, typed: str, limit: int) -> list[Organisation]:
    siret = read_siret(typed).siret
    if siret is not None:
        return await accounts.list_organisations(context, kind, siret=siret, name=None, after=None, limit=1)
    return await accounts.list_organisations(context, kind, siret=None, name=typed, after=None, limit=limit)


async def the_organisation(
    context: Context, kind: OrgKind, typed: str, name: str | None, field: str = "company"
) -> Organisation:
    """The organisation that a field names; one that is new to the directory is added under ``name``.

    Refused WEB-100 with the sentence at the field, or at ``<field>_name`` when only the name is missing.
    """
    # Chosen among those offered, the SIRET stands at the end, behind the name.
    said = typed.rpartition("–")[2].strip() or typed
    reading = read_siret(said)
    if reading.siret is not None:
        known = await _matching(context, kind, reading.siret, 1)
        if known:
            return known[0]
        if not name:
            raise _refused("WEB-101", f"{field}_name", said)
        return await accounts.add_organisation(context, kind, name, reading.siret)
    if reading.verdict is not SiretVerdict.INVALID_SHAPE or reading.cleaned.isdecimal():
        raise _refused("WEB-104", field, said)
    return await _named(context, kind, typed.strip(), field)


async def _named(context: Context, kind: OrgKind, typed: str, field: str) -> Organisation:
    found = await _matching(context, kind, typed, MOST_OFFERED)
    exact = [one for one in found if one.name.casefold() == typed.casefold()] or found
    if not exact:
        raise _refused("WEB-102", field, typed)
    if len(exact) > 1:
        raise _refused("WEB-103", field, typed, names=" ; ".join(entry(one) for one in exact[:MOST_NAMED]))
    return exact[0]


def _refused(code: str, field: str, raw: str, **values: str) -> Refused:
    return Refused("WEB-100", findings=(Finding(code=code, field=field, raw=raw, values=values),))


HANDLERS: list[ControllerRouterHandler] = [offer_organisations]
