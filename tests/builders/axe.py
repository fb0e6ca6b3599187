"""The accessibility checker, as the front-end packages bring it."""

from pathlib import Path

_FILE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

AXE_SCRIPT = _FILE.read_text(encoding="utf-8") if _FILE.exists() else ""
