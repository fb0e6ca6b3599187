"""The web process: the application behind uvicorn."""

import socket

import uvicorn

# Loaded here and not when a process begins to answer: it is the same for all of them.
import uvicorn.lifespan.on
import uvicorn.loops.uvloop
import uvicorn.protocols.http.httptools_impl
from litestar import Litestar

from clause.app import create_app
from clause.settings import Settings

_NEVER_STARTED = 3


def application(settings: Settings) -> Litestar:
    """The application, made once for as many processes as will answer."""
    return create_app(settings)


def answer(app: Litestar, settings: Settings, listener: socket.socket | None) -> int:
    """Answer on ``listener`` (or open the port of the settings) until a signal says stop; the result is the status."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            http="httptools",
            loop="uvloop",
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
    try:
        server.run(sockets=[listener] if listener else None)
    except KeyboardInterrupt:  # uvicorn has shut down cleanly, then passes the Ctrl-C on
        return 0
    return 0 if server.started else _NEVER_STARTED
