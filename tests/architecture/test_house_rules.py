"""House rules that memory alone would not keep: sizes, codes and sentences, nothing of this machine in the tree."""

import ast
import re
import subprocess
from collections import Counter
from functools import cache

import pytest

from clause.text.messages import MESSAGES
from tests.architecture.code import ROOT, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
CODE = re.compile(r"^[A-Z]{3}-[0-9]{3}$")
# Where a text may look like a code without being one: the sentences themselves, and the fictional territory.
CODE_LISTS = ("clause.text.messages", "clause.devdata")


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the list of files is not known")
    return listed.stdout.split()


@cache
def _codes() -> Counter[str]:
    used: Counter[str] = Counter()
    for module in modules():
        if module.name.startswith(CODE_LISTS):
            continue
        docstrings = {
            id(node.body[0].value)
            for node in module.nodes
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in module.nodes:
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
                continue
            if CODE.match(node.value):
                used[node.value] += 1
    return used


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    used = set(_codes())
    assert used - set(MESSAGES) == set(), "codes without a sentence"
    assert set(MESSAGES) - used == set(), "sentences whose code is used nowhere"


def test_every_code_is_used_in_one_place() -> None:
    # A pydantic error type is mapped to a field code; several types share one sentence.
    doubled = {code for code, count in _codes().items() if count > 1 and not code.startswith("FLD-")}
    assert doubled == set()


def test_no_file_is_too_long_to_find_ones_way() -> None:
    long = {
        path: len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in _tracked()
        if path.endswith(".py") and not path.startswith("piccolo_migrations/") and (ROOT / path).exists()
    }
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{module.name}.{node.name}: {(node.end_lineno or 0) - node.lineno + 1}"
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
        # A router's factory holds its handlers; each of them is counted on its own.
        and not any(isinstance(inner, ast.AsyncFunctionDef) for inner in node.body)
    ]
    assert long == []


def test_no_download_address_and_no_path_of_a_machine_is_committed() -> None:
    address = re.compile(r"https?://")
    machine = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home/[a-z]+)/")
    wrong = []
    for path in _tracked():
        file = ROOT / path
        if not file.exists() or file.suffix in {".ttf", ".png", ".pdf"}:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if path.startswith("requirements/") or path.endswith((".lock", "package-lock.json")):
            wrong += [f"{path}: download address" for _ in address.findall(text)[:1]]
        wrong += [f"{path}: path of a machine" for _ in machine.findall(text)[:1]]
    assert wrong == []


def test_every_public_function_of_the_inner_floors_has_a_docstring() -> None:
    bare = [
        f"{module.name}.{node.name}"
        for module in modules()
        if module.floor in ("rules", "domain", "services")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert bare == []
