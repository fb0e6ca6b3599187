"""A real mail server that keeps what it is given, and Clause giving its mail to it."""

import asyncio
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from bench.processes import free_port
from clause.gateways.mail import mailer

PUBLIC_URL = "http://clause.test"
SENDER = "Clause <clause@brisemer.example>"
LONGEST_SECONDS = 120.0


@dataclass
class MailBox:
    """What the server was given; ``answer`` is what it says to a recipient, instead of taking the mail."""

    url: str
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: str | None = None

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:
        if self.answer is not None:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.original_content, policy=default)
        assert isinstance(message, EmailMessage)
        # Who waits for a message reads at once to whom it went.
        self.recipients += envelope.rcpt_tos
        self.messages.append(message)
        return "250 OK"

    def text(self, number: int = -1) -> str:
        """The plain text of a message."""
        body = self.messages[number].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def html(self, number: int = -1) -> str:
        """The HTML of a message."""
        body = self.messages[number].get_body(("html",))
        assert body is not None
        return str(body.get_content())

    def link(self, number: int = -1) -> str:
        """The personal link of a message: its path, and its code behind the ``#``."""
        found = re.search(r"https?://[^/\s]+(/sign-in/open#\S+)", self.text(number))
        assert found, self.text(number)
        return found.group(1)

    def code(self, number: int = -1) -> str:
        """The code of the personal link of a message."""
        return self.link(number).partition("#")[2]


@contextlib.contextmanager
def a_mail_server(port: int = 0) -> Iterator[MailBox]:
    """A server that listens on this machine until the end of the block."""
    port = port or free_port()
    box = MailBox(f"smtp://127.0.0.1:{port}")
    controller = Controller(
        box, hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop(), ready_timeout=LONGEST_SECONDS
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextlib.contextmanager
def mail_goes_to(box: MailBox) -> Iterator[None]:
    """Inside the block Clause gives its mail to this server."""
    mailer.open(box.url, SENDER, PUBLIC_URL)
    try:
        yield
    finally:
        mailer.close()
