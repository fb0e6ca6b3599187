"""A plugin of pytest (``-p bench.mutants.judging``): each change is tried in a fork by the tests that reach it.

The tests are read once; reading them again for each change takes most of the time otherwise.
"""

import functools
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import defaultdict
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline

NOTICED, LIVED, UNREACHED = "noticed", "lived", "unreached"
_CACHE = type(functools.cache(len))
_MEMORY = 4 << 30
_WAITED = 300


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the names of the changes are, where the verdicts go, and how many are tried at a time."""
    parser.addoption("--changes", type=Path)
    parser.addoption("--verdicts", type=Path)
    parser.addoption("--processes", type=int, default=1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """One line a change in the file of verdicts: its name, and whether a test noticed it."""
    reaching = _tests_by_function(session.items)
    names: list[str] = json.loads(session.config.option.changes.read_text(encoding="utf-8"))
    running: dict[int, str] = {}
    with session.config.option.verdicts.open("w", encoding="utf-8") as verdicts:
        for name in names:
            items = reaching.get(name.rpartition("__mutmut_")[0])
            if items is None:
                print(name, UNREACHED, file=verdicts)
                continue
            if len(running) >= session.config.option.processes:
                print(*_first_judged(running), file=verdicts, flush=True)
            running[_tried(name, items)] = name
        while running:
            print(*_first_judged(running), file=verdicts, flush=True)
    return True


def _tests_by_function(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """The tests that reach each function, the quickest first. Every test must pass without a change."""
    reached: set[str] = set()
    # What mutmut notes itself needs its settings, and a caller that nobody asks for.
    trampoline.record_trampoline_hit = lambda name, caller=None: reached.add(name)
    found: dict[str, list[tuple[float, int, pytest.Item]]] = defaultdict(list)
    for place, item in enumerate(items):
        reached.clear()
        started = time.process_time()
        if not _passes(item, items[place + 1] if place + 1 < len(items) else None, "stats"):
            raise pytest.UsageError(f"{item.nodeid} fails without any change")
        for name in reached:
            found[name].append((time.process_time() - started, place, item))
    os.environ["MUTANT_UNDER_TEST"] = ""
    return {name: [item for _, _, item in sorted(tests, key=lambda test: test[:2])] for name, tests in found.items()}


def _tried(name: str, items: list[pytest.Item]) -> int:
    """The process that tries one change: status 0 when every test passes, 1 when one fails, else a signal."""
    process = os.fork()
    if process:
        return process
    status = 2
    try:
        seconds = 5 + ceil(0.5 * len(items))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.alarm(_WAITED)
        told = os.dup(2)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        following = [*items[1:], None]
        status = 0 if all(_passes(item, after, name) for item, after in zip(items, following, strict=True)) else 1
    except Exception:
        os.write(told, traceback.format_exc().encode())
    finally:
        os._exit(status)


def _passes(item: pytest.Item, following: pytest.Item | None, change: str) -> bool:
    """Whether a test passes under a change, nothing being remembered from before."""
    os.environ["MUTANT_UNDER_TEST"] = change
    for cache in _caches():
        cache.cache_clear()
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


@functools.cache
def _caches() -> list[Any]:
    ours = [module for name, module in sys.modules.items() if name.startswith("clause.")]
    return [value for module in ours for value in vars(module).values() if isinstance(value, _CACHE)]


def _first_judged(running: dict[int, str]) -> tuple[str, str]:
    """Waits for a change to be judged: its name and the verdict. A change that never ends is noticed too."""
    process, ended = os.wait()
    status = os.waitstatus_to_exitcode(ended)
    name = running.pop(process)
    if status not in (0, 1) and status > 0:
        raise pytest.UsageError(f"{name} could not be tried: status {status}")
    return name, LIVED if status == 0 else NOTICED
