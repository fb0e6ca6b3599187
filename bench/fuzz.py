"""Calls of all kinds, made from the OpenAPI document, as each caller: ``python -m bench.fuzz``.

Schemathesis reads the document that the service publishes and draws calls that keep to it, that nearly keep to it, and
that do not; each is made as every caller. Wanted are no answer 5xx, no status and no body that the document does not
tell, and none after two seconds. The demonstration stands behind, so that ids lead somewhere.
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any, cast

import httpx

from bench.fuzz_calls import ADDRESS, Application, call, drawn
from bench.fuzz_cases import Cases
from bench.fuzz_document import named_ids, speaking_of
from bench.fuzz_ground import Ground, Headers, the_ground
from bench.stage import Servers, own_folder, running_servers
from clause.app import create_app
from clause.devdata.demo import seed
from clause.runtime import open_runtime

QUICK_CALLERS = ("anonymous", "facilitator maelle", "company_agent sophie", "program intermediate_body")
ALL_LIMITS = 10_000
TOLD_EVERY = 5_000


def main() -> int:
    """0 when nothing was wrong."""
    options = _options()
    with own_folder(options.folder), running_servers() as servers:
        asyncio.run(seed(servers.settings, lambda _: None))
        found = asyncio.run(_run(servers, options))
    for name, cases in found.items():
        _tell(name, cases)
    everything = Cases()
    for cases in found.values():
        everything.add(cases)
    _tell("all callers", everything)
    for (label, title, message), count in sorted(everything.wrong.items()):
        print(f"  {count:4} × {label}: {title}: {message}")
    return 1 if everything.wrong or everything.errors or not everything.count else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="four callers, some 5 000 cases")
    parser.add_argument("--limits", type=int, default=ALL_LIMITS, help="most draws at the limits, an operation")
    parser.add_argument("--examples", type=int, default=10, help="random draws an operation")
    parser.add_argument("--callers", nargs="*", default=[], help="only those whose name begins like this")
    parser.add_argument("--only", default="", help="only operations whose path matches this expression")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after this time")
    parser.add_argument("--folder", type=Path, default=None, help="where the data go (default: the temporary folder)")
    given = parser.parse_args()
    if given.quick:
        given.limits, given.examples = 2, 2
        given.callers = given.callers or list(QUICK_CALLERS)
    return given


async def _run(servers: Servers, options: argparse.Namespace) -> dict[str, Cases]:
    """What each caller met."""
    app = create_app(servers.settings.model_copy(update={"log_level": "ERROR"}))
    ground, document = await _prepared(cast("Any", app), servers)
    callers = _chosen(ground, options)
    found = {name: Cases() for name in callers}
    started, cpu, total = time.monotonic(), time.process_time(), 0
    async with open_runtime(servers.settings):
        for case in drawn(document, options.limits, options.examples, options.only):
            for name, headers in callers.items():
                await call(cast("Application", app), case, headers, found[name])
            before, total = total, total + len(callers)
            if before // TOLD_EVERY != total // TOLD_EVERY:
                print(f"{total} cases, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
            if time.monotonic() - started > options.minutes * 60:
                print(f"stopped after {options.minutes:g} minutes, at {case.operation.label}")
                break
    cpu, lasted = time.process_time() - cpu, time.monotonic() - started
    print(f"{len(callers)} callers, {lasted:.0f} s, {cpu:.0f} s of processor time without the database's")
    return found


async def _prepared(app: Any, servers: Servers) -> tuple[Ground, dict[str, Any]]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        document = json.loads((await client.get("/schema/openapi.json")).content)
    ground = await the_ground(servers.settings, servers, named_ids(document))
    return ground, speaking_of(document, ground.ids)


def _chosen(ground: Ground, options: argparse.Namespace) -> dict[str, Headers]:
    wanted = tuple(options.callers) or ("",)
    return {name: headers for name, headers in ground.callers.items() if name.startswith(wanted)}


def _tell(name: str, cases: Cases) -> None:
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(cases.statuses.items()))
    kinds = len(cases.wrong)
    print(f"{name}: {cases.count} cases, {cases.errors} × 5xx, {kinds} kinds of failure,", end=" ")
    print(f"slowest {cases.slowest_ms} ms, {cases.unsendable} not sendable ({statuses})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
