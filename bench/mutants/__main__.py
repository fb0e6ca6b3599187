"""``python -m bench.mutants``: each function of the rules is changed in every small way, and a test of it must fail.

Run on a copy of the last commit, in an environment of its own. The tests are those of ``tests/rules`` alone.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.environments import python_with

_ROOT = Path(__file__).parents[2]
_REQUIREMENTS = (_ROOT / "requirements" / "dev.txt", Path(__file__).parent / "requirements.txt")
_SETTINGS = """[mutmut]
source_paths=clause/rules
also_copy=clause
    tests
    piccolo_migrations
    piccolo_conf.py
    pyproject.toml
pytest_add_cli_args_test_selection=tests/rules
pytest_add_cli_args=-p
    no:randomly
    -p
    no:xdist
"""
_RESULT = re.compile(r"^\s*clause\.rules\.(?P<module>\w+)\.(?P<name>\S+?)__mutmut_\d+: (?P<verdict>.+)$")
PROMISED = 0.85
KILLED = ("killed", "timeout", "suspicious", "caught by type check", "segfault")


def main(arguments: list[str]) -> int:
    """0 when at least the promised share of the mutants made no test pass, and every branch was taken."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--only", default="*", help="modules of the rules, as `obligation*`")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--branches", action="store_true", help="only the branch coverage, a minute or two")
    given = parser.parse_args(arguments)
    python = python_with("mutants", *_REQUIREMENTS)
    with tempfile.TemporaryDirectory(prefix="clause-mutants-") as folder:
        copy = Path(folder) / "clause"
        subprocess.run(["git", "clone", "-q", "--depth", "1", _ROOT.as_uri(), str(copy)], check=True)
        uv = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python)]
        subprocess.run([*uv, "--no-deps", "--no-build-isolation", "-e", str(copy)], check=True)
        covered = _branches(python, copy)
        if given.branches or not covered:
            return 0 if covered else 1
        (copy / "setup.cfg").write_text(_SETTINGS, encoding="utf-8")
        run = ["run", "--max-children", str(given.processes), f"clause.rules.{given.only}"]
        subprocess.run(_mutmut(python, *run), cwd=copy, check=False, env=_environment())
        told = subprocess.run(
            _mutmut(python, "results", "--all", "true"),
            cwd=copy,
            check=True,
            capture_output=True,
            text=True,
            env=_environment(),
        )
    return report(told.stdout.splitlines())


def report(lines: list[str]) -> int:
    """Prints the score of each module and the functions whose mutants were not noticed; 0 when it is high enough."""
    verdicts: dict[str, Counter[bool]] = {}
    unnoticed: Counter[str] = Counter()
    for line in lines:
        found = _RESULT.match(line)
        if found is None or found["verdict"] == "not checked":
            continue
        is_killed = found["verdict"] in KILLED
        verdicts.setdefault(found["module"], Counter())[is_killed] += 1
        if not is_killed:
            unnoticed[f"{found['module']}.{found['name']}"] += 1
    print(f"{'module':<24} {'mutants':>8} {'noticed':>8}")
    for module, counts in sorted(verdicts.items()):
        print(f"{module:<24} {counts.total():>8} {counts[True] / counts.total():>8.1%}")
    for name, count in unnoticed.most_common(20):
        print(f"  unnoticed: {count:>4} of {name}")
    total = sum(counts.total() for counts in verdicts.values())
    score = sum(counts[True] for counts in verdicts.values()) / total if total else 0.0
    print(f"{total} mutants, {score:.1%} noticed (promised {PROMISED:.0%})")
    return 0 if score >= PROMISED else 1


def _branches(python: Path, copy: Path) -> bool:
    """Whether the tests of the rules take every branch of theirs; what they leave out is printed."""
    options = ["--cov=clause/rules", "--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]
    tests = [str(python), "-m", "pytest", "-q", "-p", "no:xdist", "tests/rules", *options]
    return subprocess.run(tests, cwd=copy, check=False, env=_environment()).returncode == 0


def _mutmut(python: Path, *arguments: str) -> list[str]:
    return [str(python), "-m", "mutmut", *arguments]


def _environment() -> dict[str, str]:
    """This process's, without a path that would show the code that is not changed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
