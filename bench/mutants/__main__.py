"""``python -m bench.mutants``: each function of the rules is changed in every small way, and a test of it must fail.

Run on a copy of the last commit, in an environment of its own. The tests are those of the package's own folder alone,
which need no database: ``tests/rules`` for ``clause/rules``, ``tests/domain`` for ``clause/domain``.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path

from bench.environments import python_with
from bench.mutants.scores import report

_ROOT = Path(__file__).parents[2]
_REQUIREMENTS = (_ROOT / "requirements" / "dev.txt", Path(__file__).parent / "requirements.txt")
# Tests are read once and judged in turn: nothing shuffles them or hands them to others.
_ALONE = ("-q", "-p", "no:randomly", "-p", "no:xdist")


def main(arguments: list[str]) -> int:
    """0 when tests noticed the promised share of the changes; with ``--branches``, when they take all of the rules."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--package", choices=("rules", "domain"), default="rules")
    parser.add_argument("--only", nargs="+", default=["*"], help="modules of the package, as `obligation*`")
    parser.add_argument("--every", type=int, default=1, help="one change of so many, evenly spread")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--branches", action="store_true", help="only the branch coverage, a minute or two")
    parser.add_argument("--verdicts", type=Path, help="keep the verdict of each change in this file")
    given = parser.parse_args(arguments)
    python = python_with("mutants", *_REQUIREMENTS)
    with tempfile.TemporaryDirectory(prefix="clause-mutants-") as folder:
        copy = Path(folder) / "clause"
        subprocess.run(["git", "clone", "-q", "--depth", "1", _ROOT.as_uri(), str(copy)], check=True)
        uv = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python)]
        subprocess.run([*uv, "--no-deps", "--no-build-isolation", "-e", str(copy)], check=True)
        if given.branches:
            return 0 if _branches(python, copy, given.package) else 1
        verdicts = _judged(python, copy, given)
        if given.verdicts:
            shutil.copy(verdicts, given.verdicts)
        return report(verdicts.read_text(encoding="utf-8").splitlines())


def _branches(python: Path, copy: Path, package: str) -> bool:
    """Whether the tests take every branch of their package (asked of the rules); what they leave out is printed."""
    asked = ["--cov-fail-under=100"] if package == "rules" else []
    options = [f"--cov=clause/{package}", "--cov-branch", "--cov-report=term-missing:skip-covered", *asked]
    tests = [str(python), "-m", "pytest", *_ALONE, f"tests/{package}", *options]
    return subprocess.run(tests, cwd=copy, check=False, env=_environment()).returncode == 0


def _judged(python: Path, copy: Path, given: argparse.Namespace) -> Path:
    """The file of verdicts on the changes that were asked for."""
    changes, verdicts = copy.parent / "changes.json", copy.parent / "verdicts.txt"
    making = [str(python), "-m", "bench.mutants.making", f"clause/{given.package}", str(changes)]
    subprocess.run(making, cwd=copy, check=True, env=_environment())
    prefix = f"clause.{given.package}."
    names = json.loads(changes.read_text(encoding="utf-8"))
    modules = {name: name.removeprefix(prefix).rpartition(".")[0] for name in names}
    asked = [name for name, module in modules.items() if any(fnmatch(module, only) for only in given.only)]
    changes.write_text(json.dumps(asked[:: given.every]), encoding="utf-8")
    judging = ["-p", "bench.mutants.judging", "--changes", str(changes), "--verdicts", str(verdicts)]
    tests = [str(python), "-m", "pytest", *_ALONE, *judging, "--processes", str(given.processes)]
    subprocess.run([*tests, f"tests/{given.package}"], cwd=copy, check=True, env=_environment())
    return verdicts


def _environment() -> dict[str, str]:
    """This process's, without a path that would show the code that is not changed."""
    named = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**named, "HYPOTHESIS_PROFILE": "changed"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
