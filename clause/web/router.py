"""The pages: every subject's handlers, and the files they need."""

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from clause.edge.request_context import open_to_all
from clause.web import certificates, claims, home, jobs, lot_page, lots, session, verification
from clause.web.page import STATIC, STATIC_PATH

SUBJECTS = (session, home, jobs, lots, lot_page, certificates, claims, verification)
# Addresses of static files carry a mark of their content.
FOR_EVER = CacheControlHeader(max_age=365 * 24 * 3600, public=True, immutable=True)


def web_handlers() -> list[ControllerRouterHandler]:
    """All pages; each handler declares its guard (a test walks them)."""
    handlers = [handler for subject in SUBJECTS for handler in subject.HANDLERS]
    static = create_static_files_router(STATIC_PATH, [STATIC], guards=[open_to_all], cache_control=FOR_EVER)
    return [Router("/", route_handlers=handlers, include_in_schema=False), static]
