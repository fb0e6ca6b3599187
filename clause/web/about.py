"""What anyone may read about the service: first steps, accessibility, personal data."""

from litestar import get
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.edge.request_context import AnyRequest, open_to_all
from clause.web.page import page


@get("/guide", guards=[open_to_all])
async def show_guide(request: AnyRequest) -> Template:
    """First steps for each of the people, on the demonstration or on their own territory."""
    return page(request, "about/guide.html", title="Premiers pas")


@get("/accessibility", guards=[open_to_all])
async def show_accessibility(request: AnyRequest) -> Template:
    """The accessibility statement."""
    return page(request, "about/accessibility.html", title="Accessibilité : partiellement conforme")


@get("/privacy", guards=[open_to_all])
async def show_privacy(request: AnyRequest) -> Template:
    """What is kept of people, why, how long, and their rights."""
    return page(request, "about/privacy.html", title="Données personnelles")


HANDLERS: list[ControllerRouterHandler] = [show_guide, show_accessibility, show_privacy]
