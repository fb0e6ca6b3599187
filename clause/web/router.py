"""The pages: every subject's handlers, and where their templates are."""

from pathlib import Path

from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

HERE = Path(__file__).parent


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """Jinja over ``clause/web/templates``."""
    return TemplateConfig(directory=HERE / "templates", engine=JinjaTemplateEngine)


def web_handlers() -> list[ControllerRouterHandler]:
    """All pages."""
    return []
