"""The port of the service: opened by the supervisor, used by the web process."""

import errno
import http.client
import os
import socket

from clause.domain.errors import Refused
from clause.settings import Settings, local_address

PORTS_TRIED = 50
LISTEN_VARIABLE = "CLAUSE_LISTEN_FD"


def open_port(settings: Settings, move: bool) -> tuple[socket.socket, Settings]:
    """The listening socket, and the settings with the port that it has; ``move`` tries the next ports too.

    Raises Refused: SRV-001 when the port is taken, SRV-002 when all that were tried are, SRV-003 when the address
    itself cannot be opened.
    """
    last = min(settings.port + (PORTS_TRIED if move else 0), 65535)
    for port in range(settings.port, last + 1):
        try:
            listener = _listen(settings.host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Refused("SRV-003", host=settings.host, port=port, reason=error.strerror or str(error)) from None
            continue
        return listener, _on_port(settings, port)
    if move:
        raise Refused("SRV-002", first=settings.port, last=last, host=settings.host)
    raise Refused("SRV-001", port=settings.port, host=settings.host)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def _on_port(settings: Settings, port: int) -> Settings:
    """The settings on another port; the address that people use follows, unless it was given."""
    follows = settings.public_url == local_address(settings.host, settings.port)
    public_url = local_address(settings.host, port) if follows else settings.public_url
    return settings.model_copy(update={"port": port, "public_url": public_url})


def received_listener() -> socket.socket | None:
    """The listening socket that the supervisor handed to this process, if it did."""
    number = os.environ.pop(LISTEN_VARIABLE, "")
    return socket.socket(fileno=int(number)) if number else None


def is_ready(settings: Settings) -> bool:
    """True when the service says itself that it is ready to work."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(host, settings.port, timeout=1.0)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
