"""The service at a real address inside a test's transaction, and programs that call it as their authors wrote them."""

import asyncio
import inspect
import os
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from litestar import Litestar

from clause.db import sql


class Served:
    """An address, and the status of the last answer that was given there."""

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self.address = ""
        self.status = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on to the application, and keep the status."""

        async def noting(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            await send(message)

        await self._app(scope, receive, noting)


@asynccontextmanager
async def served(app: Litestar) -> AsyncIterator[Served]:
    """The application behind uvicorn, as it is shipped; each request runs in the transaction of this test."""
    service = Served(app)
    config = uvicorn.Config(service, lifespan="off", log_level="warning", access_log=False, timeout_keep_alive=60)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        await server.startup([listener])
        try:
            yield service
        finally:
            await server.shutdown([listener])


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """What is written inside the block is as if it had never been."""
    transaction = sql.engine().current_transaction.get()
    assert transaction is not None
    await transaction.connection.execute("SAVEPOINT a_sample")
    try:
        yield
    finally:
        await transaction.connection.execute("ROLLBACK TO SAVEPOINT a_sample; RELEASE SAVEPOINT a_sample")


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield


async def run_shell(source: str, values: Mapping[str, str], folder: Path) -> str:
    """What the shell says when it runs the lines; its mistakes too."""
    environment = {"PATH": os.environ["PATH"], "NO_PROXY": "*", **values}
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, cwd=folder
    )
    output, _ = await process.communicate()
    return output.decode(errors="replace")


async def run_python(source: str, values: Mapping[str, str], folder: Path) -> str:
    """What was raised when Python ran the lines, or nothing; in a thread of this process, to spare its start."""

    def run() -> str:
        try:
            exec(compile(source, "sample.py", "exec"), {"__name__": "__main__", "print": lambda *_: None})  # noqa: S102
        except Exception as error:
            return repr(error)
        return ""

    before = Path.cwd()
    os.chdir(folder)
    try:
        with _environment({"NO_PROXY": "*", **values}), _certificates_read_once(), _all_the_time_it_takes():
            return await asyncio.to_thread(run)
    finally:
        os.chdir(before)


_PATIENCE: httpx.Timeout = inspect.signature(httpx.request).parameters["timeout"].default
"""How long httpx waits where it is not told."""


@contextmanager
def _all_the_time_it_takes() -> Iterator[None]:
    """httpx gives up after five seconds; this process, which has to answer as well, may be held up for longer."""
    with pytest.MonkeyPatch.context() as patch:
        for stage in ("connect", "read", "write", "pool"):
            patch.setattr(_PATIENCE, stage, None)
        yield


@contextmanager
def _certificates_read_once() -> Iterator[None]:
    """httpx reads all certificates of the machine at each call, even without https: most of the time of a sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", _default_context)
        yield


@cache
def _default_context(**_: object) -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
