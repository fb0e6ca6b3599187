"""The mail server: one message at a time over SMTP; what it answers is a result, never an exception.

With a user name the connection is encrypted or there is none; without one it is encrypted when the server offers it.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from clause.domain.mails import Mail, Sending

log = structlog.get_logger(__name__)

LONGEST_SECONDS = 10.0
LONGEST_LINE = 900
PORTS = {"smtp": 587, "smtps": 465}


class Mailer:
    """Where mail leaves; until ``open`` is called with a server nothing does, and mail is kept."""

    def __init__(self) -> None:
        self._url: str | None = None
        self._sender = ""
        self.public_url = ""
        """The address of the service, for the links of a mail."""

    @property
    def is_configured(self) -> bool:
        """Whether there is a server to give mail to."""
        return self._url is not None

    def open(self, url: str | None, sender: str, public_url: str) -> None:
        """From now on: the server (none: mail is kept), who writes, and where links lead."""
        self._url, self._sender, self.public_url = url, sender, public_url

    def close(self) -> None:
        """Give mail to no server any more."""
        self._url = None

    async def send(self, mail: Mail, address: str, subject: str, text: str, html: str, stop: str | None) -> Sending:
        """Give the mail to the server, under an id that is the same at each attempt; never raises.

        ``stop`` is where the reader says that such mails are not wanted any more.
        """
        if self._url is None:
            return Sending(problem="NOT_CONFIGURED")
        try:
            message = self._message(mail, address, subject, text, html, stop)
        except (ValueError, IndexError):
            return Sending(problem="BAD_ADDRESS", is_final=True)
        try:
            await self._give(message, address)
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            return Sending(problem="REFUSED", is_final=all(code >= 500 for code in codes))
        except aiosmtplib.SMTPAuthenticationError:
            return Sending(problem="CREDENTIALS")
        except aiosmtplib.SMTPResponseException as error:
            return Sending(problem="REFUSED", is_final=error.code >= 500)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            log.warning("mail_server_unreachable", mail_id=str(mail.id), error=type(error).__name__)
            return Sending(problem="UNREACHABLE")
        return Sending()

    def _message(self, mail: Mail, address: str, subject: str, text: str, html: str, stop: str | None) -> EmailMessage:
        domain = parseaddr(self._sender)[1].rpartition("@")[2]
        # A long address in a header stays in one piece.
        message = EmailMessage(policy=SMTP.clone(max_line_length=LONGEST_LINE))
        message["From"] = self._sender
        message["To"] = Address(addr_spec=address)
        message["Subject"] = subject
        message["Date"] = format_datetime(mail.created_at)
        message["Message-ID"] = f"<{mail.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if stop:
            message["List-Unsubscribe"] = f"<{stop}>"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        return message

    async def _give(self, message: EmailMessage, address: str) -> None:
        parts = urlsplit(self._url or "")
        user = unquote(parts.username) if parts.username else None
        await aiosmtplib.send(
            message.as_bytes(),
            sender=parseaddr(self._sender)[1],
            recipients=[address],
            hostname=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            username=user,
            password=unquote(parts.password) if parts.password else None,
            use_tls=parts.scheme == "smtps",
            start_tls=True if user and parts.scheme == "smtp" else None if parts.scheme == "smtp" else False,
            timeout=LONGEST_SECONDS,
        )


mailer = Mailer()
