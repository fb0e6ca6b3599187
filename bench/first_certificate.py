"""`python -m bench.first_certificate`: from nothing to a first certificate, on a clean clone; see ``bench/README.md``.

Only the standard library: the clone brings everything else.
"""

import argparse
import http.cookiejar
import os
import queue
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

MOST_SECONDS, MOST_COMMANDS = 300.0, 5
PATIENCE = 1_800.0
ROOT = Path(__file__).parents[1]
ACCOUNT = "maelle"


class Visitor:
    """Somebody at a browser without JavaScript: reads pages, sends their forms."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.at = "/"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def read(self, path: str) -> bytes:
        """What a path shows."""
        return self._send(path, None)

    def send(self, page: str, path: str, **fields: str) -> bytes:
        """The page after a form that stands on another page."""
        token = re.search(rb'name="_csrf_token" value="([^"]*)"', self.read(page))
        if token is None:
            raise RuntimeError(f"{page} has no form")
        return self._send(path, urllib.parse.urlencode({**fields, "_csrf_token": token[1].decode()}).encode())

    def _send(self, path: str, data: bytes | None) -> bytes:
        request = urllib.request.Request(urllib.parse.urljoin(self._address, path), data)  # noqa: S310 - its own address
        try:
            with self._opener.open(request, timeout=60) as answer:
                found: bytes = answer.read()
                self.at = urllib.parse.urlsplit(answer.geturl()).path
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.code}\n{error.read().decode(errors='replace')[:2000]}") from error
        return found


def main(arguments: Sequence[str]) -> int:
    """Clone, start, download; the status is 0 when a certificate came within the promise."""
    parser = argparse.ArgumentParser(prog="python -m bench.first_certificate", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where to clone (the system's folder for temporary files)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="clause-first-", dir=given.folder, ignore_cleanup_errors=True) as folder:
        return _first(Path(folder) / "clause")


def _first(clone: Path) -> int:
    commands = [f"git clone {ROOT} clause", "cd clause", "make run"]
    started = time.perf_counter()
    subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(clone)], check=True)
    cloned = time.perf_counter()
    # Nothing of the caller's: neither its settings nor its packages already at hand.
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CLAUSE_", "PYTHONPATH"))}
    environ |= {"UV_CACHE_DIR": str(clone.parent / "packages"), "npm_config_cache": str(clone.parent / "node-packages")}
    service = subprocess.Popen(
        ["make", "run"], cwd=clone, env=environ, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        printed = _printed(service)
        ready = time.perf_counter()
        size = _download(printed)
        ended = time.perf_counter()
    finally:
        os.killpg(service.pid, signal.SIGINT)
        service.wait(60)
    print("| step | s |\n|---|---|")
    for step, seconds in (
        (commands[0], cloned - started),
        ("make run, to the address it tells", ready - cloned),
        (f"signing in, asking, downloading {size:,} bytes of PDF", ended - ready),
        ("**all**", ended - started),
    ):
        print(f"| {step} | {seconds:.1f} |")
    print(f"\n{len(commands)} commands: {'; '.join(map(shlex.quote, commands)).replace(chr(39), '')}")
    return 0 if ended - started <= MOST_SECONDS and len(commands) <= MOST_COMMANDS else 1


def _printed(service: "subprocess.Popen[str]") -> str:
    """All that the service printed, up to its address."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in service.stdout or ():
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    found = ""
    while "Clause répond sur" not in found:
        found += lines.get(timeout=PATIENCE)
    return found


def _download(printed: str) -> int:
    """The size of a certificate that was asked for on the page of a lot."""
    address = re.search(r"Clause répond sur (\S+)", printed)
    password = re.search(r"Mot de passe de tous les comptes : (\S+)", printed)
    account = re.search(rf"({ACCOUNT}\S*@\S+)", printed)
    lot = re.search(r"/lots/[0-9a-f-]{36}", printed)
    if not (address and password and account and lot):
        raise RuntimeError(f"something is missing in what the service printed:\n{printed}")
    visitor = Visitor(address[1])
    visitor.send("/sign-in", "/sign-in", email=account[1], password=password[1], next="/")
    page = visitor.send(lot[0], f"{lot[0]}/certificates", kind="PROGRESS").decode()
    made = visitor.at
    if not made.startswith("/certificates/"):
        raise RuntimeError(f"no certificate was asked for:\n{page}")
    until = time.perf_counter() + PATIENCE
    while f"{made}/pdf" not in visitor.read(made).decode():
        if time.perf_counter() > until:
            raise RuntimeError("the certificate is not made")
        time.sleep(0.2)
    content = visitor.read(f"{made}/pdf")
    if not content.startswith(b"%PDF"):
        raise RuntimeError("what was downloaded is no PDF")
    return len(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
