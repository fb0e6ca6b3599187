"""The source of Clause read as text: modules, what they import, what they contain."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "clause"


@dataclass(frozen=True)
class Module:
    """One file: its dotted name and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def floor(self) -> str:
        """``rules`` for ``clause.rules.trace``; the file's own name at the top."""
        return self.name.split(".")[1] if "." in self.name else ""

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, found once for all the tests that look at them."""
        return tuple(ast.walk(self.tree))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


@cache
def imports() -> dict[str, frozenset[str]]:
    """Module → modules of Clause that it imports, imports inside functions included."""
    names = {module.name for module in modules()}
    graph = {}
    for module in modules():
        wanted: set[str] = set()
        for node in module.nodes:
            if isinstance(node, ast.Import):
                wanted |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    wanted.add(full if full in names else node.module)
        graph[module.name] = frozenset(wanted & names - {module.name})
    return graph


@cache
def outside_imports() -> dict[str, frozenset[str]]:
    """Module → top-level packages that it imports, other than Clause."""
    found = {}
    for module in modules():
        wanted: set[str] = set()
        for node in module.nodes:
            if isinstance(node, ast.Import):
                wanted |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                wanted.add(node.module.split(".")[0])
        found[module.name] = frozenset(wanted - {"clause"})
    return found
