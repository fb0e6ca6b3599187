"""pgbench with the service's own statements: from what was heard to a script, and from a run to figures.

Values stay parameters, so that pgbench prepares what the service prepares; only NULL, which pgbench cannot pass, is
written out. Values that two calls of one kind share are constants. Of those that differ, the ones that the plan knows
are computed from ``:pair``, the other ids are fresh ones, and the rest (instants, hashes, the stored answer) stays as
it was in the first call.
"""

import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from bench.capture import Statement
from bench.load import CONNECTIONS, Measure, p95
from bench.stage import Servers
from clause.embedded.processes import server_environment
from clause.gateways.identities import new_id
from clause.settings import SERVICE_ROLE

THREADS = 2
_PLACE = re.compile(r"\$([0-9]+)")
# pgbench looks for ``:name`` everywhere, quoted or not; casts (``::``) it leaves alone.
_TAKEN_FOR_A_VARIABLE = re.compile(r"(?<!:):[A-Za-z_]")
_NO_EXPRESSIONS: Mapping[object, str] = {}
_script_numbers = count()


def shorten(text: str, length: int) -> str:
    """The text, cut where it is longer."""
    return text if len(text) <= length else text[: length - 1] + "…"


@dataclass
class Script:
    """A pgbench script, with the constants that it is called with."""

    name: str
    lines: list[str] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The script as pgbench reads it."""
        return "\n".join(self.lines) + "\n"

    def explained(self) -> str:
        """The script with the values of its constants above it, cut where they are long."""
        values = [
            f"-- :{name} = {value[:100]}{'…' if len(value) > 100 else ''}" for name, value in self.constants.items()
        ]
        return "\n".join([*values, *self.lines])


class _Writer:
    """Writes the statements of one call, and keeps track of the values on the way."""

    def __init__(self, name: str, expressions: Mapping[object, str], differing: set[object]) -> None:
        self.script = Script(name)
        self._expressions = expressions
        self._differing = differing
        self._names: dict[str, str] = {}
        self._fresh: dict[UUID, str] = {}
        # The time in a UUIDv7 of now: fresh ids come last in their index, as those of the service do. Then the number
        # of the script, so that no two scripts make the same ids.
        self._start_of_ids = f"{new_id().hex[:12]}{next(_script_numbers):04x}"

    def write(self, statement: Statement) -> None:
        query = statement.query.strip().rstrip(";")
        if _TAKEN_FOR_A_VARIABLE.search(query):
            raise RuntimeError(f"pgbench would take a part of this for a variable: {query}")
        places = [self._place(value) for value in statement.values]
        self.script.lines.append(_PLACE.sub(lambda found: places[int(found[1]) - 1], query) + ";")

    def _place(self, value: object) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, list | tuple) and any(self._is_placed(item) for item in value):
            return "ARRAY[" + ", ".join(self._place(item) for item in value) + "]"
        if not isinstance(value, list | tuple):
            if value in self._expressions:
                return self._expressions[value]
            if isinstance(value, UUID) and value in self._differing:
                return self._fresh.setdefault(value, self._fresh_id(len(self._fresh)))
        return self._constant(_as_text(value))

    def _is_placed(self, item: object) -> bool:
        return item is None or item in self._expressions or (isinstance(item, UUID) and item in self._differing)

    def _fresh_id(self, number: int) -> str:
        return f"('{self._start_of_ids}' || lpad(to_hex(:pair::bigint * 64 + {number}), 16, '0'))::uuid"

    def _constant(self, text: str) -> str:
        if text not in self._names:
            name = f"{self.script.name}_{len(self._names) + 1}"
            self._names[text] = name
            self.script.constants[name] = text
        return f":{self._names[text]}"


def _as_text(value: object) -> str:
    """A value as PostgreSQL reads it where a parameter stands."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "{" + ",".join("NULL" if item is None else f'"{_as_text(item)}"' for item in value) + "}"
    return str(value)


def script_of_call(name: str, statements: Sequence[Statement]) -> Script:
    """A script that repeats a call to the letter."""
    writer = _Writer(name, _NO_EXPRESSIONS, set())
    for statement in statements:
        writer.write(statement)
    return writer.script


def script_of_calls(
    name: str,
    first: Sequence[Statement],
    second: Sequence[Statement],
    expressions: Mapping[object, str],
    variables: Sequence[str],
) -> Script:
    """A script that makes the ``first`` call for a new ``:pair`` each time; ``second`` tells what may differ."""
    if [one.query for one in first] != [other.query for other in second]:
        raise RuntimeError("two calls of one kind send different statements")
    differing: set[object] = set()
    for one, other in zip(first, second, strict=True):
        for mine, theirs in zip(_singles(one.values), _singles(other.values), strict=True):
            if mine != theirs:
                differing.add(mine)
    writer = _Writer(name, expressions, differing)
    writer.script.lines += ["\\set n :n + 1", f"\\set pair :first + (:n - 1) * {CONNECTIONS} + :client_id", *variables]
    for statement in first:
        writer.write(statement)
    return writer.script


def _singles(values: Sequence[object]) -> list[object]:
    """The values, those of arrays one by one."""
    return [item for value in values for item in (value if isinstance(value, list | tuple) else [value])]


@dataclass(frozen=True)
class PgbenchRun:
    """What pgbench measured, and the number after the last ``:pair`` that it used."""

    measure: Measure
    next_pair: int


def run(servers: Servers, scripts: Sequence[Script], *, seconds: float, first_pair: int = 0) -> PgbenchRun:
    """Run the scripts, one drawn for each transaction, as the service's role; RuntimeError when a statement fails."""
    with tempfile.TemporaryDirectory(dir=servers.settings.data_dir) as name:
        folder = Path(name)
        command = [str(servers.pgbench), "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", str(THREADS)]
        command += ["-T", str(round(seconds)), "-l", f"--log-prefix={folder / 'log'}"]
        command += ["-h", str(servers.settings.socket_dir), "-p", "5432", "-U", SERVICE_ROLE]
        command += ["-D", "n=0", "-D", f"first={first_pair}"]
        for script in scripts:
            file = folder / f"{script.name}.sql"
            file.write_text(script.text, encoding="utf-8")
            command += ["-f", str(file)]
            for constant, value in script.constants.items():
                command += ["-D", f"{constant}={value}"]
        environ = {**server_environment(), "PGCLIENTENCODING": "UTF8"}
        done = subprocess.run(
            [*command, servers.settings.database_name], capture_output=True, text=True, env=environ, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"pgbench failed:\n{done.stderr[:4000]}")
        return _read(done.stdout, sorted(folder.glob("log.*")), first_pair)


def _read(printed: str, logs: Sequence[Path], first_pair: int) -> PgbenchRun:
    """Figures of a run: the rate as pgbench says it, durations from its log (client, number, microseconds, …)."""
    found = re.search(r"^tps = ([0-9.]+)", printed, re.MULTILINE)
    rows = [line.split() for log in logs for line in log.read_text(encoding="ascii").splitlines()]
    if found is None or not rows:
        raise RuntimeError(f"pgbench says nothing that can be read:\n{printed}")
    longest = max(int(row[1]) for row in rows) + 1
    measure = Measure(len(rows), float(found[1]), p95([int(row[2]) / 1000 for row in rows]), {})
    return PgbenchRun(measure, first_pair + longest * CONNECTIONS)
