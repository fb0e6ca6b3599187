"""Long work while the worker does it: a bar that moves, then what came out of it or why nothing did."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.jobs import JobState
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import jobs
from clause.services.context import Context
from clause.web.page import part


@get("/jobs/{job_id:uuid}/progress", guards=[signed_in])
async def show_progress(request: AnyRequest, context: NamedDependency[Context], job_id: FromPath[UUID]) -> Template:
    """The bar of one piece of work; once it has ended, the page around it is asked to come anew."""
    job = await jobs.load_job(context, job_id)
    ended = job.state in (JobState.DONE, JobState.FAILED)
    return part(request, "job_progress.html", job=job, headers={"HX-Refresh": "true"} if ended else None)


HANDLERS: list[ControllerRouterHandler] = [show_progress]
