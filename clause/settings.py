"""The environment, read once into one frozen object.

Only what assembles the service reads this (``app``, ``cli``, ``supervisor``, ``embedded``, ``workers.settings``,
``piccolo_conf``); everything below receives values. An address that is not set means: Clause starts its own server
inside the data folder.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from clause.domain.errors import Unreadable
from clause.domain.findings import Finding

OWNER_ROLE = "clause_owner"
SERVICE_ROLE = "clause_app"
EMBEDDED_VERSIONS = (16, 18)
SHORTEST_TOKEN = 16
# What these variables hold is never shown again.
_SECRET = ("_URL", "_TOKEN", "_PASSWORD")
# A Unix socket address holds 107 bytes; the longest name put after the folder is ".s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


class BadSettings(Unreadable):
    """One or more environment variables cannot be used; each is a finding whose field is the variable's name."""

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{f.field} ({f.code})" for f in self.findings)


class RedisAddress(BaseModel):
    """Where the queue's server listens: exactly one of a socket file and an address."""

    model_config = ConfigDict(frozen=True)

    unix_socket_path: str | None = None
    url: str | None = Field(default=None, repr=False)


class Settings(BaseModel):
    """Everything that the environment decides, checked. Addresses are left out of ``repr``: they carry passwords."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str | None = Field(default=None, repr=False)
    database_owner_url: str | None = Field(default=None, repr=False)
    redis_url: str | None = Field(default=None, repr=False)
    data_dir: Path
    embedded_postgres_version: int | None = None
    database_name: str = "clause"
    """Name of the database inside the embedded server; tests make copies of it under other names."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"
    pool_min_size: int = 1
    pool_max_size: int = 10
    web_processes: int = 1
    """Processes that answer on the port: with two, the end of one is not felt."""
    worker_processes: int = 1
    """Processes that do background work: with two, what one was doing is begun again within seconds."""
    private_webhooks: bool = False
    """Whether webhooks may go to private addresses and without https: for a test bench, never in service."""
    smtp_url: str | None = Field(default=None, repr=False)
    """The server that mail is given to; none: mail is kept, and nothing leaves."""
    seal_file: Path | None = None
    """The PKCS#12 that documents are sealed with; none: a key of the service's own, made in the data folder."""
    seal_password: str | None = Field(default=None, repr=False)
    archive_dir: Path | None = None
    """Where the log of the embedded database is kept a second time, as it is written; none: nowhere."""
    mail_from: str = "Clause <clause@localhost>"
    metrics_token: str | None = Field(default=None, repr=False)
    """The password under which the figures at /metrics are read; none: from this machine only."""

    rate_limit: int = 600
    """Requests a minute of one program, person or unknown machine; a third of it at once. 0: no limit."""

    @property
    def embedded_database(self) -> bool:
        """True when Clause runs its own PostgreSQL, because no address was given."""
        return self.database_url is None

    @property
    def embedded_redis(self) -> bool:
        """True when Clause runs its own queue server, because no address was given."""
        return self.redis_url is None

    @property
    def secure_cookies(self) -> bool:
        """True when people reach the service over https, so that cookies may be bound to it."""
        return self.public_url.startswith("https://")

    @property
    def socket_dir(self) -> Path:
        """Folder of the embedded servers' sockets, the same for every process that uses this data folder.

        A socket address is short by nature: below a long path the folder moves to ``/tmp`` under a name drawn from
        the data folder (its owner is checked before use).
        """
        inside = self.data_dir / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        return Path("/tmp") / f"clause-{digest}"  # noqa: S108 - must be the same for every process, whatever TMPDIR says

    def asyncpg_config(self) -> dict[str, object]:
        """Arguments for ``asyncpg.connect`` and ``create_pool``, as the role that the service works with.

        With one address for everything, the connection steps down to the service's role, so that row-level security
        applies; with an owner address beside it, the service's address already names that role.
        """
        if self.database_url is None:
            return self._embedded_config(SERVICE_ROLE)
        if self.database_owner_url is None:
            return _address_config(self.database_url, {"role": SERVICE_ROLE})
        return _address_config(self.database_url, {})

    def asyncpg_owner_config(self) -> dict[str, object]:
        """Arguments for ``asyncpg.connect``, as the role that owns the tables and runs the migrations."""
        if self.database_url is None:
            return self._embedded_config(OWNER_ROLE)
        return _address_config(self.database_owner_url or self.database_url, {})

    def redis_address(self) -> RedisAddress:
        """Where the queue's server listens, embedded or not."""
        if self.redis_url is None:
            return RedisAddress(unix_socket_path=str(self.socket_dir / "valkey.sock"))
        return RedisAddress(url=self.redis_url)

    def _embedded_config(self, role: str) -> dict[str, object]:
        return {
            "host": str(self.socket_dir),
            "port": 5432,
            "user": role,
            "database": self.database_name,
            "server_settings": _session(),
        }


def _session() -> dict[str, str]:
    return {"timezone": "UTC", "application_name": "clause"}


