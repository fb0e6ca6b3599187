"""The web process: the application behind uvicorn."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import uvicorn

# Loaded here and not when a process begins to answer: it is the same for all of them.
import uvicorn.lifespan.on
import uvicorn.loops.uvloop
import uvicorn.protocols.http.httptools_impl
from litestar import Litestar
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from clause.accepting import Acceptor, Balance
from clause.app import create_app, utc_now
from clause.rules.eligibility import grounds
from clause.rules.parameter import all_parameters
from clause.rules.pay_elements import pay_element_kinds
from clause.rules.programmes import programmes
from clause.rules.working_days import public_holidays
from clause.settings import Settings

_NEVER_STARTED = 3


def application(settings: Settings) -> Litestar:
    """The application, made once for as many processes as will answer, with what nearly every page reads."""
    for read in (all_parameters, grounds, programmes, pay_element_kinds):
        read()
    public_holidays(utc_now().year)
    return create_app(settings)


@dataclass(frozen=True)
class Share:
    """The listening socket of several processes, and the place of one of them among those."""

    listener: socket.socket
    balance: Balance
    place: int


def shares(listener: socket.socket, processes: int) -> list[Share]:
    """One for each of so many processes, to be made before they are."""
    balance = Balance(processes)
    return [Share(listener, balance, place) for place in range(processes)]


class _Counted(HttpToolsProtocol):
    """A connection that tells its end."""

    def __init__(self, ended: Callable[[], None], **given: Any) -> None:
        super().__init__(**given)
        self._ended = ended

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._ended()


class _SharingServer(uvicorn.Server):
    """uvicorn, with the connections that are this process' part."""

    def __init__(self, config: uvicorn.Config, share: Share) -> None:
        super().__init__(config)
        self._share = share
        self._acceptor: Acceptor | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        self._acceptor = Acceptor(self._share.listener, self._share.balance, self._share.place, self._protocol)

    def _protocol(self, ended: Callable[[], None]) -> HttpToolsProtocol:
        return _Counted(
            ended, config=self.config, server_state=self.server_state, app_state=self.lifespan.state, _loop=None
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._acceptor is not None:
            self._acceptor.close()
            await self._acceptor.wait_closed()
        await super().shutdown(sockets)


def answer(app: Litestar, settings: Settings, share: Share | None) -> int:
    """Answer on the ``share`` (or open the port of the settings) until a signal says stop; the result is the status."""
    config = uvicorn.Config(
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
    server = uvicorn.Server(config) if share is None else _SharingServer(config, share)
    try:
        server.run(sockets=[share.listener] if share else None)
    except KeyboardInterrupt:  # uvicorn has shut down cleanly, then passes the Ctrl-C on
        return 0
    return 0 if server.started else _NEVER_STARTED
