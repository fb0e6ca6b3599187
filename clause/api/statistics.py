"""The yearly consolidation: one set of figures, as JSON, CSV or a workbook."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import JSON, shown
from clause.api.schemas.statistics import ConsolidationOut
from clause.domain.actors import Scope
from clause.domain.documents import CSV, XLSX
from clause.domain.errors import Unreadable
from clause.domain.statistics import parse_perimeter
from clause.edge.files import file_response
from clause.edge.openapi_answers import ANSWERS
from clause.edge.request_context import AnyRequest, needs
from clause.services import statistics
from clause.services.context import Context

FORMATS = {"json": JSON, "csv": CSV, "xlsx": XLSX}
Year = Annotated[int, QueryParameter(ge=1, le=9999, description="The calendar year")]
Of = Annotated[
    str, QueryParameter(name="scope", description="`org` (the caller's own), `region:53` (INSEE code) or `country`")
]
Publication = Annotated[
    bool, QueryParameter(description="Withhold small groups in the organisation's own figures too; others always do")
]
Format = Annotated[
    str | None, QueryParameter(name="format", description="`json`, `csv` or `xlsx`; by default what `Accept` names")
]


def format_asked(request: AnyRequest, wanted: str | None) -> str:
    """The media type of the answer: of ``?format=`` (Unreadable STA-003), else the best of ``Accept``, else JSON."""
    if wanted is not None:
        if wanted not in FORMATS:
            raise Unreadable("STA-003")
        return FORMATS[wanted]
    if not request.headers.get("accept"):
        return JSON
    return request.accept.best_match(list(FORMATS.values())) or JSON


@get(
    "/stats/consolidation",
    guards=[needs(Scope.STATS_READ)],
    summary="The yearly consolidation of an organisation, a region or the country",
    tags=["Statistics"],
    opt={ANSWERS: tuple(FORMATS.values())},
)
async def load_consolidation(
    request: AnyRequest,
    context: NamedDependency[Context],
    year: Year,
    of: Of = "org",
    publication: Publication = False,
    wanted: Format = None,
) -> Response[Any]:
    """Hours by the day worked; people once for each organisation that follows them; groups under five withheld.

    A buyer's `org` is the contracts that it placed. What leaves an organisation (region, country, a buyer's figures,
    `publication=true`) shows no group of fewer people than the dated threshold, nor what would let it be worked out:
    `null` with `suppressed: true`, and `s` in the files.

    Errors: 400 for a scope or a format that is not offered, 422 before the first year whose rules are known.
    """
    media_type, perimeter = format_asked(request, wanted), parse_perimeter(of)
    if media_type == JSON:
        found = await statistics.load_consolidation(context, year, perimeter, is_publication=publication)
        return shown(ConsolidationOut.of(found))
    file = await statistics.export_consolidation(context, year, perimeter, media_type, is_publication=publication)
    return file_response(request, file)


HANDLERS: list[ControllerRouterHandler] = [load_consolidation]
