"""A copy of this process: its name, its end, what it keeps of us and what it does not."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clause.embedded.processes import command_line, wait_until

ALONE = """
import os, signal, sys, time
from clause.domain.errors import Refused
from clause.forking import fork
from clause.gateways.identities import new_id
{script}
"""


def alone(script: str) -> "subprocess.CompletedProcess[str]":
    """A small program of its own: the process of the tests has threads, and may not be copied."""
    return subprocess.run(
        [sys.executable, "-c", ALONE.format(script=script)], capture_output=True, text=True, timeout=240
    )


@pytest.mark.parametrize(
    ("run", "status"),
    [("lambda: 7", 7), ("lambda: sys.exit(4)", 4), ("lambda: 1 / 0", 1), ("lambda: os.kill(os.getpid(), 9)", -9)],
)
def test_the_status_of_a_copy_is_that_of_what_it_did(run: str, status: int) -> None:
    done = alone(f"print(fork(['a', 'b'], {run}).wait(120))")
    assert done.stdout == f"{status}\n", done.stderr
    assert ("ZeroDivisionError" in done.stderr) == (status == 1)


def test_a_refusal_in_a_copy_is_a_sentence() -> None:
    done = alone("""
def refuse(): raise Refused("SRV-001", port=8000, host="127.0.0.1")
print(fork(["a"], refuse).wait(120))
""")
    assert done.stdout == "1\n"
    assert "8000" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_copy_keeps_the_files_that_it_is_given_and_no_other() -> None:
    done = alone("""
kept, other = os.open("/dev/null", os.O_RDONLY), os.open("/dev/null", os.O_RDONLY)
def look():
    os.fstat(kept)
    try: os.fstat(other)
    except OSError: return 0
    return 5
print(fork(["a"], look, [kept]).wait(120))
""")
    assert done.stdout == "0\n", done.stderr


def test_copies_draw_different_ids() -> None:
    done = alone("""
new_id()
def draw():
    print(new_id().bytes[8:].hex())
    return 0
for _ in range(2): fork(["a"], draw).wait(120)
""")
    first, second = done.stdout.split()
    assert first != second


def test_a_copy_has_the_name_of_its_command_and_ends_with_its_parent(tmp_path: Path) -> None:
    folder = str(tmp_path / "a folder")
    name = ["python", "-m", "clause", "--data-dir", folder, "web"]
    script = f"print(fork({name!r}, lambda: time.sleep(600) or 0).pid, flush=True); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", ALONE.format(script=script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert wait_until(lambda: command_line(pid) == tuple(name), 120.0), command_line(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not command_line(pid), 120.0)


def test_a_signal_ends_a_copy_and_not_its_parent() -> None:
    done = alone("""
def on_signal(*_): print("parent"); sys.exit(9)
signal.signal(signal.SIGTERM, on_signal)
process = fork(["a"], lambda: time.sleep(600) or 0)
process.send_signal(signal.SIGTERM)
print(process.wait(120))
""")
    assert done.stdout == f"{-signal.SIGTERM}\n"


def test_a_signal_that_comes_while_the_copy_is_made_is_heard() -> None:
    done = alone("""
class Stop(BaseException): pass
def on_signal(*_): raise Stop
signal.signal(signal.SIGTERM, on_signal)
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))
try:
    fork(["a"], lambda: 0)
    print("forgotten")
except Stop:
    print("heard")
""")
    assert done.stdout == "heard\n", done.stderr


def test_a_signal_that_comes_while_a_copy_is_made_is_heard_once_the_copy_is_known() -> None:
    done = alone("""
from clause.forking import ends_held_back
known = []
def on_signal(*_): print("heard", known); sys.exit(9)
signal.signal(signal.SIGTERM, on_signal)
with ends_held_back():
    process = fork(["a"], lambda: os.kill(os.getppid(), signal.SIGTERM) or 0)
    process.wait(120)
    known.append("copy")
""")
    assert (done.stdout, done.returncode) == ("heard ['copy']\n", 9), done.stderr
