"""Imports run one way: no arrow upwards or sideways, no cycle, and the two lowest floors stay pure."""

import ast
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.code import Module, imports, modules, outside_imports

MAY_IMPORT = {
    "rules": set(),
    "domain": {"rules"},
    "text": {"domain", "rules"},
    "db": {"domain", "rules"},
    "gateways": {"domain", "rules"},
    "documents": {"domain", "rules", "text"},
    "services": {"domain", "rules", "text", "db", "gateways", "documents"},
    "edge": {"domain", "rules", "text", "services"},
    "api": {"domain", "rules", "text", "services", "edge"},
    "web": {"domain", "rules", "text", "services", "edge"},
    "workers": {"domain", "rules", "text", "services"},
    "devdata": {"domain", "rules", "text", "services"},
}
# These only put the rest together; nothing on a floor may import them.
ASSEMBLERS = {
    "__main__", "accepting", "answering", "app", "archives", "audit", "backups", "children", "cli", "cli_admin",
    "cli_archive", "cli_audit", "doctor", "embedded", "forking", "listening", "logs", "runtime", "settings",
    "supervisor",
}  # fmt: skip
ASSEMBLING_MODULES = {"clause.workers.settings", "clause.devdata.demo", "clause.devdata.national"}
SHARED_SERVICES = {
    "clause.services.context",
    "clause.services.journal",
    "clause.services.unit_of_work",
    "clause.services.jobs",
    "clause.services.opening",
    "clause.services.hire_setting",
}
PURE_FLOORS = ("rules", "domain")
RULES_LIBRARIES = {"holidays", "pydantic", "pydantic_core", "yaml"}
DOMAIN_LIBRARIES = {"pydantic", "stdnum"}
CLOCKS_AND_SETTINGS = {"now", "today", "utcnow", "time", "environ", "getenv", "random", "uuid4"}


def _floor(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_no_module_imports_upwards_or_sideways() -> None:
    wrong = []
    for name, wanted in imports().items():
        floor = _floor(name)
        if floor not in MAY_IMPORT or name in ASSEMBLING_MODULES:
            continue
        allowed = MAY_IMPORT[floor] | {floor}
        wrong += [f"{name} -> {other}" for other in sorted(wanted) if _floor(other) not in allowed]
    assert wrong == []


def test_every_top_module_is_a_floor_or_an_assembler() -> None:
    floors = {_floor(name) for name in imports()} - {""}
    assert floors == set(MAY_IMPORT) | ASSEMBLERS


def test_a_service_never_calls_another_service() -> None:
    wrong = [
        f"{name} -> {other}"
        for name, wanted in imports().items()
        if _floor(name) == "services"
        for other in wanted
        if _floor(other) == "services" and other not in SHARED_SERVICES and other != "clause.services"
    ]
    assert wrong == []


def test_there_is_no_import_cycle() -> None:
    try:
        tuple(TopologicalSorter(imports()).static_order())
    except CycleError as error:
        pytest.fail(f"cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize(("floor", "libraries"), [("rules", RULES_LIBRARIES), ("domain", DOMAIN_LIBRARIES)])
def test_the_lowest_floors_stand_on_few_libraries(floor: str, libraries: set[str]) -> None:
    used = {package for name, packages in outside_imports().items() if _floor(name) == floor for package in packages}
    assert used - set(sys.stdlib_module_names) <= libraries


def _impure(module: Module) -> list[str]:
    found = []
    for node in module.nodes:
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            found.append(f"{module.name}:{line} is asynchronous")
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in CLOCKS_AND_SETTINGS:
            found.append(f"{module.name}:{line} calls .{called.attr}()")
        if isinstance(node, ast.Attribute) and node.attr == "environ":
            found.append(f"{module.name}:{line} reads the environment")
    return found


def test_rules_and_domain_read_no_clock_settings_or_database() -> None:
    assert [line for module in modules() if module.floor in PURE_FLOORS for line in _impure(module)] == []
