"""The European indicators of an operation, with what is missing to count them."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.indicators import FieldCompleteness, OperationIndicators
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Gender
from clause.services import indicators, operations
from clause.services.context import Context
from clause.web.operation_people import ENTRY_ANSWERS, EXIT_ANSWERS
from clause.web.page import page

FIELD_NAMES = {
    **ENTRY_ANSWERS,
    **{f"exit.{name}": f"{text}, à la sortie" for name, text in EXIT_ANSWERS.items()},
    "gender": "Genre",
    "labour_status": "Situation à l’entrée",
    "unemployed_since": "Au chômage depuis",
    "attainment": "Niveau d’études",
    "contact": "Moyen de joindre la personne",
    "exit": "Situation à la sortie",
    "follow_up": "Situation six mois après",
    "follow_up.employment": "En emploi six mois après",
    "follow_up.improvement": "Situation améliorée six mois après",
}


@get("/operations/{operation_id:uuid}/indicators", guards=[needs(Scope.CLAIMS_READ)])
async def show_indicators(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """The indicators today; an operation without people and without structures says that it has none."""
    operation = await operations.load_operation(context, operation_id)
    values: dict[str, Any] = {"found": None}
    if operation.participant_mode is not ParticipantMode.NONE:
        found = await indicators.load_indicators(context, operation_id, None)
        values = {"found": found, "gaps": _gaps(found)}
    return page(
        request,
        "operations/indicators.html",
        title="Indicateurs européens",
        operation=operation,
        genders=tuple(Gender),
        may_follow=context.actor.may(Scope.CONTRACTS_WRITE),
        **values,
    )


def _gaps(found: OperationIndicators) -> list[tuple[str, FieldCompleteness]]:
    """The fields that are asked, those with the most gaps first."""
    named = [(FIELD_NAMES.get(one.field, one.field), one) for one in found.completeness]
    return sorted(named, key=lambda pair: -pair[1].missing)


HANDLERS: list[ControllerRouterHandler] = [show_indicators]
