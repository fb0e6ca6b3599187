"""Who read what of claims and operations."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler

from clause.domain.access_log import NamedReading
from clause.domain.actors import Scope
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import access_log
from clause.services.context import Context
from clause.text.labels import label
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing

OUTCOMES = (("given", "Réponse donnée"), ("refused", "Accès refusé"))


@get("/access-log", guards=[needs(Scope.OI_READ, Scope.CLAIMS_READ)])
async def show_readings(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """What the organisation read and what was read of its data, the newest first."""
    rows = await access_log.list_latest_readings(context, limit=MOST_ROWS)
    organisations = tuple(sorted({(row.organisation, row.organisation) for row in rows}))
    who = chosen(request.query_params.get("organisation", ""), organisations)
    outcome = chosen(request.query_params.get("outcome", ""), OUTCOMES)
    columns: list[Column[NamedReading]] = [
        Column("at", "Date", lambda row: row.at, CellKind.MOMENT),
        Column("organisation", "Organisation qui a lu", lambda row: row.organisation),
        Column("reader", "Lu par", lambda row: label("reader_kind", row.actor_kind)),
        Column("what", "Ce qui a été lu", _what),
        Column("purpose", "Motif donné", lambda row: row.purpose),
        Column("outcome", "Réponse", _outcome, tone=lambda row: "good" if row.status < 400 else "bad"),
        Column("route", "Adresse", lambda row: row.route, only_in_file=True),
        Column("bytes", "Octets", lambda row: row.bytes, CellKind.COUNT, only_in_file=True),
        Column("id", "Identifiant", lambda row: str(row.id), only_in_file=True),
    ]
    return await listing(
        request,
        context,
        Listing(
            title="Journal des consultations",
            path="/access-log",
            name="consultations",
            columns=columns,
            rows=[
                row
                for row in rows
                if who in ("", row.organisation) and outcome in ("", "given" if row.status < 400 else "refused")
            ],
            empty=Empty(
                "Aucune consultation.",
                "Chaque lecture d’un bilan par un organisme laisse une ligne ici, sans exception.",
            ),
            filters=[
                *([Filter("organisation", "Organisation", who, organisations, "Toutes")] if organisations else []),
                Filter("outcome", "Réponse", outcome, OUTCOMES, "Toutes"),
            ],
            order="-at",
            lead="Qui a lu vos bilans et vos opérations, quand et pourquoi. Ces lignes ne se modifient pas.",
        ),
    )


def _what(row: NamedReading) -> str:
    kind = {"claim": "Bilan", "operation": "Opération"}.get(row.subject_kind or "", "Liste ou export")
    parts = [part for part in row.route.split("/") if part and "{" not in part and part not in ("api", "v1", "oi")]
    last = _PARTS.get(parts[-1], "") if parts else ""
    return f"{kind} : {last}" if last else kind


_PARTS = {
    "bundle": "dossier complet",
    "lines": "lignes",
    "pdf": "document",
    "messages": "échanges",
    "files": "pièce d’un échange",
    "evidence": "pièces",
    "participants": "participants",
    "payments": "paiements",
    "timesheets": "feuilles de temps",
}


def _outcome(row: NamedReading) -> str:
    return dict(OUTCOMES)["given" if row.status < 400 else "refused"]


HANDLERS: list[ControllerRouterHandler] = [show_readings]
