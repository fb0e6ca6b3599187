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
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature
from math import ceil
from operator import itemgetter
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
    given = session.config.option
    names: list[str] = json.loads(given.changes.read_text(encoding="utf-8"))
    known = _Known.gathered(session.items, ".".join(names[0].split(".")[:2])) if names else None
    running: dict[int, str] = {}
    with given.verdicts.open("w", encoding="utf-8") as verdicts:
        for name in names:
            if known is None or not known.tests[_function(name)]:
                print(name, UNREACHED, file=verdicts)
                continue
            if len(running) >= given.processes:
                print(*_first_judged(running), file=verdicts, flush=True)
            running[_tried(name, known)] = name
        while running:
            print(*_first_judged(running), file=verdicts, flush=True)
    return True


def _function(name: str) -> str:
    return name.rpartition("__mutmut_")[0]


@dataclass(frozen=True)
class _Known:
    """By function: the tests that reach it, the quickest first; and what is remembered of what it once read."""

    tests: Mapping[str, list[pytest.Item]]
    kept: Mapping[str, list[Any]]

    @classmethod
    def gathered(cls, items: list[pytest.Item], package: str) -> "_Known":
        """Every test is run once and must pass without a change."""
        reached: set[str] = set()
        # What mutmut notes itself needs its settings, and a caller that nobody asks for.
        trampoline.record_trampoline_hit = lambda name, caller=None: reached.add(name)
        os.environ["MUTANT_UNDER_TEST"] = "stats"
        caches = _caches(package)
        files = _readers_of_files(caches, reached)
        tests: dict[str, list[tuple[float, pytest.Item]]] = defaultdict(list)
        for item, following in zip(items, [*items[1:], None], strict=True):
            _forget([cache for cache in caches if cache not in files])
            asked = {cache: cache.cache_info().hits for cache in files}
            reached.clear()
            started = time.process_time()
            if not _passes(item, following):
                raise pytest.UsageError(f"{item.nodeid} fails without any change")
            reached.update(*(readers for cache, readers in files.items() if cache.cache_info().hits != asked[cache]))
            for name in reached:
                tests[name].append((time.process_time() - started, item))
        os.environ["MUTANT_UNDER_TEST"] = ""
        kept: dict[str, list[Any]] = defaultdict(lambda: [cache for cache in caches if cache not in files])
        for cache, readers in files.items():
            for name in readers:
                kept[name].append(cache)
        ordered = {name: [item for _, item in sorted(some, key=itemgetter(0))] for name, some in tests.items()}
        return cls(defaultdict(list, ordered), kept)


def _readers_of_files(caches: list[Any], reached: set[str]) -> dict[Any, set[str]]:
    """What is read from a file once and kept, with the functions that read it: reading it for each test takes long."""
    files = {}
    for cache in caches:
        if not signature(cache).parameters:
            _forget(caches)
            reached.clear()
            cache()
            files[cache] = set(reached)
    return files


def _tried(name: str, known: _Known) -> int:
    """The process that tries one change: status 0 when every test passes, 1 when one fails, else a signal."""
    process = os.fork()
    if process:
        return process
    status, told = 2, os.dup(2)
    try:
        items = known.tests[_function(name)]
        seconds = 5 + ceil(0.5 * len(items))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.alarm(_WAITED)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        _forget(known.kept[_function(name)])
        os.environ["MUTANT_UNDER_TEST"] = name
        status = 0 if all(map(_passes, items, [*items[1:], None])) else 1
    except Exception:
        os.write(told, traceback.format_exc().encode())
    finally:
        os._exit(status)


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _caches(package: str) -> list[Any]:
    """What functions of the package remember of an earlier call."""
    ours = [module for name, module in sys.modules.items() if name.startswith(package)]
    found = {id(value): value for module in ours for value in vars(module).values() if isinstance(value, _CACHE)}
    return list(found.values())


def _forget(caches: list[Any]) -> None:
    for cache in caches:
        cache.cache_clear()


def _first_judged(running: dict[int, str]) -> tuple[str, str]:
    """Waits for a change to be judged: its name and the verdict. A change that never ends is noticed too."""
    process, ended = os.wait()
    status = os.waitstatus_to_exitcode(ended)
    name = running.pop(process)
    if status not in (0, 1) and status > 0:
        raise pytest.UsageError(f"{name} could not be tried: status {status}")
    return name, LIVED if status == 0 else NOTICED
