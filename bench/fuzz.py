"""Calls of all kinds, made from the OpenAPI document, as each caller: ``python -m bench.fuzz``.

Schemathesis reads the document that the service publishes and makes calls that keep to it, that nearly keep to it, and
that do not. Wanted are no answer 5xx, no status and no body that the document does not tell, and none after two
seconds. The demonstration stands behind, so that ids lead somewhere.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bench.fuzz_cases import Cases, cases_of
from bench.fuzz_document import named_ids, speaking_of
from bench.fuzz_ground import Ground, Headers, the_ground
from bench.stage import Servers, own_folder, running_servers, running_web
from clause.devdata.demo import seed

LONGEST_ANSWER_SECONDS = 2
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance",
)  # fmt: skip
QUICK_CALLERS = ("facilitator maelle", "company_agent sophie")
DOCUMENT_SECONDS = 120


def main() -> int:
    """0 when nothing was wrong."""
    options = _options()
    with own_folder(options.folder) as folder, running_servers() as servers:
        asyncio.run(seed(servers.settings, lambda _: None))
        with running_web(servers.settings) as (host, port):
            address = f"http://{host}:{port}"
            ground, document = _prepared(address, servers)
            (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
            everything = Cases()
            for name, headers in _chosen(ground, options).items():
                everything.add(_run(address, folder, name, headers, options))
    _tell("all callers", everything, 0.0)
    for (label, title, message), count in sorted(everything.wrong.items()):
        print(f"  {count:4} × {label}: {title}: {message}")
    return 1 if everything.wrong or everything.errors or not everything.count else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two callers, some 5 000 cases")
    parser.add_argument("--examples", type=int, default=10, help="random cases an operation and caller")
    parser.add_argument("--callers", nargs="*", default=[], help="only those whose name begins like this")
    parser.add_argument("--only", default="", help="only operations whose path matches this expression")
    parser.add_argument("--minutes", type=float, default=30.0, help="the longest for one caller")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None, help="where the data go (default: the temporary folder)")
    return parser.parse_args()


def _prepared(address: str, servers: Servers) -> tuple[Ground, dict[str, object]]:
    document = httpx.get(f"{address}/schema/openapi.json", timeout=DOCUMENT_SECONDS).json()
    ground = asyncio.run(the_ground(servers.settings, servers, named_ids(document)))
    return ground, speaking_of(document, ground.ids)


def _chosen(ground: Ground, options: argparse.Namespace) -> dict[str, Headers]:
    wanted = tuple(options.callers) or (QUICK_CALLERS if options.quick else ("",))
    return {name: headers for name, headers in ground.callers.items() if name.startswith(wanted)}


def _run(address: str, folder: Path, name: str, headers: Headers, options: argparse.Namespace) -> Cases:
    report, started = folder / "cases.ndjson", time.monotonic()
    report.unlink(missing_ok=True)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--no-color", "run", str(folder / "openapi.json"),
        "--url", address, "--checks", ",".join(CHECKS), "--continue-on-failure",
        "--max-response-time", str(LONGEST_ANSWER_SECONDS), "--seed", str(options.seed),
        "--phases", "fuzzing" if options.quick else "coverage,fuzzing", "--no-shrink",
        "--max-examples", str(9 if options.quick else options.examples), "--generation-database", "none",
        "--report", "ndjson", "--report-ndjson-path", str(report),
    ]  # fmt: skip
    command += [part for header, value in headers.items() for part in ("--header", f"{header}: {value}")]
    command += ["--include-path-regex", options.only] if options.only else []
    log = folder / "fuzz.log"
    with log.open("wb") as output:
        try:
            subprocess.run(command, cwd=folder, stdout=output, stderr=output, timeout=options.minutes * 60, check=False)
        except subprocess.TimeoutExpired:
            print(f"{name}: stopped after {options.minutes:g} minutes")
    if not report.exists():
        raise RuntimeError(f"the fuzzer did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
    found = cases_of(report)
    _tell(name, found, time.monotonic() - started)
    return found


def _tell(name: str, cases: Cases, seconds: float) -> None:
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(cases.statuses.items()))
    lasted = f" in {seconds:.0f} s" if seconds else ""
    kinds = len(cases.wrong)
    print(f"{name}: {cases.count} cases{lasted}, {cases.errors} × 5xx, {kinds} kinds of failure,", end=" ")
    print(f"slowest {cases.slowest_ms} ms ({statuses})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
