"""The pages: every module of this floor that has ``HANDLERS``, and the files they need."""

import importlib
import pkgutil

from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

import clause.web
from clause.edge.access_log import AccessLog
from clause.edge.request_context import open_to_all
from clause.edge.routing import Routes
from clause.web.page import STATIC, STATIC_PATH
from clause.web.searches import SealedSearches

# Addresses of static files carry a mark of their content.
FOR_EVER = CacheControlHeader(max_age=365 * 24 * 3600, public=True, immutable=True)


def subjects() -> list[list[ControllerRouterHandler]]:
    """The handlers of each subject, by the name of its module."""
    names = sorted(found.name for found in pkgutil.iter_modules(clause.web.__path__))
    modules = [importlib.import_module(f"clause.web.{name}") for name in names if name != "router"]
    return [module.HANDLERS for module in modules if hasattr(module, "HANDLERS")]


def web_handlers() -> list[ControllerRouterHandler]:
    """All pages; each handler declares its guard (a test walks them)."""
    handlers = [handler for subject in subjects() for handler in subject]
    static = create_static_files_router(STATIC_PATH, [STATIC], guards=[open_to_all], cache_control=FOR_EVER)
    pages = Routes("/", route_handlers=handlers, include_in_schema=False, middleware=[SealedSearches(), AccessLog()])
    return [pages, static]