def _address_config(address: str, more: dict[str, str]) -> dict[str, object]:
    return {"dsn": address, "server_settings": {**_session(), **more}}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings read from the environment; an empty variable counts as not set.

    Raises BadSettings (SET-001) with one finding per variable that cannot be used.
    """
    given = {name: value.strip() for name, value in (os.environ if environ is None else environ).items()}
    values: dict[str, object] = {"data_dir": Path("var").resolve(), "log_format": _format_of_this_terminal()}
    findings: list[Finding] = []
    for field, (variable, code, read) in VARIABLES.items():
        raw = given.get(variable, "")
        if not raw:
            continue
        try:
            values[field] = read(raw)
        except (ValueError, OSError, RuntimeError):  # RuntimeError: a "~" and no home
            findings.append(Finding(code=code, field=variable, raw=None if variable.endswith(_SECRET) else raw[:200]))
    findings.extend(_contradictions(values))
    if findings:
        raise BadSettings("SET-001", findings=tuple(findings), count=len(findings))
    settings = Settings.model_validate(values)
    if "public_url" in values:
        return settings
    return settings.model_copy(update={"public_url": local_address(settings.host, settings.port)})


def _contradictions(values: Mapping[str, object]) -> list[Finding]:
    found = []
    if "database_owner_url" in values and "database_url" not in values:
        found.append(Finding(code="SET-003", field="DATABASE_OWNER_URL"))
    smallest, largest = values.get("pool_min_size", 1), values.get("pool_max_size", 10)
    if isinstance(smallest, int) and isinstance(largest, int) and smallest > largest:
        found.append(Finding(code="SET-013", field="CLAUSE_POOL_MIN", raw=str(smallest), values={"most": str(largest)}))
    return found


def _format_of_this_terminal() -> str:
    return "console" if sys.stderr is not None and sys.stderr.isatty() else "json"


def local_address(host: str, port: int) -> str:
    """The address of the service for a browser on the same machine: what people use until told otherwise."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _database_address(raw: str) -> str:
    parts = urlsplit(raw)
    port_is_usable = parts.port is None or parts.port > 0  # reading it raises ValueError on "5432x" and 99999
    if parts.scheme not in ("postgres", "postgresql") or not (parts.hostname or "host=" in parts.query):
        raise ValueError
    if not port_is_usable:
        raise ValueError
    return raw


def _redis_address(raw: str) -> str:
    parts = urlsplit(raw)
    reachable = parts.hostname if parts.scheme in ("redis", "rediss") else parts.scheme == "unix" and parts.path
    if not reachable:
        raise ValueError
    return raw


def _public_address(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError
    return raw.rstrip("/")


def _mail_server(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/") or parts.port == 0:
        raise ValueError
    return raw


def _token(raw: str) -> str:
    if len(raw) < SHORTEST_TOKEN or not raw.isascii() or not raw.isprintable():
        raise ValueError
    return raw


def _mail_sender(raw: str) -> str:
    name, _, domain = parseaddr(raw)[1].rpartition("@")
    if not name or not domain or not raw.isprintable():
        raise ValueError
    return raw


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        number = int(raw)
        if not least <= number <= most:
            raise ValueError
        return number

    return read


def _one_of(*words: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        found = [word for word in words if word.lower() == raw.lower()]
        if not found:
            raise ValueError
        return found[0]

    return read


def _yes_or_no(raw: str) -> bool:
    return _one_of("yes", "no")(raw) == "yes"


def _embedded_version(raw: str) -> int:
    version = int(raw)
    if version not in EMBEDDED_VERSIONS:
        raise ValueError
    return version


def _host(raw: str) -> str:
    if not raw.isprintable() or any(sign in raw for sign in " /@"):
        raise ValueError
    return raw


def _folder(raw: str) -> Path:
    path = Path(raw).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


def _existing_folder(raw: str) -> Path:
    path = Path(raw).expanduser().resolve()
    if not path.is_dir():
        raise ValueError
    return path


def _readable_file(raw: str) -> Path:
    path = Path(raw).expanduser().resolve()
    with path.open("rb"):
        return path


def _password(raw: str) -> str:
    if not raw.isprintable():
        raise ValueError
    return raw


VARIABLES: dict[str, tuple[str, str, Callable[[str], object]]] = {
    "database_url": ("DATABASE_URL", "SET-002", _database_address),
    "database_owner_url": ("DATABASE_OWNER_URL", "SET-004", _database_address),
    "redis_url": ("REDIS_URL", "SET-005", _redis_address),
    "data_dir": ("CLAUSE_DATA_DIR", "SET-006", _folder),
    "embedded_postgres_version": ("CLAUSE_EMBEDDED_PG", "SET-007", _embedded_version),
    "host": ("CLAUSE_HOST", "SET-008", _host),
    "port": ("CLAUSE_PORT", "SET-009", _whole_number(1, 65535)),
    "public_url": ("CLAUSE_PUBLIC_URL", "SET-010", _public_address),
    "log_level": ("CLAUSE_LOG_LEVEL", "SET-011", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
    "log_format": ("CLAUSE_LOG_FORMAT", "SET-012", _one_of("json", "console")),
    "pool_min_size": ("CLAUSE_POOL_MIN", "SET-014", _whole_number(0, 1000)),
    "pool_max_size": ("CLAUSE_POOL_MAX", "SET-015", _whole_number(1, 1000)),
    "web_processes": ("CLAUSE_WEB_PROCESSES", "SET-730", _whole_number(1, 16)),
    "worker_processes": ("CLAUSE_WORKER_PROCESSES", "SET-731", _whole_number(1, 16)),
    "private_webhooks": ("CLAUSE_PRIVATE_WEBHOOKS", "SET-016", _yes_or_no),
    "smtp_url": ("CLAUSE_SMTP_URL", "SET-017", _mail_server),
    "rate_limit": ("CLAUSE_RATE_LIMIT", "SET-019", _whole_number(0, 10_000_000)),
    "mail_from": ("CLAUSE_MAIL_FROM", "SET-018", _mail_sender),
    "metrics_token": ("CLAUSE_METRICS_TOKEN", "SET-761", _token),
    "archive_dir": ("CLAUSE_ARCHIVE_DIR", "SET-023", _existing_folder),
    "seal_file": ("CLAUSE_SEAL_FILE", "SET-022", _readable_file),
    "seal_password": ("CLAUSE_SEAL_PASSWORD", "SET-021", _password),
}
"""Field of the settings → variable, code of the finding when it cannot be used, and how it is read."""
