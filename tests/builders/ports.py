"""Ports of this machine for servers of tests."""

import secrets
import socket

# Below those that systems give to connections that go out: none of them takes one before its server does.
LISTENED = range(20_000, 32_000)


def free_port() -> int:
    """A port on which nobody listens now, and which no connection is given meanwhile."""
    for _ in range(200):
        port = secrets.choice(LISTENED)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port of this machine is free")
